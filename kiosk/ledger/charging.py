"""What entries about purchases by bank card make of an order."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from kiosk.ledger.attempt import AttemptState, CardAttempt
from kiosk.ledger.attempt_codec import read_begun, read_payment
from kiosk.ledger.entry import Entry, EntryKind
from kiosk.ledger.errors import RatchetViolation
from kiosk.ledger.fields import text, whole
from kiosk.ledger.moments import read_moment
from kiosk.ledger.order import LedgerOrder, OrderFacts


def charged(before: LedgerOrder, kind: EntryKind, entry: Entry) -> LedgerOrder:
    """The order after such an entry, not yet held against the ratchet. Raises RatchetViolation for
    an attempt it does not have, ValueError."""
    if kind is EntryKind.PURCHASE_BEGUN:
        return _begun(before, entry)
    attempt = attempt_of(before, whole(entry.facts, "ordinal"))
    match kind:
        case EntryKind.PURCHASE_APPROVED:
            return _approved(before, attempt, entry)
        case EntryKind.REVERSAL_DUE:
            after = replace(attempt, reason=text(entry.facts, "reason"))
        case EntryKind.PURCHASE_DECLINED:
            after = _ended(attempt, AttemptState.DECLINED, entry)
        case EntryKind.PURCHASE_REVERSED:
            after = _ended(attempt, AttemptState.REVERSED, entry)
        case _:
            raise ValueError("not an entry about a purchase")
    return _with(before, after)


def attempt_of(order: LedgerOrder, ordinal: int) -> CardAttempt:
    """The attempt with this ordinal. Raises RatchetViolation."""
    if not 0 <= ordinal < len(order.attempts):
        raise RatchetViolation(order.number, "attempts")
    return order.attempts[ordinal]


def _begun(before: LedgerOrder, entry: Entry) -> LedgerOrder:
    if before.terms.tender is not Tender.BANK_CARD:
        raise RatchetViolation(before.number, "tender")
    attempt = read_begun(entry.facts, before.number, entry.at)
    known = before.state is OrderState.UNKNOWN
    return replace(
        before,
        state=OrderState.UNKNOWN,
        state_since=before.state_since if known else attempt.since,
        attempts=(*before.attempts, attempt),
    )


def _approved(before: LedgerOrder, attempt: CardAttempt, entry: Entry) -> LedgerOrder:
    payment = read_payment(entry.facts)
    at = read_moment(entry.at)
    after = replace(attempt, state=AttemptState.APPROVED, since=at, payment=payment)
    paid = OrderFacts(paid_at=payment.approved_at, channel_trade_number=payment.reference)
    return replace(
        _with(before, after),
        state=OrderState.PAID,
        state_since=at,
        facts=before.facts.completed_by(paid),
    )


def _ended(attempt: CardAttempt, state: AttemptState, entry: Entry) -> CardAttempt:
    code = text(entry.facts, "response_code")
    return replace(attempt, state=state, since=read_moment(entry.at), response_code=code)


def _with(before: LedgerOrder, attempt: CardAttempt) -> LedgerOrder:
    at = attempt.ordinal
    return replace(before, attempts=(*before.attempts[:at], attempt, *before.attempts[at + 1 :]))
