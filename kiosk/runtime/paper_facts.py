"""What is printed, out of what is known: receipts and slips, before they are laid out."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from kiosk.domain.citizen import Citizen
from kiosk.domain.payment_record import PaymentRecord, PaymentState
from kiosk.domain.receipt import (
    OutcomeSlip,
    Receipt,
    ReferralSlip,
    Resolution,
    ResolutionSlip,
)
from kiosk.domain.terminal import TerminalFacts
from kiosk.ledger import LedgerOrder
from kiosk.session.requests import PrintReferral


def receipt_of_order(order: LedgerOrder, facts: TerminalFacts, reprint: int) -> Receipt:
    """The receipt of a payment made here, as the ledger has it."""
    terms, known = order.terms, order.facts
    return Receipt(
        terminal_number=facts.number,
        hall_name=facts.hall_name,
        tax_authority=facts.tax_authority,
        payer_name_masked=terms.payer_name_masked,
        payer_number_masked=terms.payer_number_masked,
        proxy_name_masked=terms.proxy_name_masked,
        insurance=terms.insurance,
        agency_name=terms.agency_name,
        periods=terms.periods,
        basis=terms.basis,
        lines=terms.lines,
        amount=terms.amount,
        tender=terms.tender.label,
        order_number=order.number,
        posting_serial=known.posting_serial or "",
        channel_trade_number=known.channel_trade_number or "",
        tax_ticket_number=known.tax_ticket_number or "",
        paid_at=known.paid_at or order.state_since,
        demonstration=terms.demonstration,
        reprint=reprint,
        card=order.card,
        check_url=known.check_url or "",
    )


def receipt_of_record(
    record: PaymentRecord,
    citizen: Citizen,
    facts: TerminalFacts,
    reprint: int,
    order: LedgerOrder | None = None,
) -> Receipt:
    """The receipt of a payment the service has on record. Where it was made here ``order`` tells
    what the record does not: who paid for the citizen, and for what in particular."""
    terms = None if order is None else order.terms
    return Receipt(
        terminal_number=facts.number,
        hall_name=facts.hall_name,
        tax_authority=facts.tax_authority,
        payer_name_masked=citizen.shown_name,
        payer_number_masked=citizen.shown_number,
        proxy_name_masked="" if terms is None else terms.proxy_name_masked,
        insurance=record.insurance,
        agency_name=record.agency_name,
        periods=record.periods,
        basis=record.basis,
        lines=() if terms is None else terms.lines,
        amount=record.amount,
        tender=record.tender,
        order_number=record.number,
        posting_serial=record.posting_serial,
        channel_trade_number=record.channel_trade_number,
        tax_ticket_number=record.tax_ticket_number,
        paid_at=record.paid_at,
        demonstration=record.demonstration,
        reprint=reprint,
        card=record.card if order is None else order.card,
        check_url=record.check_url,
    )


def slip_of_order(
    order: LedgerOrder, facts: TerminalFacts, at: datetime, heading: str, lines: tuple[str, ...]
) -> OutcomeSlip:
    """The slip about a payment whose outcome is not simple."""
    terms = order.terms
    return OutcomeSlip(
        terminal_number=facts.number,
        hall_name=facts.hall_name,
        payer_name_masked=terms.payer_name_masked,
        insurance=terms.insurance,
        periods=terms.periods,
        amount=terms.amount,
        tender=terms.tender.label,
        order_number=terms.number,
        printed_at=at,
        heading=heading,
        lines=lines,
        check_url=order.facts.check_url or "",
    )


def resolution_of_record(
    record: PaymentRecord, citizen: Citizen, facts: TerminalFacts, at: datetime
) -> ResolutionSlip:
    """The slip about how a payment ended. Raises ValueError for one that is still under way."""
    return ResolutionSlip(
        terminal_number=facts.number,
        hall_name=facts.hall_name,
        payer_name_masked=citizen.shown_name,
        payer_number_masked=citizen.shown_number,
        insurance=record.insurance,
        periods=record.periods,
        amount=record.amount,
        tender=record.tender,
        order_number=record.number,
        paid_at=record.paid_at,
        printed_at=at,
        resolution=_resolution(record.state),
        demonstration=record.demonstration,
        check_url=record.check_url,
    )


def _resolution(state: PaymentState) -> Resolution:
    match state:
        case PaymentState.POSTED:
            return Resolution.POSTED
        case PaymentState.REFUNDED:
            return Resolution.REFUNDED
        case PaymentState.UNDER_WAY:
            raise ValueError("the payment has not ended")
        case _:
            assert_never(state)


def referral_slip(asked: PrintReferral, facts: TerminalFacts, at: datetime) -> ReferralSlip:
    """The slip that sends a citizen to a window: the terminal's own if no other is named."""
    return ReferralSlip(
        terminal_number=facts.number,
        hall_name=facts.hall_name,
        window=asked.window or facts.window,
        hotline=facts.hotline,
        printed_at=at,
        heading=asked.heading,
        lines=asked.lines,
        reference=asked.reference,
    )
