"""Purchases by bank card: on the disk before they are sent, and settled before the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.money import ZERO
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.ledger import (
    NO_FACTS,
    AttemptState,
    BatchTotals,
    Ledger,
    LedgerOrder,
    NewAttempt,
    OrderFacts,
    OrderUnknown,
    PaymentBlocked,
    PurchaseAtRisk,
    RatchetViolation,
)
from tests.ledger.cards import BATCH, PAN, SECRET, approval, attempt, begun, other, payable
from tests.ledger.given import MONTHLY, Clock, created, new_order, opened

OTHER = "37010219900101001X"
NOBODY = OrderNumber("JN0320260131090000009999Z")


@pytest.fixture
def number(ledger: Ledger) -> OrderNumber:
    return payable(ledger)


def test_a_purchase_is_on_the_disk_before_it_is_sent(path: Path, clock: Clock) -> None:
    with opened(path, clock) as ledger:
        number = payable(ledger)
        assert ledger.at_risk() == ()
        assert begun(ledger, number) == 0
    with opened(path, clock) as ledger:
        ((sent, secret),) = ledger.at_risk()
        assert secret == SECRET
        assert (sent.order_number, sent.ordinal, sent.trace, sent.batch) == (number, 0, 1, BATCH)
        assert (sent.state, sent.reason, sent.payment) == (AttemptState.SENT, "", None)
        order = ledger.order(number)
        assert order.state is OrderState.UNKNOWN
        assert order.attempts == (sent,)
        assert order.card is None
        assert ledger.open_orders() == (order,)


def test_an_approval_pays_the_order(ledger: Ledger, number: OrderNumber) -> None:
    ordinal = begun(ledger, number)
    payment = approval(ledger, number)
    ledger.purchase_approved(number, ordinal, payment)
    order = ledger.order(number)
    assert order.state is OrderState.PAID
    assert order.card == payment
    assert order.facts == OrderFacts(
        paid_at=payment.approved_at, channel_trade_number=payment.reference
    )
    assert order.attempts[0].state is AttemptState.APPROVED
    assert order.attempts[0].since == order.state_since
    assert ledger.at_risk() == ()
    assert ledger.approved_unreported() == (order,)
    ledger.advance(number, OrderState.POSTING, order.facts)
    assert ledger.approved_unreported() == ()
    assert ledger.order(number).card == payment


def test_what_has_ended_so_may_be_said_again(ledger: Ledger, number: OrderNumber) -> None:
    ledger.purchase_declined(number, begun(ledger, number), "51")
    ledger.purchase_reversed(number, begun(ledger, number), "25")
    ledger.purchase_approved(number, begun(ledger, number), approval(ledger, number))
    before = ledger.entries()
    ledger.purchase_declined(number, 0, "51")
    ledger.purchase_reversed(number, 1, "25")
    ledger.purchase_approved(number, 2, approval(ledger, number))
    assert ledger.entries() == before


def test_after_a_refusal_another_card_may_be_tried(ledger: Ledger, number: OrderNumber) -> None:
    ledger.purchase_declined(number, begun(ledger, number), "55")
    first = ledger.order(number)
    assert first.state is OrderState.UNKNOWN
    assert first.attempts[0].response_code == "55"
    assert begun(ledger, number) == 1
    second = ledger.order(number)
    assert second.state_since == first.state_since
    assert [one.state for one in second.attempts] == [AttemptState.DECLINED, AttemptState.SENT]
    assert [one.trace for one in second.attempts] == [1, 2]


def test_a_refused_order_may_be_closed(ledger: Ledger, number: OrderNumber) -> None:
    ordinal = begun(ledger, number)
    for state in (OrderState.CLOSED, OrderState.PAID, OrderState.NEEDS_PERSON):
        with pytest.raises(RatchetViolation) as refusal:
            ledger.advance(number, state, NO_FACTS)
        assert refusal.value.field == "state"
    ledger.purchase_declined(number, ordinal, "51")
    ledger.advance(number, OrderState.CLOSED, NO_FACTS)
    assert ledger.order(number).state is OrderState.CLOSED


def test_a_reversal_is_due_until_it_is_acknowledged(path: Path, clock: Clock) -> None:
    with opened(path, clock) as ledger:
        number = payable(ledger)
        ledger.reversal_due(number, begun(ledger, number), "98")
        ledger.reversal_due(number, 0, "restart")
    with opened(path, clock) as ledger:
        ((sent, secret),) = ledger.at_risk()
        assert (sent.state, sent.reason, secret) == (AttemptState.SENT, "98", SECRET)
        with pytest.raises(RatchetViolation):
            ledger.purchase_approved(number, 0, approval(ledger, number))
        with pytest.raises(RatchetViolation):
            ledger.purchase_declined(number, 0, "51")
        with pytest.raises(RatchetViolation):
            ledger.advance(number, OrderState.CLOSED, NO_FACTS)
        ledger.purchase_reversed(number, 0, "00")
        reversed_ = ledger.attempts(number)[0]
        assert (reversed_.state, reversed_.reason) == (AttemptState.REVERSED, "98")
        assert ledger.at_risk() == ()
        ledger.advance(number, OrderState.CLOSED, NO_FACTS)


@pytest.mark.parametrize("whose", ["another order", "the same order"])
def test_no_purchase_begins_while_one_is_at_risk(
    ledger: Ledger, number: OrderNumber, whose: str
) -> None:
    begun(ledger, number)
    following = number if whose == "the same order" else payable(ledger, OTHER)
    new = attempt(ledger.next_trace())
    before = ledger.order(following)
    with pytest.raises(PurchaseAtRisk) as refusal:
        ledger.begin_purchase(following, new)
    assert refusal.value.order_number == number
    assert ledger.order(following) == before
    ledger.purchase_reversed(number, 0, "12")
    ledger.begin_purchase(following, new)


def test_an_order_at_risk_blocks_another_payment(ledger: Ledger, number: OrderNumber) -> None:
    begun(ledger, number)
    new = new_order(ledger, ledger.mint_order_number("JN-03"))
    with pytest.raises(PaymentBlocked):
        ledger.create_order(new)


@pytest.mark.parametrize("state", [OrderState.PAID, OrderState.CLOSED, OrderState.POSTED])
def test_an_order_that_is_over_is_not_charged(
    ledger: Ledger, number: OrderNumber, state: OrderState
) -> None:
    ledger.advance(number, state, NO_FACTS)
    with pytest.raises(RatchetViolation) as refusal:
        begun(ledger, number)
    assert refusal.value.field == "state"
    assert ledger.at_risk() == ()


def test_only_an_order_by_bank_card_is_charged(ledger: Ledger) -> None:
    with pytest.raises(RatchetViolation) as refusal:
        begun(ledger, created(ledger))
    assert refusal.value.field == "tender"
    with pytest.raises(OrderUnknown):
        begun(ledger, NOBODY)


def test_a_trace_is_used_for_one_purchase(ledger: Ledger, number: OrderNumber) -> None:
    ledger.purchase_declined(number, begun(ledger, number), "55")
    used = ledger.attempts(number)[0].trace
    with pytest.raises(RatchetViolation) as refusal:
        ledger.begin_purchase(number, attempt(used))
    assert refusal.value.field == "trace"
    ledger.begin_purchase(number, attempt(used, batch=BATCH + 1))


def _end(ledger: Ledger, number: OrderNumber, how: str) -> None:
    match how:
        case "approved":
            ledger.purchase_approved(number, 0, approval(ledger, number))
        case "declined":
            ledger.purchase_declined(number, 0, "51")
        case "reversed":
            ledger.purchase_reversed(number, 0, "00")
        case _:
            ledger.reversal_due(number, 0, "98")


@pytest.mark.parametrize("first", ["approved", "declined", "reversed"])
@pytest.mark.parametrize("then", ["approved", "declined", "reversed", "due"])
def test_an_attempt_ends_once(ledger: Ledger, number: OrderNumber, first: str, then: str) -> None:
    begun(ledger, number)
    _end(ledger, number, first)
    if first == then:
        _end(ledger, number, then)
        return
    before = ledger.order(number)
    with pytest.raises(RatchetViolation):
        _end(ledger, number, then)
    assert ledger.order(number) == before


@pytest.mark.parametrize("ordinal", [-1, 1])
def test_an_attempt_that_never_began_does_not_end(
    ledger: Ledger, number: OrderNumber, ordinal: int
) -> None:
    begun(ledger, number)
    payment = approval(ledger, number)
    ends: list[Callable[[], None]] = [
        lambda: ledger.purchase_approved(number, ordinal, payment),
        lambda: ledger.purchase_declined(number, ordinal, "51"),
        lambda: ledger.reversal_due(number, ordinal, "98"),
        lambda: ledger.purchase_reversed(number, ordinal, "00"),
    ]
    for end in ends:
        with pytest.raises(RatchetViolation) as refusal:
            end()
        assert refusal.value.field == "attempts"
    with pytest.raises(OrderUnknown):
        ledger.purchase_declined(NOBODY, 0, "51")


def test_an_approval_of_another_purchase_is_refused(ledger: Ledger, number: OrderNumber) -> None:
    begun(ledger, number)
    with pytest.raises(RatchetViolation) as refusal:
        ledger.purchase_approved(number, 0, other(approval(ledger, number)))
    assert refusal.value.field == "attempts"
    ((sent, _),) = ledger.at_risk()
    assert sent.state is AttemptState.SENT


def test_totals_count_what_was_approved_in_the_batch(ledger: Ledger, number: OrderNumber) -> None:
    assert ledger.batch_totals(BATCH) == BatchTotals(0, ZERO)
    ledger.purchase_declined(number, begun(ledger, number), "55")
    ledger.purchase_approved(number, begun(ledger, number), approval(ledger, number))
    second = payable(ledger, OTHER)
    ledger.purchase_reversed(second, begun(ledger, second), "00")
    ledger.purchase_approved(second, begun(ledger, second), approval(ledger, second))
    assert ledger.batch_totals(BATCH) == BatchTotals(2, MONTHLY * 6)
    assert ledger.batch_totals(BATCH + 1) == BatchTotals(0, ZERO)


def test_what_the_service_says_of_a_paid_order_agrees(ledger: Ledger, number: OrderNumber) -> None:
    begun(ledger, number)
    payment = approval(ledger, number)
    ledger.purchase_approved(number, 0, payment)
    with pytest.raises(RatchetViolation):
        ledger.advance(number, OrderState.POSTED, OrderFacts(channel_trade_number="another"))
    said = OrderFacts(paid_at=payment.approved_at, channel_trade_number=payment.reference)
    assert ledger.advance(number, OrderState.POSTED, said).state is OrderState.POSTED


def test_the_export_has_attempts_and_no_secret(ledger: Ledger, number: OrderNumber) -> None:
    begun(ledger, number)
    loaded = json.loads(json.dumps(ledger.export(), ensure_ascii=False))
    assert loaded["sound"] is True
    assert PAN not in repr(loaded)
    (sent,) = loaded["orders"][0]["attempts"]
    assert (sent["state"], sent["card_masked"]) == ("sent", "622848*********0018")
    assert "sealed" not in sent


def _new(**changes: object) -> NewAttempt:
    return replace(attempt(1), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"trace": 0},
        {"trace": 1_000_000},
        {"batch": 0},
        {"terminal_id": "1234567"},
        {"merchant_id": "10244000000000"},
        {"card_masked": PAN},
        {"secret": b""},
    ],
    ids="no_trace trace_too_great batch terminal merchant card secret".split(),
)
def test_a_malformed_purchase_is_not_begun(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w") as refusal:
        _new(**changes)
    assert PAN not in str(refusal.value)


@pytest.mark.parametrize("code", ["", "5" * 25, "not enough", "余额不足"])
def test_codes_are_codes(ledger: Ledger, number: OrderNumber, code: str) -> None:
    begun(ledger, number)
    end: Callable[[OrderNumber, int, str], None]
    for end in (ledger.purchase_declined, ledger.reversal_due, ledger.purchase_reversed):
        with pytest.raises(ValueError, match="short code"):
            end(number, 0, code)


def test_a_repr_keeps_the_secret() -> None:
    assert PAN not in repr(attempt(1))


def test_orders_without_a_card_have_no_attempts(ledger: Ledger) -> None:
    order: LedgerOrder = ledger.order(created(ledger))
    assert (order.attempts, order.card, order.at_risk) == ((), None, False)
