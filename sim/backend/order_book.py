"""Reading and changing one stored order, and describing it to the terminal."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from sim.backend.check_codes import payment_url
from sim.backend.collection import Collection
from sim.backend.models import Order
from sim.backend.wire import OrderAnswer

Change = Callable[[Session, Order, datetime], None]

_TOMBSTONE_TENDER = Tender.ALIPAY
"""A tombstone has no tender, yet the field must hold one."""


def read(collection: Collection, number: str) -> Order:
    """The order as it is now. Raises sqlalchemy.exc.NoResultFound."""
    return collection.store.run(lambda session: session.get_one(Order, number))


def is_known(collection: Collection, number: str) -> bool:
    """Whether there is such an order; a tombstone is none."""
    return collection.store.run(lambda session: session.get(Order, number)) is not None


def change(collection: Collection, number: str, work: Change) -> None:
    """Let ``work`` change the order as it is at that moment, in one transaction."""
    now = collection.clock.now()

    def run(session: Session) -> None:
        work(session, session.get_one(Order, number, with_for_update=True), now)

    collection.store.run(run)


def is_expired(order: Order, now: datetime) -> bool:
    """Whether it is too late to pay; for a bank card never."""
    return order.expires_at is not None and order.expires_at <= now


def describe(collection: Collection, number: str) -> OrderAnswer:
    """What the terminal is told. The code is shown only while it can be paid."""

    def work(session: Session) -> tuple[Order, str]:
        return session.get_one(Order, number), payment_url(session, collection, number)

    order, check_url = collection.store.run(work)
    return OrderAnswer(
        order_number=order.number,
        state=order.state,
        amount_fen=order.amount_fen,
        tender=order.tender.value,
        qr_payload=order.qr_payload if order.state is OrderState.PAYING else None,
        expires_in=_seconds_left(order, collection.clock.now()),
        paid_at=order.paid_at,
        posting_serial=order.posting_serial,
        channel_trade_number=order.channel_trade_number,
        tax_ticket_number=order.tax_ticket_number,
        check_url=check_url,
    )


def _seconds_left(order: Order, now: datetime) -> int | None:
    if order.expires_at is None or order.state not in (OrderState.CREATED, OrderState.PAYING):
        return None
    return max(math.ceil((order.expires_at - now).total_seconds()), 0)


def describe_tombstone(number: str) -> OrderAnswer:
    """What the terminal is told of a number that was closed before it was ever seen."""
    return OrderAnswer(
        order_number=number,
        state=OrderState.CLOSED,
        amount_fen=0,
        tender=_TOMBSTONE_TENDER.value,
        qr_payload=None,
        expires_in=None,
        paid_at=None,
        posting_serial=None,
        channel_trade_number=None,
        tax_ticket_number=None,
        check_url=None,
    )
