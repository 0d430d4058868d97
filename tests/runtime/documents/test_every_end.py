"""However a print ends, the ledger knows what is on paper, and nothing is printed twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from kiosk.devices.api import DeviceCause, DeviceError, JobEnd
from kiosk.domain.terminal import ONLINE, Condition, DeviceStatus, Remedy
from kiosk.flows.requests.certificates import PagesOut
from kiosk.flows.requests.receipt import Printed
from kiosk.ledger import DocumentState, LedgerUnavailable
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import FaultCode
from tests.runtime.conftest import Room, press_of
from tests.runtime.documents.conftest import Corner
from tests.runtime.documents.papers import DOCUMENT, PAGES, received
from tests.runtime.fake_document_printer import LOST, Trouble
from tests.runtime.fake_service import Gate
from tests.runtime.fakes import GONE

RECEIVED, STARTED = DocumentState.RECEIVED, DocumentState.STARTED
PRINTED, DOUBTFUL = DocumentState.PRINTED, DocumentState.DOUBTFUL
CANCELLED, DOUBT = FaultCode.DOCUMENT_PRINT_CANCELLED, FaultCode.DOCUMENT_PRINT_DOUBTFUL
FOR_STAFF_S = 180
FOR_PAGES_S = FOR_STAFF_S + 30 * PAGES


async def test_all_is_out(corner: Corner) -> None:
    assert await corner.begin() == Printed(0)
    assert corner.news == [PagesOut(1), PagesOut(2), PagesOut(3)]
    assert (corner.document.state, corner.document.counter) == (PRINTED, 0)
    assert await corner.fault() is DOUBT
    corner.agree()


@pytest.mark.parametrize(
    ("cause", "fault"),
    [
        (DeviceCause.PAPER_OUT, FaultCode.DOCUMENT_PAPER_OUT),
        (DeviceCause.TRAY_MISSING, FaultCode.DOCUMENT_PAPER_OUT),
        (DeviceCause.COVER_OPEN, FaultCode.DOCUMENT_PRINTER_OPEN),
        (DeviceCause.PAPER_JAM, FaultCode.DOCUMENT_PRINTER_JAMMED),
        (DeviceCause.TONER_EMPTY, FaultCode.DOCUMENT_TONER_EMPTY),
        (DeviceCause.PAUSED, FaultCode.DOCUMENT_PRINTER_LOST),
    ],
)
async def test_a_printer_that_cannot_print_is_not_given_anything(
    corner: Corner, cause: DeviceCause, fault: FaultCode
) -> None:
    corner.printer.state = Condition(DeviceStatus.USER_ERROR, Remedy.CLEAR, cause.value)
    assert await corner.fault() is fault
    assert (corner.document.state, corner.document.attempts) == (RECEIVED, 0)
    corner.printer.state = ONLINE
    assert await corner.begin() == Printed(0)
    corner.agree()


async def test_a_trouble_with_a_name_of_its_own_is_a_printer_that_is_out_of_order(
    corner: Corner,
) -> None:
    corner.printer.state = Condition(DeviceStatus.HARDWARE_ERROR, Remedy.MAINTENANCE, "fuser")
    assert await corner.fault() is FaultCode.DOCUMENT_PRINTER_LOST


async def test_a_printer_that_is_gone_is_reported_and_may_be_tried_again(corner: Corner) -> None:
    corner.printer.errors.extend([GONE] * 3)
    for _ in range(3):
        assert await corner.fault() is FaultCode.DOCUMENT_PRINTER_LOST
    assert "DEVICE_CHANGED" in corner.room.logged()
    assert await corner.begin() == Printed(0)


async def test_a_printer_that_says_nothing_is_not_waited_for(corner: Corner) -> None:
    corner.printer.hung.add("reading")
    fault = await corner.room.clock.run(corner.fault())
    assert fault is FaultCode.DOCUMENT_PRINTER_LOST
    assert corner.document.attempts == 0


async def test_a_job_refused_may_be_tried_again(corner: Corner) -> None:
    corner.printer.script.refusal = DeviceError(DeviceCause.JOB_REFUSED, Remedy.MAINTENANCE)

    assert await corner.fault() is FaultCode.DOCUMENT_PRINTER_LOST
    assert (corner.document.state, corner.document.cause) == (RECEIVED, "job_refused")
    corner.printer.script.refusal = None
    assert await corner.begin() == Printed(0)
    corner.agree()


@pytest.mark.parametrize("end", [JobEnd.CANCELLED, JobEnd.ABORTED])
@pytest.mark.parametrize("page", range(1, PAGES + 1))
@pytest.mark.parametrize("counts", [True, False])
async def test_a_job_that_ends_early_at_the_printer(
    corner: Corner, *, end: JobEnd, page: int, counts: bool
) -> None:
    corner.printer.counts = counts
    corner.printer.script.before_page[page] = end
    fault = await corner.fault()
    if page == 1 and counts:
        assert fault in {CANCELLED, FaultCode.DOCUMENT_PRINTER_LOST}
        assert (corner.document.state, corner.document.sheets) == (RECEIVED, 0)
        assert await corner.begin() == Printed(0)
    else:
        assert fault is DOUBT
        assert corner.document.state is DOUBTFUL
        assert corner.document.sheets == (page - 1 if counts else None)
        assert await corner.fault() is DOUBT
        await corner.replacement()
    corner.agree()


@pytest.mark.parametrize("trouble", [LOST, RuntimeError("a bug")], ids=["lost", "bug"])
@pytest.mark.parametrize("page", [1, 2])
async def test_a_printer_that_went_on_by_itself_is_believed_afterwards(
    corner: Corner, trouble: Trouble, page: int
) -> None:
    corner.printer.script.before_page[page] = trouble
    assert await corner.begin() == Printed(0)
    assert corner.document.state is PRINTED
    assert ("INTERNAL_ERROR" in corner.room.logged()) is (trouble is not LOST)
    corner.agree()


async def test_what_a_printer_that_does_not_count_completed_stays_in_doubt(
    corner: Corner,
) -> None:
    corner.printer.counts = False
    corner.printer.script.before_page[2] = LOST
    assert await corner.fault() is DOUBT
    assert (corner.document.state, corner.document.sheets) == (DOUBTFUL, None)


async def test_a_job_nobody_knows_of_is_in_doubt(corner: Corner) -> None:
    corner.printer.script.refusal = LOST
    assert await corner.fault() is DOUBT
    assert (corner.document.state, corner.document.cause) == (DOUBTFUL, "job_unknown")
    corner.printer.script.refusal = None
    await corner.replacement()
    corner.agree()


@pytest.mark.parametrize("silent", ["error", "hung"])
async def test_what_cannot_be_found_out_now_is_asked_about_later(
    corner: Corner, silent: str
) -> None:
    gate = Gate()
    corner.printer.script.before_page[2] = gate
    printing = corner.begin()
    await gate.reached.wait()
    if silent == "hung":
        corner.printer.hung.add("find")
    else:
        corner.printer.plugged = False
    printing.cancel()
    stopping = asyncio.create_task(corner.press.stop(DOCUMENT))
    stopped = await corner.room.clock.run(asyncio.wait_for(asyncio.shield(stopping), 30))
    assert stopped.pages is None
    assert corner.document.state is STARTED
    assert await corner.fault() is (DOUBT if silent == "hung" else FaultCode.DOCUMENT_PRINTER_LOST)
    corner.printer.hung.clear()
    corner.printer.plugged = True
    await corner.press.follow_up()
    assert (corner.document.state, corner.document.sheets) == (DOUBTFUL, 1)
    corner.agree()


async def test_it_waits_for_paper_and_goes_on_by_itself(corner: Corner) -> None:
    corner.printer.script.before_page[2] = DeviceCause.PAPER_OUT
    printing = corner.begin()
    await corner.waits.wait()
    assert corner.news[-1] == PagesOut(1, FaultCode.DOCUMENT_PAPER_OUT)
    corner.printer.refilled.set()
    assert await printing == Printed(0)
    assert PagesOut(1) in corner.news[2:]
    await corner.room.clock.settle()
    assert corner.room.clock.sleepers == 0
    corner.agree()


@pytest.mark.parametrize(("page", "fault"), [(1, CANCELLED), (2, DOUBT)])
async def test_nobody_is_waited_for_beyond_all_patience(
    corner: Corner, page: int, fault: FaultCode
) -> None:
    corner.printer.script.before_page[page] = DeviceCause.PAPER_OUT
    failing = asyncio.create_task(corner.fault())
    await corner.waits.wait()
    await corner.room.clock.advance(FOR_STAFF_S)
    assert await failing is fault
    assert corner.document.sheets == page - 1
    corner.agree()


@pytest.mark.parametrize(("page", "fault"), [(1, CANCELLED), (2, DOUBT)])
async def test_nor_is_a_printer_that_does_nothing_and_says_nothing(
    corner: Corner, page: int, fault: FaultCode
) -> None:
    gate = Gate()
    corner.printer.script.before_page[page] = gate
    failing = asyncio.create_task(corner.fault())
    await gate.reached.wait()
    await corner.room.clock.advance(FOR_PAGES_S - 1)
    assert {job.end for job in corner.printer.jobs.values()} == {None}
    await corner.room.clock.advance(1)
    assert await failing is fault
    assert corner.document.sheets == page - 1
    corner.agree()


@pytest.mark.parametrize("page", range(1, PAGES + 1))
@pytest.mark.parametrize("late", [False, True])
async def test_a_citizen_may_give_it_up_at_any_page(
    corner: Corner, *, page: int, late: bool
) -> None:
    corner.printer.script.cancels_late = late
    gate = Gate()
    corner.printer.script.before_page[page] = gate
    printing = corner.begin()
    await gate.reached.wait()
    out = await corner.given_up(printing)
    assert out == (PAGES if late else page - 1)
    if out == 0:
        corner.printer.script.before_page.clear()
        assert await corner.begin() == Printed(0)
    corner.agree()


@pytest.mark.parametrize(
    ("end", "state", "out"),
    [
        (JobEnd.COMPLETED, PRINTED, PAGES),
        (JobEnd.CANCELLED, PRINTED, PAGES),
        (JobEnd.ABORTED, DOUBTFUL, None),
    ],
)
async def test_what_was_all_out_before_it_could_be_given_up_is_printed_unless_it_went_wrong(
    corner: Corner, end: JobEnd, state: DocumentState, out: int | None
) -> None:
    corner.printer.script.cancels_late, corner.printer.script.late_end = True, end
    gate = Gate()
    corner.printer.script.before_page[PAGES] = gate
    printing = corner.begin()
    await gate.reached.wait()
    assert await corner.given_up(printing) == out
    assert corner.document.state is state
    corner.agree()


async def test_nothing_is_printed_while_the_printer_may_still_print_for_somebody_else(
    corner: Corner,
) -> None:
    gate = Gate()
    corner.printer.script.before_page[1] = gate
    printing = corner.begin()
    await gate.reached.wait()
    corner.printer.hung.add("find")
    printing.cancel()
    stopping = asyncio.create_task(corner.press.stop(DOCUMENT))
    await corner.room.clock.run(asyncio.wait_for(asyncio.shield(stopping), 30))
    assert corner.document.state is STARTED
    other = replace(DOCUMENT, number="337261127000000009", pdf=DOCUMENT.pdf + b"2")
    corner.room.ledger.document_received(received(other))
    refused = corner.room.clock.run(corner.fault(other))
    assert await refused is FaultCode.DOCUMENT_PRINTER_LOST
    assert corner.printer.sheets == []
    corner.printer.hung.clear()
    assert await corner.begin(other) == Printed(0)
    assert {one.state for one in corner.room.ledger.documents()} == {RECEIVED, PRINTED}
    corner.agree()


async def test_it_may_be_given_up_before_the_printer_has_it(corner: Corner) -> None:
    printing = corner.begin()
    await asyncio.sleep(0)
    assert await corner.given_up(printing) == 0
    assert corner.printer.jobs == {}
    assert await corner.begin() == Printed(0)


async def test_nothing_stopped_is_nothing_out_for_a_document_nobody_knows(corner: Corner) -> None:
    other = replace(DOCUMENT, pdf=b"%PDF-1.7 other")
    assert (await corner.press.stop(other)).pages == 0
    assert await corner.fault(other) is FaultCode.DOCUMENT_UNSOUND


async def test_it_is_not_begun_a_second_time_while_it_is_under_way(corner: Corner) -> None:
    gate = Gate()
    corner.printer.script.before_page[1] = gate
    printing = corner.begin()
    await gate.reached.wait()
    assert await corner.fault() is DOUBT
    await corner.press.follow_up()
    assert corner.document.state is STARTED
    gate.opened.set()
    assert await printing == Printed(0)
    corner.agree()


async def test_closing_sees_what_was_given_up_to_its_end(corner: Corner) -> None:
    await corner.press.close()
    gate = Gate()
    corner.printer.script.before_page[3] = gate
    printing = corner.begin()
    await gate.reached.wait()
    printing.cancel()
    await corner.press.close()
    assert (corner.document.state, corner.document.sheets) == (DOUBTFUL, 2)


async def test_closing_does_not_wait_for_a_printer_for_ever(corner: Corner) -> None:
    gate = Gate()
    corner.printer.script.before_page[3] = gate
    corner.printer.script.cancels_never = True
    printing = corner.begin()
    await gate.reached.wait()
    printing.cancel()
    await corner.room.clock.run(corner.press.close())
    assert corner.document.state is STARTED


async def test_without_a_printer_nothing_is_printed_or_asked(room: Room) -> None:
    press = press_of(room, None)
    with pytest.raises(RequestFailed) as failed:
        await press.print(DOCUMENT, lambda _news: None)
    assert failed.value.fault.code is FaultCode.DOCUMENT_PRINTER_LOST
    await press.follow_up()


async def test_a_ledger_that_cannot_be_written_before_stops_the_print(
    corner: Corner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LedgerUnavailable("full")

    monkeypatch.setattr(corner.room.ledger, "document_started", broken)
    assert await corner.fault() is FaultCode.LEDGER_UNAVAILABLE
    assert corner.printer.jobs == {}
    assert corner.room.unsound


async def test_a_ledger_that_cannot_be_written_afterwards_is_written_later(
    corner: Corner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise LedgerUnavailable("full")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(corner.room.ledger, "document_ended", broken)
        assert await corner.fault() is DOUBT
        assert corner.room.unsound
    assert corner.document.state is STARTED
    await corner.press.follow_up()
    assert corner.document.state is PRINTED
    corner.agree()


async def test_a_silent_printer_is_asked_about_one_job_and_not_about_each(
    corner: Corner, room: Room
) -> None:
    for number in ("3370000001", "3370000002"):
        new = received(replace(DOCUMENT, number=number, pdf=b"%PDF-1.7 " + number.encode()))
        room.ledger.document_received(new)
        room.ledger.document_started(new.sha256, None)
    corner.printer.hung.add("find")
    await room.clock.run(corner.press.follow_up())
    assert corner.printer.trace.count("find") == 1
    corner.printer.hung.clear()
    await corner.press.follow_up()
    assert room.ledger.unfinished_documents() == ()


async def test_nothing_is_printed_while_another_document_is_still_coming_out(
    corner: Corner,
) -> None:
    held = Gate()
    corner.printer.script.before_page[2] = held
    first = corner.begin()
    await held.reached.wait()
    other = replace(DOCUMENT, number="337010260300000124", pdf=DOCUMENT.pdf + b"2")
    corner.room.ledger.document_received(received(other))
    second = corner.begin(other)
    # Everything that it would ask the ledger for has its turn.
    for _ in range(20):
        await corner.room.books(corner.room.ledger.unfinished_documents)
    assert {pdf for pdf, _ in corner.printer.sheets} == {DOCUMENT.pdf}
    assert corner.printer.trace.count("print") == 1
    held.opened.set()
    assert await first == Printed(0)
    assert await second == Printed(0)
    order = [pdf for pdf, _ in corner.printer.sheets]
    assert order == [DOCUMENT.pdf] * PAGES + [other.pdf] * PAGES
