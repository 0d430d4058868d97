"""A terminal reports that it has charged an order to a bank card."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from kiosk.domain.tender import Tender
from sim.backend import ratchet
from sim.backend.channels.api import Paid
from sim.backend.collection import Collection
from sim.backend.models import Order, OrderClaim
from sim.backend.models_cards import CardPurchase
from sim.backend.order_book import describe
from sim.backend.problems import Code, Problem
from sim.backend.wire import OrderAnswer, ReportCardPayment


def report(
    collection: Collection, terminal: str, number: str, wanted: ReportCardPayment
) -> OrderAnswer:
    """Take the payment up, once; whatever became of the order meanwhile, the money is there, and
    what cannot be posted is given back.

    Problems: order_unknown, order_closed for a number that was closed before it was placed,
    card_payment_conflict.
    """
    paid_at = _moment(wanted.paid_at)
    now = collection.clock.now()

    def work(session: Session) -> None:
        order = _order(session, terminal, number)
        known = session.get(CardPurchase, number)
        purchase = _purchase(number, wanted, paid_at, now)
        if known is not None:
            if _facts(known) != _facts(purchase):
                raise Problem(Code.CARD_PAYMENT_CONFLICT, "paid by another purchase")
            return
        if order.tender is not Tender.BANK_CARD:
            raise Problem(Code.CARD_PAYMENT_CONFLICT, "not to be paid by bank card")
        if order.amount_fen != wanted.amount_fen:
            raise Problem(Code.CARD_PAYMENT_CONFLICT, "another amount")
        if _pays_another(session, wanted):
            raise Problem(Code.CARD_PAYMENT_CONFLICT, "that purchase pays another order")
        session.add(purchase)
        ratchet.record_payment(session, order, Paid(wanted.reference, paid_at), now)

    collection.store.run(work)
    return describe(collection, number)


def _order(session: Session, terminal: str, number: str) -> Order:
    claim = session.get(OrderClaim, number)
    if claim is None or claim.terminal_number != terminal:
        raise Problem(Code.ORDER_UNKNOWN)
    order = session.get(Order, number, with_for_update=True)
    if order is None:
        raise Problem(Code.ORDER_CLOSED)
    return order


def _purchase(
    number: str, wanted: ReportCardPayment, paid_at: datetime, now: datetime
) -> CardPurchase:
    return CardPurchase(
        order_number=number,
        terminal_id=wanted.terminal_id,
        merchant_id=wanted.merchant_id,
        batch=wanted.batch,
        trace=wanted.trace,
        reference=wanted.reference,
        authorisation=wanted.authorisation,
        card_masked=wanted.card_masked,
        amount_fen=wanted.amount_fen,
        paid_at=paid_at,
        reported_at=now,
    )


def _facts(purchase: CardPurchase) -> tuple[object, ...]:
    """Everything a repetition must say again."""
    return (
        purchase.terminal_id,
        purchase.merchant_id,
        purchase.batch,
        purchase.trace,
        purchase.reference,
        purchase.authorisation,
        purchase.card_masked,
        purchase.amount_fen,
        purchase.paid_at,
    )


def _pays_another(session: Session, wanted: ReportCardPayment) -> bool:
    same = or_(
        CardPurchase.reference == wanted.reference,
        and_(
            CardPurchase.terminal_id == wanted.terminal_id,
            CardPurchase.batch == wanted.batch,
            CardPurchase.trace == wanted.trace,
        ),
    )
    return session.scalar(select(CardPurchase.order_number).where(same).limit(1)) is not None


def _moment(text: str) -> datetime:
    """Raises Problem for a moment the calendar does not have."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Problem(Code.CARD_PAYMENT_CONFLICT, "no such moment") from None
