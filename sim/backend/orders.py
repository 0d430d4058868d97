"""Orders: placed once whatever is repeated, asked about, closed; paid when the channel says so.

No database transaction is ever held while a channel is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from sqlalchemy.orm import Session

from kiosk.domain.order import OrderState
from kiosk.domain.period import periods_label
from kiosk.domain.tender import Tender
from sim.backend import ratchet
from sim.backend.channels.api import (
    AwaitingPayer,
    ChannelUnreachable,
    Closed,
    NotPaid,
    Paid,
    Refused,
    Sighting,
    TradeRequest,
)
from sim.backend.collection import Collection
from sim.backend.models import Order, OrderClaim
from sim.backend.order_book import (
    change,
    describe,
    describe_tombstone,
    is_expired,
    is_known,
    read,
)
from sim.backend.placement import enter, is_repeated
from sim.backend.problems import Code, Problem
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
    code_refused, visit_expired and not_authorised for the proxy, and all of ``pricing.price``.
    """

    def work(session: Session) -> bool:
        if is_repeated(session, terminal, number, key, wanted):
            return False
        enter(session, collection, terminal, number, key, wanted)
        return True

    first = collection.store.run(work)
    if first and wanted.payment_code is not None:
        _charge_code(collection, number, wanted.payment_code)
    elif first:
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
    if order.state is OrderState.UNKNOWN or is_expired(order, collection.clock.now()):
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
    """Get the QR code of a created order, where one is needed. Problem: tender_unavailable, and the
    order is closed."""
    order = read(collection, number)
    if order.state is not OrderState.CREATED:
        return
    if order.tender is Tender.BANK_CARD:
        change(collection, number, ratchet.record_without_qr)
        return
    try:
        payload = collection.platform(order.tender).precreate(_request(order))
    except ChannelUnreachable:
        # Nobody has seen a code, so nobody can pay; whatever the channel kept can never be used.
        change(collection, number, ratchet.record_close)
        raise Problem(Code.TENDER_UNAVAILABLE, "the channel does not answer") from None
    change(collection, number, lambda session, o, at: ratchet.record_qr(session, o, payload, at))
    if read(collection, number).state is OrderState.CLOSED:
        # The terminal closed it while the code was being made.
        _close_at_channel(collection, number)


def _charge_code(collection: Collection, number: str, payment_code: str) -> None:
    """Charge the payer's code. Problem: code_refused, and the order is closed."""
    order = read(collection, number)
    try:
        charge = collection.platform(order.tender).charge(_request(order), payment_code)
    except ChannelUnreachable:
        # It may have been charged all the same; the channel is asked until it answers.
        change(collection, number, ratchet.record_doubt)
        return
    match charge:
        case Paid() as paid:
            change(collection, number, lambda s, o, at: ratchet.record_payment(s, o, paid, at))
        case AwaitingPayer():
            change(collection, number, ratchet.record_without_qr)
            if read(collection, number).state is OrderState.CLOSED:
                _close_at_channel(collection, number)
        case Refused():
            change(collection, number, ratchet.record_close)
            raise Problem(Code.CODE_REFUSED)
        case _:
            assert_never(charge)


def _request(order: Order) -> TradeRequest:
    if order.expires_at is None:
        raise AssertionError("what a phone pays expires")
    return TradeRequest(
        order_number=order.number,
        amount_fen=order.amount_fen,
        subject=f"{order.insurance.label} {periods_label(order.periods)}",
        expires_at=order.expires_at,
    )


def _close_at_channel(collection: Collection, number: str) -> None:
    order = read(collection, number)
    if order.state not in ratchet.UNPAID | {OrderState.CLOSED}:
        return
    try:
        sighting = collection.channel(order.tender).close(number)
    except ChannelUnreachable:
        change(collection, number, ratchet.record_doubt)
        return
    if isinstance(sighting, NotPaid):
        change(collection, number, ratchet.record_doubt)
    _take(collection, number, sighting)


def _take(collection: Collection, number: str, sighting: Sighting) -> None:
    match sighting:
        case Paid() as paid:
            change(collection, number, lambda s, o, at: ratchet.record_payment(s, o, paid, at))
        case Closed():
            change(collection, number, ratchet.record_close)
        case NotPaid():
            pass
