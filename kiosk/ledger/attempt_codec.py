"""Card attempts as flat facts, for the payload of entries and the columns of table ``attempts``."""

from __future__ import annotations

from kiosk.domain.bank_card import CardPayment
from kiosk.domain.order import OrderNumber
from kiosk.ledger.attempt import AttemptState, CardAttempt, NewAttempt
from kiosk.ledger.fields import Flat, text, whole
from kiosk.ledger.moments import read_moment, write_moment


def write_begun(new: NewAttempt, ordinal: int, sealed_sha256: str) -> dict[str, str | int]:
    """The facts of an attempt that begins; its secret is not among them."""
    return {
        "ordinal": ordinal,
        "trace": new.trace,
        "batch": new.batch,
        "terminal_id": new.terminal_id,
        "merchant_id": new.merchant_id,
        "card_masked": new.card_masked,
        "sealed_sha256": sealed_sha256,
    }


def read_begun(flat: Flat, number: OrderNumber, at: str) -> CardAttempt:
    """The attempt that began ``at`` a moment of the ledger. Raises ValueError."""
    return CardAttempt(
        order_number=number,
        ordinal=whole(flat, "ordinal"),
        trace=whole(flat, "trace"),
        batch=whole(flat, "batch"),
        terminal_id=text(flat, "terminal_id"),
        merchant_id=text(flat, "merchant_id"),
        card_masked=text(flat, "card_masked"),
        sealed_sha256=text(flat, "sealed_sha256"),
        state=AttemptState.SENT,
        since=read_moment(at),
    )


def write_payment(payment: CardPayment) -> dict[str, str | int]:
    """What an approval adds to its attempt, and what it repeats."""
    return {
        "card_masked": payment.card_masked,
        "terminal_id": payment.terminal_id,
        "merchant_id": payment.merchant_id,
        "batch": payment.batch,
        "trace": payment.trace,
        "reference": payment.reference,
        "authorisation": payment.authorisation,
        "approved_at": write_moment(payment.approved_at),
    }


def read_payment(flat: Flat) -> CardPayment:
    """The inverse of ``write_payment``. Raises ValueError."""
    return CardPayment(
        card_masked=text(flat, "card_masked"),
        terminal_id=text(flat, "terminal_id"),
        merchant_id=text(flat, "merchant_id"),
        batch=whole(flat, "batch"),
        trace=whole(flat, "trace"),
        reference=text(flat, "reference"),
        authorisation=text(flat, "authorisation"),
        approved_at=read_moment(text(flat, "approved_at")),
    )


def write_attempt(attempt: CardAttempt) -> dict[str, str | int | None]:
    """The row of an attempt in table ``attempts``."""
    payment = attempt.payment
    return {
        "order_number": attempt.order_number,
        "ordinal": attempt.ordinal,
        "trace": attempt.trace,
        "batch": attempt.batch,
        "terminal_id": attempt.terminal_id,
        "merchant_id": attempt.merchant_id,
        "card_masked": attempt.card_masked,
        "sealed_sha256": attempt.sealed_sha256,
        "state": attempt.state.value,
        "since": write_moment(attempt.since),
        "reason": attempt.reason,
        "response_code": attempt.response_code,
        "reference": None if payment is None else payment.reference,
        "authorisation": None if payment is None else payment.authorisation,
        "approved_at": None if payment is None else write_moment(payment.approved_at),
    }


def read_attempt(flat: Flat) -> CardAttempt:
    """The inverse of ``write_attempt``. Raises ValueError."""
    state = AttemptState(text(flat, "state"))
    return CardAttempt(
        order_number=OrderNumber(text(flat, "order_number")),
        ordinal=whole(flat, "ordinal"),
        trace=whole(flat, "trace"),
        batch=whole(flat, "batch"),
        terminal_id=text(flat, "terminal_id"),
        merchant_id=text(flat, "merchant_id"),
        card_masked=text(flat, "card_masked"),
        sealed_sha256=text(flat, "sealed_sha256"),
        state=state,
        since=read_moment(text(flat, "since")),
        reason=text(flat, "reason"),
        response_code=text(flat, "response_code"),
        payment=read_payment(flat) if state is AttemptState.APPROVED else None,
    )
