"""The service stops in the middle of things and is started again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from sim.backend import ratchet
from sim.backend.channels.api import Paid, TradeRequest
from sim.backend.channels.platform import WalletResult
from sim.backend.models import Order
from sim.backend.order_book import change, read
from sim.people import find_person
from tests.sim.backend.books import check_settled, open_books
from tests.sim.backend.desk import Desk


class PowerCut(BaseException):
    """Not an error the service could catch."""


def _cut(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, ask: Callable[[TradeRequest], str] | None = None
) -> str:
    """The power goes while the channel is asked for a code (``ask`` still reaches it)."""
    intent = desk.intent(desk.quote())

    def cut(request: TradeRequest) -> str:
        if ask is not None:
            ask(request)
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(desk.collection.wechat, "precreate", cut)
        with pytest.raises(PowerCut):
            desk.place(intent)
    assert desk.state(intent.number) is OrderState.CREATED
    return intent.number


def test_an_order_without_a_code_gets_one_afterwards(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _cut(desk, monkeypatch)
    before = desk.look(number)
    assert (before.state, before.qr_payload, before.expires_in) == (OrderState.CREATED, None, 180)
    desk.admin.settle()
    assert desk.look(number).qr_payload
    assert desk.admin.pay(number) is WalletResult.PAID


def test_an_order_whose_channel_is_gone_afterwards_is_closed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _cut(desk, monkeypatch)
    desk.admin.set_channel(Tender.WECHAT, reachable=False)
    desk.admin.settle()
    assert desk.look(number).state is OrderState.CLOSED


def test_an_order_that_expired_meanwhile_is_closed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _cut(desk, monkeypatch, desk.collection.wechat.precreate)
    desk.later(180)
    assert desk.state(number) is OrderState.CLOSED


def test_an_order_paid_before_its_code_was_written_down_is_paid(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _cut(desk, monkeypatch, desk.collection.wechat.precreate)
    assert desk.admin.pay(number) is WalletResult.PAID
    desk.admin.settle()
    assert desk.admin.history(number) == (
        OrderState.CREATED,
        OrderState.PAYING,
        OrderState.PAID,
        OrderState.POSTING,
        OrderState.POSTED,
    )
    check_settled(open_books(desk))


def test_an_order_closed_while_its_code_was_made_cannot_be_paid(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    intent = desk.intent(desk.quote())
    precreate = desk.collection.wechat.precreate

    def give_up_first(request: TradeRequest) -> str:
        assert desk.give_up(intent.number).state is OrderState.CLOSED
        return precreate(request)

    monkeypatch.setattr(desk.collection.wechat, "precreate", give_up_first)
    assert desk.place(intent).answer.state is OrderState.CLOSED
    assert desk.admin.pay(intent.number) is WalletResult.CLOSED
    check_settled(open_books(desk))


def test_months_paid_elsewhere_in_the_meantime_are_not_paid_twice(desk: Desk) -> None:
    number = desk.order("zhang-san", "202601", "202603")
    order = read(desk.collection, number)
    assert desk.admin.pay_elsewhere(find_person("zhang-san").number, order.insurance)
    desk.admin.pay(number)
    desk.admin.settle()
    assert desk.look(number).state is OrderState.REFUNDED
    _, enrolment = desk.pension("zhang-san")
    assert enrolment.paid == ["202601", "202602", "202603"]
    check_settled(open_books(desk))


def test_a_payment_of_a_settled_order_would_be_a_fault_and_is_not_hidden(desk: Desk) -> None:
    number = desk.order()
    desk.give_up(number)

    def spoil(order: Order) -> None:
        order.state = OrderState.POSTED

    change(desk.collection, number, lambda _, order, __: spoil(order))
    paid = Paid("4200", desk.clock.now())
    with pytest.raises(ratchet.RatchetViolation):
        change(
            desk.collection,
            number,
            lambda session, order, at: ratchet.record_payment(session, order, paid, at),
        )


async def test_a_fault_of_the_service_itself_is_a_problem_with_a_number(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk.line() as line:
        monkeypatch.setattr(desk.collection, "store", None)
        answer = await line.get("/v1/terminal")
        monkeypatch.undo()
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert answer.json()["event_id"] == answer.headers["x-event-id"]
