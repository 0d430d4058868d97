"""Ledger calls from the asyncio thread: one after another, never lost, never silently failed."""

from __future__ import annotations

import asyncio
import threading

import pytest

from kiosk.domain.order import OrderState
from kiosk.ledger import LedgerDamaged, LedgerUnavailable, OrderUnknown, RatchetViolation
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import FaultCode
from tests.runtime.conftest import Room
from tests.support.samples import NUMBER


async def test_a_call_gives_its_result_and_its_own_errors(room: Room) -> None:
    number = await room.written()
    assert (await room.books(room.ledger.order, number)).number == number
    with pytest.raises(OrderUnknown):
        await room.books(room.ledger.order, NUMBER)
    facts = room.kept(number).facts
    await room.books(room.ledger.advance, number, OrderState.CLOSED, facts)
    with pytest.raises(RatchetViolation):
        await room.books(room.ledger.advance, number, OrderState.PAYING, facts)
    assert room.unsound == []


@pytest.mark.parametrize(
    "error", [LedgerUnavailable("SQLITE_FULL"), LedgerDamaged("a row makes no sense", ())]
)
async def test_a_ledger_that_fails_is_unsound_and_says_so(room: Room, error: Exception) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(RequestFailed) as failed:
        await room.books(fail)
    assert failed.value.fault.code is FaultCode.LEDGER_UNAVAILABLE
    assert room.unsound == ["unsound"]


async def test_the_asyncio_thread_never_writes(room: Room) -> None:
    names = [await room.books(lambda: threading.current_thread().name) for _ in range(3)]
    assert len(set(names)) == 1
    assert names[0].startswith("ledger")


class Slow:
    """A write that takes until it is let go."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.done: list[str] = []

    def write(self, name: str, error: Exception | None = None) -> None:
        self.begun.set()
        self.go.wait()
        self.done.append(name)
        if error is not None:
            raise error


async def test_a_cancelled_write_is_finished_all_the_same(room: Room) -> None:
    slow = Slow()
    writing = asyncio.create_task(room.books(slow.write, "first"))
    await asyncio.to_thread(slow.begun.wait)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert slow.done == []
    slow.go.set()
    await room.books(lambda: None)
    assert slow.done == ["first"]


async def test_a_write_that_fails_after_it_was_cancelled_still_makes_the_ledger_unsound(
    room: Room,
) -> None:
    slow = Slow()
    writing = asyncio.create_task(
        room.books(slow.write, "first", LedgerUnavailable("SQLITE_IOERR"))
    )
    await asyncio.to_thread(slow.begun.wait)
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    slow.go.set()
    await room.books(lambda: None)
    assert room.unsound == ["unsound"]


async def test_calls_are_carried_out_in_the_order_they_were_made(room: Room) -> None:
    slow = Slow()
    calls = [asyncio.create_task(room.books(slow.write, name)) for name in "abc"]
    await asyncio.to_thread(slow.begun.wait)
    calls[1].cancel()
    slow.go.set()
    await asyncio.gather(*calls, return_exceptions=True)
    await room.books(lambda: None)
    assert slow.done == ["a", "b", "c"]


async def test_closing_finishes_what_was_begun(room: Room) -> None:
    slow = Slow()
    calls = [asyncio.create_task(room.books(slow.write, name)) for name in "ab"]
    await asyncio.to_thread(slow.begun.wait)
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    closing = asyncio.create_task(asyncio.to_thread(room.books.close))
    slow.go.set()
    await closing
    assert slow.done == ["a", "b"]
    with pytest.raises(LedgerUnavailable):
        room.ledger.open_orders()
