"""Orders charged to a bank card: reported once, whatever became of them meanwhile."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from sim.backend import card_payments, history
from sim.backend.problems import Code, Problem
from sim.backend.wire import OrderAnswer, ReportCardPayment, TenderName
from sim.backend.wire_history import SearchPayments
from sim.people import find_person
from tests.sim.backend.desk import ELSEWHERE, HERE, OPENING, Desk, placing

CHARGED: dict[str, Any] = {
    "terminal_id": "12345678",
    "merchant_id": "102440000000001",
    "batch": 2,
    "trace": 17,
    "reference": "093015000017",
    "authorisation": "A1B2C3",
    "card_masked": "622848*********0018",
    "amount_fen": 300_000,
    "paid_at": "2026-11-23T09:30:00+08:00",
}
CHANGED: dict[str, Any] = {
    "terminal_id": "12345679",
    "merchant_id": "102440000000002",
    "batch": 3,
    "trace": 18,
    "reference": "093015000018",
    "authorisation": "",
    "card_masked": "622848*********0026",
    "amount_fen": 300_001,
    "paid_at": "2026-11-23T09:30:01+08:00",
}


class Ledger:
    """An acquirer that remembers what it gave back."""

    def __init__(self) -> None:
        self.refunds: list[tuple[str, int]] = []
        self.willing = True

    def refund(self, reference: str, amount_fen: int) -> bool:
        if self.willing:
            self.refunds.append((reference, amount_fen))
        return self.willing


@pytest.fixture
def acquirer(desk: Desk) -> Ledger:
    ledger = Ledger()
    desk.collection.bank_card.acquirer = ledger
    return ledger


def _order(desk: Desk, tender: TenderName = "bank_card") -> str:
    return desk.order(tender=tender)


def _report(desk: Desk, number: str, terminal: str = HERE, **changes: object) -> OrderAnswer:
    wanted = ReportCardPayment.model_validate(CHARGED | changes)
    return card_payments.report(desk.collection, terminal, number, wanted)


def _refused(desk: Desk, number: str, terminal: str = HERE, **changes: object) -> Code:
    with pytest.raises(Problem) as refusal:
        _report(desk, number, terminal, **changes)
    return refusal.value.code


def test_an_order_by_bank_card_shows_nothing_and_does_not_expire(desk: Desk) -> None:
    intent = desk.intent(desk.quote(), "bank_card")
    answer = desk.place(intent).answer
    assert (answer.state, answer.tender) == (OrderState.PAYING, "bank_card")
    assert (answer.qr_payload, answer.expires_in) == (None, None)
    assert desk.place(intent).answer == answer
    desk.later(86_400)
    desk.admin.reconcile()
    assert desk.look(intent.number).state is OrderState.PAYING
    assert desk.give_up(intent.number).state is OrderState.CLOSED


def test_only_a_phone_has_a_payment_code(desk: Desk) -> None:
    code = desk.admin.show_payment_code(Tender.WECHAT)
    with pytest.raises(Problem) as refusal:
        desk.place(desk.intent(desk.quote(), "bank_card", payment_code=code))
    assert refusal.value.code is Code.CODE_REFUSED


def test_a_reported_payment_is_posted(desk: Desk, acquirer: Ledger) -> None:
    number = _order(desk)
    paid = _report(desk, number)
    assert paid.state is OrderState.PAID
    assert (paid.channel_trade_number, paid.paid_at) == ("093015000017", OPENING)
    desk.admin.settle()
    posted = desk.look(number)
    assert posted.state is OrderState.POSTED
    assert posted.posting_serial
    assert desk.admin.history(number) == (
        OrderState.CREATED,
        OrderState.PAYING,
        OrderState.PAID,
        OrderState.POSTING,
        OrderState.POSTED,
    )
    assert acquirer.refunds == []


def test_a_report_may_be_repeated(desk: Desk) -> None:
    number = _order(desk)
    assert _report(desk, number) == _report(desk, number)
    desk.admin.settle()
    assert _report(desk, number).state is OrderState.POSTED
    assert desk.admin.history(number).count(OrderState.PAID) == 1


@pytest.mark.parametrize("field", CHANGED)
def test_an_order_is_paid_by_one_purchase(desk: Desk, field: str) -> None:
    number = _order(desk)
    _report(desk, number)
    assert _refused(desk, number, **{field: CHANGED[field]}) is Code.CARD_PAYMENT_CONFLICT
    assert desk.look(number).channel_trade_number == "093015000017"


def test_another_amount_is_refused(desk: Desk) -> None:
    number = _order(desk)
    assert _refused(desk, number, amount_fen=300_001) is Code.CARD_PAYMENT_CONFLICT
    assert desk.state(number) is OrderState.PAYING


@pytest.mark.parametrize("changes", [{"trace": 18}, {"reference": "093015000018"}])
def test_a_purchase_pays_one_order(desk: Desk, changes: dict[str, Any]) -> None:
    """Neither its reference nor its trace in a batch comes twice."""
    _report(desk, _order(desk))
    other = desk.order("zhang-san", "202604", "202606", tender="bank_card")
    assert _refused(desk, other, **changes) is Code.CARD_PAYMENT_CONFLICT
    assert desk.state(other) is OrderState.PAYING
    assert _report(desk, other, trace=18, reference="093015000018").state is OrderState.PAID


def test_an_order_by_phone_is_not_paid_by_card(desk: Desk) -> None:
    number = _order(desk, "wechat")
    assert _refused(desk, number) is Code.CARD_PAYMENT_CONFLICT
    desk.admin.pay(number)
    assert _refused(desk, number) is Code.CARD_PAYMENT_CONFLICT


def test_only_orders_of_the_terminal_are_reported(desk: Desk) -> None:
    number = _order(desk)
    assert _refused(desk, number, ELSEWHERE) is Code.ORDER_UNKNOWN
    assert _refused(desk, desk.number()) is Code.ORDER_UNKNOWN
    closed = desk.number()
    desk.give_up(closed)
    assert _refused(desk, closed) is Code.ORDER_CLOSED


def test_a_moment_the_calendar_does_not_have_is_refused(desk: Desk) -> None:
    number = _order(desk)
    for moment in ("2026-02-30T09:30:00+08:00", "2026-11-23T09:30:60+08:00"):
        assert _refused(desk, number, paid_at=moment) is Code.CARD_PAYMENT_CONFLICT


def test_what_is_reported_of_a_closed_order_is_given_back(desk: Desk, acquirer: Ledger) -> None:
    number = _order(desk)
    desk.give_up(number)
    assert _report(desk, number).state is OrderState.REFUNDING
    desk.admin.settle()
    assert _report(desk, number).state is OrderState.REFUNDED
    desk.admin.settle()
    assert acquirer.refunds == [("093015000017", 300_000)]


@pytest.mark.parametrize("who", ["phone", "bank"])
def test_months_paid_meanwhile_are_given_back(desk: Desk, acquirer: Ledger, who: str) -> None:
    number = _order(desk)
    order = desk.admin.order(number)
    person = find_person("zhang-san").number
    if who == "phone":
        assert desk.admin.pay_elsewhere(person, order.insurance)
    else:
        desk.admin.begin_deduction(person, order.insurance)
        assert desk.admin.finish_deduction(person, order.insurance)
    assert _report(desk, number).state is OrderState.PAID
    desk.admin.settle()
    assert desk.state(number) is OrderState.REFUNDED
    assert acquirer.refunds == [("093015000017", 300_000)]


def test_what_the_acquirer_does_not_give_back_needs_a_person(desk: Desk, acquirer: Ledger) -> None:
    number = _order(desk)
    desk.give_up(number)
    _report(desk, number)
    acquirer.willing = False
    desk.admin.settle()
    assert desk.state(number) is OrderState.NEEDS_PERSON
    desk.admin.settle_by_hand(number, OrderState.REFUNDED)
    assert _report(desk, number).state is OrderState.REFUNDED


def test_a_refund_waits_for_the_acquirer(desk: Desk, acquirer: Ledger) -> None:
    number = _order(desk)
    desk.give_up(number)
    _report(desk, number)
    desk.admin.set_channel(Tender.BANK_CARD, reachable=False)
    desk.admin.settle()
    assert desk.state(number) is OrderState.REFUNDING
    desk.admin.set_channel(Tender.BANK_CARD, reachable=True)
    desk.admin.settle()
    assert desk.state(number) is OrderState.REFUNDED
    assert acquirer.refunds == [("093015000017", 300_000)]


def test_the_bench_can_turn_refunds_down(desk: Desk) -> None:
    number = _order(desk)
    desk.admin.refuse_refunds(Tender.BANK_CARD)
    desk.admin.refuse_posting(number)
    _report(desk, number)
    desk.admin.settle()
    assert desk.state(number) is OrderState.NEEDS_PERSON


def test_nothing_is_given_back_twice(desk: Desk, acquirer: Ledger) -> None:
    number = _order(desk)
    _report(desk, number)
    for _ in range(2):
        desk.collection.bank_card.refund(number, f"R{number}", 300_000)
    assert acquirer.refunds == [("093015000017", 300_000)]


def test_no_phone_pays_an_order_by_card(desk: Desk) -> None:
    number = _order(desk)
    for act in (desk.admin.pay, desk.admin.scan):
        with pytest.raises(KeyError):
            act(number)
    with pytest.raises(LookupError):
        desk.admin.pay_late(number)


def test_the_past_knows_the_card(desk: Desk) -> None:
    number = _order(desk)
    _report(desk, number)
    wanted = SearchPayments(
        person_token=desk.look_up("zhang-san").person_token,
        group="1",
        first_year=2026,
        last_year=2026,
        insurance=None,
        state=None,
    )
    for state in ("under_way", "posted"):
        (payment,) = (
            one
            for one in history.search(desk.collection, HERE, wanted).payments
            if one.payment_number == number
        )
        assert (payment.state, payment.tender) == (state, "刷卡支付")
        assert payment.card is not None
        told = payment.card.model_dump()
        assert told == {name: CHARGED[name] for name in told}
        desk.admin.settle()


async def _posted(line: httpx2.AsyncClient, number: str, body: object) -> httpx2.Response:
    return await line.post(f"/v1/orders/{number}/card-payment", json=body)


async def test_the_report_comes_over_the_wire(desk: Desk) -> None:
    intent = desk.intent(desk.quote(), "bank_card")
    path, headers, body = placing(intent)
    async with desk.line() as line:
        assert (await line.put(path, headers=headers, json=body)).status_code == 201
        answer = await _posted(line, intent.number, CHARGED)
        assert (answer.status_code, answer.json()["state"]) == (200, "paid")
        assert answer.json()["paid_at"] == "2026-11-23T09:30:00+08:00"
        for spoilt in (
            CHARGED | {"card_masked": "6228480402564890018"},
            CHARGED | {"trace": 0},
            CHARGED | {"trace": "17"},
            CHARGED | {"paid_at": "2026-11-23T09:30:00"},
            CHARGED | {"track2": "6228480402564890018D3012"},
        ):
            refused = await _posted(line, intent.number, spoilt)
            assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
            assert "6228480402564890018" not in refused.text
