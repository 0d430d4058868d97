"""What a receipt says of the bank card that paid, first time and reprinted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.domain.bank_card import CardPayment
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.tender import Tender
from kiosk.ledger import NewAttempt, OrderFacts
from kiosk.runtime.paper_facts import receipt_of_order, receipt_of_record
from tests.runtime.conftest import Room
from tests.support.samples import CITIZEN, FACTS, quote
from tests.support.service_samples import RECORD

PAYMENT = CardPayment(
    card_masked="622848*********0018",
    terminal_id="29000101",
    merchant_id="898370000000001",
    batch=17,
    trace=4,
    reference="064233087142",
    authorisation="A1B2C3",
    approved_at=datetime(2026, 3, 16, 10, 21, 33, tzinfo=UTC),
)


@pytest.fixture
async def paid(room: Room) -> OrderNumber:
    """An order that was paid by card and posted."""
    number = (await room.desk.open(CITIZEN, quote(), Tender.BANK_CARD)).number
    ledger = room.ledger
    ledger.adopt_batch(PAYMENT.batch)
    attempt = NewAttempt(
        PAYMENT.trace,
        PAYMENT.batch,
        PAYMENT.terminal_id,
        PAYMENT.merchant_id,
        PAYMENT.card_masked,
        secret=b"to reverse it",
    )
    ledger.purchase_approved(number, ledger.begin_purchase(number, attempt), PAYMENT)
    for state in (OrderState.POSTING, OrderState.POSTED):
        ledger.advance(number, state, OrderFacts())
    return number


async def test_the_receipt_names_the_card_and_what_its_bank_asks_for(
    room: Room, paid: OrderNumber
) -> None:
    await room.paper.print_receipt(paid)
    said = room.printer.says()
    for fact in ("刷卡支付", "622848*********0018", "000017", "000004", "064233087142", "A1B2C3"):
        assert fact in said
    assert "支付单号" not in said


async def test_a_reprint_says_the_same_of_the_card(room: Room, paid: OrderNumber) -> None:
    order = room.kept(paid)
    assert receipt_of_order(order, FACTS, reprint=1).card == PAYMENT
    assert receipt_of_record(RECORD, CITIZEN, FACTS, 1, order).card == PAYMENT


async def test_of_a_payment_made_elsewhere_no_card_is_known() -> None:
    assert receipt_of_record(RECORD, CITIZEN, FACTS, 1).card is None
