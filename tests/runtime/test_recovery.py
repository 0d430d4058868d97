"""After a crash, or a citizen who walked away: every open order is asked about until finished."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.domain.citizen import Citizen
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.terminal import Remedy
from kiosk.ledger import LedgerUnavailable, PrintState
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.recovery import Recovery
from kiosk.runtime.timing import LONGEST_REQUEST_S
from sim.people import PEOPLE
from tests.runtime.conftest import TIMING, Room, press_of
from tests.runtime.fake_service import Gate, service_error
from tests.support.samples import CITIZEN, CODE, PAYEE, quote

OTHERS = tuple(replace(CITIZEN, number=person.identity) for person in PEOPLE[:8])
ROUND = TIMING.follow_up


@dataclass(slots=True)
class Night:
    """A terminal that starts again with what an earlier life left behind."""

    room: Room
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    printer_known: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        room = self.room
        # Nobody of the earlier life is in session any more.
        room.desk.citizen_left()

        async def printer_known() -> None:
            await self.printer_known.wait()

        recovery = Recovery(
            orders=room.desk,
            paper=room.paper,
            documents=press_of(room, None),
            books=room.books,
            clock=room.clock,
            timing=TIMING,
            log=room.log,
            settled=self.settled.set,
            printer_known=printer_known,
        )
        self.task = asyncio.create_task(recovery.run())

    async def morning(self) -> None:
        """Wake, and wait until citizens may come and the first round lies ahead."""
        self.wake()
        await self.settled.wait()
        await self.room.clock.fall_asleep()

    async def rounds(self, count: int = 1) -> None:
        """So many rounds of asking."""
        for _ in range(count):
            await self.room.clock.advance(ROUND)
            await self.room.clock.fall_asleep()


@pytest.fixture
async def night(room: Room) -> AsyncIterator[Night]:
    made = Night(room)
    made.printer_known.set()
    yield made
    if made.task is not None:
        made.task.cancel()
        await asyncio.gather(made.task, return_exceptions=True)


async def test_with_nothing_open_citizens_may_come_at_once(night: Night) -> None:
    await night.morning()
    assert night.room.service.calls == []
    assert night.room.clock.monotonic() == 0


async def left_created(room: Room, citizen: Citizen) -> OrderNumber:
    return await room.written(citizen=citizen)


async def left_paying(room: Room, citizen: Citizen) -> OrderNumber:
    return await room.opened(citizen)


async def left_unknown(room: Room, citizen: Citizen) -> OrderNumber:
    number = await room.opened(citizen)
    room.ledger.advance(number, OrderState.UNKNOWN, room.kept(number).facts)
    return number


Leave = Callable[[Room, Citizen], Awaitable[OrderNumber]]


@pytest.mark.parametrize("leave", [left_created, left_paying, left_unknown])
async def test_what_was_not_paid_is_closed(night: Night, leave: Leave) -> None:
    number = await leave(night.room, CITIZEN)
    await night.morning()
    assert night.room.kept(number).state is OrderState.CLOSED
    assert night.room.service.orders[number].state is OrderState.CLOSED


@pytest.mark.parametrize("leave", [left_paying, left_unknown])
async def test_what_was_paid_meanwhile_is_seen_through_to_the_end(
    night: Night, leave: Leave
) -> None:
    number = await leave(night.room, CITIZEN)
    night.room.service.pay(number)
    await night.morning()
    assert night.room.kept(number).state is OrderState.PAID
    night.room.service.set(number, OrderState.POSTING)
    await night.rounds()
    assert night.room.kept(number).state is OrderState.POSTING
    night.room.service.post(number)
    await night.rounds()
    assert night.room.kept(number).state is OrderState.POSTED
    calls = len(night.room.service.calls)
    await night.rounds(3)
    assert len(night.room.service.calls) == calls, "what is final is not asked about"


@pytest.mark.parametrize("state", [OrderState.PAID, OrderState.POSTING, OrderState.REFUNDING])
async def test_what_has_money_in_it_is_asked_about_and_never_closed(
    night: Night, state: OrderState
) -> None:
    number = await night.room.opened()
    night.room.service.set(number, state)
    await night.room.desk.see_through(number, OrderState.PAID)
    night.room.service.calls.clear()
    await night.morning()
    await night.rounds(2)
    assert set(night.room.service.calls) == {"order"}
    assert night.room.kept(number).state is state


async def test_a_refund_is_followed_to_its_end(night: Night) -> None:
    number = await night.room.opened()
    night.room.service.set(number, OrderState.REFUNDING)
    await night.morning()
    night.room.service.set(number, OrderState.REFUNDED)
    await night.rounds()
    assert night.room.kept(number).state is OrderState.REFUNDED


async def test_an_order_that_needs_a_person_holds_nobody_up_and_is_still_asked_about(
    night: Night,
) -> None:
    room = night.room
    number = await room.opened()
    room.service.set(number, OrderState.NEEDS_PERSON)
    await room.desk.see_through(number, OrderState.PAID)
    room.service.calls.clear()
    room.service.down = ServiceErrorKind.UNREACHABLE
    await night.morning()
    assert room.service.calls == []
    room.service.down = None
    room.service.set(number, OrderState.REFUNDED)
    await night.rounds()
    assert room.kept(number).state is OrderState.REFUNDED


async def test_citizens_wait_until_the_service_could_be_asked_about_every_order(
    night: Night,
) -> None:
    room = night.room
    numbers = [await room.opened(citizen) for citizen in OTHERS[:3]]
    room.desk.citizen_left()
    room.service.calls.clear()
    room.service.down = ServiceErrorKind.UNREACHABLE
    night.wake()
    for turn in range(1, 5):
        await room.clock.fall_asleep()
        assert room.service.calls.count("close") == turn * 3
        assert not night.settled.is_set()
        await room.clock.advance(TIMING.service_poll_down)
    await room.clock.fall_asleep()
    # The first two answer; only the third is asked again.
    room.service.down = None
    room.service.calls.clear()
    room.service.troubles["close"].clear()
    room.service.witness = lambda _call, number: (
        room.service.lose("close") if number == numbers[2] and room.clock.monotonic() < 16 else None
    )
    await room.clock.advance(TIMING.service_poll_down)
    await room.clock.fall_asleep()
    assert not night.settled.is_set()
    assert [room.kept(number).state for number in numbers[:2]] == [OrderState.CLOSED] * 2
    await room.clock.advance(TIMING.service_poll_down)
    await night.settled.wait()
    assert room.service.calls.count("close") == 4
    assert room.ledger.open_orders() == ()


async def test_a_service_that_keeps_failing_on_one_order_keeps_others_waiting_a_few_rounds_only(
    night: Night,
) -> None:
    room = night.room
    number = await room.opened()
    room.desk.citizen_left()
    room.service.trouble("close", service_error(ServiceErrorKind.UNAVAILABLE), times=1000)
    night.wake()
    for _ in range(4):
        await room.clock.fall_asleep()
        assert not night.settled.is_set()
        await room.clock.advance(TIMING.service_poll_down)
    await night.settled.wait()
    assert room.kept(number).state is OrderState.PAYING


@pytest.mark.parametrize(
    "error",
    [
        service_error(ServiceErrorKind.REFUSED, "order_unknown"),
        service_error(ServiceErrorKind.MALFORMED),
    ],
    ids=["refused", "malformed"],
)
async def test_an_order_the_service_answers_oddly_about_blocks_its_payer_and_nobody_else(
    night: Night, error: ServiceError
) -> None:
    room = night.room
    number = await room.opened()
    room.service.trouble("close", error, times=2)
    await night.morning()
    assert room.kept(number).state is OrderState.PAYING
    assert "ORDER_FOLLOW_UP_FAILED" in room.logged()
    await night.rounds(2)
    assert room.kept(number).state is OrderState.CLOSED


async def test_a_bug_met_with_one_order_is_logged_and_the_others_are_followed_up(
    night: Night,
) -> None:
    room = night.room
    bad, good = [await room.opened(citizen) for citizen in OTHERS[:2]]
    room.desk.citizen_left()

    def trip(_call: str, number: OrderNumber) -> None:
        if number == bad:
            raise ZeroDivisionError

    room.service.witness = trip
    await night.morning()
    assert room.kept(good).state is OrderState.CLOSED
    assert room.kept(bad).state is OrderState.PAYING
    before = room.logged().count("INTERNAL_ERROR")
    assert before == 1
    await night.rounds()
    assert room.logged().count("INTERNAL_ERROR") == 2, "never silently"
    room.service.witness = lambda _call, _number: None
    await night.rounds()
    assert room.kept(bad).state is OrderState.CLOSED


async def test_the_orders_of_a_citizen_in_session_are_left_alone(night: Night) -> None:
    room = night.room
    await night.morning()
    old = await room.opened(OTHERS[0])
    room.desk.citizen_left()
    mine = await room.opened(OTHERS[1])
    room.service.calls.clear()
    await night.rounds()
    assert room.service.orders[mine].state is OrderState.PAYING
    assert room.service.orders[old].state is OrderState.CLOSED
    assert room.service.calls == ["close"]
    room.desk.citizen_left()
    await night.rounds()
    assert room.service.orders[mine].state is OrderState.CLOSED


async def test_a_round_goes_on_although_the_service_is_down(night: Night) -> None:
    room = night.room
    await night.morning()
    numbers = [await room.opened(citizen) for citizen in OTHERS[:2]]
    room.desk.citizen_left()
    room.service.down = ServiceErrorKind.TIMEOUT
    await night.rounds(3)
    assert room.logged().count("ORDER_FOLLOW_UP_FAILED") == 6
    room.service.down = None
    await night.rounds()
    assert [room.kept(number).state for number in numbers] == [OrderState.CLOSED] * 2


async def test_a_ledger_that_cannot_be_read_keeps_citizens_out_and_recovery_alive(
    night: Night,
) -> None:
    room = night.room
    room.ledger.close()
    night.wake()
    for _ in range(3):
        await room.clock.fall_asleep()
        assert not night.settled.is_set()
        await room.clock.advance(ROUND)
    assert room.unsound
    assert night.task is not None
    assert not night.task.done()


async def test_a_receipt_that_was_never_begun_is_printed_as_the_original(night: Night) -> None:
    number = await night.room.posted()
    await night.morning()
    assert len(night.room.printer.paper) == 1
    assert "补打" not in night.room.printer.says()
    assert night.room.kept(number).receipt_confirmed


async def test_a_receipt_of_a_payment_for_another_still_names_both_by_half(night: Night) -> None:
    await night.room.posted(PAYEE, CITIZEN)
    night.printer_known.set()
    await night.morning()
    (said,) = (night.room.printer.says(index) for index in range(len(night.room.printer.paper)))
    assert PAYEE.name in said
    assert f"代缴人      {CITIZEN.shown_name}" in said


async def test_a_charge_that_a_crash_cut_off_is_settled_before_anybody_is_served(
    night: Night,
) -> None:
    room = night.room
    gate = room.service.gate("put")
    charging = asyncio.create_task(room.desk.charge(CITIZEN, quote(), CODE))
    await gate.reached.wait()
    charging.cancel()
    del room.service.gates["put"]
    await night.morning()
    (order,) = room.ledger.orders()
    assert order.state is OrderState.CLOSED


async def test_a_receipt_that_had_been_begun_is_marked_as_a_reprint(night: Night) -> None:
    number = await night.room.posted()
    night.room.ledger.receipt_started(number)
    await night.morning()
    assert "补打" in night.room.printer.says()
    states = [one.state for one in night.room.kept(number).prints]
    assert states == [PrintState.STARTED, PrintState.FINISHED]


async def test_a_receipt_that_came_out_is_not_printed_again(night: Night) -> None:
    number = await night.room.posted()
    await night.room.paper.print_receipt(number)
    await night.morning()
    assert len(night.room.printer.paper) == 1


async def test_an_order_posted_while_the_terminal_was_dark_gets_its_receipt(night: Night) -> None:
    number = await night.room.opened()
    night.room.service.pay(number)
    night.room.service.post(number)
    await night.morning()
    assert night.room.kept(number).receipt_confirmed


@pytest.mark.parametrize(("late", "printed"), [(-1, 1), (1, 0)])
async def test_nobody_is_still_standing_there_after_the_grace(
    night: Night, late: int, printed: int
) -> None:
    room = night.room
    number = await room.opened()
    await room.clock.advance(TIMING.receipt_grace + late)
    # It is posted only now, but the order is old, and so is the citizen's patience.
    room.service.pay(number)
    room.service.post(number)
    await night.morning()
    assert room.kept(number).state is OrderState.POSTED
    assert len(room.printer.paper) == printed


async def test_the_receipt_waits_until_the_printer_has_been_reached(night: Night) -> None:
    room = night.room
    number = await room.posted()
    room.printer.is_open = False
    night.printer_known.clear()
    night.wake()
    for _ in range(10):
        await room.books(lambda: None)
        await room.clock.settle()
    assert not night.settled.is_set()
    await room.printer.open()
    night.printer_known.set()
    await night.settled.wait()
    assert room.kept(number).receipt_confirmed


async def test_a_printer_out_of_reach_keeps_nobody_waiting_and_counts_no_print(
    night: Night,
) -> None:
    room = night.room
    number = await room.posted()
    room.printer.plugged = False
    await night.morning()
    assert "RECEIPT_NOT_RECOVERED" in room.logged()
    assert room.kept(number).prints == ()


async def test_one_ruined_receipt_does_not_cost_another_citizen_theirs(night: Night) -> None:
    room = night.room
    ruined, other = [await room.posted(citizen) for citizen in OTHERS[:2]]
    room.printer.ruins.append(DeviceError(DeviceCause.CUTTER, Remedy.CLEAR))
    await night.morning()
    assert room.kept(ruined).prints[0].state is PrintState.FAILED
    assert room.kept(other).receipt_confirmed


async def test_a_bug_while_printing_keeps_nobody_waiting(night: Night) -> None:
    room = night.room
    await room.posted()

    def break_down() -> None:
        raise ZeroDivisionError

    room.printer.witness = break_down
    await night.morning()
    assert "INTERNAL_ERROR" in room.logged()


async def test_the_wall_clock_set_back_meanwhile_prints_no_old_receipts_twice(
    night: Night,
) -> None:
    room = night.room
    number = await room.posted()
    await room.paper.print_receipt(number)
    room.clock.set_wall_clock(-timedelta(hours=5))
    await night.morning()
    assert len(room.printer.paper) == 1


async def test_a_clock_that_forgot_the_years_prints_no_strangers_receipts(night: Night) -> None:
    room = night.room
    await room.posted()
    await room.clock.advance(TIMING.receipt_grace * 2)
    room.clock.set_wall_clock(-timedelta(days=2_000))
    await night.morning()
    assert room.printer.paper == []


async def test_a_printer_that_never_comes_to_an_end_keeps_citizens_out_only_so_long(
    night: Night,
) -> None:
    room = night.room
    await room.posted()
    room.printer.gate = Gate()
    night.wake()
    await room.printer.gate.reached.wait()
    await room.clock.advance(LONGEST_REQUEST_S)
    await night.settled.wait()
    assert "INTERNAL_ERROR" in room.logged()


async def test_a_second_payment_is_blocked_until_the_first_is_settled(night: Night) -> None:
    room = night.room
    first = await room.opened()
    room.service.pay(first)
    await night.morning()
    with pytest.raises(RequestFailed):
        await room.opened()
    assert quote().total == room.kept(first).terms.amount
    assert list(room.service.orders) == [first]


async def test_receipts_that_cannot_be_looked_up_keep_nobody_waiting(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_since: datetime) -> None:
        raise LedgerUnavailable("SQLITE_IOERR")

    await night.room.posted()
    monkeypatch.setattr(night.room.ledger, "unreceipted", fail)
    await night.morning()
    assert night.room.unsound
    assert night.room.printer.paper == []
