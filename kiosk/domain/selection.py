"""What a citizen has chosen to pay, before the service says what it costs."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.bill import Bill
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod


@dataclass(frozen=True, slots=True)
class MonthsOnBase:
    """Months of one year on a base. ``plan`` is the code of a medical plan (参保档次) and ``items``
    the codes of the insurance items (缴费险种) paid with it; both empty where there are none."""

    period: ContributionPeriod
    base: Money
    plan: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearOnTier:
    """A whole year on a tier (缴费档次), by the code of the tier."""

    year: int
    tier: str


@dataclass(frozen=True, slots=True)
class ChosenBills:
    """Bills of an agency (核定单据); all of one agency and one insurance."""

    bills: tuple[Bill, ...]


Selection = MonthsOnBase | YearOnTier | ChosenBills
