"""What the acquirer and the banks behind it remember: what was bought, reversed, given back.

Safe to use from any thread: the host writes here, the collection service asks and gives back.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

TRIES = 3


class PurchaseState(Enum):
    """What has become of a purchase."""

    APPROVED = "approved"
    REVERSED = "reversed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class HostPurchase:
    """A purchase as the acquirer has it. ``code`` is what it answered (F39), ``reference`` F37,
    ``authorisation`` F38, ``refunded_fen`` what was given back since."""

    terminal_id: str
    merchant_id: str
    batch: int
    trace: int
    account: str = field(repr=False)
    card_masked: str
    amount_fen: int
    reference: str
    authorisation: str
    at: datetime
    state: PurchaseState
    code: str
    refunded_fen: int = 0


@dataclass(frozen=True, slots=True)
class HostTotals:
    """What the acquirer counts in a batch: purchases that were approved and not reversed."""

    amount_fen: int
    count: int


_Key = tuple[str, int, int]


class Books:
    """One set of books. ``spent`` of an account is what purchases took, less what came back."""

    def __init__(self) -> None:
        self._purchases: dict[_Key, HostPurchase] = {}
        # Reversed before they were ever seen: such a purchase may still be on its way.
        self._barred: set[_Key] = set()
        self._spent: Counter[str] = Counter()
        self._wrong_pins: Counter[str] = Counter()
        self._lock = threading.Lock()

    def purchase_of(self, terminal_id: str, batch: int, trace: int) -> HostPurchase | None:
        """The purchase with these numbers; None where none was heard of."""
        with self._lock:
            return self._purchases.get((terminal_id, batch, trace))

    def purchase_by_reference(self, reference: str) -> HostPurchase | None:
        """The purchase with that F37."""
        with self._lock:
            return self._referred_to(reference)

    @property
    def purchases(self) -> tuple[HostPurchase, ...]:
        """Every purchase, in the order they came."""
        with self._lock:
            return tuple(self._purchases.values())

    def spent_fen(self, account: str) -> int:
        """What has left an account for good, so far."""
        with self._lock:
            return self._spent[account]

    def is_used(self, terminal_id: str, batch: int, trace: int) -> bool:
        """Whether a purchase with these numbers came before, or was reversed before it came."""
        key = (terminal_id, batch, trace)
        with self._lock:
            return key in self._purchases or key in self._barred

    def write(self, purchase: HostPurchase) -> None:
        """Write down a purchase; an approved one is debited. Raises ValueError for one with the
        numbers of another."""
        key = (purchase.terminal_id, purchase.batch, purchase.trace)
        with self._lock:
            if key in self._purchases:
                raise ValueError("a purchase with these numbers is in the books")
            self._purchases[key] = purchase
            if purchase.state is PurchaseState.APPROVED:
                self._spent[purchase.account] += purchase.amount_fen

    def reverse(
        self, terminal_id: str, batch: int, trace: int, account: str, amount_fen: int
    ) -> str:
        """Take a purchase back and say how that went (F39): 00 done, also if done before; 25 no
        such purchase, which is then refused should it still come; 12 it was not approved, or has
        been given back; 14 or 64 another account or amount."""
        key = (terminal_id, batch, trace)
        with self._lock:
            found = self._purchases.get(key)
            if found is None:
                self._barred.add(key)
                return "25"
            if found.account != account or found.amount_fen != amount_fen:
                return "14" if found.account != account else "64"
            if found.state is PurchaseState.DECLINED or found.refunded_fen:
                return "12"
            if found.state is PurchaseState.APPROVED:
                self._purchases[key] = replace(found, state=PurchaseState.REVERSED)
                self._spent[account] -= amount_fen
            return "00"

    def refund(self, reference: str, amount_fen: int) -> bool:
        """退货: give back some or all of a purchase. False where there is no such purchase, it was
        reversed, or less than that is left of it."""
        with self._lock:
            found = self._referred_to(reference)
            if found is None or found.state is not PurchaseState.APPROVED:
                return False
            refunded = found.refunded_fen + amount_fen
            if amount_fen <= 0 or refunded > found.amount_fen:
                return False
            key = (found.terminal_id, found.batch, found.trace)
            self._purchases[key] = replace(found, refunded_fen=refunded)
            self._spent[found.account] -= amount_fen
            return True

    def totals(self, terminal_id: str, batch: int) -> HostTotals:
        """What counts in a batch."""
        with self._lock:
            counted = [
                purchase.amount_fen
                for key, purchase in self._purchases.items()
                if key[:2] == (terminal_id, batch) and purchase.state is PurchaseState.APPROVED
            ]
        return HostTotals(sum(counted), len(counted))

    def tries_left(self, account: str) -> int:
        """How many PINs may still be tried."""
        with self._lock:
            return max(0, TRIES - self._wrong_pins[account])

    def note_pin(self, account: str, *, right: bool) -> None:
        """Count a wrong PIN, or forget the wrong ones before a right one."""
        with self._lock:
            self._wrong_pins[account] = 0 if right else self._wrong_pins[account] + 1

    def forget(self) -> None:
        """New books: nothing was bought, no PIN was wrong."""
        with self._lock:
            self._purchases.clear()
            self._barred.clear()
            self._spent.clear()
            self._wrong_pins.clear()

    def _referred_to(self, reference: str) -> HostPurchase | None:
        return next(
            (
                purchase
                for purchase in self._purchases.values()
                if purchase.reference == reference and purchase.state is not PurchaseState.DECLINED
            ),
            None,
        )
