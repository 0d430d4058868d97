"""Typeface, certificates, keys, and room on the disk."""

from __future__ import annotations

import os
import shutil
from collections import namedtuple
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.doctor import files
from kiosk.doctor.files import LEAST_FREE_BYTES, LEAST_FREE_FILES, examine_files
from kiosk.domain.terminal import Remedy
from kiosk.maintenance.readiness import Finding, Verdict
from tests.doctor.conftest import NOW, Patient, about
from tests.support.configuration import Section


def findings(patient: Patient, **changes: Section) -> list[Finding]:
    return list(examine_files(patient.settings(**changes), NOW))


def test_a_new_terminal_in_order_is_fine_throughout(patient: Patient) -> None:
    found = findings(patient, documents={"trusted": "certificates/ca.pem"})
    assert {finding.verdict for finding in found} == {Verdict.FINE}
    assert len(found) == 9
    assert about(found, "账本密钥").what == "首次启动时生成"


def test_waits_nobody_knows_are_the_configurations_fault(patient: Patient) -> None:
    found = about(findings(patient, timing={"nonsense": 1.0}), "配置")
    assert (found.verdict, found.remedy) == (Verdict.BROKEN, Remedy.CONFIGURATION)


def test_a_missing_typeface_names_the_package(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "TYPEFACE", patient.folder / "nothing.ttc")
    found = about(findings(patient), "字体")
    assert (found.verdict, found.cause) == (Verdict.BROKEN, "typeface_missing")
    assert "fonts-noto-cjk" in found.what


@pytest.mark.parametrize(
    ("left", "verdict", "cause"),
    [
        (timedelta(days=31), Verdict.FINE, ""),
        (timedelta(days=29), Verdict.WARNING, "expires_soon"),
        (timedelta(0), Verdict.BROKEN, "not_valid_now"),
        (timedelta(days=-1), Verdict.BROKEN, "not_valid_now"),
        (timedelta(days=800), Verdict.BROKEN, "not_valid_now"),
    ],
    ids=["a month", "weeks", "now", "yesterday", "not yet"],
)
def test_a_certificate_is_judged_by_the_day(
    patient: Patient, left: timedelta, verdict: Verdict, cause: str
) -> None:
    patient.certify(until=NOW + left)
    found = about(findings(patient), "终端证书")
    assert (found.verdict, found.cause) == (verdict, cause)


def test_the_certificate_of_another_terminal_is_noticed(patient: Patient) -> None:
    patient.certify("JN-04")
    found = about(findings(patient), "终端证书")
    assert (found.verdict, found.cause) == (Verdict.BROKEN, "another_terminal")


@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_what_is_no_certificate_cannot_be_read(patient: Patient, content: bytes | None) -> None:
    path = patient.folder / "certificates" / "ca.pem"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    found = about(findings(patient), "服务器根证书")
    assert (found.verdict, found.remedy) == (Verdict.BROKEN, Remedy.CONFIGURATION)


def test_the_authorities_of_documents_are_examined_and_missed_where_there_are_none(
    patient: Patient,
) -> None:
    trusted: Section = {"trusted": "certificates/ca.pem"}
    assert about(findings(patient, documents=trusted), "凭证签章根证书").verdict is Verdict.FINE
    found = about(findings(patient), "凭证签章根证书")
    assert (found.verdict, found.cause) == (Verdict.WARNING, "not_configured")
    nothing: Section = {"trusted": "certificates/nothing.pem"}
    found = about(findings(patient, documents=nothing), "凭证签章根证书")
    assert (found.verdict, found.cause) == (Verdict.BROKEN, "unreadable")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o700 | 0o001])
def test_a_key_that_others_can_read_is_worth_a_warning(patient: Patient, mode: int) -> None:
    (patient.folder / "certificates" / "terminal.key").chmod(mode)
    found = about(findings(patient), "终端私钥")
    assert (found.verdict, found.cause) == (Verdict.WARNING, "too_open")


def test_a_missing_key_is_broken(patient: Patient) -> None:
    (patient.folder / "certificates" / "terminal.key").unlink()
    assert about(findings(patient), "终端私钥").verdict is Verdict.BROKEN


