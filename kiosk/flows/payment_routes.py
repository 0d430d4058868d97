"""Where an order leads by what is known of it. No order is forgotten, and none is called unpaid of
which nobody can say so."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.domain.order import OrderState, OrderStatus
from kiosk.flows.card_payment import CardCase
from kiosk.flows.payment_case import PaymentCase
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.outcomes import Depart, Finish, Goto, Outcome, Way

_MONEY_IN = frozenset({OrderState.PAID, OrderState.POSTING, OrderState.POSTED})
_MONEY_BACK = frozenset({OrderState.REFUNDING, OrderState.REFUNDED, OrderState.NEEDS_PERSON})
_WAITING = frozenset({OrderState.CREATED, OrderState.PAYING})
STALE = frozenset({FaultCode.QUOTE_EXPIRED, FaultCode.AMOUNT_CHANGED})
"""Faults after which there has to be another quote."""


def by_state(case: PaymentCase, order: OrderStatus) -> Outcome[PaymentCase]:
    """Where an order that is no longer waiting for its payment leads."""
    known = replace(case, order=order)
    match order.state:
        case OrderState.POSTED:
            return Finish(known) if known.lost_card is None else Goto("paid_without_card", known)
        case OrderState.PAID | OrderState.POSTING:
            return Goto("post", known)
        case OrderState.REFUNDING | OrderState.REFUNDED | OrderState.NEEDS_PERSON:
            return Goto("slip", known)
        case OrderState.CLOSED:
            return _closed(known)
        case OrderState.CREATED | OrderState.PAYING | OrderState.UNKNOWN:
            return Goto("slip", known)
        case _:
            assert_never(order.state)


def _closed(case: PaymentCase) -> Outcome[PaymentCase]:
    if case.lost_card is not None:
        return Goto("without_card", case)
    match case.way:
        case None:
            return Goto("declined" if case.by_card else "expired", replace(case, code=None))
        case Way.BACK:
            return Goto("tender", case)
        case way:
            return Depart(way)


def opened(case: PaymentCase, order: OrderStatus) -> Outcome[PaymentCase]:
    """On to its code, or to the card; an order that cannot be paid like that is closed."""
    known = replace(case, order=order)
    if order.state is OrderState.PAYING and (
        case.by_card or (order.qr_payload and order.expires_in)
    ):
        return known
    if order.state in _MONEY_IN | _MONEY_BACK | {OrderState.CLOSED}:
        return by_state(known, order)
    return Goto("close", known)


def not_opened(case: PaymentCase, fault: Fault) -> Outcome[PaymentCase] | None:
    """Neither a code was shown nor a card inserted, so nothing can have been paid."""
    return Goto("stale", replace(case, fault=fault)) if fault.code in STALE else None


def after_card(case: PaymentCase, card: CardCase) -> Outcome[PaymentCase]:
    """The card is back, or as good as lost. What its bank has said stands; without that nothing
    was charged, and the order is closed."""
    known = replace(case, order=card.order, way=card.way, fault=card.fault, returned=card.returned)
    return by_state(known, card.order) if card.answered else Goto("close", known)


def charged(case: PaymentCase, order: OrderStatus) -> Outcome[PaymentCase]:
    """A wallet's code is spent, whatever became of it."""
    known = replace(case, order=order, code=None)
    if order.state is OrderState.PAYING:
        return Goto("scan", known)
    if order.state is OrderState.CLOSED:
        return Goto("not_charged", known)
    return by_state(known, order)


def not_charged(case: PaymentCase, fault: Fault) -> Outcome[PaymentCase]:
    """Only where it is certain that nothing was charged is this a fault."""
    failed = replace(case, code=None, fault=fault)
    return Goto("stale" if fault.code in STALE else "not_charged", failed)


def watched(case: PaymentCase, order: OrderStatus) -> Outcome[PaymentCase]:
    """The phone has paid, or its time is over."""
    if order.state in _MONEY_IN | _MONEY_BACK:
        return by_state(case, order)
    return Goto("close", case)


def closed(case: PaymentCase, order: OrderStatus) -> Outcome[PaymentCase]:
    """Without a charge an order of a card is unpaid, though the service has not closed it yet."""
    known = replace(case, order=order)
    return _closed(known) if case.by_card and order.state in _WAITING else by_state(case, order)


def not_closed(case: PaymentCase, fault: Fault) -> Outcome[PaymentCase]:
    """A phone may have paid meanwhile; a card that was not charged has not, and the order is closed
    when the service can be reached."""
    return _closed(case) if case.by_card else to_slip(case, fault)


def posted(case: PaymentCase, order: OrderStatus) -> Outcome[PaymentCase]:
    """The contribution is credited, or the citizen is told that this takes longer."""
    if order.state is OrderState.POSTED:
        return by_state(case, order)
    return Goto("slip", replace(case, order=order))


def to_slip(case: PaymentCase, _fault: Fault) -> Outcome[PaymentCase]:
    """Nobody can say what became of the order; the last thing known of it stands."""
    return Goto("slip", case)
