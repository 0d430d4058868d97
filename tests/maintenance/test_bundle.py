"""The support bundle: what is in it, and that it is written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import resource
import stat
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import BaseModel, Field, HttpUrl, SecretBytes, SecretStr

from kiosk.domain.order import OrderState
from kiosk.ledger import NO_FACTS
from kiosk.maintenance.bundle import bundle_name, told_log
from kiosk.maintenance.bundle.told_settings import LEFT_OUT, tell_settings
from kiosk.maintenance.logged import LoggedLine
from kiosk.maintenance.placing import NotPlaced
from kiosk.observe import Event
from kiosk.settings import Settings
from tests.ledger.given import new_order, opened, posted
from tests.maintenance.bundling import WHO, Terminal, record, told

# --- what is in it -----------------------------------------------------------------------------


def test_the_manifest_has_the_sum_of_every_member(terminal: Terminal, stick: Path) -> None:
    with opened(terminal.settings.ledger.path) as ledger:
        posted(ledger)
        bundle = terminal.bundle(stick)
    assert bundle.path == stick / bundle_name(terminal.sources.report)
    assert bundle.size == bundle.path.stat().st_size
    assert stat.S_IMODE(bundle.path.stat().st_mode) == 0o600
    manifest = told(bundle.path, "manifest.json")
    assert isinstance(manifest, dict)
    with zipfile.ZipFile(bundle.path) as archive:
        assert archive.testzip() is None
        members = {one["name"]: one for one in manifest["members"]}
        assert {*members, "manifest.json"} == set(archive.namelist())
        for name, member in members.items():
            content = archive.read(name)
            assert member["bytes"] == len(content)
            assert member["sha256"] == hashlib.sha256(content).hexdigest()
        # Unpacked it is nobody else's to read either.
        assert {one.external_attr >> 16 for one in archive.infolist()} == {0o600}
    assert manifest["terminal"] == "JN-03"


def test_the_ledger_is_told_in_numbers_while_the_terminal_runs(
    terminal: Terminal, stick: Path
) -> None:
    with opened(terminal.settings.ledger.path) as ledger:
        posted(ledger)
        stuck = ledger.mint_order_number("JN-03")
        ledger.create_order(new_order(ledger, stuck, payer="37010219900101001X"))
        ledger.advance(stuck, OrderState.NEEDS_PERSON, NO_FACTS)
        summary = told(terminal.bundle(stick).path, "ledger.json")
    assert isinstance(summary, dict)
    assert summary["sound"] is True
    assert summary["open_orders"] == [{"number": stuck, "state": "needs_person"}]
    assert [(one["state"], one["count"]) for one in summary["orders"]] == [
        ("needs_person", 1),
        ("posted", 1),
    ]
    assert summary["entries_by_kind"]["order_created"] == 2


def test_the_trail_says_who_did_what_when_and_not_with_what_words(
    terminal: Terminal, stick: Path
) -> None:
    with opened(terminal.settings.ledger.path) as ledger:
        ledger.staff_admitted(WHO, "technician")
        ledger.staff_acted(WHO, "settings.changed", before="欧阳", after="上官")
        ledger.staff_left(WHO, "idle")
    trail = told(terminal.bundle(stick).path, "staff.json")
    assert isinstance(trail, list)
    assert [(one["kind"], one["who"]) for one in trail] == [
        ("staff_admitted", WHO),
        ("staff_acted", WHO),
        ("staff_left", WHO),
    ]
    assert set(trail[1]) == {"at", "kind", "who", "what", "outcome"}


def test_a_damaged_or_missing_ledger_is_no_reason_against_a_bundle(
    terminal: Terminal, stick: Path
) -> None:
    assert told(terminal.bundle(stick / "none.zip").path, "ledger.json") == {"sound": None}
    terminal.settings.ledger.path.write_bytes(b"this is no database" * 1000)
    summary = told(terminal.bundle(stick / "damaged.zip").path, "ledger.json")
    assert isinstance(summary, dict)
    assert summary["sound"] is False
    assert set(summary) == {"sound", "unreadable"}


def test_the_log_is_in_it_as_it_was_written_with_its_older_files_and_last_conditions(
    terminal: Terminal, stick: Path
) -> None:
    facts = {"device": "receipt_printer", "status": "userError", "remedy": "clear"}
    record(
        terminal,
        (Event.DEVICE_CHANGED, {**facts, "cause": "paper_out"}),
        (Event.DEVICE_CHANGED, {**facts, "cause": "cover_open"}),
        (Event.DEVICE_CHANGED, {**facts, "device": "pin_pad", "cause": "silent"}),
    )
    log = terminal.settings.log.path
    older = log.with_name(f"{log.name}.1")
    older.write_bytes(log.read_bytes())
    bundle = terminal.bundle(stick)
    assert (bundle.lines_kept, bundle.lines_left_out) == (6, 0)
    with zipfile.ZipFile(bundle.path) as archive:
        assert archive.read(f"log/{log.name}") == log.read_bytes()
        assert archive.read(f"log/{older.name}") == older.read_bytes()
    last = told(bundle.path, "conditions.json")
    assert isinstance(last, list)
    assert [(one["device"], one["cause"]) for one in last] == [
        ("receipt_printer", "cover_open"),
        ("pin_pad", "silent"),
    ]


def test_what_comes_through_every_other_sieve_is_caught_by_the_last_net(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = LoggedLine(datetime(2026, 1, 31, tzinfo=UTC), Event.VISIT_STARTED, {"where": "attract"})
    card = replace(line, facts={"where": "6228480402564890018"})
    read = {b"card\n": card, b"known\n": line}
    monkeypatch.setattr(told_log, "read_line", read.get)
    file = tmp_path / "events.log"
    file.write_bytes(b"card\n\nknown\nnone\n")
    log = told_log.ToldLog()
    assert [*log.lines(file)] == [f"{line.text()}\n".encode()]
    # An empty line was not left out: there was nothing in it.
    assert (log.kept, log.left_out) == (1, 2)


def test_versions_name_what_is_installed_and_no_host(terminal: Terminal, stick: Path) -> None:
    versions = told(terminal.bundle(stick).path, "versions.json")
    assert isinstance(versions, dict)
    assert versions["kiosk"] == "0.1.0"
    assert "pydantic" in versions["dependencies"]
    assert os.uname().nodename not in json.dumps(versions)


# --- settings ----------------------------------------------------------------------------------


class Hostile(BaseModel):
    """Every way in which a secret may get into settings."""

    word: SecretStr = SecretStr("geheim-7")
    data: SecretBytes = SecretBytes(b"geheim-7")
    hidden: str = Field(default="geheim-7", repr=False)
    url: HttpUrl = HttpUrl("https://user:geheim-7@host.example/path?token=geheim-7")
    port: str = "socket://user:geheim-7@10.0.0.1:99"
    nested: dict[str, SecretStr] = Field(default_factory=lambda: {"inner": SecretStr("geheim-7")})
    listed: tuple[SecretStr, ...] = (SecretStr("geheim-7"),)
    raw: bytes = b"geheim-7"
    pem: str = "-----BEGIN PRIVATE KEY-----\ngeheim-7\n"
    key: Path = Path("/etc/kiosk/terminal.key")
    host: str = "10.0.0.8"
    phone: str = "13805310042"
    born: str = "19900101"
    batch: str = "1234567"
    merchant: str = Field(default="102440000000001", pattern=r"^[0-9A-Z]{15}$")


def test_no_secret_is_told_whatever_its_type_and_paths_and_hosts_are() -> None:
    told = tell_settings(Hostile())
    assert "geheim" not in json.dumps(told)
    assert told["word"] == told["hidden"] == told["raw"] == told["pem"] == LEFT_OUT
    assert (told["nested"], told["listed"]) == ({"inner": LEFT_OUT}, [LEFT_OUT])
    assert (told["key"], told["host"]) == ("/etc/kiosk/terminal.key", "10.0.0.8")
    assert told["url"] == "https://host.example/path"
    assert (told["born"], told["batch"]) == ("[struck out]", "1234567")
    assert (told["phone"], told["merchant"]) == ("[struck out]", "102440000000001")


def test_real_settings_are_told_field_by_field(terminal: Terminal, stick: Path) -> None:
    settings = told(terminal.bundle(stick).path, "settings.json")
    assert isinstance(settings, dict)
    assert set(settings) == set(Settings.model_fields)
    assert settings["service"]["url"] == "https://service.example/"
    assert settings["service"]["key"].endswith("certificates/terminal.key")
    assert settings["receipt_printer"]["profile"] == "generic-80"
    assert settings["acquirer"] is None


# --- whole or not at all -----------------------------------------------------------------------


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> None:
    def refused(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, name, refused)


@pytest.mark.parametrize(
    ("call", "number", "says"),
    [
        ("fsync", errno.ENOSPC, "空间不够"),
        ("fsync", errno.EIO, "可能被拔出"),
        ("open", errno.EROFS, "只读"),
        ("open", errno.EACCES, "没有写入的权限"),
        ("open", errno.EMFILE, "写不进去"),
    ],
)
def test_a_stick_that_takes_no_bundle_is_told_of_in_chinese_and_left_as_it_was(
    terminal: Terminal,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    number: int,
    says: str,
) -> None:
    (stick / bundle_name(terminal.sources.report)).write_bytes(b"an older one")
    with monkeypatch.context() as patched:
        refuse(patched, call, number)
        with pytest.raises(NotPlaced, match=says):
            terminal.bundle(stick)
    (only,) = stick.iterdir()
    assert only.read_bytes() == b"an older one"


def test_a_stick_that_is_full_half_way_keeps_no_half(terminal: Terminal, stick: Path) -> None:
    """The kernel refuses the bytes themselves, in the middle of a member."""
    noise = os.urandom(200_000).hex().translate(str.maketrans("0123456789", "ghijklmnop"))
    lines = [
        json.dumps(
            {
                "at": "2026-01-31T09:00:00.250+08:00",
                "level": "info",
                "event": "VISIT_STARTED",
                "where": noise[n : n + 60],
            }
        )
        for n in range(0, 300_000, 60)
    ]
    terminal.settings.log.path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, hard))
    try:
        with pytest.raises(NotPlaced, match="放不下"):
            terminal.bundle(stick)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(stick.iterdir()) == []
    assert terminal.bundle(stick).lines_kept == 5000


def test_a_folder_that_is_not_there_is_told_of(terminal: Terminal, tmp_path: Path) -> None:
    with pytest.raises(NotPlaced, match="找不到"):
        terminal.bundle(tmp_path / "gone" / "bundle.zip")
