"""The books laid open, and what must hold in them whatever happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.basis import BasisKind
from kiosk.domain.order import SUCCESSORS, OrderState
from kiosk.domain.tender import Tender
from sim.backend.channels.tables import Refund, Trade
from sim.backend.models import Bill, Contribution, CreditedMonth, Order, Quote, Transition
from sim.backend.models_cards import CardPurchase
from tests.sim.backend.desk import Desk

MAY_STILL_BE_POSTED = frozenset(
    {
        OrderState.CREATED,
        OrderState.PAYING,
        OrderState.UNKNOWN,
        OrderState.PAID,
        OrderState.POSTING,
        OrderState.POSTED,
    }
)
SETTLED = frozenset(
    {OrderState.CLOSED, OrderState.POSTED, OrderState.REFUNDED, OrderState.NEEDS_PERSON}
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What an order's payer was charged and given back, when, and under which number."""

    amount_fen: int
    paid_fen: int
    refunded_fen: int
    at: datetime | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Books:
    """Every row that is about money."""

    orders: tuple[Order, ...]
    transitions: tuple[Transition, ...]
    contributions: tuple[Contribution, ...]
    months: tuple[CreditedMonth, ...]
    bills: tuple[Bill, ...]
    quotes: tuple[Quote, ...]
    trades: tuple[Trade, ...]
    purchases: tuple[CardPurchase, ...]
    card_refunds: tuple[Refund, ...]

    @property
    def moved(self) -> dict[str, Moved]:
        """The money of each order that has seen a phone or a bank card."""
        given_back = Counter[str]()
        for refund in self.card_refunds:
            given_back[refund.order_number] += refund.amount_fen
        phones = {
            trade.order_number: Moved(
                trade.amount_fen,
                trade.paid_fen,
                trade.refunded_fen,
                trade.paid_at,
                trade.trade_number,
            )
            for trade in self.trades
        }
        cards = {
            one.order_number: Moved(
                one.amount_fen,
                one.amount_fen,
                given_back[one.order_number],
                one.paid_at,
                one.reference,
            )
            for one in self.purchases
        }
        return phones | cards


def open_books(desk: Desk, *, whole: bool = False) -> Books:
    """What was entered since the desk opened; ``whole`` also what was there before."""

    def read(session: Session) -> Books:
        credited = select(Contribution)
        months = select(CreditedMonth)
        if not whole:
            credited = credited.where(Contribution.posted_at >= desk.opened)
            months = months.join(Contribution).where(Contribution.posted_at >= desk.opened)
        return Books(
            tuple(session.scalars(select(Order))),
            tuple(session.scalars(select(Transition).order_by(Transition.id))),
            tuple(session.scalars(credited)),
            tuple(session.scalars(months)),
            tuple(session.scalars(select(Bill))),
            tuple(session.scalars(select(Quote))),
            tuple(session.scalars(select(Trade))),
            tuple(session.scalars(select(CardPurchase))),
            tuple(
                session.scalars(
                    select(Refund)
                    .join(Order, Order.number == Refund.order_number)
                    .where(Order.tender == Tender.BANK_CARD)
                )
            ),
        )

    return desk.store.run(read)


def check_books(books: Books) -> None:
    """What must hold at every moment."""
    _check_steps(books)
    _check_nobody_pays_twice(books)
    _check_credits(books)
    _check_money(books)


def check_settled(books: Books) -> None:
    """What must hold besides once every channel answers and all work is done."""
    check_books(books)
    assert {order.state for order in books.orders} <= SETTLED
    paid = sum(one.paid_fen for one in books.moved.values())
    refunded = sum(one.refunded_fen for one in books.moved.values())
    left_to_a_person = _sum(books, OrderState.NEEDS_PERSON)
    assert paid - refunded == _sum(books, OrderState.POSTED) + left_to_a_person


def _sum(books: Books, state: OrderState) -> int:
    return sum(order.amount_fen for order in books.orders if order.state is state)


def _check_steps(books: Books) -> None:
    at: dict[str, OrderState] = {}
    for step in books.transitions:
        assert step.before is at.get(step.order_number)
        assert step.before is None or step.after in SUCCESSORS[step.before]
        at[step.order_number] = step.after
    assert at == {order.number: order.state for order in books.orders}


def _check_nobody_pays_twice(books: Books) -> None:
    """Of what is paid for, a month or a bill, at most one order stands."""
    quotes = {quote.number: quote for quote in books.quotes}
    standing = Counter(
        (order.person_id, order.insurance, thing)
        for order in books.orders
        if order.state in MAY_STILL_BE_POSTED
        for thing in _paid_for(quotes[order.quote_number])
    )
    assert all(count == 1 for count in standing.values())


def _paid_for(quote: Quote) -> tuple[object, ...]:
    if quote.basis_kind is BasisKind.BILLS:
        return tuple(line.bill_number for line in quote.lines)
    return tuple(month for period in quote.periods for month in period.months)


def _check_credits(books: Books) -> None:
    """Every payment that was credited has its months or its bills, and they have no other."""
    months = Counter(month.contribution_id for month in books.months)
    settled = Counter(bill.contribution_id for bill in books.bills if bill.contribution_id)
    for credited in books.contributions:
        by_bills = credited.basis_kind is BasisKind.BILLS
        kept = 0 if credited.refunded_at else sum(len(p.months) for p in credited.periods)
        assert months[credited.id] == (0 if by_bills else kept)
        assert settled[credited.id] == (len(credited.lines) if by_bills else 0)
        assert sum(line.amount_fen for line in credited.lines) == credited.amount_fen


def _check_money(books: Books) -> None:
    moved = books.moved
    for one in moved.values():
        assert one.paid_fen in (0, one.amount_fen)
        assert one.refunded_fen in (0, one.paid_fen)
    for order in books.orders:
        credited = [c for c in books.contributions if c.order_number == order.number]
        if order.state is OrderState.POSTED:
            assert moved[order.number].paid_fen - moved[order.number].refunded_fen == (
                order.amount_fen
            )
            assert sum(c.amount_fen for c in credited) == order.amount_fen
            assert order.posting_serial is not None
        else:
            assert credited == []
        if order.state is OrderState.REFUNDED:
            assert moved[order.number].refunded_fen == order.amount_fen
        if order.paid_at is not None:
            assert moved[order.number].at == order.paid_at
            assert moved[order.number].number == order.channel_trade_number
