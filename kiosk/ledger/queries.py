"""What the tables say: orders with their prints and attempts, sealed secrets, counters."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, func, select

from kiosk.domain.money import Money
from kiosk.domain.order import FINAL_STATES, OrderNumber
from kiosk.ledger.attempt import AttemptState, BatchTotals, CardAttempt
from kiosk.ledger.attempt_codec import read_attempt
from kiosk.ledger.codec import read_order, read_print
from kiosk.ledger.counting import Counting
from kiosk.ledger.document import LedgerDocument
from kiosk.ledger.document_codec import read_document
from kiosk.ledger.errors import LedgerDamaged, OrderUnknown
from kiosk.ledger.order import LedgerOrder, ReceiptPrint
from kiosk.ledger.schema import ATTEMPTS, DOCUMENTS, HEAD, ORDERS, RECEIPTS, REVERSALS
from kiosk.ledger.sealing import sha256_of

NOT_FINAL = ORDERS.c.state.not_in([state.value for state in FINAL_STATES])


def orders_where(
    connection: Connection, *conditions: ColumnElement[bool]
) -> tuple[LedgerOrder, ...]:
    """Orders that meet every condition, in the order of their creation. Raises LedgerDamaged for a
    row that makes no sense."""
    found = connection.execute(
        select(ORDERS).where(*conditions).order_by(ORDERS.c.created_at, ORDERS.c.number)
    )
    try:
        return tuple(
            read_order(
                dict(row),
                _prints(connection, row["number"]),
                attempts_where(connection, ATTEMPTS.c.order_number == row["number"]),
            )
            for row in found.mappings().all()
        )
    except ValueError as error:
        raise LedgerDamaged("a row makes no sense", ()) from error


def newest_orders(connection: Connection, most: int) -> tuple[LedgerOrder, ...]:
    """The orders that were made last, newest first. Raises LedgerDamaged."""
    latest = (
        select(ORDERS.c.number)
        .order_by(ORDERS.c.created_at.desc(), ORDERS.c.number.desc())
        .limit(most)
    )
    return orders_where(connection, ORDERS.c.number.in_(latest))[::-1]


def _prints(connection: Connection, number: str) -> tuple[ReceiptPrint, ...]:
    found = connection.execute(
        select(RECEIPTS).where(RECEIPTS.c.order_number == number).order_by(RECEIPTS.c.ordinal)
    )
    return tuple(read_print(dict(row)) for row in found.mappings())


def attempts_where(
    connection: Connection, *conditions: ColumnElement[bool]
) -> tuple[CardAttempt, ...]:
    """Attempts that meet every condition, those of one order in their order. Raises ValueError for
    a row that makes no sense."""
    found = connection.execute(
        select(ATTEMPTS).where(*conditions).order_by(ATTEMPTS.c.order_number, ATTEMPTS.c.ordinal)
    )
    return tuple(read_attempt(dict(row)) for row in found.mappings())


def counting_of(connection: Connection) -> Counting:
    """Batch and traces so far."""
    batch, trace, taken = connection.execute(
        select(HEAD.c.batch, HEAD.c.trace, HEAD.c.traces)
    ).one()
    return Counting(batch, trace, taken)


def order_of(connection: Connection, number: OrderNumber) -> LedgerOrder:
    """The order of this number. Raises OrderUnknown."""
    for order in orders_where(connection, ORDERS.c.number == number):
        return order
    raise OrderUnknown(number)


def sealed_attempts(connection: Connection) -> tuple[tuple[CardAttempt, bytes], ...]:
    """Every attempt that has not ended, with its secret as it is sealed, oldest first. Raises
    LedgerDamaged for one whose secret is gone or is not what the entries say."""
    found = connection.execute(
        select(ATTEMPTS, REVERSALS.c.sealed)
        .outerjoin(
            REVERSALS,
            (REVERSALS.c.order_number == ATTEMPTS.c.order_number)
            & (REVERSALS.c.ordinal == ATTEMPTS.c.ordinal),
        )
        .where(ATTEMPTS.c.state == AttemptState.SENT.value)
        .order_by(ATTEMPTS.c.since)
    )
    try:
        return tuple(_sealed(dict(row)) for row in found.mappings().all())
    except ValueError as error:
        raise LedgerDamaged("a sealed secret is not as it was", ()) from error


def _sealed(row: dict[str, object]) -> tuple[CardAttempt, bytes]:
    attempt, sealed = read_attempt(row), row["sealed"]
    if not isinstance(sealed, bytes) or sha256_of(sealed) != attempt.sealed_sha256:
        raise ValueError("not the secret of this attempt")
    return attempt, sealed


def documents_where(
    connection: Connection, *conditions: ColumnElement[bool]
) -> tuple[LedgerDocument, ...]:
    """Documents that meet every condition, by when they came to be as they are. Raises
    LedgerDamaged for a row that makes no sense."""
    found = connection.execute(
        select(DOCUMENTS).where(*conditions).order_by(DOCUMENTS.c.since, DOCUMENTS.c.sha256)
    )
    try:
        return tuple(read_document(dict(row)) for row in found.mappings())
    except ValueError as error:
        raise LedgerDamaged("a row makes no sense", ()) from error


def document_of(connection: Connection, sha256: str) -> LedgerDocument | None:
    """The document with these bytes, if it has come."""
    return next(iter(documents_where(connection, DOCUMENTS.c.sha256 == sha256)), None)


def sheets_of(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    """Pages known to be on paper, of documents that meet every condition."""
    known = select(func.coalesce(func.sum(DOCUMENTS.c.sheets), 0)).where(*conditions)
    return int(connection.execute(known).scalar_one())


def totals_of(connection: Connection, batch: int) -> BatchTotals:
    """Count and sum of the approved purchases of a batch."""
    count, fen = connection.execute(
        select(func.count(), func.coalesce(func.sum(ORDERS.c.amount_fen), 0))
        .select_from(ATTEMPTS)
        .join(ORDERS, ORDERS.c.number == ATTEMPTS.c.order_number)
        .where(ATTEMPTS.c.batch == batch, ATTEMPTS.c.state == AttemptState.APPROVED.value)
    ).one()
    return BatchTotals(count, Money(fen))
