"""What the entries add up to. Orders are nothing but this fold; the tables only keep its result."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.domain.order import OrderNumber, OrderState
from kiosk.ledger.charging import charged
from kiosk.ledger.codec import read_facts, read_terms
from kiosk.ledger.counting import Counting
from kiosk.ledger.document import LedgerDocument
from kiosk.ledger.document_codec import follow
from kiosk.ledger.entry import NOTE_PREFIX, Entry, EntryKind
from kiosk.ledger.errors import OrderExists, OrderUnknown, PurchaseAtRisk, RatchetViolation
from kiosk.ledger.fields import text, whole
from kiosk.ledger.moments import read_moment
from kiosk.ledger.order import LedgerOrder, PrintState, ReceiptPrint
from kiosk.ledger.ratchet import check_ratchet


@dataclass(slots=True)
class Projection:
    """Every order and document, how many order numbers were ever minted, and how far traces have
    come."""

    orders: dict[OrderNumber, LedgerOrder] = field(default_factory=dict)
    documents: dict[str, LedgerDocument] = field(default_factory=dict)
    minted: int = 0
    counting: Counting = field(default_factory=Counting)
    _at_risk: OrderNumber | None = None

    def take(self, entry: Entry) -> LedgerOrder | None:
        """Apply the next entry and return the order it changed, None when it changed none.

        Raises ValueError for an entry that says nothing sensible, and what ``apply`` raises.
        """
        if entry.kind.startswith(NOTE_PREFIX):
            return None
        match EntryKind(entry.kind):
            case (
                EntryKind.LEDGER_BEGUN
                | EntryKind.STAFF_ADMITTED
                | EntryKind.STAFF_REFUSED
                | EntryKind.STAFF_LEFT
                | EntryKind.STAFF_ACTED
            ):
                return None
            case EntryKind.NUMBER_MINTED:
                counter = whole(entry.facts, "counter")
                if counter != self.minted + 1:
                    raise ValueError("the counter of order numbers went astray")
                self.minted = counter
                return None
            case EntryKind.TRACE_TAKEN:
                counting = self.counting.next()
                if counting.trace != whole(entry.facts, "trace"):
                    raise ValueError("the trace numbers went astray")
                self.counting = counting
                return None
            case EntryKind.BATCH_ADOPTED:
                self.counting = self.counting.adopted(whole(entry.facts, "batch"))
                return None
            case (
                EntryKind.DOCUMENT_RECEIVED
                | EntryKind.DOCUMENT_STARTED
                | EntryKind.DOCUMENT_ENDED as kind
            ):
                sha256 = text(entry.facts, "sha256")
                self.documents[sha256] = follow(self.documents.get(sha256), kind, entry)
                return None
            case kind:
                return self._order(kind, entry)

    def _order(self, kind: EntryKind, entry: Entry) -> LedgerOrder:
        number = OrderNumber(entry.order_number or "")
        if kind is EntryKind.PURCHASE_BEGUN and self._at_risk is not None:
            raise PurchaseAtRisk(self._at_risk)
        order = apply(self.orders.get(number), number, kind, entry)
        self.orders[number] = order
        if order.at_risk:
            self._at_risk = number
        elif self._at_risk == number:
            self._at_risk = None
        return order


def apply(
    before: LedgerOrder | None, number: OrderNumber, kind: EntryKind, entry: Entry
) -> LedgerOrder:
    """The order after an entry. Raises OrderUnknown, OrderExists, RatchetViolation, ValueError."""
    if kind is EntryKind.ORDER_CREATED:
        if before is not None:
            raise OrderExists(number)
        terms = read_terms(entry.facts)
        if terms.number != number:
            raise ValueError("an order under another number")
        return LedgerOrder(terms, OrderState.CREATED, read_moment(entry.at))
    if before is None:
        raise OrderUnknown(number)
    match kind:
        case EntryKind.ORDER_ADVANCED:
            after = _advanced(before, entry)
        case EntryKind.RECEIPT_STARTED | EntryKind.RECEIPT_FINISHED | EntryKind.RECEIPT_FAILED:
            after = replace(before, prints=_printed(before, kind, entry))
        case _:
            after = charged(before, kind, entry)
    check_ratchet(before, after)
    return after


def _advanced(before: LedgerOrder, entry: Entry) -> LedgerOrder:
    state = OrderState(text(entry.facts, "state"))
    return replace(
        before,
        state=state,
        state_since=before.state_since if state is before.state else read_moment(entry.at),
        facts=before.facts.completed_by(read_facts(entry.facts)),
    )


def _printed(before: LedgerOrder, kind: EntryKind, entry: Entry) -> tuple[ReceiptPrint, ...]:
    ordinal = whole(entry.facts, "ordinal")
    cause = text(entry.facts, "cause") if kind is EntryKind.RECEIPT_FAILED else ""
    if kind is EntryKind.RECEIPT_STARTED:
        # Only a payment that has been posted is receipted; other outcomes get a slip.
        if before.state is not OrderState.POSTED or ordinal != len(before.prints):
            raise RatchetViolation(before.number, "prints")
        return (*before.prints, ReceiptPrint(ordinal, PrintState.STARTED))
    if not 0 <= ordinal < len(before.prints):
        raise RatchetViolation(before.number, "prints")
    state = PrintState.FAILED if kind is EntryKind.RECEIPT_FAILED else PrintState.FINISHED
    return (
        *before.prints[:ordinal],
        ReceiptPrint(ordinal, state, cause),
        *before.prints[ordinal + 1 :],
    )
