"""The service's computation of what a payment costs; the terminal only shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.basis import Basis
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money, total
from kiosk.domain.period import ContributionPeriod


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """What one part costs: a month, an insurance item of it, a year, or a bill.

    ``item`` names the insurance item (缴费险种), empty where there is only one.
    """

    period: ContributionPeriod
    amount: Money
    item: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """An amount offered by the service, all of one insurance at one agency.

    ``periods`` is 费款所属期: one period, or one of each bill, ascending. Raises ValueError when
    the lines do not cover exactly the months of the periods, or do not add up to the total.
    """

    number: str
    personal_number: str = field(repr=False)
    insurance: InsuranceKind
    agency_name: str
    periods: tuple[ContributionPeriod, ...]
    basis: Basis
    lines: tuple[QuoteLine, ...]
    total: Money
    demonstration: bool

    def __post_init__(self) -> None:
        if total(tuple(line.amount for line in self.lines)) != self.total:
            raise ValueError("the lines of a quote do not add up to its total")
        paid_for = {month for line in self.lines for month in line.period.months}
        if not self.periods or paid_for != {
            month for period in self.periods for month in period.months
        }:
            raise ValueError("the lines of a quote are not the months of its periods")
