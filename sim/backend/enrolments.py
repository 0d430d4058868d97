"""What a person is enrolled in and which months can be paid."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.period import Month
from sim.backend import policy
from sim.backend.citizens import visitor
from sim.backend.collection import Collection
from sim.backend.models import Contribution, Enrolment
from sim.backend.problems import Code, Problem
from sim.backend.wire import BaseAnswer, EnrolmentAnswer, EnrolmentsAnswer, SearchEnrolments


def search(collection: Collection, terminal: str, wanted: SearchEnrolments) -> EnrolmentsAnswer:
    """Enrolments of one group. Problems: no_enrolment, several_personal_numbers."""
    group = CitizenGroup(wanted.group)

    def work(session: Session) -> EnrolmentsAnswer:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        found = [
            enrolment
            for enrolment in session.scalars(
                select(Enrolment).where(Enrolment.person_id == person_id).order_by(Enrolment.id)
            )
            if enrolment.insurance.group is group
        ]
        if not found:
            raise Problem(Code.NO_ENROLMENT)
        refuse_several_numbers(found)
        return EnrolmentsAnswer(enrolments=[_describe(session, collection, e) for e in found])

    return collection.store.run(work)


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
    months = session.scalars(
        select(Contribution.month)
        .where(
            Contribution.person_id == person_id,
            Contribution.insurance == insurance,
            Contribution.month.between(Month(year, 1), Month(year, 12)),
        )
        .order_by(Contribution.month)
    )
    return tuple(months)


def payable_months(
    session: Session, collection: Collection, enrolment: Enrolment
) -> tuple[Month, ...]:
    """Months of the current year that this enrolment can pay now."""
    today = collection.clock.today()
    if enrolment.status is not EnrolmentStatus.ACTIVE:
        return ()
    if policy.base_policy(session, enrolment.insurance, today) is None:
        return ()
    paid = paid_months(session, enrolment.person_id, enrolment.insurance, today.year)
    return tuple(
        month
        for month in policy.collectable_months(session, enrolment.insurance, today)
        if month >= enrolment.since and month not in paid
    )


def _describe(session: Session, collection: Collection, enrolment: Enrolment) -> EnrolmentAnswer:
    today = collection.clock.today()
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
        paid=[month.code for month in paid],
        base=_base(session, collection, enrolment),
    )


def _base(session: Session, collection: Collection, enrolment: Enrolment) -> BaseAnswer | None:
    today = collection.clock.today()
    rule = policy.base_policy(session, enrolment.insurance, today)
    if rule is None:
        return None
    previous = session.scalar(
        select(Contribution.base_fen)
        .where(
            Contribution.person_id == enrolment.person_id,
            Contribution.insurance == enrolment.insurance,
            Contribution.month < Month(today.year, 1),
        )
        .order_by(Contribution.month.desc())
        .limit(1)
    )
    return BaseAnswer(
        lower_fen=rule.lower.fen,
        upper_fen=rule.upper.fen,
        rate_bp=rule.rate_bp,
        policy_year=rule.year,
        previous_fen=previous,
        demonstration=rule.demonstration,
    )
