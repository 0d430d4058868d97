"""The service's computation of what a payment costs; the terminal only shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money, total
from kiosk.domain.period import ContributionPeriod, Month


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """What one month costs on its base."""

    month: Month
    base: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """An amount offered by the service.

    Raises ValueError when the lines are not the months of the period or do not add up to the total.
    """

    number: str
    personal_number: str = field(repr=False)
    insurance: InsuranceKind
    agency_name: str
    period: ContributionPeriod
    base: Money
    rate_bp: int
    lines: tuple[QuoteLine, ...]
    total: Money
    demonstration: bool

    def __post_init__(self) -> None:
        if total(tuple(line.amount for line in self.lines)) != self.total:
            raise ValueError("the lines of a quote do not add up to its total")
        if tuple(line.month for line in self.lines) != self.period.months:
            raise ValueError("the lines of a quote are not the months of its period")
