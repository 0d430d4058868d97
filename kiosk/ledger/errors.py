"""How the ledger says no. Messages carry order numbers, field names and causes, never a value."""

from __future__ import annotations

from pathlib import Path

from kiosk.domain.order import OrderNumber


class LedgerError(Exception):
    """Anything the ledger refuses."""


class LedgerUnavailable(LedgerError):
    """Nothing can be written now (disk full, read-only, locked …): stop taking money.

    ``cause`` is a short code, such as SQLite's own name of the error. What was asked for did not
    happen, or at worst happened without being confirmed; it must not be acted upon.
    """

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class LedgerInUse(LedgerUnavailable):
    """Another process has this ledger open."""


class LedgerNewer(LedgerUnavailable):
    """A newer version of the program wrote this ledger; it is left as it is."""


class LedgerKeyRefused(LedgerUnavailable):
    """The key is not the one this ledger was begun with; it is left as it is."""


class LedgerDamaged(LedgerError):
    """The ledger cannot be trusted. ``evidence`` are the files kept aside for the operator.

    The terminal stays out of service until the operator has called ``acknowledge_damage``.
    """

    def __init__(self, reason: str, evidence: tuple[Path, ...]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.evidence = evidence


class PaymentBlocked(LedgerError):
    """An order of the same payer, insurance and overlapping period is not final yet."""

    def __init__(self, order_number: OrderNumber) -> None:
        super().__init__(order_number)
        self.order_number = order_number


class PurchaseAtRisk(LedgerError):
    """A purchase by bank card may have been made and nobody knows: it is settled before another is
    begun. ``order_number`` is whose."""

    def __init__(self, order_number: OrderNumber) -> None:
        super().__init__(order_number)
        self.order_number = order_number


class TracesUsedUp(LedgerError):
    """This batch has had every trace number: only a new batch has more."""

    def __init__(self, batch: int) -> None:
        super().__init__(f"batch {batch}")
        self.batch = batch


class OrderUnknown(LedgerError):
    """The ledger has no order of this number."""

    def __init__(self, order_number: OrderNumber) -> None:
        super().__init__(order_number)
        self.order_number = order_number


class OrderExists(LedgerError):
    """The number, or the idempotency key, is already taken by ``order_number``."""

    def __init__(self, order_number: OrderNumber) -> None:
        super().__init__(order_number)
        self.order_number = order_number


class DocumentUnknown(LedgerError):
    """The ledger has no document with these bytes."""


class DocumentExists(LedgerError):
    """The document was received before."""


class DocumentViolation(LedgerError):
    """A document would be printed that is, or may be, on paper. ``state`` is where it stands."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class RatchetViolation(LedgerError):
    """A change would turn an order back. ``field`` is what may not change so."""

    def __init__(self, order_number: OrderNumber, field: str) -> None:
        super().__init__(f"{order_number}: {field}")
        self.order_number = order_number
        self.field = field
