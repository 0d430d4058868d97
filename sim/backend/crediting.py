"""Crediting (入账): a payment is entered once, and nothing is paid for twice."""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from kiosk.domain.basis import BasisKind
from kiosk.domain.period import Month
from sim.backend.models import Bill, Contribution, CreditedMonth


def credit(session: Session, contribution: Contribution) -> bool:
    """Enter the payment with its months, or settle its bills. False, and nothing is entered, when
    a month or a bill of it is paid already, or a bill amounts to something else by now."""
    if contribution.basis_kind is BasisKind.BILLS:
        bills = _open_bills(session, contribution)
        if bills is None:
            return False
        session.add(contribution)
        session.flush()
        for bill in bills:
            bill.contribution_id = contribution.id
        return True
    if _any_credited(session, contribution):
        return False
    session.add(contribution)
    session.flush()
    session.execute(insert(CreditedMonth), credited_months(contribution))
    return True


def credited_months(contribution: Contribution) -> list[dict[str, object]]:
    """The rows of its months, as values to insert; only once it has an id."""
    by_base = contribution.basis_kind is BasisKind.BASE
    return [
        {
            "contribution_id": contribution.id,
            "person_id": contribution.person_id,
            "insurance": contribution.insurance,
            "month": month,
            "base_fen": contribution.basis_fen if by_base else 0,
        }
        for month in _months(contribution)
    ]


def _months(contribution: Contribution) -> tuple[Month, ...]:
    return tuple(month for period in contribution.periods for month in period.months)


def _any_credited(session: Session, contribution: Contribution) -> bool:
    credited = select(CreditedMonth.id).where(
        CreditedMonth.person_id == contribution.person_id,
        CreditedMonth.insurance == contribution.insurance,
        CreditedMonth.month.in_(_months(contribution)),
    )
    return session.scalar(credited.limit(1)) is not None


def _open_bills(session: Session, contribution: Contribution) -> tuple[Bill, ...] | None:
    bills = []
    for line in contribution.lines:
        bill = session.get(Bill, line.bill_number, with_for_update=True)
        if bill is None or bill.contribution_id is not None or bill.amount_fen != line.amount_fen:
            return None
        bills.append(bill)
    return tuple(bills)
