"""One transaction on the ledger: entries are appended, and the tables follow at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kiosk.domain.order import OrderNumber
from kiosk.ledger.attempt import AttemptState, CardAttempt, NewAttempt
from kiosk.ledger.attempt_codec import write_attempt
from kiosk.ledger.codec import write_order, write_print
from kiosk.ledger.counting import Counting
from kiosk.ledger.document import LedgerDocument, NewDocument
from kiosk.ledger.document_codec import follow, write_document
from kiosk.ledger.entry import GENESIS, Entry, EntryKind, Head, Seals, write_payload
from kiosk.ledger.errors import DocumentUnknown, TracesUsedUp
from kiosk.ledger.moments import write_moment
from kiosk.ledger.number import order_number
from kiosk.ledger.order import LedgerOrder, NewOrder
from kiosk.ledger.projection import apply
from kiosk.ledger.queries import (
    NOT_FINAL,
    attempts_where,
    counting_of,
    document_of,
    documents_where,
    order_of,
    orders_where,
)
from kiosk.ledger.schema import ATTEMPTS, DOCUMENTS, ENTRIES, HEAD, ORDERS, RECEIPTS, REVERSALS


def _share_a_month(one: NewOrder, other: NewOrder) -> bool:
    return any(period.overlaps(another) for period in one.periods for another in other.periods)


class Journal:
    """Writing within one transaction, at one moment."""

    def __init__(self, connection: Connection, seals: Seals, at: datetime) -> None:
        self._connection = connection
        self._seals = seals
        self._at = at
        self.head: Head | None = None
        """The head this transaction leads to, None while it has written nothing."""
        self.erased = False
        """Whether something was removed that must be found nowhere any more."""

    def begin(self, facts: Mapping[str, str | int]) -> None:
        """The first entry of a new ledger."""
        head = self._seals.head(0, GENESIS)
        self._connection.execute(
            insert(HEAD).values(
                id=1,
                key_check=self._seals.key_check,
                seq=head.seq,
                hash=head.hash,
                seal=head.seal,
                minted=0,
                batch=0,
                trace=0,
                traces=0,
            )
        )
        self.append(EntryKind.LEDGER_BEGUN.value, None, facts)

    def order(self, number: OrderNumber) -> LedgerOrder:
        """The order as this transaction sees it. Raises OrderUnknown."""
        return order_of(self._connection, number)

    def taken_by(self, new: NewOrder) -> OrderNumber | None:
        """The order that already has this number or idempotency key."""
        same = (ORDERS.c.number == new.number) | (ORDERS.c.idempotency_key == new.idempotency_key)
        return self._first_number(same)

    def blocking(self, new: NewOrder) -> OrderNumber | None:
        """An order of the same payer and insurance, not final, with a month in common."""
        rivals = orders_where(
            self._connection,
            ORDERS.c.payer_digest == new.payer_digest,
            ORDERS.c.insurance == new.insurance.value,
            NOT_FINAL,
        )
        return next((rival.number for rival in rivals if _share_a_month(rival.terms, new)), None)

    def mint(self, terminal_number: str) -> OrderNumber:
        """The next order number; counting and the entry are one."""
        minted: int = self._connection.execute(select(HEAD.c.minted)).scalar_one() + 1
        number = order_number(terminal_number, self._at, minted)
        self._connection.execute(update(HEAD).values(minted=minted))
        self.append(EntryKind.NUMBER_MINTED.value, number, {"counter": minted})
        return number

    def take_trace(self) -> int:
        """The next trace number; counting and the entry are one. Raises TracesUsedUp."""
        counting = counting_of(self._connection)
        if counting.used_up:
            raise TracesUsedUp(counting.batch)
        after = counting.next()
        self._count(after)
        self.append(EntryKind.TRACE_TAKEN.value, None, {"trace": after.trace})
        return after.trace

    def adopt_batch(self, batch: int) -> None:
        """Count traces in this batch from now on, unless that is so already. Raises ValueError."""
        counting = counting_of(self._connection)
        if batch == counting.batch:
            return
        self._count(counting.adopted(batch))
        self.append(EntryKind.BATCH_ADOPTED.value, None, {"batch": batch})

    def at_risk(self) -> CardAttempt | None:
        """The attempt that has not ended."""
        sent = attempts_where(self._connection, ATTEMPTS.c.state == AttemptState.SENT.value)
        return next(iter(sent), None)

    def has_purchase(self, new: NewAttempt) -> bool:
        """Whether this batch of the terminal has a purchase with that trace."""
        return bool(
            attempts_where(
                self._connection,
                ATTEMPTS.c.batch == new.batch,
                ATTEMPTS.c.trace == new.trace,
                ATTEMPTS.c.terminal_id == new.terminal_id,
            )
        )

    def keep_sealed(self, number: OrderNumber, ordinal: int, sealed: bytes) -> None:
        """Keep the sealed secret of an attempt that has begun in this transaction."""
        self._connection.execute(
            insert(REVERSALS).values(order_number=number, ordinal=ordinal, sealed=sealed)
        )

    def erase_sealed(self, number: OrderNumber, ordinal: int) -> None:
        """Remove the sealed secret of an attempt that has ended in this transaction."""
        self._connection.execute(
            delete(REVERSALS).where(
                REVERSALS.c.order_number == number, REVERSALS.c.ordinal == ordinal
            )
        )
        self.erased = True

    def change(
        self, number: OrderNumber, kind: EntryKind, facts: Mapping[str, str | int]
    ) -> LedgerOrder:
        """Append what happened to an order and project it. Raises what ``apply`` raises."""
        known = orders_where(self._connection, ORDERS.c.number == number)
        entry = self.append(kind.value, number, facts)
        after = apply(known[0] if known else None, number, kind, entry)
        row = write_order(after)
        self._connection.execute(
            upsert(ORDERS).values(row).on_conflict_do_update(index_elements=["number"], set_=row)
        )
        for one in after.prints:
            line = write_print(number, one)
            self._connection.execute(
                upsert(RECEIPTS)
                .values(line)
                .on_conflict_do_update(index_elements=["order_number", "ordinal"], set_=line)
            )
        for attempt in after.attempts:
            line = write_attempt(attempt)
            self._connection.execute(
                upsert(ATTEMPTS)
                .values(line)
                .on_conflict_do_update(index_elements=["order_number", "ordinal"], set_=line)
            )
        return after

    def find_document(self, sha256: str) -> LedgerDocument | None:
        """The document with these bytes, None if it never came."""
        return document_of(self._connection, sha256)

    def same_print(self, new: NewDocument) -> tuple[LedgerDocument, ...]:
        """Every document that is the same print of the same certificate; none for a list, which
        has no number."""
        if not new.number:
            return ()
        return documents_where(
            self._connection,
            DOCUMENTS.c.number == new.number,
            DOCUMENTS.c.reprint == new.reprint,
        )

    def document(self, sha256: str) -> LedgerDocument:
        """The document with these bytes. Raises DocumentUnknown."""
        found = self.find_document(sha256)
        if found is None:
            raise DocumentUnknown
        return found

    def change_document(self, kind: EntryKind, facts: Mapping[str, str | int]) -> LedgerDocument:
        """Append what happened to a document and project it. Raises what ``follow`` raises."""
        before = self.find_document(str(facts["sha256"]))
        after = follow(before, kind, self.append(kind.value, None, facts))
        row = write_document(after)
        self._connection.execute(
            upsert(DOCUMENTS).values(row).on_conflict_do_update(index_elements=["sha256"], set_=row)
        )
        return after

    def append(
        self, kind: str, number: OrderNumber | None, facts: Mapping[str, str | int]
    ) -> Entry:
        """The next link of the chain."""
        seq, prev_hash = self._connection.execute(select(HEAD.c.seq, HEAD.c.hash)).one()
        entry = self._seals.entry(
            seq=seq + 1,
            at=write_moment(self._at),
            kind=kind,
            order_number=number,
            payload=write_payload(facts),
            prev_hash=prev_hash,
        )
        head = self._seals.head(entry.seq, entry.hash)
        self._connection.execute(
            insert(ENTRIES).values(
                seq=entry.seq,
                at=entry.at,
                kind=entry.kind,
                order_number=entry.order_number,
                payload=entry.payload,
                prev_hash=entry.prev_hash,
                hash=entry.hash,
            )
        )
        self._connection.execute(update(HEAD).values(seq=head.seq, hash=head.hash, seal=head.seal))
        self.head = head
        return entry

    def _count(self, to: Counting) -> None:
        self._connection.execute(
            update(HEAD).values(batch=to.batch, trace=to.trace, traces=to.taken)
        )

    def _first_number(self, *conditions: ColumnElement[bool]) -> OrderNumber | None:
        found: str | None = self._connection.execute(
            select(ORDERS.c.number).where(*conditions).order_by(ORDERS.c.created_at).limit(1)
        ).scalar_one_or_none()
        return None if found is None else OrderNumber(found)
