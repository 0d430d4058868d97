"""The durable journal of orders, purchases by bank card, receipts and documents."""

from __future__ import annotations

from kiosk.ledger.attempt import AttemptState, BatchTotals, CardAttempt, NewAttempt
from kiosk.ledger.document import DocumentState, LedgerDocument, NewDocument
from kiosk.ledger.entry import NOTE_PREFIX, Entry, EntryKind
from kiosk.ledger.errors import (
    DocumentUnknown,
    DocumentViolation,
    LedgerDamaged,
    LedgerError,
    LedgerInUse,
    LedgerKeyRefused,
    LedgerNewer,
    LedgerUnavailable,
    OrderExists,
    OrderUnknown,
    PaymentBlocked,
    PurchaseAtRisk,
    RatchetViolation,
    TracesUsedUp,
)
from kiosk.ledger.evidence import acknowledge_damage, ledger_in_use
from kiosk.ledger.ledger import Ledger
from kiosk.ledger.notes import NOTE_KEYS
from kiosk.ledger.number import is_well_formed
from kiosk.ledger.order import (
    NO_FACTS,
    LedgerOrder,
    NewOrder,
    OrderFacts,
    PrintState,
    ReceiptPrint,
)
from kiosk.ledger.reader import LedgerReader
from kiosk.ledger.tally import LedgerTally, OrderCount
from kiosk.ledger.verification import ChainReport

__all__ = [
    "NOTE_KEYS",
    "NOTE_PREFIX",
    "NO_FACTS",
    "AttemptState",
    "BatchTotals",
    "CardAttempt",
    "ChainReport",
    "DocumentState",
    "DocumentUnknown",
    "DocumentViolation",
    "Entry",
    "EntryKind",
    "Ledger",
    "LedgerDamaged",
    "LedgerDocument",
    "LedgerError",
    "LedgerInUse",
    "LedgerKeyRefused",
    "LedgerNewer",
    "LedgerOrder",
    "LedgerReader",
    "LedgerTally",
    "LedgerUnavailable",
    "NewAttempt",
    "NewDocument",
    "NewOrder",
    "OrderCount",
    "OrderExists",
    "OrderFacts",
    "OrderUnknown",
    "PaymentBlocked",
    "PrintState",
    "PurchaseAtRisk",
    "RatchetViolation",
    "ReceiptPrint",
    "TracesUsedUp",
    "acknowledge_damage",
    "is_well_formed",
    "ledger_in_use",
]
