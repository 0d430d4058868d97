"""Devices and service examined over real wires, with the drivers that serve citizens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.doctor import connections
from kiosk.doctor.connections import examine_connections
from kiosk.domain.terminal import Remedy
from kiosk.maintenance.readiness import Finding, Verdict
from kiosk.runtime.clock import SystemClock
from kiosk.settings import Settings
from sim.actions import (
    Action,
    NetworkLine,
    PrinterCable,
    PrinterCover,
    PrinterPaper,
    ReaderCable,
    ScannerCable,
    ServiceFaultAdded,
    ServiceMaintenance,
    TimePassed,
)
from sim.announcement import Announcement
from sim.backend.faults import FaultKind
from sim.client import HallClient
from sim.devices.printer_mechanism import PaperLevel
from sim.hall_process import HallProcess
from sim.network import Line
from tests.doctor.conftest import about
from tests.runtime.fakes import FakePrinter, FakeReader
from tests.support.collection_service import STRANGER, collection_service
from tests.support.manual_clock import ManualClock


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Announcement]:
    room = tmp_path_factory.mktemp("hall")
    config = room / "sim.toml"
    config.write_text("[id_card_reader]\nquick = true\n", encoding="utf-8")
    with HallProcess(room, config=config) as process:
        yield process.announcement


@pytest.fixture
def hall(running: Announcement) -> Iterator[HallClient]:
    with HallClient(running.control_url) as client:
        client.reset()
        yield client


@pytest.fixture
def settings(running: Announcement, hall: HallClient) -> Settings:
    return Settings.load(running.kiosk_config)


OPTIONAL = (
    "document_printer",
    "code_scanner",
    "social_card_reader",
    "bank_card_reader",
    "pin_pad",
    "acquirer",
    "auxiliaries",
)


async def examine(settings: Settings) -> list[Finding]:
    return [finding async for finding in examine_connections(settings, SystemClock())]


def changed(settings: Settings, section: str, **values: str) -> Settings:
    told = settings.model_dump(mode="json")
    told[section] |= values
    return Settings.model_validate(told)


async def test_a_hall_in_order_is_fine_throughout(settings: Settings) -> None:
    found = await examine(settings)
    assert [finding.subject for finding in found] == [
        "身份证阅读器",
        "小票打印机",
        "扫码器",
        "社保卡读卡器",
        "银行卡读卡器",
        "密码键盘",
        "柜门和指示灯板",
        "A4 打印机",
        "税务系统",
        "时钟",
        "缴款方式",
        "收单机构",
    ]
    assert {finding.verdict for finding in found} == {Verdict.FINE}
    assert "支付宝支付、微信支付" in about(found, "缴款方式").what


async def test_devices_out_of_reach_are_for_the_technician_and_the_rest_is_examined(
    settings: Settings, hall: HallClient
) -> None:
    hall.perform(ReaderCable(state="unplugged"))
    hall.perform(PrinterCable(state="unplugged"))
    hall.perform(ScannerCable(state="unplugged"))
    found = await examine(settings)
    for subject in ("身份证阅读器", "小票打印机", "扫码器"):
        finding = about(found, subject)
        assert (finding.verdict, finding.remedy) == (Verdict.BROKEN, Remedy.MAINTENANCE)
        assert finding.cause in ("disconnected", "silent")
    assert about(found, "税务系统").verdict is Verdict.FINE


async def test_what_hall_staff_can_put_right_is_for_them(
    settings: Settings, hall: HallClient
) -> None:
    hall.perform(PrinterCover(state="open"))
    found = about(await examine(settings), "小票打印机")
    assert (found.verdict, found.remedy, found.cause) == (
        Verdict.BROKEN,
        Remedy.CLEAR,
        "cover_open",
    )


async def test_little_paper_is_worth_a_warning(settings: Settings, hall: HallClient) -> None:
    hall.perform(PrinterPaper(level=PaperLevel.NEAR_END))
    found = about(await examine(settings), "小票打印机")
    assert (found.verdict, found.what) == (Verdict.WARNING, "纸将用完")


async def test_of_a_scanner_no_more_is_said_than_can_be_known(settings: Settings) -> None:
    assert about(await examine(settings), "扫码器").what == "接口正常，请用手机试扫一次"


async def test_a_terminal_without_a_scanner_has_none_to_examine(settings: Settings) -> None:
    without = settings.model_copy(update={"code_scanner": None})
    assert "扫码器" not in [finding.subject for finding in await examine(without)]


async def test_devices_that_cannot_be_are_the_configurations_fault(settings: Settings) -> None:
    wrong = changed(settings, "id_card_reader", port="usb://nonsense")
    wrong = changed(wrong, "receipt_printer", profile="typewriter")
    wrong = changed(wrong, "code_scanner", port="usb://0c2e:0b6a")
    found = await examine(wrong)
    for subject in ("身份证阅读器", "小票打印机", "扫码器"):
        finding = about(found, subject)
        assert (finding.verdict, finding.remedy) == (Verdict.BROKEN, Remedy.CONFIGURATION)
    assert about(found, "税务系统").verdict is Verdict.FINE


async def test_certificates_that_cannot_be_used_are_the_configurations_fault(
    settings: Settings, tmp_path: Path
) -> None:
    found = await examine(changed(settings, "service", ca=str(tmp_path / "nothing.pem")))
    finding = about(found, "税务系统")
    assert (finding.verdict, finding.remedy, finding.cause) == (
        Verdict.BROKEN,
        Remedy.CONFIGURATION,
        "certificates",
    )


@pytest.mark.parametrize(
    ("trouble", "what", "cause"),
    [
        (NetworkLine(line=Line.REFUSED), "连不上", "unreachable"),
        (ServiceMaintenance(state="on"), "正在维护或繁忙", "unavailable"),
        (ServiceFaultAdded(kind=FaultKind.WRONG_TYPE), "回答有误", "malformed"),
    ],
    ids=["network", "maintenance", "nonsense"],
)
async def test_every_trouble_with_the_service_has_its_words(
    settings: Settings, hall: HallClient, trouble: Action, what: str, cause: str
) -> None:
    hall.perform(trouble)
    finding = about(await examine(settings), "税务系统")
    assert (finding.verdict, finding.what, finding.cause) == (Verdict.BROKEN, what, cause)


async def test_a_terminal_the_service_does_not_know_is_the_configurations_fault(
    settings: Settings, tmp_path: Path
) -> None:
    with collection_service(tmp_path) as service:
        certificate, key = service.certificates.terminals[STRANGER]
        unknown = changed(
            settings,
            "service",
            url=service.url,
            ca=str(service.certificates.ca),
            certificate=str(certificate),
            key=str(key),
        )
        finding = about(await examine(unknown), "税务系统")
    assert (finding.verdict, finding.what, finding.remedy, finding.cause) == (
        Verdict.BROKEN,
        "不接受本终端",
        Remedy.CONFIGURATION,
        "refused",
    )


async def test_a_clock_that_is_wrong_is_broken(settings: Settings, hall: HallClient) -> None:
    hall.perform(TimePassed(seconds=3_600))
    finding = about(await examine(settings), "时钟")
    assert (finding.verdict, finding.cause) == (Verdict.BROKEN, "clock_wrong")


async def test_devices_that_hang_are_silent_and_do_not_hold_the_doctor_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clock = ManualClock()
    reader, printer = FakeReader(), FakePrinter()
    reader.hung.add("open")
    printer.hung.add("condition")
    monkeypatch.setattr(connections, "reader_of", lambda *_: reader)
    monkeypatch.setattr(connections, "printer_of", lambda *_: printer)
    nowhere = changed(settings, "service", ca=str(tmp_path / "nothing.pem"))
    nowhere = nowhere.model_copy(update=dict.fromkeys(OPTIONAL))

    async def examined() -> list[Finding]:
        return [finding async for finding in examine_connections(nowhere, clock)]

    found = await clock.run(examined())
    assert [finding.cause for finding in found] == ["silent", "silent", "certificates"]
    assert clock.monotonic() == 2 * connections.DEVICE_PATIENCE_S
    assert (reader.trace[-1], printer.trace[-1]) == ("close", "close")
