"""What a payment is reckoned from: a base, a tier, or bills that somebody else has determined."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.domain.money import ZERO, Money


class BasisKind(Enum):
    """How the amount of a payment comes about. The value is the wire name."""

    BASE = "base"
    TIER = "tier"
    BILLS = "bills"

    @property
    def label(self) -> str:
        """What the fact is called on screens and paper."""
        return {"base": "缴费基数", "tier": "缴费档次", "bills": "缴费项目"}[self.value]


@dataclass(frozen=True, slots=True)
class Basis:
    """缴费基数, 缴费档次 or 核定单据 of one payment.

    ``amount`` is the monthly base, the yearly amount of the tier, or zero for bills. ``name`` is
    that of the tier or of the kind of bill, and of the plan where a base has one; it is never
    empty for a tier or bills, else ValueError is raised.
    """

    kind: BasisKind
    amount: Money
    name: str = ""

    def __post_init__(self) -> None:
        if self.kind is not BasisKind.BASE and not self.name:
            raise ValueError("a tier or a kind of bill has a name")
        if self.kind is BasisKind.BILLS and self.amount != ZERO:
            raise ValueError("bills have no base of their own")

    @property
    def shown(self) -> str:
        """``5,200 元 / 月``, with the plan before it if there is one; or the name."""
        if self.kind is not BasisKind.BASE:
            return self.name
        figures = f"{self.amount.whole_figures} 元 / 月"
        return f"{self.name}　{figures}" if self.name else figures


def monthly_base(amount: Money, plan: str = "") -> Basis:
    """A base, under the plan of that name if the insurance has plans."""
    return Basis(BasisKind.BASE, amount, plan)
