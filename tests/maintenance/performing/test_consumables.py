"""Paper and toner filled up, and prints that are stuck."""

from __future__ import annotations

import pytest

from kiosk.devices.api import JobReport
from kiosk.domain.terminal import ONLINE, DeviceKind
from kiosk.flows.requests.maintenance.consumables import (
    AskSupplies,
    EndPrints,
    PrintsEnded,
    Replenish,
    Replenished,
    Supplies,
    Supply,
)
from kiosk.ledger import DocumentState
from kiosk.maintenance.readiness import Finding, Section, Verdict
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import FaultCode
from tests.maintenance.serviced import Serviced
from tests.runtime.conftest import Room
from tests.runtime.documents.papers import DOCUMENT, received
from tests.runtime.fake_document_printer import LOST, FakeDocumentPrinter

FOUND = (
    Finding("小票打印机", Verdict.FINE, "可以使用", section=Section.DEVICES),
    Finding("身份证阅读器", Verdict.FINE, "可以使用", section=Section.DEVICES),
    Finding("切刀", Verdict.FINE, "累计 3 次", section=Section.COUNTERS),
    Finding("账本", Verdict.FINE, "校验一致", section=Section.LEDGER),
)


@pytest.fixture
async def hall_staff(terminal: Serviced) -> Serviced:
    terminal.reporter.findings.extend(FOUND)
    await terminal.come("hall-staff")
    return terminal


async def stuck(room: Room, terminal: Serviced, printer: FakeDocumentPrinter) -> None:
    """A print that the printer will not speak of any more."""
    room.ledger.document_received(received(DOCUMENT))
    printer.script.refusal = LOST
    with pytest.raises(RequestFailed):
        await terminal.workings.means.document_press.print(DOCUMENT, lambda _news: None)
    printer.script.refusal = None


async def test_what_is_used_up_is_listed_and_nothing_else(hall_staff: Serviced) -> None:
    supplies = await hall_staff.ask(AskSupplies(), Supplies)
    assert [line.subject for line in supplies.lines] == ["小票打印机", "切刀"]
    assert (supplies.fitted, supplies.stuck) == ((Supply.RECEIPT_ROLL,), 0)


async def test_where_there_is_an_a4_printer_it_is_filled_up_too(hall_staff: Serviced) -> None:
    hall_staff.workings.board.device(DeviceKind.DOCUMENT_PRINTER, ONLINE)
    supplies = await hall_staff.ask(AskSupplies(), Supplies)
    assert supplies.fitted == tuple(Supply)


@pytest.mark.parametrize("supply", Supply)
async def test_what_was_filled_up_is_written_down(hall_staff: Serviced, supply: Supply) -> None:
    await hall_staff.ask(Replenish(supply), Replenished)
    assert hall_staff.done() == [f"H0203 replenished.{supply.value} done"]


async def test_stuck_prints_are_counted_and_ended(
    hall_staff: Serviced,
    room: Room,
    page_printer: FakeDocumentPrinter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def mute(_job: str) -> JobReport | None:
        raise LOST

    monkeypatch.setattr(page_printer, "find_job", mute)
    await stuck(room, hall_staff, page_printer)
    assert (await hall_staff.ask(AskSupplies(), Supplies)).stuck == 1
    assert await hall_staff.ask(EndPrints(), PrintsEnded) == PrintsEnded(1)
    (document,) = room.ledger.documents()
    assert document.state is DocumentState.DOUBTFUL
    assert hall_staff.done() == [
        "H0203 documents.end begun",
        "H0203 documents.end 1 done",
    ]
    assert (await hall_staff.ask(AskSupplies(), Supplies)).stuck == 0


async def test_nothing_is_ended_that_cannot_be_written_down(
    hall_staff: Serviced, room: Room
) -> None:
    room.ledger.close()
    assert (await hall_staff.fault(EndPrints())).code is FaultCode.LEDGER_UNAVAILABLE
    assert (await hall_staff.fault(Replenish(Supply.TONER))).code is FaultCode.LEDGER_UNAVAILABLE
