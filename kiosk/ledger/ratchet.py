"""The ratchet: which fields of an order may change, and only how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never

from kiosk.domain.order import OrderState, may_become
from kiosk.ledger.attempt import AttemptState, CardAttempt
from kiosk.ledger.errors import RatchetViolation
from kiosk.ledger.order import LedgerOrder, PrintState, ReceiptPrint


class Rule(Enum):
    """How a field may change."""

    IMMUTABLE = auto()
    """Never."""
    ONCE = auto()
    """From nothing to something, then never."""
    FORWARD = auto()
    """Along the states of ``kiosk.domain.order``."""
    GROWING = auto()
    """New prints are added at the end; one that was started may finish or fail, once."""
    SETTLING = auto()
    """A new attempt is added at the end when the ones before it have ended; a reason to reverse it
    is written once, and then it ends only as reversed; an attempt ends once."""
    FREE = auto()
    """As it likes."""


@dataclass(frozen=True, slots=True)
class Tooth:
    """One field, its rule, and where to read it."""

    field: str
    rule: Rule
    read: Callable[[LedgerOrder], object]


RATCHET: tuple[Tooth, ...] = (
    Tooth("number", Rule.IMMUTABLE, lambda order: order.terms.number),
    Tooth("idempotency_key", Rule.IMMUTABLE, lambda order: order.terms.idempotency_key),
    Tooth("quote_number", Rule.IMMUTABLE, lambda order: order.terms.quote_number),
    Tooth("insurance", Rule.IMMUTABLE, lambda order: order.terms.insurance),
    Tooth("periods", Rule.IMMUTABLE, lambda order: order.terms.periods),
    Tooth("basis", Rule.IMMUTABLE, lambda order: order.terms.basis),
    Tooth("lines", Rule.IMMUTABLE, lambda order: order.terms.lines),
    Tooth("amount", Rule.IMMUTABLE, lambda order: order.terms.amount),
    Tooth("tender", Rule.IMMUTABLE, lambda order: order.terms.tender),
    Tooth("payer_name_masked", Rule.IMMUTABLE, lambda order: order.terms.payer_name_masked),
    Tooth("payer_number_masked", Rule.IMMUTABLE, lambda order: order.terms.payer_number_masked),
    Tooth("payer_digest", Rule.IMMUTABLE, lambda order: order.terms.payer_digest),
    Tooth("proxy_name_masked", Rule.IMMUTABLE, lambda order: order.terms.proxy_name_masked),
    Tooth("agency_name", Rule.IMMUTABLE, lambda order: order.terms.agency_name),
    Tooth("demonstration", Rule.IMMUTABLE, lambda order: order.terms.demonstration),
    Tooth("created_at", Rule.IMMUTABLE, lambda order: order.terms.created_at),
    Tooth("state", Rule.FORWARD, lambda order: order.state),
    Tooth("state_since", Rule.FREE, lambda order: order.state_since),
    Tooth("qr_issued_at", Rule.ONCE, lambda order: order.facts.qr_issued_at),
    Tooth("paid_at", Rule.ONCE, lambda order: order.facts.paid_at),
    Tooth("posting_serial", Rule.ONCE, lambda order: order.facts.posting_serial),
    Tooth("channel_trade_number", Rule.ONCE, lambda order: order.facts.channel_trade_number),
    Tooth("tax_ticket_number", Rule.ONCE, lambda order: order.facts.tax_ticket_number),
    Tooth("check_url", Rule.ONCE, lambda order: order.facts.check_url),
    Tooth("prints", Rule.GROWING, lambda order: order.prints),
    Tooth("attempts", Rule.SETTLING, lambda order: order.attempts),
)


def check_ratchet(before: LedgerOrder, after: LedgerOrder) -> None:
    """Compare two versions of one order. Raises RatchetViolation naming the field that slips."""
    for tooth in RATCHET:
        if not _holds(tooth.rule, tooth.read(before), tooth.read(after)):
            raise RatchetViolation(before.number, tooth.field)
    # While a purchase may have been made, no other word on the order can be believed.
    if after.at_risk and after.state is not OrderState.UNKNOWN:
        raise RatchetViolation(before.number, "state")


def _holds(rule: Rule, was: object, becomes: object) -> bool:
    match rule:
        case Rule.IMMUTABLE:
            return was == becomes
        case Rule.ONCE:
            return was is None or was == becomes
        case Rule.FORWARD:
            return (
                isinstance(was, OrderState)
                and isinstance(becomes, OrderState)
                and may_become(was, becomes)
            )
        case Rule.GROWING:
            return isinstance(was, tuple) and isinstance(becomes, tuple) and _grows(was, becomes)
        case Rule.SETTLING:
            return isinstance(was, tuple) and isinstance(becomes, tuple) and _settles(was, becomes)
        case Rule.FREE:
            return True
        case _:
            assert_never(rule)


def _grows(was: tuple[ReceiptPrint, ...], becomes: tuple[ReceiptPrint, ...]) -> bool:
    if len(becomes) < len(was) or [one.ordinal for one in becomes] != list(range(len(becomes))):
        return False
    return all(
        old == new or old.state is PrintState.STARTED
        for old, new in zip(was, becomes, strict=False)
    )


def _settles(was: tuple[CardAttempt, ...], becomes: tuple[CardAttempt, ...]) -> bool:
    if len(becomes) < len(was) or [one.ordinal for one in becomes] != list(range(len(becomes))):
        return False
    if any(one.at_risk for one in becomes[:-1]):
        return False
    return all(_ends(old, new) for old, new in zip(was, becomes, strict=False))


def _ends(old: CardAttempt, new: CardAttempt) -> bool:
    if not old.at_risk:
        return old == new
    if old.terms != new.terms or old.reason not in ("", new.reason):
        return False
    match new.state:
        case AttemptState.SENT:
            return new.since == old.since and not new.response_code and new.payment is None
        case AttemptState.APPROVED:
            return not new.reason and new.payment is not None and new.approved_as(new.payment)
        case AttemptState.DECLINED:
            return not new.reason and new.payment is None
        case AttemptState.REVERSED:
            return new.payment is None
        case _:
            assert_never(new.state)
