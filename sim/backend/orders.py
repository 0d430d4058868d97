"""Orders: placed once whatever is repeated, asked about, closed; paid when the channel says so.

No database transaction is ever held while a channel is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.money import Money
from kiosk.domain.order import OrderState
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.tender import Tender
from sim.backend import policy, ratchet
from sim.backend.channels.api import (
    ChannelUnreachable,
    Closed,
    NotPaid,
    Paid,
    Sighting,
    TradeRequest,
)
from sim.backend.collection import Collection
from sim.backend.models import Enrolment, Order, OrderClaim, Quote
from sim.backend.order_book import change, describe, describe_tombstone, is_known, read
from sim.backend.policy_tables import Term
from sim.backend.problems import Code, Problem
from sim.backend.quotes import check_payable
from sim.backend.wire import OrderAnswer, PlaceOrder


@dataclass(frozen=True, slots=True)
class Placed:
    """The answer to a placed order. ``first`` is False when it had been placed before."""

    answer: OrderAnswer
    first: bool


def listen_to_channels(collection: Collection) -> None:
    """Take the channels' notifications from now on; those of other merchants' orders are not ours.

    A notification is only a hint: the channel is asked before anything is believed.
    """

    def take(order_number: str) -> None:
        if collection.conditions.take_lost_notification():
            return
        if is_known(collection, order_number):
            verify_payment(collection, order_number)

    for platform in collection.platforms:
        platform.notify = take


def place(
    collection: Collection, terminal: str, number: str, key: str, wanted: PlaceOrder
) -> Placed:
    """Accept a quote under an order number; repeated, answers where the order stands.

    Problems: idempotency_conflict, order_closed, tender_unavailable, quote_expired, amount_changed,
    and all of ``quotes.check_payable``.
    """

    def work(session: Session) -> bool:
        if _repeated(session, terminal, number, key, wanted):
            return False
        _enter(session, collection, terminal, number, key, wanted)
        return True

    first = collection.store.run(work)
    if first:
        hand_to_channel(collection, number)
    return Placed(describe(collection, number), first)


def look(collection: Collection, terminal: str, number: str) -> OrderAnswer:
    """Where an order stands now, after asking the channel. Problem: order_unknown."""
    claim = collection.store.run(lambda session: session.get(OrderClaim, number))
    if claim is None or claim.terminal_number != terminal:
        raise Problem(Code.ORDER_UNKNOWN)
    if claim.idempotency_key is None:
        return describe_tombstone(number)
    refresh(collection, number)
    return describe(collection, number)


def close(collection: Collection, terminal: str, number: str) -> OrderAnswer:
    """See to it that the order is not paid any more, unless it is already.

    A number never seen gets a tombstone. Problem: order_unknown for another terminal's number.
    """
    now = collection.clock.now()

    def claim_number(session: Session) -> OrderClaim:
        claim = session.get(OrderClaim, number)
        if claim is None:
            claim = OrderClaim(order_number=number, terminal_number=terminal, claimed_at=now)
            session.add(claim)
        return claim

    claim = collection.store.run(claim_number)
    if claim.terminal_number != terminal:
        raise Problem(Code.ORDER_UNKNOWN)
    if claim.idempotency_key is None:
        return describe_tombstone(number)
    _close_at_channel(collection, number)
    return describe(collection, number)


def refresh(collection: Collection, number: str) -> None:
    """Bring an order's state up to what its channel says; an expired or doubtful one is closed."""
    order = read(collection, number)
    if order.state not in ratchet.UNPAID:
        return
    if order.state is OrderState.UNKNOWN or order.expires_at <= collection.clock.now():
        _close_at_channel(collection, number)
    elif order.state is OrderState.PAYING:
        verify_payment(collection, number)


def verify_payment(collection: Collection, number: str) -> None:
    """Ask the channel whether the order is paid; a channel that is silent changes nothing."""
    channel = collection.channel(read(collection, number).tender)
    try:
        sighting = channel.query(number)
    except ChannelUnreachable:
        return
    _take(collection, number, sighting)


