"""Reading a ledger, also while the kiosk is running or from evidence put aside."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, func, select

from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.tender import Tender
from kiosk.ledger.anchor import read_anchor
from kiosk.ledger.attempt import BatchTotals, CardAttempt
from kiosk.ledger.attempt_codec import write_attempt
from kiosk.ledger.codec import write_order, write_print
from kiosk.ledger.database import failures, reading_engine, revision_of
from kiosk.ledger.document import DocumentState, LedgerDocument
from kiosk.ledger.document_codec import write_document
from kiosk.ledger.entry import NOTE_PREFIX, STAFF_KINDS, Entry, EntryKind, Seals
from kiosk.ledger.errors import LedgerDamaged, LedgerNewer, LedgerUnavailable
from kiosk.ledger.evidence import refuse_latched
from kiosk.ledger.moments import write_moment
from kiosk.ledger.order import LedgerOrder, PrintState
from kiosk.ledger.queries import (
    NOT_FINAL,
    counting_of,
    documents_where,
    newest_orders,
    order_of,
    orders_where,
    sheets_of,
    totals_of,
)
from kiosk.ledger.schema import DOCUMENTS, ENTRIES, ORDERS, RECEIPTS, REVISION
from kiosk.ledger.tally import LedgerTally, counted_since, last_receipted, tally_of
from kiosk.ledger.verification import ChainReport, stored_entry, verify

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


class LedgerReader:
    """A ledger that can be looked at. Every method raises LedgerUnavailable or LedgerDamaged where
    the file does not let itself be read."""

    def __init__(self, path: Path, engine: Engine, seals: Seals) -> None:
        self._path = path
        self._engine = engine
        self._seals = seals
        self._turn = threading.RLock()
        self._closed = False

    @classmethod
    def look(cls, path: Path, *, key: bytes) -> LedgerReader:
        """Open for reading only: no lock, no migration, no verification, nothing is moved.

        Raises LedgerDamaged while damage has not been acknowledged, naming the evidence; that can
        be looked at by its own name. Raises LedgerNewer for a file of another revision.
        """
        path = path.absolute()
        refuse_latched(path)
        if not path.exists():
            raise LedgerUnavailable("no such ledger")
        reader = LedgerReader(path, reading_engine(path), Seals(key))
        with ExitStack() as undo:
            undo.callback(reader.close)
            with reader._reading() as connection:
                if revision_of(connection) != REVISION:
                    raise LedgerNewer("schema")
            undo.pop_all()
        return reader

    def close(self) -> None:
        """Let go of the file, once a call in another thread has ended. May be called twice."""
        # SQLite crashes where a connection is closed under a statement that runs.
        with self._turn:
            self._closed = True
            self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def digest(self, text: str) -> str:
        """A keyed hash (HMAC-SHA-256, 64 hexadecimal digits) that stands for a person."""
        return self._seals.digest(text)

    def order(self, number: OrderNumber) -> LedgerOrder:
        """Everything known of one order. Raises OrderUnknown."""
        with self._reading() as connection:
            return order_of(connection, number)

    def orders(self) -> tuple[LedgerOrder, ...]:
        """Every order, oldest first."""
        with self._reading() as connection:
            return orders_where(connection)

    def newest_orders(self, most: int) -> tuple[LedgerOrder, ...]:
        """The orders that were made last, newest first."""
        with self._reading() as connection:
            return newest_orders(connection, most)

    def open_orders(self) -> tuple[LedgerOrder, ...]:
        """Orders that are not final, oldest first: each must be asked about."""
        with self._reading() as connection:
            return orders_where(connection, NOT_FINAL)

    def unreceipted(self, since: datetime) -> tuple[LedgerOrder, ...]:
        """Orders known as posted since then, none of whose prints the printer has confirmed."""
        with self._reading() as connection:
            confirmed = select(RECEIPTS.c.order_number).where(
                RECEIPTS.c.state == PrintState.FINISHED.value
            )
            return orders_where(
                connection,
                ORDERS.c.state == OrderState.POSTED.value,
                ORDERS.c.state_since >= write_moment(since),
                ORDERS.c.number.not_in(confirmed),
            )

    def attempts(self, number: OrderNumber) -> tuple[CardAttempt, ...]:
        """The tries to charge a bank card for this order, oldest first. Raises OrderUnknown."""
        return self.order(number).attempts

    def approved_unreported(self) -> tuple[LedgerOrder, ...]:
        """Orders paid by bank card of which the service has not said yet that it goes on with them,
        oldest first: each must be reported to it, as often as it takes."""
        with self._reading() as connection:
            paid = orders_where(
                connection,
                ORDERS.c.state == OrderState.PAID.value,
                ORDERS.c.tender == Tender.BANK_CARD.value,
            )
        return tuple(order for order in paid if order.card is not None)

    def documents(self) -> tuple[LedgerDocument, ...]:
        """Every document on A4, by when it came to be as it is."""
        with self._reading() as connection:
            return documents_where(connection)

    def prints_of(self, number: str) -> tuple[LedgerDocument, ...]:
        """The original of the certificate of this number, and every 补打 of it, as far as they have
        come here."""
        with self._reading() as connection:
            return documents_where(connection, DOCUMENTS.c.number == number)

    def unfinished_documents(self) -> tuple[LedgerDocument, ...]:
        """Documents whose print has begun and not ended: each must be asked about."""
        with self._reading() as connection:
            return documents_where(connection, DOCUMENTS.c.state == DocumentState.STARTED.value)

    def sheets_on_paper(self, since: datetime | None = None) -> int:
        """A4 pages known to have been printed for citizens; by documents of that time or later."""
        later = () if since is None else (DOCUMENTS.c.since >= write_moment(since),)
        with self._reading() as connection:
            return sheets_of(connection, *later)

    def batch(self) -> int | None:
        """The acquirer's batch (批次) that purchases are in, None before the first sign-in."""
        with self._reading() as connection:
            return counting_of(connection).batch or None

    def batch_totals(self, batch: int) -> BatchTotals:
        """What the ledger says was approved in a batch."""
        with self._reading() as connection:
            return totals_of(connection, batch)

    def entries(self, after: int = 0) -> tuple[Entry, ...]:
        """Entries with a greater ``seq``, in order."""
        with self._reading() as connection:
            rows = connection.execute(
                select(ENTRIES).where(ENTRIES.c.seq > after).order_by(ENTRIES.c.seq)
            ).all()
        return _read(rows)

    def notes(self, number: OrderNumber) -> tuple[Entry, ...]:
        """What was noted beside one order, in order; nothing for a number nobody knows."""
        with self._reading() as connection:
            rows = connection.execute(
                select(ENTRIES)
                .where(
                    ENTRIES.c.order_number == number,
                    ENTRIES.c.kind.startswith(NOTE_PREFIX, autoescape=True),
                )
                .order_by(ENTRIES.c.seq)
            ).all()
        return _read(rows)

    def staff_trail(self, after: int = 0) -> tuple[Entry, ...]:
        """What staff did, in order: entries with a greater ``seq``."""
        kinds = [kind.value for kind in STAFF_KINDS]
        with self._reading() as connection:
            rows = connection.execute(
                select(ENTRIES)
                .where(ENTRIES.c.seq > after, ENTRIES.c.kind.in_(kinds))
                .order_by(ENTRIES.c.seq)
            ).all()
        return _read(rows)

    def newest_of_staff(self, most: int, before: int | None = None) -> tuple[Entry, ...]:
        """What staff did last, newest first: of all, or of the entries with a smaller ``seq``."""
        kinds = [kind.value for kind in STAFF_KINDS]
        newest = select(ENTRIES).where(ENTRIES.c.kind.in_(kinds))
        if before is not None:
            newest = newest.where(ENTRIES.c.seq < before)
        with self._reading() as connection:
            rows = connection.execute(newest.order_by(ENTRIES.c.seq.desc()).limit(most)).all()
        return _read(rows)

    def newest_acted(self, what: str, most: int) -> tuple[Entry, ...]:
        """What the audit trail says last of one thing that was done, by its code; newest first."""
        with self._reading() as connection:
            rows = connection.execute(
                select(ENTRIES)
                .where(
                    ENTRIES.c.kind == EntryKind.STAFF_ACTED.value,
                    func.json_extract(ENTRIES.c.payload, "$.what") == what,
                )
                .order_by(ENTRIES.c.seq.desc())
                .limit(most)
            ).all()
        return _read(rows)

    def last_acted(self, begins: str) -> dict[str, Entry]:
        """The last entry of each thing that staff did whose code begins so, by that code."""
        what = func.json_extract(ENTRIES.c.payload, "$.what")
        acted = ENTRIES.c.kind == EntryKind.STAFF_ACTED.value
        last = (
            select(func.max(ENTRIES.c.seq))
            .where(acted, what.startswith(begins, autoescape=True))
            .group_by(what)
        )
        with self._reading() as connection:
            rows = connection.execute(
                select(ENTRIES).where(ENTRIES.c.seq.in_(last)).order_by(ENTRIES.c.seq)
            ).all()
        return {str(entry.facts["what"]): entry for entry in _read(rows)}

    def acted(self, begins: str) -> tuple[Entry, ...]:
        """Everything of the audit trail that was done and whose code begins so, in order."""
        what = func.json_extract(ENTRIES.c.payload, "$.what")
        with self._reading() as connection:
            rows = connection.execute(
                select(ENTRIES)
                .where(
                    ENTRIES.c.kind == EntryKind.STAFF_ACTED.value,
                    what.startswith(begins, autoescape=True),
                )
                .order_by(ENTRIES.c.seq)
            ).all()
        return _read(rows)

    def staff_refusals(self, who: str) -> tuple[Entry, ...]:
        """The refusals of this number since it was last admitted, in order."""
        tried = (EntryKind.STAFF_ADMITTED, EntryKind.STAFF_REFUSED)
        mine = [entry for entry in self.staff_trail() if entry.facts["who"] == who]
        mine = [entry for entry in mine if EntryKind(entry.kind) in tried]
        admitted = [n for n, one in enumerate(mine) if one.kind == EntryKind.STAFF_ADMITTED.value]
        return tuple(mine[admitted[-1] + 1 :] if admitted else mine)

    def tally(self) -> LedgerTally:
        """How many of everything there are."""
        with self._reading() as connection:
            return tally_of(connection)

    def counted(self, kinds: Collection[str], since: datetime | None = None) -> dict[str, int]:
        """How many entries of each kind were written, all of them or those since then."""
        with self._reading() as connection:
            return counted_since(connection, kinds, since)

    def last_receipted(self, most: int) -> tuple[LedgerOrder, ...]:
        """The orders whose receipts were confirmed last, at most so many."""
        with self._reading() as connection:
            return last_receipted(connection, most)

    def verify(self) -> ChainReport:
        """Check everything; see ``verification.verify``."""
        try:
            anchor = read_anchor(self._path)
        except ValueError:
            return ChainReport(0, None, ("anchor: spoilt",))
        with self._reading() as connection:
            return verify(connection, self._seals, anchor)

    def export(self) -> dict[str, Json]:
        """All of it for people and programs: report, orders with their prints and card
        attempts, documents, entries. Sealed secrets are not part of it."""
        report = self.verify()
        with self._reading() as connection:
            orders = orders_where(connection)
            documents = documents_where(connection)
        return {
            "revision": REVISION,
            "sound": report.sound,
            "report": str(report),
            "orders": [_exported_order(order) for order in orders],
            "documents": [{**write_document(one)} for one in documents],
            "entries": [
                {
                    "seq": entry.seq,
                    "at": entry.at,
                    "kind": entry.kind,
                    "order_number": entry.order_number,
                    "facts": {**entry.facts},
                    "hash": entry.hash,
                }
                for entry in self.entries()
            ],
        }

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._turn, failures(self._path):
            self._refuse_when_closed()
            with self._engine.connect() as connection:
                yield connection

    def _refuse_when_closed(self) -> None:
        # The engine would connect again, without the lock.
        if self._closed:
            raise LedgerUnavailable("closed")


def _read(rows: Sequence[Sequence[object]]) -> tuple[Entry, ...]:
    found = tuple(entry for row in rows if (entry := stored_entry(row)) is not None)
    if len(found) != len(rows):
        raise LedgerDamaged("an entry makes no sense", ())
    return found


def _exported_order(order: LedgerOrder) -> dict[str, Json]:
    return {
        **write_order(order),
        "prints": [_of_its_order(write_print(order.number, one)) for one in order.prints],
        "attempts": [_of_its_order(write_attempt(one)) for one in order.attempts],
    }


def _of_its_order(row: Mapping[str, str | int | None]) -> Json:
    return {key: value for key, value in row.items() if key != "order_number"}
