"""Purchases by bank card to test with. The numbers belong to nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kiosk.domain.bank_card import CardPayment, mask_account
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.tender import Tender
from kiosk.ledger import NO_FACTS, Ledger, NewAttempt
from tests.ledger.given import BEIJING, NUMBER, new_order

PAN = "6228480402564890018"
SECRET = f"reversal of {PAN} until 3012".encode()
TERMINAL = "12345678"
MERCHANT = "102440000000001"
BATCH = 2


def payable(ledger: Ledger, payer: str = NUMBER) -> OrderNumber:
    """An order by bank card that the service has opened."""
    number = ledger.mint_order_number("JN-03")
    ledger.create_order(new_order(ledger, number, payer=payer, tender=Tender.BANK_CARD))
    ledger.advance(number, OrderState.PAYING, NO_FACTS)
    return number


def attempt(trace: int, *, secret: bytes = SECRET, batch: int = BATCH) -> NewAttempt:
    return NewAttempt(trace, batch, TERMINAL, MERCHANT, mask_account(PAN), secret)


def begun(ledger: Ledger, number: OrderNumber) -> int:
    """A purchase that may have been sent."""
    ledger.adopt_batch(BATCH)
    return ledger.begin_purchase(number, attempt(ledger.next_trace()))


def approval(ledger: Ledger, number: OrderNumber, *, second: int = 0) -> CardPayment:
    """What the acquirer says of the last attempt of an order."""
    last = ledger.attempts(number)[-1]
    return CardPayment(
        card_masked=last.card_masked,
        terminal_id=last.terminal_id,
        merchant_id=last.merchant_id,
        batch=last.batch,
        trace=last.trace,
        reference=f"{last.trace:012d}",
        authorisation="A1B2C3",
        approved_at=datetime(2026, 1, 31, 9, 5, second, tzinfo=BEIJING),
    )


def other(payment: CardPayment) -> CardPayment:
    """An approval of another purchase."""
    return replace(payment, trace=payment.trace + 1)
