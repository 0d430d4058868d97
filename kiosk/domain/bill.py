"""Bills (核定单据) that 人社 or 医保 have determined and sent to the tax authority."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import ZERO, Money
from kiosk.domain.period import ContributionPeriod

MOST_BILLS = 12
"""As many bills can be paid in one go."""


class BillKind(Enum):
    """Why there is a bill. The value is the wire name."""

    SPECIAL = "special"
    FLEXIBLE_ARREARS = "flexible_arrears"
    RESIDENT_ARREARS = "resident_arrears"

    @property
    def label(self) -> str:
        """The module that pays it."""
        return {
            "special": "特殊缴费",
            "flexible_arrears": "社保（医保）费补缴",
            "resident_arrears": "社保费补缴",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill; nothing in it can be edited. Raises ValueError for a bill of nothing."""

    number: str = field(repr=False)
    kind: BillKind
    insurance: InsuranceKind
    personal_number: str = field(repr=False)
    agency_name: str
    period: ContributionPeriod
    amount: Money
    determined_on: date

    def __post_init__(self) -> None:
        if self.amount == ZERO:
            raise ValueError("a bill of nothing")
