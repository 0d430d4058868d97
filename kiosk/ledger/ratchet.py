"""The ratchet: which fields of an order may change, and only how."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import assert_never

from kiosk.domain.order import OrderState, may_become
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
    Tooth("prints", Rule.GROWING, lambda order: order.prints),
)


def check_ratchet(before: LedgerOrder, after: LedgerOrder) -> None:
    """Compare two versions of one order. Raises RatchetViolation naming the field that slips."""
    for tooth in RATCHET:
        if not _holds(tooth.rule, tooth.read(before), tooth.read(after)):
            raise RatchetViolation(before.number, tooth.field)


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
