"""Payment codes: charged once, and never said to be free of charge while nobody can know."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus
from kiosk.flows.requests.payment import ChargeCode
from kiosk.ledger import LedgerOrder, LedgerUnavailable
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.timing import LONGEST_CHARGE_S
from kiosk.session.faults import FaultCode
from tests.runtime.conftest import TIMING, Play, Room
from tests.runtime.fake_service import service_error
from tests.support.samples import CITIZEN, CODE, PAYEE, SECRETS, quote


async def charged(room: Room) -> OrderStatus:
    return await room.desk.charge(CITIZEN, quote(), CODE)


async def refused(room: Room) -> FaultCode:
    with pytest.raises(RequestFailed) as failed:
        await room.clock.run(charged(room))
    return failed.value.fault.code


def only(room: Room) -> LedgerOrder:
    (order,) = room.ledger.orders()
    return order


async def test_a_charge_is_on_disk_as_open_before_the_service_hears_of_it(room: Room) -> None:
    seen: list[tuple[str, OrderState]] = []
    room.service.witness = lambda call, number: seen.append((call, room.kept(number).state))
    status = await charged(room)
    assert seen == [("put", OrderState.UNKNOWN)]
    assert (status.state, status.qr_payload) == (OrderState.PAID, None)
    kept = room.kept(status.number)
    assert (kept.state, kept.terms.tender) == (OrderState.PAID, CODE.tender)
    assert kept.facts.qr_issued_at is None
    assert room.service.keys == [kept.terms.idempotency_key]
    assert room.desk.is_in_hand(status.number)


async def test_a_charge_that_cannot_be_written_is_not_made(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise LedgerUnavailable("SQLITE_FULL")

    monkeypatch.setattr(room.ledger, "advance", fail)
    assert await refused(room) is FaultCode.LEDGER_UNAVAILABLE
    assert room.service.calls == []


async def test_a_payer_who_is_asked_for_a_password_is_waited_for(room: Room) -> None:
    room.service.asks_password = True
    status = await charged(room)
    assert status.state is OrderState.PAYING
    watching = asyncio.create_task(room.desk.watch(status.number, 180))
    await room.clock.fall_asleep()
    room.service.pay(status.number)
    await room.clock.advance(TIMING.order_poll)
    assert (await watching).state is OrderState.PAID
    assert room.kept(status.number).state is OrderState.PAID


async def test_a_refused_code_closes_its_order_and_another_one_may_be_tried(room: Room) -> None:
    room.service.refused_codes.add(CODE.digits)
    assert await refused(room) is FaultCode.CODE_REFUSED
    assert only(room).state is OrderState.CLOSED
    room.service.refused_codes.clear()
    assert (await charged(room)).state is OrderState.PAID


async def test_a_refusal_stands_although_its_closing_is_lost(room: Room) -> None:
    room.service.refused_codes.add(CODE.digits)
    room.service.lose("close")
    assert await refused(room) is FaultCode.CODE_REFUSED
    assert only(room).state is OrderState.UNKNOWN
    room.service.refused_codes.clear()
    assert (await charged(room)).state is OrderState.PAID
    assert len(room.service.orders) == 2


async def test_a_charge_that_never_arrived_is_closed_and_said_to_have_failed(room: Room) -> None:
    room.service.lose("put")
    assert await refused(room) is FaultCode.NETWORK_LOST
    assert room.service.calls == ["put", "close"]
    assert only(room).state is OrderState.CLOSED


async def test_a_charge_whose_answer_was_lost_is_told_when_it_was_made(room: Room) -> None:
    room.service.lose("put", after=True)
    status = await charged(room)
    assert status.state is OrderState.PAID
    assert room.kept(status.number).state is OrderState.PAID


async def test_a_charge_nobody_can_tell_about_is_unknown_and_not_free_of_charge(
    room: Room,
) -> None:
    room.service.lose("put", after=True)
    room.service.lose("close", times=100)
    status = await room.clock.run(charged(room))
    assert (status.state, status.amount) == (OrderState.UNKNOWN, quote().total)
    assert room.kept(status.number).state is OrderState.UNKNOWN
    assert "CHARGE_IN_DOUBT" in room.logged()
    assert await refused(room) is FaultCode.ORDER_OPEN
    room.service.troubles.clear()
    followed = await room.desk.see_through(status.number, OrderState.UNKNOWN)
    assert followed.state is OrderState.PAID


async def test_a_closing_that_cannot_tell_leaves_the_charge_unknown(room: Room) -> None:
    room.service.asks_password = True
    room.service.lose("put", after=True)
    room.service.channel_reachable = False
    status = await room.clock.run(charged(room))
    assert status.state is OrderState.UNKNOWN


async def test_what_contradicts_the_ledger_does_not_make_a_charge_free(room: Room) -> None:
    room.service.lie = lambda status: replace(status, amount=status.amount * 2)
    status = await room.clock.run(charged(room))
    assert status.state is OrderState.UNKNOWN
    assert status.amount == quote().total


@pytest.mark.parametrize("outcome", [OrderState.PAID, OrderState.PAYING])
async def test_a_charge_that_has_only_begun_is_waited_for(room: Room, outcome: OrderState) -> None:
    room.service.charges_slowly = True

    def go_on(call: str, number: OrderNumber) -> None:
        if call == "order" and room.service.calls.count("order") == 3:
            room.service.set(number, outcome)

    room.service.witness = go_on
    assert (await room.clock.run(charged(room))).state is outcome
    assert "close" not in room.service.calls


async def test_a_charge_that_was_refused_while_it_was_waited_for_is_refused(room: Room) -> None:
    room.service.charges_slowly = True

    def refuse(call: str, number: OrderNumber) -> None:
        if call == "order":
            room.service.set(number, OrderState.CLOSED)

    room.service.witness = refuse
    assert await refused(room) is FaultCode.CODE_REFUSED
    assert only(room).state is OrderState.CLOSED


async def test_a_refusal_whose_answer_was_lost_is_a_refusal_when_asked_again(room: Room) -> None:
    room.service.lie = lambda status: replace(status, state=OrderState.CLOSED)
    assert await refused(room) is FaultCode.CODE_REFUSED


async def test_a_charge_that_never_goes_on_is_closed(room: Room) -> None:
    room.service.charges_slowly = True
    assert await refused(room) is FaultCode.SERVICE_SLOW
    assert only(room).state is OrderState.CLOSED
    assert room.service.calls.count("order") >= TIMING.charge_patience


@pytest.mark.parametrize("lost", [(), ("close",), ("order", "close")])
async def test_a_charge_that_never_goes_on_nor_closes_is_unknown(
    room: Room, lost: tuple[str, ...]
) -> None:
    room.service.charges_slowly = True
    for call in lost:
        room.service.lose(call, times=1_000)
    room.service.lie = lambda status: replace(status, state=OrderState.CREATED)
    status = await room.clock.run(charged(room))
    assert status.state is OrderState.UNKNOWN
    assert only(room).state is OrderState.UNKNOWN


async def test_a_charge_that_takes_too_long_is_in_doubt_and_not_said_to_be_free(
    play: Play,
) -> None:
    gate = play.room.service.gate("put")
    asked = ChargeCode(CITIZEN, quote(), CODE, None)
    charging = asyncio.create_task(play.performer.perform(asked))
    await gate.reached.wait()
    await play.room.clock.advance(LONGEST_CHARGE_S)
    status = await charging
    assert isinstance(status, OrderStatus)
    assert (status.state, status.number) == (OrderState.UNKNOWN, only(play.room).number)
    assert only(play.room).state is OrderState.UNKNOWN
    assert "CHARGE_IN_DOUBT" in play.room.logged()


async def test_a_charge_cut_off_by_earlier_orders_is_told_of_them(play: Play) -> None:
    await play.room.opened()
    gate = play.room.service.gate("close")
    asked = ChargeCode(CITIZEN, quote(), CODE, None)
    charging = asyncio.create_task(play.fault(asked))
    await gate.reached.wait()
    await play.room.clock.advance(LONGEST_CHARGE_S)
    assert (await charging).code is FaultCode.ORDER_OPEN
    assert play.room.service.calls.count("put") == 1


def _bug(room: Room) -> None:
    room.service.bugs["put"] = ZeroDivisionError()


def _bug_in_closing(room: Room) -> None:
    room.service.lose("put", after=True)
    room.service.bugs["close"] = ZeroDivisionError()


def _broken_ledger(room: Room) -> None:
    def close(call: str, _number: OrderNumber) -> None:
        if call == "put":
            room.ledger.close()

    room.service.witness = close


@pytest.mark.parametrize("happens", [_bug, _bug_in_closing, _broken_ledger])
async def test_whatever_else_goes_wrong_the_charge_is_in_doubt(
    room: Room, happens: Callable[[Room], None]
) -> None:
    happens(room)
    status = await room.clock.run(charged(room))
    assert status.state is OrderState.UNKNOWN
    assert "CHARGE_IN_DOUBT" in room.logged()


async def test_a_charge_that_is_cut_off_is_left_for_the_follow_up(room: Room) -> None:
    gate = room.service.gate("put")
    charging = asyncio.create_task(charged(room))
    await gate.reached.wait()
    charging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await charging
    order = only(room)
    assert order.state is OrderState.UNKNOWN
    assert (await room.desk.see_through(order.number, order.state)).state is OrderState.CLOSED


async def test_whoever_charges_for_another_is_kept_masked(room: Room) -> None:
    status = await room.desk.charge(PAYEE, quote(), CODE, CITIZEN)
    terms = room.kept(status.number).terms
    assert terms.payer_name_masked == PAYEE.name
    assert terms.proxy_name_masked == CITIZEN.shown_name
    assert terms.payer_digest == room.ledger.digest(PAYEE.number.value)
    kept = repr(terms) + str(room.ledger.export()) + room.log_path.read_text(encoding="utf-8")
    for secret in (*SECRETS, PAYEE.number.value):
        assert secret not in kept


async def test_a_refusal_for_another_reason_is_told_as_it_is(room: Room) -> None:
    room.service.trouble("put", service_error(ServiceErrorKind.REFUSED, "quote_expired"))
    assert await refused(room) is FaultCode.QUOTE_EXPIRED
    assert only(room).state is OrderState.CLOSED
