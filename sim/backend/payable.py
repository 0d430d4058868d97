"""Whether something can be paid now, and what it costs: months, years and bills alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.basis import Basis
from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.order import FINAL_STATES
from kiosk.domain.period import ContributionPeriod, Month
from sim.backend.columns import Lines, Periods
from sim.backend.models import Enrolment, Order
from sim.backend.problems import Code, Problem


@dataclass(frozen=True, slots=True)
class Priced:
    """What a selection costs."""

    periods: Periods
    basis: Basis
    lines: Lines
    demonstration: bool

    @property
    def total_fen(self) -> int:
        """The sum of the lines."""
        return sum(line.amount_fen for line in self.lines)


def refuse_unless_active(enrolment: Enrolment) -> None:
    """Problem: enrolment_suspended."""
    if enrolment.status is not EnrolmentStatus.ACTIVE:
        raise Problem(Code.ENROLMENT_SUSPENDED)


def refuse_during_deduction(enrolment: Enrolment) -> None:
    """Problem: deduction_in_progress."""
    if enrolment.deduction_running:
        raise Problem(Code.DEDUCTION_IN_PROGRESS)


def refuse_open_order(session: Session, enrolment: Enrolment, periods: Periods) -> None:
    """Problem: order_open."""
    if has_open_order(session, enrolment.person_id, enrolment.insurance, periods):
        raise Problem(Code.ORDER_OPEN)


def has_open_order(
    session: Session,
    person_id: int,
    insurance: InsuranceKind,
    periods: Iterable[ContributionPeriod],
) -> bool:
    """Whether an order that is not final touches any month of the periods."""
    still_open = select(Order).where(
        Order.person_id == person_id,
        Order.insurance == insurance,
        Order.state.not_in(FINAL_STATES),
    )
    wanted = tuple(periods)
    return any(
        taken.overlaps(period)
        for order in session.scalars(still_open)
        for taken in order.periods
        for period in wanted
    )


def read_period(first_month: str, last_month: str) -> ContributionPeriod:
    """Problem: period_not_payable for months that are no period."""
    try:
        return ContributionPeriod(Month.parse(first_month), Month.parse(last_month))
    except ValueError as reason:
        raise Problem(Code.PERIOD_NOT_PAYABLE, str(reason)) from None
