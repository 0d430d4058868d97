"""The tables held against what the entries add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from sqlalchemy import Connection, Table, select

from kiosk.ledger.attempt_codec import write_attempt
from kiosk.ledger.codec import write_order, write_print
from kiosk.ledger.document_codec import write_document
from kiosk.ledger.projection import Projection
from kiosk.ledger.schema import ATTEMPTS, DOCUMENTS, HEAD, ORDERS, RECEIPTS, REVERSALS
from kiosk.ledger.sealing import sha256_of

_AT_ONCE = 1000

Row = Mapping[str, object]


def projection_mismatches(
    connection: Connection, projection: Projection, head: Row | None
) -> Iterator[str]:
    """What the tables say and the entries do not, or the other way round; in words that name
    orders and columns, never a value."""
    if head is not None:
        yield from _wrong_counters(projection, head)
    orders: dict[object, Row] = {
        number: write_order(order) for number, order in projection.orders.items()
    }
    for row in _rows(connection, ORDERS):
        expected = orders.pop(row["number"], None)
        if expected is None:
            yield "order: not in the entries"
        elif expected != row:
            wrong = sorted(key for key in expected if expected[key] != row[key])
            yield f"order {row['number']}: {', '.join(wrong)}"
    yield from (f"order {number}: missing" for number in orders)
    attempts = [one for order in projection.orders.values() for one in order.attempts]
    prints = (
        write_print(number, one)
        for number, order in projection.orders.items()
        for one in order.prints
    )
    yield from _compare("receipt", _rows(connection, RECEIPTS), prints)
    yield from _compare("attempt", _rows(connection, ATTEMPTS), map(write_attempt, attempts))
    secrets = (
        {"order_number": one.order_number, "ordinal": one.ordinal, "sealed": one.sealed_sha256}
        for one in attempts
        if one.at_risk
    )
    yield from _compare("secret", _rows(connection, REVERSALS), secrets, _without_secret)
    documents = {sha256: write_document(one) for sha256, one in projection.documents.items()}
    for row in _rows(connection, DOCUMENTS):
        if documents.pop(str(row["sha256"]), None) != row:
            yield "document: not as in the entries"
    yield from (f"document {sha256[:8]}: missing" for sha256 in documents)


def _wrong_counters(projection: Projection, head: Row) -> Iterator[str]:
    counting = projection.counting
    for column, expected in (
        (HEAD.c.minted, projection.minted),
        (HEAD.c.batch, counting.batch),
        (HEAD.c.trace, counting.trace),
        (HEAD.c.traces, counting.taken),
    ):
        if head[column.name] != expected:
            yield f"head: {column.name}"


def _compare(
    what: str,
    rows: Iterable[Row],
    expected: Iterable[Row],
    seen_as: Callable[[Row], Row] = lambda row: row,
) -> Iterator[str]:
    """Rows that belong to an order, by their ordinal."""
    owed = {(row["order_number"], row["ordinal"]): row for row in expected}
    for row in rows:
        if owed.pop((row["order_number"], row["ordinal"]), None) != seen_as(row):
            yield f"{what}: not as in the entries"
    yield from (f"{what} {ordinal} of {number}: missing" for number, ordinal in owed)


def _without_secret(row: Row) -> Row:
    sealed = row["sealed"]
    return {**row, "sealed": sha256_of(sealed) if isinstance(sealed, bytes) else None}


def _rows(connection: Connection, table: Table) -> Iterator[Row]:
    for row in connection.execute(select(table)).mappings().yield_per(_AT_ONCE):
        yield dict(row)
