"""The base that was declared for a year (缴费基数选择), and whether it can still be changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.basis import BasisKind
from kiosk.domain.order import FINAL_STATES
from kiosk.domain.period import ContributionPeriod
from sim.backend.models import BaseDeclaration, CreditedMonth, Enrolment, Order


@dataclass(frozen=True, slots=True)
class Declared:
    """What holds for a year. ``base_fen`` None: nothing was declared, or it was voided;
    ``in_use``: something was paid on it, or is being paid."""

    base_fen: int | None
    allows_batch: bool
    in_use: bool

    def told(self, *, proxied: bool) -> int | None:
        """The base in fen as the terminal hears of it. A proxy hears of one only once it is in use,
        for then it is the only one that can be paid on."""
        return None if proxied and not self.in_use else self.base_fen


def declared_base(session: Session, enrolment: Enrolment, year: int) -> Declared:
    """What the person has declared for a year."""
    row = session.scalar(
        select(BaseDeclaration)
        .where(BaseDeclaration.enrolment_id == enrolment.id, BaseDeclaration.year == year)
        .order_by(BaseDeclaration.id.desc())
        .limit(1)
    )
    if row is None or row.base_fen is None:
        return Declared(None, allows_batch=False, in_use=False)
    in_use = _is_paid_on(session, enrolment, year, row.base_fen)
    return Declared(row.base_fen, row.allows_batch, in_use)


def _is_paid_on(session: Session, enrolment: Enrolment, year: int, base_fen: int) -> bool:
    period = ContributionPeriod.whole_year(year)
    credited = select(CreditedMonth.id).where(
        CreditedMonth.person_id == enrolment.person_id,
        CreditedMonth.insurance == enrolment.insurance,
        CreditedMonth.month.between(period.first, period.last),
        CreditedMonth.base_fen == base_fen,
    )
    under_way = select(Order.number).where(
        Order.person_id == enrolment.person_id,
        Order.insurance == enrolment.insurance,
        Order.basis_kind == BasisKind.BASE,
        Order.basis_fen == base_fen,
        Order.state.not_in(FINAL_STATES),
    )
    return (
        session.scalar(credited.limit(1)) is not None
        or session.scalar(under_way.limit(1)) is not None
    )
