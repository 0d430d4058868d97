"""What the service does by itself: asks after payments, posts them, issues tickets, refunds.

Every round may stop anywhere and be done again; nothing happens twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.order import OrderState
from sim.backend import ratchet
from sim.backend.channels.api import ChannelUnreachable, RefundState
from sim.backend.collection import Collection
from sim.backend.crediting import credit
from sim.backend.models import Contribution, Order, PaymentChannel, Quote
from sim.backend.order_book import change, is_expired, is_known, read
from sim.backend.orders import hand_to_channel, refresh, verify_payment
from sim.backend.problems import Problem


def settle(collection: Collection) -> None:
    """One round: every order that can move by itself moves as far as it can."""
    for number in _waiting(collection, OrderState.CREATED):
        _retry_channel(collection, number)
    for number in _waiting(collection, OrderState.PAYING, OrderState.UNKNOWN):
        refresh(collection, number)
    for number in _waiting(collection, OrderState.PAID):
        change(collection, number, lambda s, o, at: _send_to_tax(collection, s, o, at))
    for number in _due(collection, OrderState.POSTING):
        _post(collection, number)
    for number in _waiting(collection, OrderState.REFUNDING):
        _refund(collection, number)
    for number in _due(collection, OrderState.POSTED):
        _issue_ticket(collection, number)


def reconcile(collection: Collection, since: datetime) -> None:
    """Compare the channels' bills with the orders (对账): a payment nobody told of is taken up."""
    for platform in collection.platforms:
        try:
            paid = platform.bill(since)
        except ChannelUnreachable:
            continue
        for number in paid:
            if is_known(collection, number) and read(collection, number).paid_at is None:
                verify_payment(collection, number)


def settle_by_hand(
    collection: Collection,
    number: str,
    outcome: Literal[OrderState.POSTED, OrderState.REFUNDED],
) -> None:
    """What a person decides about an order that needs one. Raises RatchetViolation for any other
    order, and when the months of a payment to be posted have been paid meanwhile."""
    serial = _posting_serial(collection)

    def work(session: Session, order: Order, at: datetime) -> None:
        if order.state is not OrderState.NEEDS_PERSON:
            raise ratchet.RatchetViolation(order.state, outcome)
        if outcome is OrderState.REFUNDED:
            ratchet.advance(session, order, outcome, at)
        elif _credit(session, order, serial, at):
            ratchet.record_posting(session, order, serial, at, at)
        else:
            raise ratchet.RatchetViolation(order.state, outcome)

    change(collection, number, work)


def _retry_channel(collection: Collection, number: str) -> None:
    order = read(collection, number)
    if is_expired(order, collection.clock.now()):
        refresh(collection, number)
        return
    if order.by_code:
        return  # nobody keeps a payment code, so what was begun is only waited for
    try:
        hand_to_channel(collection, number)
    except Problem:
        return  # the order is closed now; whoever placed it is told so when asking


def _send_to_tax(collection: Collection, session: Session, order: Order, at: datetime) -> None:
    if order.state is OrderState.PAID:
        ratchet.advance(session, order, OrderState.POSTING, at)
        order.due_at = at + timedelta(seconds=collection.conditions.posting_seconds)


def _post(collection: Collection, number: str) -> None:
    """缴款反馈: the tax side credits what was paid for, or turns the payment down."""
    refused = collection.conditions.take_posting_refusal(number)
    serial = _posting_serial(collection)

    def work(session: Session, order: Order, at: datetime) -> None:
        if order.state is not OrderState.POSTING:
            return
        if refused or not _credit(session, order, serial, at):
            ratchet.advance(session, order, OrderState.REFUNDING, at)
            return
        ticket_due = at + timedelta(seconds=collection.conditions.ticket_seconds)
        ratchet.record_posting(session, order, serial, ticket_due, at)

    change(collection, number, work)


def _posting_serial(collection: Collection) -> str:
    return f"JF{collection.clock.today():%Y%m%d}{collection.mint.digits(14)}"


def _credit(session: Session, order: Order, serial: str, at: datetime) -> bool:
    """Enter what was paid for; False when it is paid already."""
    quote = session.get_one(Quote, order.quote_number)
    if order.paid_at is None or order.channel_trade_number is None:
        raise ratchet.RatchetViolation(order.state, OrderState.POSTED)
    return credit(
        session,
        Contribution(
            number=order.number,
            order_number=order.number,
            person_id=order.person_id,
            insurance=order.insurance,
            personal_number=order.personal_number,
            agency_name=order.agency_name,
            periods=order.periods,
            basis_kind=order.basis_kind,
            basis_fen=order.basis_fen,
            basis_name=order.basis_name,
            lines=quote.lines,
            amount_fen=order.amount_fen,
            tender=order.tender.label,
            channel=PaymentChannel.KIOSK,
            paid_at=order.paid_at,
            posted_at=at,
            posting_serial=serial,
            channel_trade_number=order.channel_trade_number,
            tax_ticket_number=None,
            demonstration=quote.demonstration,
        ),
    )


def _issue_ticket(collection: Collection, number: str) -> None:
    ticket = f"337{collection.clock.today():%y%m%d}{collection.mint.digits(9)}"

    def work(session: Session, order: Order, _: datetime) -> None:
        if order.tax_ticket_number is None:
            order.tax_ticket_number = ticket
            credited = select(Contribution).where(Contribution.order_number == order.number)
            session.scalars(credited).one().tax_ticket_number = ticket
        order.due_at = None

    change(collection, number, work)


def _refund(collection: Collection, number: str) -> None:
    """Give the money back by the way it came; what the channel turns down needs a person."""
    order = read(collection, number)
    channel = collection.channel(order.tender)
    try:
        state = channel.refund(number, f"R{number}", order.amount_fen)
    except ChannelUnreachable:
        return
    after = {
        RefundState.DONE: OrderState.REFUNDED,
        RefundState.REFUSED: OrderState.NEEDS_PERSON,
        RefundState.PROCESSING: OrderState.REFUNDING,
    }[state]

    def work(session: Session, order: Order, at: datetime) -> None:
        if order.state is OrderState.REFUNDING:
            ratchet.advance(session, order, after, at)

    change(collection, number, work)


def _waiting(collection: Collection, *states: OrderState) -> Iterable[str]:
    numbers = select(Order.number).where(Order.state.in_(states)).order_by(Order.created_at)
    return collection.store.run(lambda session: tuple(session.scalars(numbers)))


def _due(collection: Collection, state: OrderState) -> Iterable[str]:
    numbers = (
        select(Order.number)
        .where(Order.state == state, Order.due_at <= collection.clock.now())
        .order_by(Order.created_at)
    )
    return collection.store.run(lambda session: tuple(session.scalars(numbers)))
