"""The ledger of a running kiosk: what it says is done is on the disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

from kiosk.domain.order import OrderNumber, OrderState
from kiosk.ledger.anchor import Anchor
from kiosk.ledger.codec import write_facts, write_terms
from kiosk.ledger.database import failures, writing_engine
from kiosk.ledger.documents import DocumentLedger
from kiosk.ledger.entry import NOTE_PREFIX, EntryKind, Seals
from kiosk.ledger.errors import LedgerDamaged, OrderExists, PaymentBlocked, RatchetViolation
from kiosk.ledger.evidence import finish_putting_aside, put_aside, refuse_latched, sole_use
from kiosk.ledger.notes import note_facts
from kiosk.ledger.opening import begin_if_absent, bring_up_to_date, examine
from kiosk.ledger.order import LedgerOrder, NewOrder, OrderFacts, PrintState, ReceiptPrint
from kiosk.ledger.purchases import PurchaseLedger
from kiosk.ledger.sealing import Sealing
from kiosk.ledger.staffing import StaffLedger
from kiosk.ledger.whole_files import sync_directory


class Ledger(PurchaseLedger, DocumentLedger, StaffLedger):
    """Orders, purchases by bank card, receipts and documents, written before they are acted upon.

    Synchronous; made for one worker thread, though calls from several only wait for each other.
    Every method that writes is one transaction, durable when it returns, and raises
    LedgerUnavailable when that is impossible: then nothing may be done on the strength of it.
    """

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], datetime], key: bytes) -> Ledger:
        """Open, or begin, the ledger at ``path`` and verify all of it.

        ``key`` has at least 32 bytes and stays the same for the life of the ledger. Raises
        LedgerInUse when another process has it, LedgerKeyRefused, LedgerNewer, LedgerUnavailable;
        LedgerDamaged when it cannot be trusted: its files are then kept aside under a new name, and
        opening keeps failing until an operator calls ``acknowledge_damage``.
        """
        path = path.absolute()
        seals = Seals(key)
        with ExitStack() as held, failures(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            held.enter_context(sole_use(path))
            finish_putting_aside(path)
            refuse_latched(path)
            at = now()
            begin_if_absent(path, seals, at)
            try:
                bring_up_to_date(path)
                head = examine(path, seals)
            except LedgerDamaged as damage:
                raise LedgerDamaged(damage.reason, put_aside(path, damage.reason, at)) from damage
            writer = writing_engine(path)
            held.callback(writer.dispose)
            # Whether it can be written at all shows now, and not at the first payment.
            writer.connect().close()
            anchor = Anchor(path)
            anchor.follow(head)
            anchor.settle()
            # The anchor's name must be as durable as what it says.
            sync_directory(path.parent)
            return cls(
                path,
                writer,
                seals,
                Sealing(key),
                anchor=anchor,
                now=now,
                held=held.pop_all(),
            )

    def mint_order_number(self, terminal_number: str) -> OrderNumber:
        """A number never given out before and never again. Raises ValueError for a terminal number
        that no order number can carry."""
        with self._writing() as journal:
            return journal.mint(terminal_number)

    def create_order(self, new: NewOrder) -> None:
        """Write a new order. Raises OrderExists, and PaymentBlocked while an order of the same
        payer and insurance with a month in common is not final."""
        with self._writing() as journal:
            taken = journal.taken_by(new)
            if taken is not None:
                raise OrderExists(taken)
            blocking = journal.blocking(new)
            if blocking is not None:
                raise PaymentBlocked(blocking)
            journal.change(new.number, EntryKind.ORDER_CREATED, write_terms(new))

    def advance(self, number: OrderNumber, to: OrderState, facts: OrderFacts) -> LedgerOrder:
        """Move an order on, and add what is newly known; nothing new, no entry.

        Steps between may have gone unseen. Raises OrderUnknown, RatchetViolation.
        """
        with self._writing() as journal:
            before = journal.order(number)
            known = write_facts(before.facts).items()
            news = {
                key: value for key, value in write_facts(facts).items() if (key, value) not in known
            }
            if to is before.state and not news:
                return before
            return journal.change(number, EntryKind.ORDER_ADVANCED, {"state": to.value, **news})

    def receipt_started(self, number: OrderNumber) -> int:
        """Call before the printer gets a byte. Returns 0 for the first print ever begun of this
        order and n for 补打 第n次. Raises OrderUnknown, and RatchetViolation for an order that is
        not posted."""
        with self._writing() as journal:
            ordinal = len(journal.order(number).prints)
            journal.change(number, EntryKind.RECEIPT_STARTED, {"ordinal": ordinal})
            return ordinal

    def receipt_finished(self, number: OrderNumber, ordinal: int) -> None:
        """The printer has confirmed that print. Raises OrderUnknown, RatchetViolation."""
        self._end_print(number, ReceiptPrint(ordinal, PrintState.FINISHED))

    def receipt_failed(self, number: OrderNumber, ordinal: int, cause: str) -> None:
        """That print did not come out whole; ``cause`` is a short code. Never changes the payment.
        Raises OrderUnknown, RatchetViolation, ValueError."""
        note_facts("receipt_failed", {"cause": cause})
        self._end_print(number, ReceiptPrint(ordinal, PrintState.FAILED, cause))

    def note(self, kind: str, order: OrderNumber | None, facts: Mapping[str, str | int]) -> None:
        """Write something else worth keeping. Keys are ``NOTE_KEYS``, values short codes or small
        numbers; anything else raises ValueError."""
        checked = note_facts(kind, facts)
        with self._writing() as journal:
            if order is not None:
                journal.order(order)
            journal.append(NOTE_PREFIX + kind, order, checked)

    def _end_print(self, number: OrderNumber, ended: ReceiptPrint) -> None:
        with self._writing() as journal:
            prints = journal.order(number).prints
            if not 0 <= ended.ordinal < len(prints):
                raise RatchetViolation(number, "prints")
            if prints[ended.ordinal] == ended:
                return
            if ended.state is PrintState.FAILED:
                journal.change(
                    number,
                    EntryKind.RECEIPT_FAILED,
                    {"ordinal": ended.ordinal, "cause": ended.cause},
                )
            else:
                journal.change(number, EntryKind.RECEIPT_FINISHED, {"ordinal": ended.ordinal})