def hand_to_channel(collection: Collection, number: str) -> None:
    """Get the QR code of a created order. Problem: tender_unavailable, and the order is closed."""
    order = read(collection, number)
    if order.state is not OrderState.CREATED:
        return
    channel = collection.channel(order.tender)
    period = ContributionPeriod(order.first_month, order.last_month)
    request = TradeRequest(
        order_number=number,
        amount_fen=order.amount_fen,
        subject=f"{order.insurance.label} {period.label}",
        expires_at=order.expires_at,
    )
    try:
        payload = channel.precreate(request)
    except ChannelUnreachable:
        # Nobody has seen a code, so nobody can pay; whatever the channel kept can never be used.
        change(collection, number, ratchet.record_close)
        raise Problem(Code.TENDER_UNAVAILABLE, "the channel does not answer") from None
    change(collection, number, lambda session, o, at: ratchet.record_qr(session, o, payload, at))
    if read(collection, number).state is OrderState.CLOSED:
        # The terminal closed it while the code was being made.
        _close_at_channel(collection, number)


def _close_at_channel(collection: Collection, number: str) -> None:
    order = read(collection, number)
    if order.state not in ratchet.UNPAID | {OrderState.CLOSED}:
        return
    try:
        sighting = collection.channel(order.tender).close(number)
    except ChannelUnreachable:
        change(collection, number, ratchet.record_doubt)
        return
    _take(collection, number, sighting)


def _take(collection: Collection, number: str, sighting: Sighting) -> None:
    match sighting:
        case Paid() as paid:
            change(collection, number, lambda s, o, at: ratchet.record_payment(s, o, paid, at))
        case Closed():
            change(collection, number, ratchet.record_close)
        case NotPaid():
            pass


def _repeated(session: Session, terminal: str, number: str, key: str, wanted: PlaceOrder) -> bool:
    claim = session.get(OrderClaim, number)
    if claim is None:
        taken = select(OrderClaim.order_number).where(OrderClaim.idempotency_key == key)
        if session.scalar(taken) is not None:
            raise Problem(Code.IDEMPOTENCY_CONFLICT)
        return False
    if claim.terminal_number == terminal and claim.idempotency_key is None:
        raise Problem(Code.ORDER_CLOSED)
    mine = (terminal, key, wanted.model_dump_json())
    if (claim.terminal_number, claim.idempotency_key, claim.body) != mine:
        raise Problem(Code.IDEMPOTENCY_CONFLICT)
    return True


def _enter(
    session: Session,
    collection: Collection,
    terminal: str,
    number: str,
    key: str,
    wanted: PlaceOrder,
) -> None:
    now = collection.clock.now()
    tender = Tender(wanted.tender)
    rule = policy.tender_rule(session, tender, now.date())
    if rule is None or not rule.available:
        raise Problem(Code.TENDER_UNAVAILABLE)
    quote, enrolment = _accepted(session, collection, terminal, wanted, now)
    session.add(
        OrderClaim(
            order_number=number,
            terminal_number=terminal,
            idempotency_key=key,
            body=wanted.model_dump_json(),
            claimed_at=now,
        )
    )
    session.flush()
    valid = policy.seconds(session, Term.QR, now.date())
    ratchet.begin(
        session,
        Order(
            number=number,
            quote_number=quote.number,
            terminal_number=terminal,
            person_id=enrolment.person_id,
            insurance=enrolment.insurance,
            personal_number=enrolment.personal_number,
            first_month=quote.first_month,
            last_month=quote.last_month,
            amount_fen=quote.total_fen,
            tender=tender,
            created_at=now,
            expires_at=now + timedelta(seconds=valid),
            state=OrderState.CREATED,
        ),
    )


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
    period = ContributionPeriod(quote.first_month, quote.last_month)
    base = Money(quote.base_fen)
    rule = check_payable(session, collection, enrolment, period, base)
    if (rule.month_amount(base) * len(period.months)).fen != quote.total_fen:
        raise Problem(Code.AMOUNT_CHANGED)
    return quote, enrolment
