"""How many of everything a ledger holds. Counts are about nobody."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Connection, Row, func, select

from kiosk.ledger.entry import EntryKind
from kiosk.ledger.moments import write_moment
from kiosk.ledger.order import LedgerOrder
from kiosk.ledger.queries import orders_where, sheets_of
from kiosk.ledger.schema import ATTEMPTS, DOCUMENTS, ENTRIES, ORDERS, RECEIPTS


@dataclass(frozen=True, slots=True)
class OrderCount:
    """How many orders stand alike."""

    state: str
    insurance: str
    tender: str
    count: int


@dataclass(frozen=True, slots=True)
class LedgerTally:
    """Counts by kind of entry, of orders, and by state of prints, card attempts and documents.
    ``sheets`` are A4 pages known to be on paper."""

    entries: Mapping[str, int]
    orders: tuple[OrderCount, ...]
    receipts: Mapping[str, int]
    attempts: Mapping[str, int]
    documents: Mapping[str, int]
    sheets: int


def tally_of(connection: Connection) -> LedgerTally:
    """All the counts."""
    alike = (ORDERS.c.state, ORDERS.c.insurance, ORDERS.c.tender)
    rows = connection.execute(select(*alike, func.count()).group_by(*alike).order_by(*alike))
    return LedgerTally(
        entries=_by(connection, ENTRIES.c.kind),
        orders=tuple(OrderCount(*row) for row in rows),
        receipts=_by(connection, RECEIPTS.c.state),
        attempts=_by(connection, ATTEMPTS.c.state),
        documents=_by(connection, DOCUMENTS.c.state),
        sheets=sheets_of(connection),
    )


def counted_since(
    connection: Connection, kinds: Collection[str], since: datetime | None
) -> dict[str, int]:
    """How many entries of each of these kinds were written since then; since ever for None."""
    conditions: list[ColumnElement[bool]] = [ENTRIES.c.kind.in_(kinds)]
    if since is not None:
        conditions.append(ENTRIES.c.at >= write_moment(since))
    rows = connection.execute(
        select(ENTRIES.c.kind, func.count()).where(*conditions).group_by(ENTRIES.c.kind)
    )
    return dict.fromkeys(kinds, 0) | _counts(rows.all())


def last_receipted(connection: Connection, most: int) -> tuple[LedgerOrder, ...]:
    """The orders whose receipts were confirmed last, at most so many, in the order of their
    creation."""
    last = (
        select(ENTRIES.c.order_number)
        .where(ENTRIES.c.kind == EntryKind.RECEIPT_FINISHED.value)
        .order_by(ENTRIES.c.seq.desc())
        .limit(most)
    )
    return orders_where(connection, ORDERS.c.number.in_(last))


def _by(connection: Connection, column: Column[str]) -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).group_by(column).order_by(column))
    return _counts(rows.all())


def _counts(rows: Sequence[Row[str, int]]) -> dict[str, int]:
    return {row[0]: row[1] for row in rows}
