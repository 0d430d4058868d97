"""What a person is enrolled in and which months can be paid."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod, Month
from sim.backend import policy, tariff
from sim.backend.citizens import attend
from sim.backend.collection import Collection
from sim.backend.declared import declared_base
from sim.backend.models import CreditedMonth, Enrolment, VisitScope
from sim.backend.problems import Code, Problem
from sim.backend.wire import BaseAnswer, EnrolmentAnswer, EnrolmentsAnswer, SearchEnrolments


def search(collection: Collection, terminal: str, wanted: SearchEnrolments) -> EnrolmentsAnswer:
    """Enrolments of one group. Problems: no_enrolment, several_personal_numbers."""
    group = CitizenGroup(wanted.group)

    def work(session: Session) -> EnrolmentsAnswer:
        visit = attend(session, collection, terminal, wanted.person_token)
        found = [e for e in all_of(session, visit.person_id) if e.insurance.group is group]
        if not found:
            raise Problem(Code.NO_ENROLMENT)
        refuse_several_numbers(found)
        proxied = visit.scope is VisitScope.PROXY
        return EnrolmentsAnswer(
            enrolments=[_describe(session, collection, e, proxied=proxied) for e in found]
        )

    return collection.store.run(work)


def all_of(session: Session, person_id: int) -> list[Enrolment]:
    """Every enrolment of a person, in the order of their registration."""
    rows = select(Enrolment).where(Enrolment.person_id == person_id).order_by(Enrolment.id)
    return list(session.scalars(rows))


def find(
    session: Session, person_id: int, personal_number: str, *insurances: InsuranceKind
) -> Enrolment:
    """The person's enrolment of that number in one of the insurances. Problems: no_enrolment,
    several_personal_numbers."""
    mine = [e for e in all_of(session, person_id) if e.insurance in insurances]
    refuse_several_numbers(mine)
    for enrolment in mine:
        if enrolment.personal_number == personal_number:
            return enrolment
    raise Problem(Code.NO_ENROLMENT)


def refuse_several_numbers(enrolments: list[Enrolment]) -> None:
    """One insurance under two numbers is for the window to merge. Problem:
    several_personal_numbers."""
    alive = Counter(e.insurance for e in enrolments if e.status is not EnrolmentStatus.ENDED)
    if any(count > 1 for count in alive.values()):
        raise Problem(Code.SEVERAL_PERSONAL_NUMBERS)


def paid_months(
    session: Session, person_id: int, insurance: InsuranceKind, year: int
) -> tuple[Month, ...]:
    """Months of a year that are posted already, under whichever number."""
    period = ContributionPeriod.whole_year(year)
    months = session.scalars(
        select(CreditedMonth.month)
        .where(
            CreditedMonth.person_id == person_id,
            CreditedMonth.insurance == insurance,
            CreditedMonth.month.between(period.first, period.last),
        )
        .order_by(CreditedMonth.month)
    )
    return tuple(months)


def payable_months(
    session: Session, collection: Collection, enrolment: Enrolment
) -> tuple[Month, ...]:
    """Months of the current year that this enrolment can pay now."""
    today = collection.clock.today()
    if (
        enrolment.status is not EnrolmentStatus.ACTIVE
        or base_rule(session, enrolment, today) is None
    ):
        return ()
    paid = paid_months(session, enrolment.person_id, enrolment.insurance, today.year)
    open_months = policy.collectable_months(
        session, enrolment.insurance, enrolment.agency_code, today
    )
    return tuple(month for month in open_months if month >= enrolment.since and month not in paid)


def base_rule(session: Session, enrolment: Enrolment, today: date) -> policy.BasePolicy | None:
    """What a base may be; None while there is none to choose.

    For the medical insurance it reaches from the lowest base of any plan to the highest, at the
    rate of the first plan.
    """
    if enrolment.insurance is InsuranceKind.FLEXIBLE_PENSION:
        return policy.base_policy(session, enrolment.insurance, today)
    if enrolment.insurance is not InsuranceKind.FLEXIBLE_MEDICAL:
        return None
    offered = tariff.medical_tariff(session, enrolment.agency_code, today)
    plans = tuple(offered.plans.values())
    if not plans:
        return None
    bases = [base for plan in plans for base in tariff.listed_bases(plan)]
    return policy.BasePolicy(
        year=today.year,
        lower=Money(min(bases)),
        upper=Money(max(bases)),
        rate_bp=plans[0].rate_bp,
        demonstration=offered.demonstration,
    )


def describe_base(
    session: Session, enrolment: Enrolment, today: date, *, proxied: bool
) -> BaseAnswer | None:
    """What a base may be, for the terminal; a proxy is not told which one was paid on before.

    A declared base that the bounds do not allow any more is none.
    """
    rule = base_rule(session, enrolment, today)
    if rule is None:
        return None
    declared = declared_base(session, enrolment, today.year)
    told = declared.told(proxied=proxied)
    if told is not None and not rule.allows(Money(told)):
        told = None
    return BaseAnswer(
        lower_fen=rule.lower.fen,
        upper_fen=rule.upper.fen,
        rate_bp=rule.rate_bp,
        policy_year=rule.year,
        previous_fen=None if proxied else previous_base(session, enrolment, today),
        demonstration=rule.demonstration,
        declared_fen=told,
        fixed=told is not None and declared.in_use,
    )


def previous_base(session: Session, enrolment: Enrolment, today: date) -> int | None:
    """The base last paid in an earlier year, in fen."""
    return session.scalar(
        select(CreditedMonth.base_fen)
        .where(
            CreditedMonth.person_id == enrolment.person_id,
            CreditedMonth.insurance == enrolment.insurance,
            CreditedMonth.month < Month(today.year, 1),
        )
        .order_by(CreditedMonth.month.desc())
        .limit(1)
    )


def _describe(
    session: Session, collection: Collection, enrolment: Enrolment, *, proxied: bool
) -> EnrolmentAnswer:
    today = collection.clock.today()
    by_month = enrolment.insurance.group is CitizenGroup.FLEXIBLE
    paid = paid_months(session, enrolment.person_id, enrolment.insurance, today.year)
    payable = payable_months(session, collection, enrolment)
    return EnrolmentAnswer(
        personal_number=enrolment.personal_number,
        insurance=enrolment.insurance.value,
        agency_code=enrolment.agency_code,
        agency_name=enrolment.agency_name,
        status=enrolment.status.value,
        since=enrolment.since.code,
        payable=[month.code for month in payable],
        paid=[month.code for month in paid] if by_month and not proxied else [],
        base=describe_base(session, enrolment, today, proxied=proxied),
    )
