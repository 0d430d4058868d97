"""The only place where an order changes: its state moves forward, other fields are filled once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.domain.order import SUCCESSORS, OrderState
from sim.backend.channels.api import Paid
from sim.backend.models import Order, Transition

UNPAID = frozenset({OrderState.CREATED, OrderState.PAYING, OrderState.UNKNOWN})
"""States in which no payment is known and the order is not closed."""


class RatchetViolation(Exception):
    """An order was to go where no order may go; always a fault of the service itself."""

    def __init__(self, before: OrderState, after: OrderState) -> None:
        super().__init__(f"{before.value} -> {after.value}")


def begin(session: Session, order: Order) -> None:
    """Enter a new order."""
    session.add(order)
    session.flush()
    session.add(
        Transition(order_number=order.number, before=None, after=order.state, at=order.created_at)
    )


def advance(session: Session, order: Order, to: OrderState, at: datetime) -> None:
    """Move one step; staying where it is, is no step. Raises RatchetViolation."""
    if to is order.state:
        return
    if to not in SUCCESSORS[order.state]:
        raise RatchetViolation(order.state, to)
    session.add(Transition(order_number=order.number, before=order.state, after=to, at=at))
    order.state = to


def record_qr(session: Session, order: Order, payload: str, at: datetime) -> None:
    """The channel gave a code: a created order can now be paid."""
    if order.state is OrderState.CREATED:
        order.qr_payload = payload
        advance(session, order, OrderState.PAYING, at)


def record_without_qr(session: Session, order: Order, at: datetime) -> None:
    """A created order can now be paid: the wallet took the payment code and asks its owner, or the
    terminal charges a bank card."""
    if order.state is OrderState.CREATED:
        advance(session, order, OrderState.PAYING, at)


def record_payment(session: Session, order: Order, paid: Paid, at: datetime) -> None:
    """The channel says it is paid. After a close the money goes back; told twice, no change."""
    if order.paid_at is not None:
        return
    if order.state not in UNPAID and order.state is not OrderState.CLOSED:
        raise RatchetViolation(order.state, OrderState.PAID)
    order.paid_at = paid.at
    order.channel_trade_number = paid.trade_number
    order.due_at = at
    if order.state is OrderState.CLOSED:
        advance(session, order, OrderState.REFUNDING, at)
        return
    if order.state is OrderState.CREATED:
        advance(session, order, OrderState.PAYING, at)
    advance(session, order, OrderState.PAID, at)


def record_close(session: Session, order: Order, at: datetime) -> None:
    """The channel says it is closed unpaid; an order known to be paid does not care."""
    if order.state in UNPAID:
        advance(session, order, OrderState.CLOSED, at)


def record_doubt(session: Session, order: Order, at: datetime) -> None:
    """The channel cannot say whether it was paid."""
    if order.state in UNPAID:
        advance(session, order, OrderState.UNKNOWN, at)


def record_posting(
    session: Session, order: Order, serial: str, ticket_due: datetime, at: datetime
) -> None:
    """The tax side took the payment."""
    advance(session, order, OrderState.POSTED, at)
    order.posting_serial = serial
    order.due_at = ticket_due
