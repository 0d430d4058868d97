"""Bills (核定单据) that 人社 and 医保 have determined: which are open, and what they cost."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.basis import Basis, BasisKind
from kiosk.domain.bill import BillKind
from kiosk.domain.money import ZERO
from sim.backend.citizens import attend
from sim.backend.collection import Collection
from sim.backend.columns import Line
from sim.backend.models import Bill, Enrolment
from sim.backend.payable import Priced, refuse_during_deduction
from sim.backend.problems import Code, Problem
from sim.backend.wire_payable import BillAnswer, BillsAnswer, ChosenBills, SearchBills


def search_bills(collection: Collection, terminal: str, wanted: SearchBills) -> BillsAnswer:
    """Open bills of one kind, the oldest period first. Problem: visit_expired."""
    kind = BillKind(wanted.kind)

    def work(session: Session) -> BillsAnswer:
        visit = attend(session, collection, terminal, wanted.person_token)
        rows = session.scalars(
            select(Bill)
            .where(
                Bill.person_id == visit.person_id,
                Bill.kind == kind,
                Bill.contribution_id.is_(None),
            )
            .order_by(Bill.insurance, Bill.first_month, Bill.number)
        )
        return BillsAnswer(bills=[_describe(bill) for bill in rows])

    return collection.store.run(work)


def price_bills(
    session: Session, collection: Collection, enrolment: Enrolment, wanted: ChosenBills
) -> Priced:
    """What the bills amount to now. They may be of an enrolment that is not active any more.

    Problems: deduction_in_progress, not_found, period_not_payable for bills that do not belong
    together, already_paid.
    """
    refuse_during_deduction(enrolment)
    numbers = wanted.bill_numbers
    rows = session.scalars(
        select(Bill)
        .where(Bill.person_id == enrolment.person_id, Bill.number.in_(numbers))
        .order_by(Bill.first_month, Bill.number)
    )
    bills = tuple(rows)
    if {bill.number for bill in bills} != set(numbers):
        raise Problem(Code.NOT_FOUND)
    if len(bills) != len(numbers) or not _belong_together(enrolment, bills):
        raise Problem(Code.PERIOD_NOT_PAYABLE, "bills of one agency, insurance and kind, each once")
    if any(bill.contribution_id is not None for bill in bills):
        raise Problem(Code.ALREADY_PAID)
    return Priced(
        periods=tuple(bill.period for bill in bills),
        basis=Basis(BasisKind.BILLS, ZERO, bills[0].kind.label),
        lines=tuple(Line(bill.period, bill.amount_fen, bill_number=bill.number) for bill in bills),
        demonstration=False,
    )


def _belong_together(enrolment: Enrolment, bills: tuple[Bill, ...]) -> bool:
    alike = {(b.kind, b.insurance, b.personal_number, b.agency_name) for b in bills}
    mine = (enrolment.insurance, enrolment.personal_number)
    return len(alike) == 1 and all((b.insurance, b.personal_number) == mine for b in bills)


def _describe(bill: Bill) -> BillAnswer:
    return BillAnswer(
        bill_number=bill.number,
        kind=bill.kind.value,
        insurance=bill.insurance.value,
        personal_number=bill.personal_number,
        agency_name=bill.agency_name,
        first_month=bill.first_month.code,
        last_month=bill.last_month.code,
        amount_fen=bill.amount_fen,
        determined_on=bill.determined_on.isoformat(),
    )