def test_a_ledger_without_its_key_is_broken(patient: Patient) -> None:
    ledger = patient.settings().ledger.path
    ledger.parent.mkdir()
    ledger.touch()
    found = about(findings(patient), "账本密钥")
    assert (found.verdict, found.cause) == (Verdict.BROKEN, "missing")


Usage = namedtuple("Usage", "total used free")


def test_a_disk_that_is_nearly_full_is_worth_a_warning(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def usage(_path: Path) -> Usage:
        return Usage(1, 1, LEAST_FREE_BYTES - 1)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    found = about(findings(patient), "账本目录")
    assert (found.verdict, found.cause) == (Verdict.WARNING, "nearly_full")


def test_a_place_that_cannot_be_written_is_broken(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def readable_only(_path: Path, wanted: int) -> bool:
        return wanted == os.R_OK

    monkeypatch.setattr(os, "access", readable_only)
    found = about(findings(patient), "日志目录")
    assert (found.verdict, found.remedy) == (Verdict.BROKEN, Remedy.MAINTENANCE)


def test_every_verdict_reads_well_for_people_and_for_programs() -> None:
    for verdict in Verdict:
        line = Finding("时钟", verdict, "准", Remedy.MAINTENANCE, "x").line()
        assert line == f"[{verdict.mark}] 时钟：准　处理：维护技术员"
    facts = Finding("时钟", Verdict.FINE, "准").facts()
    assert facts == {
        "subject": "时钟",
        "verdict": "fine",
        "what": "准",
        "remedy": "none",
        "cause": "",
    }
    assert "处理" not in Finding("时钟", Verdict.FINE, "准").line()


def test_a_file_system_with_room_but_no_inodes_is_worth_a_warning(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = os.statvfs(patient.folder)

    def statvfs(left: int, of: int) -> Callable[[Path], os.statvfs_result]:
        fields = list(told)
        fields[5], fields[7] = of, left
        return lambda _: os.statvfs_result(fields)

    monkeypatch.setattr(os, "statvfs", statvfs(LEAST_FREE_FILES - 1, 1_000_000))
    found = about(findings(patient), "账本目录")
    assert (found.verdict, found.cause) == (Verdict.WARNING, "few_inodes")
    assert f"还能放 {LEAST_FREE_FILES - 1} 个文件" in found.what
    # btrfs, vfat: inodes are made as they are needed.
    monkeypatch.setattr(os, "statvfs", statvfs(0, 0))
    found = about(findings(patient), "账本目录")
    assert (found.verdict, "个文件" in found.what) == (Verdict.FINE, False)


def test_certificates_and_key_of_the_acquirer_are_examined_where_there_are_any(
    patient: Patient,
) -> None:
    cards: dict[str, Section] = {
        "bank_card_reader": {"port": "pcsc://"},
        "pin_pad": {"port": "/dev/ttyS3"},
        "acquirer": {
            "host": "10.0.0.8",
            "port": 8583,
            "terminal_id": "12345678",
            "merchant_id": "102440000000001",
            "ca": "certificates/ca.pem",
            "certificate": "certificates/terminal.pem",
            "key": "certificates/nothing.key",
        },
    }
    found = findings(patient, **cards)
    assert about(found, "收单机构根证书").verdict is Verdict.FINE
    assert about(found, "收单机构终端证书").verdict is Verdict.FINE
    assert about(found, "收单机构私钥").cause == "missing"


def test_who_issues_staff_cards_is_examined_where_anybody_does(patient: Patient) -> None:
    subject = "工作卡发卡机构证书"
    staff: Section = {"staff": "staff.toml"}
    assert not [one for one in findings(patient, maintenance=staff) if one.subject == subject]
    good = findings(patient, maintenance={**staff, "card_authority": "certificates/ca.pem"})
    assert about(good, subject).verdict is Verdict.FINE
    lost = findings(patient, maintenance={**staff, "card_authority": "certificates/nothing.pem"})
    assert (about(lost, subject).verdict, about(lost, subject).cause) == (
        Verdict.BROKEN,
        "unreadable",
    )
