"""Opening and closing the collection of an insurance by hand."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from sim.backend.policy_tables import CollectionWindow, YearWindow

_BY_HAND = "Entered by hand"
_ALWAYS = ("0101", "1231")
_NEVER = ("1232", "1231")
"""From a day that no year has."""


def enter_window(session: Session, insurance: InsuranceKind, today: date, *, is_open: bool) -> None:
    """Rows from today on, for everywhere and for each agency that has its own: open all the year,
    or on no day of it."""
    opens, closes = _ALWAYS if is_open else _NEVER
    if insurance.group is CitizenGroup.FLEXIBLE:
        for months in _months_in_force(session, insurance, today):
            session.add(
                CollectionWindow(
                    insurance=insurance,
                    agency_code=months.agency_code,
                    effective_from=today,
                    opens=opens,
                    closes=closes,
                    months_behind=months.months_behind,
                    months_ahead=months.months_ahead,
                    source=_BY_HAND,
                    demonstration=True,
                )
            )
        return
    for years in _years_in_force(session, insurance, today):
        session.add(
            YearWindow(
                insurance=insurance,
                agency_code=years.agency_code,
                effective_from=today,
                opens=opens,
                closes=closes,
                years_ahead=years.years_ahead,
                source=_BY_HAND,
                demonstration=True,
            )
        )


def _months_in_force(
    session: Session, insurance: InsuranceKind, today: date
) -> tuple[CollectionWindow, ...]:
    rows = session.scalars(
        select(CollectionWindow)
        .where(CollectionWindow.insurance == insurance, CollectionWindow.effective_from <= today)
        .order_by(CollectionWindow.effective_from, CollectionWindow.id)
    )
    return tuple({row.agency_code: row for row in rows}.values())


def _years_in_force(
    session: Session, insurance: InsuranceKind, today: date
) -> tuple[YearWindow, ...]:
    rows = session.scalars(
        select(YearWindow)
        .where(YearWindow.insurance == insurance, YearWindow.effective_from <= today)
        .order_by(YearWindow.effective_from, YearWindow.id)
    )
    return tuple({row.agency_code: row for row in rows}.values())
