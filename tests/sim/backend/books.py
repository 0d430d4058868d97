"""The books laid open, and what must hold in them whatever happened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.order import SUCCESSORS, OrderState
from kiosk.domain.period import ContributionPeriod
from sim.backend.channels.tables import Trade
from sim.backend.models import Contribution, Order, Transition
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
class Books:
    """Every row that is about money."""

    orders: tuple[Order, ...]
    transitions: tuple[Transition, ...]
    contributions: tuple[Contribution, ...]
    trades: tuple[Trade, ...]


def open_books(desk: Desk) -> Books:
    def read(session: Session) -> Books:
        paid_here = select(Contribution).where(Contribution.order_number.is_not(None))
        return Books(
            tuple(session.scalars(select(Order))),
            tuple(session.scalars(select(Transition).order_by(Transition.id))),
            tuple(session.scalars(paid_here)),
            tuple(session.scalars(select(Trade))),
        )

    return desk.store.run(read)


def check_books(books: Books) -> None:
    """What must hold at every moment."""
    _check_steps(books)
    _check_nobody_pays_a_month_twice(books)
    _check_money(books)


def check_settled(books: Books) -> None:
    """What must hold besides once every channel answers and all work is done."""
    check_books(books)
    assert {order.state for order in books.orders} <= SETTLED
    paid = sum(trade.paid_fen for trade in books.trades)
    refunded = sum(trade.refunded_fen for trade in books.trades)
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


def _check_nobody_pays_a_month_twice(books: Books) -> None:
    standing = Counter(
        (order.person_id, order.insurance, month)
        for order in books.orders
        if order.state in MAY_STILL_BE_POSTED
        for month in ContributionPeriod(order.first_month, order.last_month).months
    )
    assert all(count == 1 for count in standing.values())


def _check_money(books: Books) -> None:
    trades = {trade.order_number: trade for trade in books.trades}
    for trade in books.trades:
        assert trade.paid_fen in (0, trade.amount_fen)
        assert trade.refunded_fen in (0, trade.paid_fen)
    for order in books.orders:
        credited = [c for c in books.contributions if c.order_number == order.number]
        if order.state is OrderState.POSTED:
            trade = trades[order.number]
            assert trade.paid_fen - trade.refunded_fen == order.amount_fen
            assert sum(c.amount_fen for c in credited) == order.amount_fen
            assert order.posting_serial is not None
        else:
            assert credited == []
        if order.state is OrderState.REFUNDED:
            assert trades[order.number].refunded_fen == order.amount_fen
        if order.paid_at is not None:
            assert trades[order.number].paid_at == order.paid_at
            assert trades[order.number].trade_number == order.channel_trade_number
