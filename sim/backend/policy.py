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
    BaseBounds,
    CollectionWindow,
    Duration,
    Publication,
    Rate,
    TenderRule,
    Term,
)

Row = TypeVar("Row", BaseBounds, Rate, CollectionWindow, Duration, TenderRule)


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


def collectable_months(session: Session, insurance: InsuranceKind, on: date) -> tuple[Month, ...]:
    """Months of the current year that the window of the day leaves open, paid or not."""
    rows = select(CollectionWindow).where(CollectionWindow.insurance == insurance)
    window = _latest(session, rows, CollectionWindow, on)
    if window is None or not window.opens <= f"{on:%m%d}" <= window.closes:
        return ()
    last = min(Month(on.year, on.month).plus(window.months_ahead), Month(on.year, MONTHS_PER_YEAR))
    return tuple(Month(on.year, month) for month in range(1, last.month + 1))


def seconds(session: Session, term: Term, on: date) -> int:
    """How long a thing made on that day is valid. Raises LookupError where no row says so."""
    row = _latest(session, select(Duration).where(Duration.term == term), Duration, on)
    if row is None:
        raise LookupError(term.value)
    return row.seconds


def tender_rule(session: Session, tender: Tender, on: date) -> TenderRule | None:
    """Whether a tender is offered on a day; None is no."""
    return _latest(session, select(TenderRule).where(TenderRule.tender == tender), TenderRule, on)


def _latest(session: Session, rows: Select[Row], table: type[Row], on: date) -> Row | None:
    in_force = rows.where(table.effective_from <= on)
    # Of two rows of the same day the one entered later corrects the other.
    newest_first = in_force.order_by(table.effective_from.desc(), table.id.desc())
    return session.scalar(newest_first.limit(1))
