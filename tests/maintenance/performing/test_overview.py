"""The report of a running terminal: on the screen, on paper, on a stick, and in the trail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.devices.api import DeviceCause
from kiosk.domain.terminal import ONLINE, Condition, DeviceKind, DeviceStatus, Remedy
from kiosk.flows.requests.maintenance.overview import (
    PrintReport,
    Readiness,
    ReportLine,
    ReportPart,
    ReportPrinted,
    ReportSaved,
    SaveReport,
    TakeReport,
)
from kiosk.maintenance.performing import overview
from kiosk.maintenance.readiness import Finding, Section, Verdict
from kiosk.maintenance.usb_sticks import NO_STICK, UsbStick
from kiosk.session.faults import FaultCode
from kiosk.session.health import ServiceStatus
from kiosk.session.staff_views import Mark
from tests.maintenance.serviced import Serviced
from tests.runtime.conftest import Room

JAMMED = Condition(DeviceStatus.USER_ERROR, Remedy.CLEAR, "paper_jam")
FOUND = (
    Finding(
        "小票打印机", Verdict.BROKEN, "卡纸", Remedy.CLEAR, "paper_jam", section=Section.DEVICES
    ),
    Finding("终端证书", Verdict.WARNING, "快到期", Remedy.CONFIGURATION, "expires_soon"),
    Finding("税务系统", Verdict.FINE, "可以使用", Remedy.MAINTENANCE, "silent"),
    Finding("时钟", Verdict.SKIPPED, "未查", Remedy.NONE, "unheard_of", section=Section.CLOCK),
    Finding("磁盘", Verdict.BROKEN, "坏了", Remedy.NONE, "unheard_of"),
)


@pytest.fixture
async def technician(terminal: Serviced) -> Serviced:
    terminal.reporter.findings.extend(FOUND)
    await terminal.come("technician")
    return terminal


def files_on(stick: Path) -> dict[str, str]:
    return {one.name: one.read_text(encoding="utf-8") for one in stick.iterdir()}


async def test_it_says_who_mends_what_and_how_only_where_something_is_wrong(
    technician: Serviced, room: Room
) -> None:
    readiness = await technician.ask(TakeReport(), Readiness)
    assert (readiness.at, readiness.headline) == (
        room.clock.now(),
        "故障 2 项，注意 1 项，未查 1 项",
    )
    assert readiness.parts == (
        ReportPart(
            "设备",
            (
                ReportLine(
                    "小票打印机",
                    Mark.BROKEN,
                    "卡纸",
                    "大厅工作人员",
                    "打开打印机盖，顺着走纸方向取出卡住的纸",
                ),
            ),
        ),
        ReportPart("时钟", (ReportLine("时钟", Mark.UNKNOWN, "未查"),)),
        ReportPart(
            "本机",
            (
                ReportLine(
                    "终端证书", Mark.WARNING, "快到期", Remedy.CONFIGURATION.label, "申请新证书"
                ),
                ReportLine("税务系统", Mark.FINE, "可以使用"),
                ReportLine("磁盘", Mark.BROKEN, "坏了"),
            ),
        ),
    )
    assert technician.done() == []


async def test_it_is_taken_of_the_terminal_as_it_is_with_since_when(
    technician: Serviced, room: Room
) -> None:
    board = technician.workings.board
    await technician.ask(TakeReport(), Readiness)
    board.device(DeviceKind.RECEIPT_PRINTER, JAMMED)
    at = room.clock.now()
    await room.clock.advance(60)
    board.device(DeviceKind.ID_CARD_READER, ONLINE)
    await technician.ask(TakeReport(), Readiness)
    first, second = technician.reporter.asked
    assert (first[1].devices, first[1].service) == ({}, None)
    health, sinces = second
    assert health is board.health
    assert sinces.devices[DeviceKind.RECEIPT_PRINTER] == at
    assert sinces.devices[DeviceKind.ID_CARD_READER] == room.clock.now()
    assert health.service is ServiceStatus.STARTING


async def test_it_is_printed_and_written_down(technician: Serviced, room: Room) -> None:
    await technician.ask(PrintReport(), ReportPrinted)
    assert "卡纸" in room.printer.says()
    assert technician.done() == ["T0417 overview.print begun", "T0417 overview.print done"]


async def test_what_does_not_print_is_said_and_not_called_done(
    technician: Serviced, room: Room
) -> None:
    room.printer.state = replace(JAMMED, cause=DeviceCause.PAPER_OUT.value)
    assert (await technician.fault(PrintReport())).code is FaultCode.PAPER_OUT
    assert (room.printer.paper, technician.done()) == ([], ["T0417 overview.print begun"])


async def test_it_is_saved_on_the_stick_under_its_time(
    technician: Serviced, room: Room, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (UsbStick(stick, read_only=False, free_bytes=1 << 30),)
    monkeypatch.setattr(overview, "usb_sticks", lambda: found)
    name = f"JN-03-{room.clock.now():%Y%m%d-%H%M%S}.txt"
    assert await technician.ask(SaveReport(), ReportSaved) == ReportSaved(name)
    saved = files_on(stick)
    assert list(saved) == [name]
    assert "[故障] 小票打印机：卡纸" in saved[name]
    assert technician.done() == ["T0417 overview.save begun", "T0417 overview.save done"]


async def test_without_a_stick_it_says_what_to_do(
    technician: Serviced, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "usb_sticks", tuple)
    saved = await technician.ask(SaveReport(), ReportSaved)
    assert saved == ReportSaved(why_not=NO_STICK)
    assert technician.done() == ["T0417 overview.save begun", "T0417 overview.save failed"]
