"""Which policy row holds on a day, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import MONTHS_PER_YEAR, Month
from kiosk.domain.tender import Tender
from sim.backend.policy_tables import (
    EVERYWHERE,
    BaseBounds,
    Bound,
    CollectionWindow,
    Duration,
    Limit,
    Publication,
    Rate,
    TenderRule,
    Term,
    WaitingRule,
    YearWindow,
)

Row = TypeVar(
    "Row",
    BaseBounds,
    Rate,
    CollectionWindow,
    YearWindow,
    Duration,
    Limit,
    TenderRule,
    WaitingRule,
)
LocalRow = TypeVar("LocalRow", CollectionWindow, YearWindow, WaitingRule)


@dataclass(frozen=True, slots=True)
class BasePolicy:
    """What a base may be in a year, and the rate on it."""

    year: int
    lower: Money
    upper: Money
    rate_bp: int
    demonstration: bool

    def allows(self, base: Money) -> bool:
        """Whether the base lies within the bounds, both included."""
        return self.lower <= base <= self.upper

    def month_amount(self, base: Money) -> Money:
        """What one month costs: base times rate, half a fen rounded up."""
        return base.share(self.rate_bp)


def base_policy(session: Session, insurance: InsuranceKind, on: date) -> BasePolicy | None:
    """Bounds and rate for the calendar year of ``on``; None while they are unpublished."""
    bounds = bounds_row(session, insurance, on.year, on)
    rate = _latest(session, select(Rate).where(Rate.insurance == insurance), Rate, on)
    if bounds is None or rate is None or bounds.publication is Publication.UNPUBLISHED:
        return None
    return BasePolicy(
        year=bounds.year,
        lower=Money(bounds.lower_fen),
        upper=Money(bounds.upper_fen),
        rate_bp=rate.rate_bp,
        demonstration=bounds.demonstration or rate.demonstration,
    )


def bounds_row(
    session: Session, insurance: InsuranceKind, year: int, on: date
) -> BaseBounds | None:
    """The row of bounds for ``year`` as known on a day."""
    rows = select(BaseBounds).where(BaseBounds.insurance == insurance, BaseBounds.year == year)
    return _latest(session, rows, BaseBounds, on)


def collectable_months(
    session: Session, insurance: InsuranceKind, agency_code: str, on: date
) -> tuple[Month, ...]:
    """Months of the current year that the window of the day leaves open, paid or not."""
    rows = select(CollectionWindow).where(CollectionWindow.insurance == insurance)
    window = _local(session, rows, CollectionWindow, agency_code, on)
    if window is None or not window.opens <= f"{on:%m%d}" <= window.closes:
        return ()
    now = Month(on.year, on.month)
    first = max(now.plus(-window.months_behind), Month(on.year, 1))
    last = min(now.plus(window.months_ahead), Month(on.year, MONTHS_PER_YEAR))
    return tuple(first.plus(n) for n in range(first.until(last)))


def collectable_year(
    session: Session, insurance: InsuranceKind, agency_code: str, on: date
) -> int | None:
    """The year that can be paid whole on a day; None outside the window."""
    rows = select(YearWindow).where(YearWindow.insurance == insurance)
    window = _local(session, rows, YearWindow, agency_code, on)
    if window is None or not window.opens <= f"{on:%m%d}" <= window.closes:
        return None
    return on.year + window.years_ahead


def waiting_months(session: Session, agency_code: str, on: date) -> int:
    """待遇等待期 after a lapse of the medical insurance; 0 for none."""
    row = _local(session, select(WaitingRule), WaitingRule, agency_code, on)
    return 0 if row is None else row.months


def limit(session: Session, bound: Bound, on: date) -> int:
    """The value of a bound on a day. Raises LookupError where no row says so."""
    row = _latest(session, select(Limit).where(Limit.bound == bound), Limit, on)
    if row is None:
        raise LookupError(bound.value)
    return row.value


def seconds(session: Session, term: Term, on: date) -> int:
    """How long a thing made on that day is valid. Raises LookupError where no row says so."""
    row = _latest(session, select(Duration).where(Duration.term == term), Duration, on)
    if row is None:
        raise LookupError(term.value)
    return row.seconds


def tender_rule(session: Session, tender: Tender, on: date) -> TenderRule | None:
    """Whether a tender is offered on a day; None is no."""
    return _latest(session, select(TenderRule).where(TenderRule.tender == tender), TenderRule, on)


def _local(
    session: Session, rows: Select[LocalRow], table: type[LocalRow], agency_code: str, on: date
) -> LocalRow | None:
    """The row of the agency if it has one, else the one for everywhere."""
    for place in (agency_code, EVERYWHERE):
        row = _latest(session, rows.where(table.agency_code == place), table, on)
        if row is not None:
            return row
    return None


def _latest(session: Session, rows: Select[Row], table: type[Row], on: date) -> Row | None:
    in_force = rows.where(table.effective_from <= on)
    # Of two rows of the same day the one entered later corrects the other.
    newest_first = in_force.order_by(table.effective_from.desc(), table.id.desc())
    return session.scalar(newest_first.limit(1))
