"""Orders as flat facts. The same keys are the payload of an entry and the columns of a table."""

from __future__ import annotations

from datetime import datetime

from kiosk.domain.basis import Basis, BasisKind
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.tender import Tender
from kiosk.ledger.attempt import CardAttempt
from kiosk.ledger.compact import read_lines, read_periods, write_lines, write_periods
from kiosk.ledger.fields import Flat, text, whole
from kiosk.ledger.moments import read_moment, write_moment
from kiosk.ledger.order import LedgerOrder, NewOrder, OrderFacts, PrintState, ReceiptPrint


def write_terms(terms: NewOrder) -> dict[str, str | int]:
    """Everything of a new order."""
    return {
        "number": terms.number,
        "idempotency_key": terms.idempotency_key,
        "quote_number": terms.quote_number,
        "insurance": terms.insurance.value,
        "periods": write_periods(terms.periods),
        "basis_kind": terms.basis.kind.value,
        "basis_fen": terms.basis.amount.fen,
        "basis_name": terms.basis.name,
        "lines": write_lines(terms.lines),
        "amount_fen": terms.amount.fen,
        "tender": terms.tender.value,
        "payer_name_masked": terms.payer_name_masked,
        "payer_number_masked": terms.payer_number_masked,
        "payer_digest": terms.payer_digest,
        "proxy_name_masked": terms.proxy_name_masked,
        "agency_name": terms.agency_name,
        "demonstration": int(terms.demonstration),
        "created_at": write_moment(terms.created_at),
    }


def read_terms(flat: Flat) -> NewOrder:
    """The inverse of ``write_terms``. Raises ValueError."""
    return NewOrder(
        number=OrderNumber(text(flat, "number")),
        idempotency_key=text(flat, "idempotency_key"),
        quote_number=text(flat, "quote_number"),
        insurance=InsuranceKind(text(flat, "insurance")),
        periods=read_periods(text(flat, "periods")),
        basis=Basis(
            BasisKind(text(flat, "basis_kind")),
            Money(whole(flat, "basis_fen")),
            text(flat, "basis_name"),
        ),
        lines=read_lines(text(flat, "lines")),
        amount=Money(whole(flat, "amount_fen")),
        tender=Tender(text(flat, "tender")),
        payer_name_masked=text(flat, "payer_name_masked"),
        payer_number_masked=text(flat, "payer_number_masked"),
        payer_digest=text(flat, "payer_digest"),
        proxy_name_masked=text(flat, "proxy_name_masked"),
        agency_name=text(flat, "agency_name"),
        demonstration=whole(flat, "demonstration") == 1,
        created_at=read_moment(text(flat, "created_at")),
    )


def write_facts(facts: OrderFacts) -> dict[str, str]:
    """The facts that are known."""
    known = {
        "qr_issued_at": _moment(facts.qr_issued_at),
        "paid_at": _moment(facts.paid_at),
        "posting_serial": facts.posting_serial,
        "channel_trade_number": facts.channel_trade_number,
        "tax_ticket_number": facts.tax_ticket_number,
        "check_url": facts.check_url,
    }
    return {key: value for key, value in known.items() if value is not None}


def read_facts(flat: Flat) -> OrderFacts:
    """The inverse of ``write_facts``. Raises ValueError."""
    known = {key: text(flat, key) for key in _FACTS if flat.get(key) is not None}
    return OrderFacts(
        qr_issued_at=read_moment(known["qr_issued_at"]) if "qr_issued_at" in known else None,
        paid_at=read_moment(known["paid_at"]) if "paid_at" in known else None,
        posting_serial=known.get("posting_serial"),
        channel_trade_number=known.get("channel_trade_number"),
        tax_ticket_number=known.get("tax_ticket_number"),
        check_url=known.get("check_url"),
    )


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else write_moment(moment)


_FACTS = (
    "qr_issued_at",
    "paid_at",
    "posting_serial",
    "channel_trade_number",
    "tax_ticket_number",
    "check_url",
)


def write_order(order: LedgerOrder) -> dict[str, str | int | None]:
    """The row of an order in table ``orders``."""
    return (
        dict(write_terms(order.terms))
        | {"state": order.state.value, "state_since": write_moment(order.state_since)}
        | dict.fromkeys(_FACTS)
        | write_facts(order.facts)
    )


def read_order(
    flat: Flat, prints: tuple[ReceiptPrint, ...], attempts: tuple[CardAttempt, ...]
) -> LedgerOrder:
    """The inverse of ``write_order``. Raises ValueError."""
    return LedgerOrder(
        terms=read_terms(flat),
        state=OrderState(text(flat, "state")),
        state_since=read_moment(text(flat, "state_since")),
        facts=read_facts(flat),
        prints=prints,
        attempts=attempts,
    )


def write_print(number: OrderNumber, one: ReceiptPrint) -> dict[str, str | int | None]:
    """The row of a print in table ``receipts``."""
    return {
        "order_number": number,
        "ordinal": one.ordinal,
        "state": one.state.value,
        "cause": one.cause,
    }


def read_print(flat: Flat) -> ReceiptPrint:
    """The inverse of ``write_print``. Raises ValueError."""
    return ReceiptPrint(
        whole(flat, "ordinal"), PrintState(text(flat, "state")), text(flat, "cause")
    )
