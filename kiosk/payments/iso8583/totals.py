"""The totals of a batch in F48, and what the host makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.domain.money import Money
from kiosk.payments.iso8583.codec import MalformedMessage

_AMOUNT, _COUNT = 12, 3
_SIDE = _AMOUNT + _COUNT
_HALF = 2 * _SIDE + 1
_WHOLE = 2 * _HALF


class Reconciliation(Enum):
    """对账应答代码: whether the host counts the same."""

    NOT_YET = "0"
    BALANCED = "1"
    UNBALANCED = "2"
    FAILED = "3"


@dataclass(frozen=True, slots=True)
class BatchSide:
    """Amount and number of what was debited or credited. Raises ValueError for more than fits:
    999 transactions, twelve figures of fen."""

    amount: Money
    count: int

    def __post_init__(self) -> None:
        if not 0 <= self.count < 10**_COUNT or self.amount.fen >= 10**_AMOUNT:
            raise ValueError("a batch has at most 999 transactions of twelve figures together")


NOTHING = BatchSide(Money(0), 0)


@dataclass(frozen=True, slots=True)
class BatchTotals:
    """What a terminal debited cards with in a batch (purchases less reversals) and credited them
    with, as F48 wants it of cards of this country; foreign cards have a half of their own, in which
    there is nothing."""

    debited: BatchSide
    credited: BatchSide = NOTHING


def write_totals(totals: BatchTotals, mark: Reconciliation = Reconciliation.NOT_YET) -> str:
    """F48: 62 figures."""
    sides = (totals.debited, totals.credited)
    own = "".join(f"{side.amount.fen:0{_AMOUNT}d}{side.count:0{_COUNT}d}" for side in sides)
    return (own + mark.value).ljust(_WHOLE, "0")


def read_reconciliation(text: str) -> Reconciliation:
    """What the host says about the totals of cards of this country. Raises MalformedMessage."""
    if len(text) < _HALF:
        raise MalformedMessage("F48")
    try:
        return Reconciliation(text[_HALF - 1])
    except ValueError:
        raise MalformedMessage("F48") from None
