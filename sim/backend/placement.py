"""Entering an order: once under its number, and only while its quote still holds."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.order import OrderState
from kiosk.domain.payment_code import parse_payment_code
from kiosk.domain.tender import Tender
from sim.backend import policy, ratchet
from sim.backend.citizens import visitor
from sim.backend.collection import Collection
from sim.backend.models import Enrolment, Order, OrderClaim, Quote
from sim.backend.policy_tables import Term
from sim.backend.pricing import price, read_selection
from sim.backend.problems import Code, Problem
from sim.backend.wire import PlaceOrder


def is_repeated(session: Session, terminal: str, number: str, key: str, wanted: PlaceOrder) -> bool:
    """Whether this very order was placed before. Problems: idempotency_conflict, order_closed."""
    claim = session.get(OrderClaim, number)
    if claim is None:
        taken = select(OrderClaim.order_number).where(OrderClaim.idempotency_key == key)
        if session.scalar(taken) is not None:
            raise Problem(Code.IDEMPOTENCY_CONFLICT)
        return False
    if claim.terminal_number == terminal and claim.idempotency_key is None:
        raise Problem(Code.ORDER_CLOSED)
    mine = (terminal, key, _digest(wanted))
    if (claim.terminal_number, claim.idempotency_key, claim.body_digest) != mine:
        raise Problem(Code.IDEMPOTENCY_CONFLICT)
    return True


def enter(
    session: Session,
    collection: Collection,
    terminal: str,
    number: str,
    key: str,
    wanted: PlaceOrder,
) -> None:
    """Enter the order. Problems: tender_unavailable, quote_expired, amount_changed, code_refused
    for a code of another wallet, visit_expired and not_authorised for the proxy, and all of
    ``pricing.price``."""
    now = collection.clock.now()
    tender = Tender(wanted.tender)
    rule = policy.tender_rule(session, tender, now.date())
    if rule is None or not rule.available:
        raise Problem(Code.TENDER_UNAVAILABLE)
    _check_code(wanted, tender)
    proxy_id = None
    if wanted.proxy_token is not None:
        proxy_id = visitor(session, collection, terminal, wanted.proxy_token)
    quote, enrolment = _accepted(session, collection, terminal, wanted, now)
    session.add(
        OrderClaim(
            order_number=number,
            terminal_number=terminal,
            idempotency_key=key,
            body_digest=_digest(wanted),
            claimed_at=now,
        )
    )
    session.flush()
    ratchet.begin(
        session,
        Order(
            number=number,
            quote_number=quote.number,
            terminal_number=terminal,
            person_id=enrolment.person_id,
            proxy_id=proxy_id,
            insurance=enrolment.insurance,
            personal_number=enrolment.personal_number,
            agency_name=enrolment.agency_name,
            periods=quote.periods,
            basis_kind=quote.basis_kind,
            basis_fen=quote.basis_fen,
            basis_name=quote.basis_name,
            amount_fen=quote.total_fen,
            tender=tender,
            by_code=wanted.payment_code is not None,
            created_at=now,
            expires_at=_last_moment(session, wanted, tender, now),
            state=OrderState.CREATED,
        ),
    )


def _last_moment(
    session: Session, wanted: PlaceOrder, tender: Tender, now: datetime
) -> datetime | None:
    """Until when it can be paid. While a card may be charged only the terminal knows."""
    if tender is Tender.BANK_CARD:
        return None
    term = Term.QR if wanted.payment_code is None else Term.PAYMENT_CODE
    return now + timedelta(seconds=policy.seconds(session, term, now.date()))


def _check_code(wanted: PlaceOrder, tender: Tender) -> None:
    if wanted.payment_code is None:
        return
    try:
        code = parse_payment_code(wanted.payment_code)
    except ValueError:
        raise Problem(Code.CODE_REFUSED, "not a payment code") from None
    if code.tender is not tender:
        raise Problem(Code.CODE_REFUSED, "a code of another wallet")


def _accepted(
    session: Session, collection: Collection, terminal: str, wanted: PlaceOrder, now: datetime
) -> tuple[Quote, Enrolment]:
    """The quote that is accepted, if everything it was computed from still holds."""
    quote = session.get(Quote, wanted.quote_number)
    if quote is None or quote.terminal_number != terminal or quote.expires_at <= now:
        raise Problem(Code.QUOTE_EXPIRED)
    if quote.total_fen != wanted.total_fen:
        raise Problem(Code.AMOUNT_CHANGED)
    enrolment = session.get_one(Enrolment, quote.enrolment_id)
    priced = price(session, collection, enrolment, read_selection(quote.selection))
    if priced.lines != quote.lines:
        raise Problem(Code.AMOUNT_CHANGED)
    return quote, enrolment


def _digest(wanted: PlaceOrder) -> str:
    """What tells two bodies apart; the body itself may hold a payment code."""
    return hashlib.sha256(wanted.model_dump_json().encode()).hexdigest()
