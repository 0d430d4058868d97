"""Reading what was credited: whose, of which insurances and years, and the parts it consists of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod
from sim.backend.columns import Lines
from sim.backend.models import Contribution


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked for: 费款所属期 from year to year, both included (none when they are the
    wrong way round), of a group, and of one insurance unless that is None."""

    group: CitizenGroup
    first_year: int
    last_year: int
    insurance: InsuranceKind | None = None

    def covers(self, insurance: InsuranceKind) -> bool:
        """Whether payments of this insurance are looked for."""
        return insurance.group is self.group and self.insurance in (None, insurance)

    def includes(self, period: ContributionPeriod) -> bool:
        """Whether a period is of these years."""
        return self.first_year <= period.first.year <= self.last_year

    @property
    def years_label(self) -> str:
        """``2025年`` or ``2024年 – 2026年``."""
        if self.first_year == self.last_year:
            return f"{self.first_year}年"
        return f"{self.first_year}年 – {self.last_year}年"


EVERYTHING = {group: Scope(group, 1000, 9999) for group in CitizenGroup}
"""Whatever the years."""


@dataclass(frozen=True, slots=True)
class Part:
    """What was paid for one period of a payment. ``key`` names it towards terminals."""

    contribution: Contribution
    key: str
    period: ContributionPeriod
    amount: Money


def contributions_of(session: Session, person_id: int, scope: Scope) -> tuple[Contribution, ...]:
    """Payments of the person with a period in the scope, the latest first."""
    rows = session.scalars(
        select(Contribution)
        .where(Contribution.person_id == person_id)
        .order_by(Contribution.paid_at.desc(), Contribution.number.desc())
    )
    return tuple(
        row
        for row in rows
        if scope.covers(row.insurance) and any(scope.includes(p) for p in row.periods)
    )


def parts_of(contribution: Contribution, scope: Scope) -> Iterator[Part]:
    """The parts of a payment that are in the scope, by their lines."""
    amounts = share_out(contribution.lines, contribution.periods)
    for place, (period, amount) in enumerate(zip(contribution.periods, amounts, strict=True), 1):
        if amount and scope.includes(period):
            yield Part(contribution, f"{contribution.number}-{place}", period, Money(amount))


def share_out(lines: Lines, periods: tuple[ContributionPeriod, ...]) -> tuple[int, ...]:
    """The fen of the lines for each of the periods; a line counts once, for the first period that
    holds it. Raises ValueError for a line that lies in none."""
    amounts = [0] * len(periods)
    for line in lines:
        for place, period in enumerate(periods):
            if period.first <= line.period.first and line.period.last <= period.last:
                amounts[place] += line.amount_fen
                break
        else:
            raise ValueError("a line of a payment lies in none of its periods")
    return tuple(amounts)
