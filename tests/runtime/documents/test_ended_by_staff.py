"""A print that nobody can see end is ended by staff: others print again, and of it only a 补打."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from kiosk.devices.api import JobReport
from kiosk.flows.requests.receipt import Printed
from kiosk.ledger import DocumentState
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import FaultCode
from tests.runtime.documents.conftest import Corner
from tests.runtime.documents.papers import DOCUMENT, received
from tests.runtime.fake_document_printer import LOST
from tests.runtime.fake_service import Gate

OTHER = replace(DOCUMENT, number="337010260300000456", pdf=b"%PDF-1.7 of somebody else")


async def stuck(corner: Corner, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that the printer neither prints nor lets be cancelled, and will not speak of."""

    async def refused(_job: str) -> JobReport | None:
        raise LOST

    monkeypatch.setattr(corner.printer, "find_job", refused)
    corner.printer.script.refusal = LOST
    assert await corner.fault() is FaultCode.DOCUMENT_PRINT_DOUBTFUL
    corner.printer.script.refusal = None
    assert corner.document.state is DocumentState.STARTED


async def test_others_print_again_once_staff_have_ended_it(
    corner: Corner, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stuck(corner, monkeypatch)
    corner.room.ledger.document_received(received(OTHER))
    assert await corner.fault(OTHER) is FaultCode.DOCUMENT_PRINTER_LOST
    assert await corner.press.end_as_doubtful() == 1
    assert await corner.begin(OTHER) == Printed(0)
    assert {pdf for pdf, _ in corner.printer.sheets} == {OTHER.pdf}
    assert await corner.press.end_as_doubtful() == 0


async def test_what_was_ended_is_in_doubt_for_good_and_can_be_had_as_another_copy(
    corner: Corner, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stuck(corner, monkeypatch)
    await corner.press.end_as_doubtful()
    ended = corner.document
    assert (ended.state, ended.sheets) == (DocumentState.DOUBTFUL, None)
    assert ended.cause == "ended_by_staff"
    assert "DOCUMENT_NOT_PRINTED" in corner.room.logged()
    assert await corner.fault() is FaultCode.DOCUMENT_PRINT_DOUBTFUL
    assert corner.printer.sheets == []
    again = await corner.replacement()
    assert {pdf for pdf, _ in corner.printer.sheets} == {again.pdf}
    await corner.press.follow_up()
    assert corner.room.ledger.verify().sound


async def test_a_print_under_way_is_not_touched(corner: Corner) -> None:
    gate = Gate()
    corner.printer.script.before_page[2] = gate
    printing = corner.begin()
    await gate.reached.wait()
    assert await corner.press.end_as_doubtful() == 0
    assert corner.document.state is DocumentState.STARTED
    gate.opened.set()
    assert await printing == Printed(0)
    corner.agree()


async def test_what_cannot_be_read_is_said(corner: Corner) -> None:
    corner.room.ledger.close()
    with pytest.raises(RequestFailed) as failed:
        await corner.press.end_as_doubtful()
    assert failed.value.fault.code is FaultCode.LEDGER_UNAVAILABLE


async def test_what_cannot_be_written_down_is_not_said_to_be_ended(
    corner: Corner, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stuck(corner, monkeypatch)
    unfinished = corner.room.ledger.unfinished_documents()
    corner.room.ledger.close()
    monkeypatch.setattr(corner.room.ledger, "unfinished_documents", lambda: unfinished)
    with pytest.raises(RequestFailed) as failed:
        await corner.press.end_as_doubtful()
    assert failed.value.fault.code is FaultCode.LEDGER_UNAVAILABLE


async def test_it_comes_to_rest_when_the_print_has_ended(corner: Corner) -> None:
    async with asyncio.timeout(1):
        await corner.press.rest()
    gate = Gate()
    corner.printer.script.before_page[3] = gate
    printing = corner.begin()
    await gate.reached.wait()
    resting = asyncio.create_task(corner.press.rest())
    for _ in range(20):
        await asyncio.sleep(0)
    assert not resting.done()
    gate.opened.set()
    await resting
    assert corner.document.state is DocumentState.PRINTED
    corner.press.resume()
    assert await printing == Printed(0)


async def test_nor_does_it_rest_while_a_print_that_was_given_up_is_cancelled(
    corner: Corner,
) -> None:
    gate = Gate()
    corner.printer.script.before_page[2] = gate
    corner.printer.script.cancels_late = True
    printing = corner.begin()
    await gate.reached.wait()
    printing.cancel()
    await corner.press.rest()
    assert corner.document.state is DocumentState.PRINTED
    corner.agree()
