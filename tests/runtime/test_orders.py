"""Orders: written before they are acted upon, seen through whatever gets lost on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.event_number import event_number
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.tender import Tender
from kiosk.ledger import LedgerOrder, OrderUnknown
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import FaultCode
from sim.people import find_person
from tests.runtime.conftest import TIMING, Room
from tests.runtime.fake_service import EVENT_ID, service_error
from tests.support.samples import CITIZEN, SECRETS, quote

ROUNDS = int(TIMING.close_patience / TIMING.order_poll) + 1
REFUSED = service_error(ServiceErrorKind.REFUSED, "quote_expired")


def only(room: Room) -> LedgerOrder:
    (order,) = room.ledger.open_orders()
    return order


def reason(failed: pytest.ExceptionInfo[RequestFailed]) -> FaultCode:
    return failed.value.fault.code


async def test_an_order_is_on_disk_before_the_service_hears_of_it(room: Room) -> None:
    seen: list[tuple[str, OrderState]] = []
    room.service.witness = lambda call, number: seen.append((call, room.kept(number).state))
    status = await room.desk.open(CITIZEN, quote(), Tender.WECHAT)
    assert seen == [("put", OrderState.CREATED)]
    kept = room.kept(status.number)
    assert kept.state is OrderState.PAYING
    assert kept.facts.qr_issued_at == room.clock.now()
    assert (kept.terms.amount, kept.terms.tender) == (quote().total, Tender.WECHAT)
    assert room.service.keys == [kept.terms.idempotency_key]


async def test_the_ledger_and_the_log_hold_nobodys_name(room: Room) -> None:
    number = await room.opened()
    kept = repr(room.kept(number)) + str(room.ledger.export()) + room.log_path.read_text()
    for secret in SECRETS:
        assert secret not in kept
    assert room.kept(number).terms.payer_digest == room.ledger.digest(CITIZEN.number.value)


async def test_no_order_is_put_that_could_not_be_written(room: Room) -> None:
    room.ledger.close()
    with pytest.raises(RequestFailed) as failed:
        await room.desk.open(CITIZEN, quote(), Tender.ALIPAY)
    assert reason(failed) is FaultCode.LEDGER_UNAVAILABLE
    assert room.service.calls == []
    assert room.unsound


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_lost_answer_on_opening_leaves_the_order_to_be_closed_before_the_next(
    room: Room, *, after: bool
) -> None:
    room.service.lose("put", after=after)
    with pytest.raises(RequestFailed) as failed:
        await room.opened()
    assert reason(failed) is FaultCode.NETWORK_LOST
    first = only(room)
    assert first.state is OrderState.CREATED
    second = await room.opened()
    assert room.service.calls == ["put", "close", "put"]
    assert room.kept(first.number).state is OrderState.CLOSED
    assert room.service.orders[first.number].state is OrderState.CLOSED
    assert only(room).number == second != first.number
    assert len(set(room.service.keys)) == len(room.service.keys)


async def test_two_abandoned_attempts_in_the_way_are_both_closed(room: Room) -> None:
    room.service.lose("put", times=2)
    for month in (1, 3):
        short = ContributionPeriod(Month(2026, month), Month(2026, month))
        with pytest.raises(RequestFailed):
            await room.desk.open(CITIZEN, quote(short), Tender.ALIPAY)
    assert len(room.ledger.open_orders()) == 2
    number = await room.opened()
    assert only(room).number == number


@pytest.mark.parametrize("state", [OrderState.PAID, OrderState.POSTING, OrderState.REFUNDING])
async def test_an_earlier_order_with_money_in_it_blocks_another(
    room: Room, state: OrderState
) -> None:
    first = await room.opened()
    room.service.set(first, state)
    with pytest.raises(RequestFailed) as failed:
        await room.opened()
    assert reason(failed) is FaultCode.ORDER_OPEN
    assert list(room.service.orders) == [first]
    assert room.kept(first).state is state


async def test_an_earlier_order_that_was_posted_after_all_is_not_paid_again(room: Room) -> None:
    first = await room.opened()
    room.service.pay(first)
    room.service.post(first)
    with pytest.raises(RequestFailed) as failed:
        await room.opened()
    assert reason(failed) is FaultCode.ALREADY_PAID
    assert room.kept(first).state is OrderState.POSTED
    assert list(room.service.orders) == [first]


async def test_an_earlier_order_that_cannot_be_asked_about_blocks_another(room: Room) -> None:
    first = await room.written()
    room.service.down = ServiceErrorKind.UNREACHABLE
    with pytest.raises(RequestFailed) as failed:
        await room.clock.run(room.opened())
    assert reason(failed) is FaultCode.NETWORK_LOST
    assert only(room).number == first
    assert "put" not in room.service.calls


async def test_who_may_have_paid_an_earlier_code_is_not_told_that_no_money_has_moved(
    room: Room,
) -> None:
    first = await room.opened()
    room.service.pay(first)
    room.service.down = ServiceErrorKind.UNREACHABLE
    with pytest.raises(RequestFailed) as failed:
        await room.clock.run(room.opened())
    assert reason(failed) is FaultCode.ORDER_OPEN
    assert failed.value.fault.reference == event_number(EVENT_ID)
    assert only(room).number == first
    assert room.service.calls.count("put") == 1


async def test_an_earlier_order_of_unknown_outcome_blocks_another(room: Room) -> None:
    first = await room.opened()
    room.service.channel_reachable = False
    with pytest.raises(RequestFailed) as failed:
        await room.clock.run(room.opened())
    assert reason(failed) is FaultCode.ORDER_OPEN
    assert room.kept(first).state is OrderState.UNKNOWN
    assert room.service.calls.count("close") == ROUNDS


async def test_a_refused_order_is_closed_by_the_service_and_not_by_assumption(room: Room) -> None:
    room.service.trouble("put", REFUSED)
    with pytest.raises(RequestFailed) as failed:
        await room.opened()
    assert reason(failed) is FaultCode.QUOTE_EXPIRED
    assert failed.value.fault.reference == event_number(EVENT_ID)
    assert room.service.calls == ["put", "close"]
    assert room.ledger.open_orders() == ()


async def test_a_refused_order_whose_closing_is_lost_stays_open_for_the_follow_up(
    room: Room,
) -> None:
    room.service.trouble("put", REFUSED)
    room.service.lose("close")
    with pytest.raises(RequestFailed) as failed:
        await room.opened()
    assert reason(failed) is FaultCode.QUOTE_EXPIRED
    assert only(room).state is OrderState.CREATED


async def test_an_order_refused_when_repeated_but_open_at_the_service_is_not_left_there(
    room: Room,
) -> None:
    room.service.trouble("put", REFUSED, after=True)
    with pytest.raises(RequestFailed):
        await room.opened()
    assert [one.state for one in room.service.orders.values()] == [OrderState.CLOSED]
    assert room.ledger.open_orders() == ()


async def test_watching_ends_with_the_payment(room: Room) -> None:
    number = await room.opened()
    watching = asyncio.create_task(room.desk.watch(number, 180))
    await room.clock.fall_asleep()
    await room.clock.advance(TIMING.order_poll)
    await room.clock.fall_asleep()
    assert not watching.done()
    room.service.pay(number)
    paid_at = room.clock.now()
    await room.clock.advance(TIMING.order_poll)
    assert (await watching).state is OrderState.PAID
    assert room.kept(number).state is OrderState.PAID
    assert room.kept(number).facts.paid_at == paid_at


async def test_watching_survives_lost_answers(room: Room) -> None:
    number = await room.opened()
    room.service.lose("order", times=30)
    room.service.trouble("order", service_error(ServiceErrorKind.MALFORMED), times=30)
    room.service.trouble("order", service_error(ServiceErrorKind.TIMEOUT), times=30)
    room.service.pay(number)
    assert (await room.clock.run(room.desk.watch(number, 180))).state is OrderState.PAID


async def test_watching_ends_with_the_time(room: Room) -> None:
    number = await room.opened()
    status = await room.clock.run(room.desk.watch(number, 180))
    assert status.state is OrderState.PAYING
    assert room.clock.monotonic() <= 180
    assert room.service.calls.count("order") == 181


async def test_watching_says_so_when_the_last_answer_was_lost_too(room: Room) -> None:
    number = await room.opened()
    room.service.down = ServiceErrorKind.UNAVAILABLE
    with pytest.raises(RequestFailed) as failed:
        await room.clock.run(room.desk.watch(number, 10))
    assert reason(failed) is FaultCode.SERVICE_DOWN
    assert room.kept(number).state is OrderState.PAYING


async def test_watching_writes_and_logs_only_what_is_new(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await room.opened()
    entries, events = len(room.ledger.entries()), len(room.logged())
    writes: list[OrderNumber] = []
    monkeypatch.setattr(room.ledger, "advance", lambda number, *_: writes.append(number))
    await room.clock.run(room.desk.watch(number, 60))
    assert writes == []
    assert len(room.ledger.entries()) == entries
    assert len(room.logged()) == events


async def test_closing_in_time_closes(room: Room) -> None:
    number = await room.opened()
    assert (await room.desk.close(number)).state is OrderState.CLOSED
    assert room.kept(number).state is OrderState.CLOSED


async def test_closing_after_the_payment_tells_of_the_payment(room: Room) -> None:
    number = await room.opened()
    room.service.pay(number)
    assert (await room.desk.close(number)).state is OrderState.PAID
    assert room.kept(number).state is OrderState.PAID


async def test_closing_is_tried_until_the_channel_can_say(room: Room) -> None:
    number = await room.opened()
    room.service.channel_reachable = False
    closing = asyncio.create_task(room.desk.close(number))
    await room.clock.fall_asleep()
    assert room.kept(number).state is OrderState.UNKNOWN
    room.service.channel_reachable = True
    await room.clock.advance(TIMING.order_poll)
    assert (await closing).state is OrderState.CLOSED


async def test_closing_that_nobody_answers_fails_after_its_patience(room: Room) -> None:
    number = await room.opened()
    room.service.down = ServiceErrorKind.UNREACHABLE
    with pytest.raises(RequestFailed) as failed:
        await room.clock.run(room.desk.close(number))
    assert reason(failed) is FaultCode.NETWORK_LOST
    assert room.clock.monotonic() <= TIMING.close_patience
    assert room.service.calls.count("close") == ROUNDS


async def test_a_refusal_is_not_argued_with(room: Room) -> None:
    number = await room.opened()
    room.service.trouble("close", service_error(ServiceErrorKind.REFUSED, "terminal_unknown"))
    with pytest.raises(RequestFailed) as failed:
        await room.desk.close(number)
    assert reason(failed) is FaultCode.SERVICE_REFUSED
    assert room.service.calls.count("close") == 1


async def test_posting_is_waited_for(room: Room) -> None:
    number = await room.opened()
    room.service.pay(number)
    waiting = asyncio.create_task(room.desk.await_posting(number))
    await room.clock.fall_asleep()
    room.service.set(number, OrderState.POSTING)
    await room.clock.advance(TIMING.order_poll)
    await room.clock.fall_asleep()
    room.service.post(number)
    await room.clock.advance(TIMING.order_poll)
    assert (await waiting).state is OrderState.POSTED
    assert room.kept(number).facts.posting_serial == "S1"


@pytest.mark.parametrize("state", [OrderState.REFUNDING, OrderState.NEEDS_PERSON])
async def test_posting_that_turns_into_a_refund_is_told_at_once(
    room: Room, state: OrderState
) -> None:
    number = await room.opened()
    room.service.set(number, state)
    assert (await room.desk.await_posting(number)).state is state


async def test_posting_that_takes_too_long_is_still_posting(room: Room) -> None:
    number = await room.opened()
    room.service.set(number, OrderState.POSTING)
    status = await room.clock.run(room.desk.await_posting(number))
    assert status.state is OrderState.POSTING
    assert room.clock.monotonic() <= TIMING.posting_patience


def amount_changed(status: OrderStatus) -> OrderStatus:
    return replace(status, amount=status.amount + Money(1))


def tender_changed(status: OrderStatus) -> OrderStatus:
    return replace(status, tender=Tender.WECHAT)


def gone_back(status: OrderStatus) -> OrderStatus:
    return replace(status, state=OrderState.CREATED)


def forgotten(status: OrderStatus) -> OrderStatus:
    return OrderStatus(status.number, OrderState.CLOSED, Money(0), Tender.WECHAT)


@pytest.mark.parametrize("lie", [amount_changed, tender_changed, gone_back, forgotten])
async def test_what_contradicts_the_ledger_is_not_believed(
    room: Room, lie: Callable[[OrderStatus], OrderStatus]
) -> None:
    number = await room.opened()
    before = room.kept(number)
    room.service.lie = lie
    with pytest.raises(RequestFailed) as failed:
        await room.desk.see_through(number, OrderState.PAID)
    assert reason(failed) is FaultCode.SERVICE_WRONG
    assert room.kept(number) == before
    assert "ORDER_CONTRADICTED" in room.logged()


async def test_a_code_that_was_shown_is_not_forgotten_because_the_outcome_is_unknown(
    room: Room,
) -> None:
    number = await room.opened()
    room.ledger.advance(number, OrderState.UNKNOWN, room.kept(number).facts)
    room.service.lie = forgotten
    with pytest.raises(RequestFailed):
        await room.desk.see_through(number, OrderState.UNKNOWN)
    assert room.kept(number).state is OrderState.UNKNOWN
    assert "ORDER_CONTRADICTED" in room.logged()


async def test_a_fact_once_known_does_not_change(room: Room) -> None:
    number = await room.posted()
    before = room.kept(number)
    room.service.lie = lambda status: replace(status, posting_serial="S2")
    with pytest.raises(RequestFailed):
        await room.desk.see_through(number, OrderState.POSTED)
    assert room.kept(number) == before
    assert "ORDER_CONTRADICTED" in room.logged()


async def test_a_fact_that_comes_late_is_added(room: Room) -> None:
    number = await room.posted()
    room.service.lie = lambda status: replace(status, tax_ticket_number="337016")
    await room.desk.see_through(number, OrderState.POSTED)
    assert room.kept(number).facts.tax_ticket_number == "337016"
    assert room.kept(number).facts.posting_serial == "S1"


async def test_a_tombstone_closes_an_order_the_service_never_saw(room: Room) -> None:
    number = await room.written()
    status = await room.desk.close(number)
    assert (status.state, status.amount, status.tender) == (
        OrderState.CLOSED,
        quote().total,
        Tender.ALIPAY,
    )
    assert room.kept(number).state is OrderState.CLOSED
    assert (await room.desk.close(number)).state is OrderState.CLOSED


@pytest.mark.parametrize("state", [OrderState.CREATED, OrderState.PAYING])
async def test_that_an_unknown_order_is_waiting_is_no_news_and_no_contradiction(
    room: Room, state: OrderState
) -> None:
    number = await room.opened()
    room.ledger.advance(number, OrderState.UNKNOWN, room.kept(number).facts)
    room.service.set(number, state)
    entries = len(room.ledger.entries())
    assert (await room.clock.run(room.desk.watch(number, 5))).state is state
    assert room.kept(number).state is OrderState.UNKNOWN
    assert len(room.ledger.entries()) == entries
    assert "ORDER_CONTRADICTED" not in room.logged()
    room.service.pay(number)
    assert (await room.desk.watch(number, 5)).state is OrderState.PAID
    assert room.kept(number).state is OrderState.PAID


async def test_unknown_terms_are_a_contradiction_all_the_same(room: Room) -> None:
    number = await room.opened()
    room.ledger.advance(number, OrderState.UNKNOWN, room.kept(number).facts)
    room.service.lie = amount_changed
    with pytest.raises(RequestFailed):
        await room.desk.see_through(number, OrderState.UNKNOWN)
    assert "ORDER_CONTRADICTED" in room.logged()


async def test_money_that_cannot_be_written_down_is_not_reported_as_paid(room: Room) -> None:
    number = await room.opened()
    room.service.pay(number)
    room.ledger.close()
    with pytest.raises(RequestFailed) as failed:
        await room.desk.watch(number, 180)
    assert reason(failed) is FaultCode.LEDGER_UNAVAILABLE
    assert room.unsound


async def test_answers_about_one_order_are_entered_in_the_order_of_asking(room: Room) -> None:
    number = await room.opened()
    gate = room.service.gate("order")
    asking = asyncio.create_task(room.desk.see_through(number, OrderState.PAID))
    closing = asyncio.create_task(room.desk.close(number))
    await gate.reached.wait()
    await room.clock.settle()
    assert room.service.calls == ["put", "order"]
    gate.opened.set()
    assert (await asking).state is OrderState.PAYING
    assert (await closing).state is OrderState.CLOSED
    assert room.kept(number).state is OrderState.CLOSED
    assert "ORDER_CONTRADICTED" not in room.logged()


async def test_one_slow_order_does_not_hold_up_another(room: Room) -> None:
    first = await room.opened()
    other = replace(CITIZEN, number=find_person("zhang-san").identity)
    second = await room.opened(other)
    gate = room.service.gate("order")
    asking = asyncio.create_task(room.desk.see_through(first, OrderState.PAID))
    await gate.reached.wait()
    assert (await room.desk.close(second)).state is OrderState.CLOSED
    asking.cancel()


async def test_a_cancelled_question_lets_the_next_one_through(room: Room) -> None:
    number = await room.opened()
    gate = room.service.gate("order")
    asking = asyncio.create_task(room.desk.watch(number, 180))
    await gate.reached.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert (await room.desk.close(number)).state is OrderState.CLOSED


async def test_an_opening_that_is_cut_off_leaves_the_order_for_the_follow_up(room: Room) -> None:
    gate = room.service.gate("put")
    opening = asyncio.create_task(room.opened())
    await gate.reached.wait()
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    number = only(room).number
    assert (await room.desk.see_through(number, OrderState.CREATED)).state is OrderState.CLOSED


async def test_an_order_the_ledger_does_not_know_is_never_taken_in(room: Room) -> None:
    number = await room.opened()
    stranger = OrderNumber("QD01202611230930000000421")
    room.service.orders[stranger] = replace(room.service.orders[number], number=stranger)
    with pytest.raises(OrderUnknown):
        await room.desk.see_through(stranger, OrderState.PAYING)


async def test_orders_are_in_hand_until_the_citizen_leaves(room: Room) -> None:
    room.service.lose("put")
    with pytest.raises(RequestFailed):
        await room.opened()
    lost = only(room).number
    number = await room.opened()
    assert room.desk.is_in_hand(lost)
    assert room.desk.is_in_hand(number)
    room.desk.citizen_left()
    assert not room.desk.is_in_hand(lost)
    assert not room.desk.is_in_hand(number)
