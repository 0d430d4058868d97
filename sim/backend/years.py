"""Years of the residents' insurances: which can be paid, on which tiers, and what it costs."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kiosk.domain.basis import Basis, BasisKind
from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.identity import parse_identity_number
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod
from sim.backend import policy, tariff
from sim.backend.citizens import attend
from sim.backend.collection import Collection
from sim.backend.columns import Line
from sim.backend.enrolments import all_of, find, paid_months
from sim.backend.models import Enrolment, Person
from sim.backend.payable import (
    Priced,
    refuse_during_deduction,
    refuse_open_order,
    refuse_unless_active,
)
from sim.backend.policy_tables import Bound
from sim.backend.problems import Code, Problem
from sim.backend.wire_payable import (
    SearchYears,
    TierAnswer,
    YearOfferAnswer,
    YearOnTier,
    YearsAnswer,
)

_RESIDENT = tuple(kind for kind in InsuranceKind if kind.group is CitizenGroup.RESIDENT)


def search_years(collection: Collection, terminal: str, wanted: SearchYears) -> YearsAnswer:
    """The years that can be paid now with their tiers.

    Problems: no_enrolment, several_personal_numbers, enrolment_suspended, deduction_in_progress,
    over_age, double_cover, not_in_collection_window, already_paid, order_open.
    """

    def work(session: Session) -> YearsAnswer:
        visit = attend(session, collection, terminal, wanted.person_token)
        enrolment = find(session, visit.person_id, wanted.personal_number, *_RESIDENT)
        year = payable_year(session, collection, enrolment)
        refuse_open_order(session, enrolment, (ContributionPeriod.whole_year(year),))
        person = session.get_one(Person, enrolment.person_id)
        found = tariff.tiers(
            session, enrolment.insurance, person.person_type, collection.clock.today()
        )
        if not found:
            raise Problem(Code.NOT_IN_COLLECTION_WINDOW)
        offer = YearOfferAnswer(
            year=year,
            person_type=person.person_type.label,
            tiers=[
                TierAnswer(
                    code=tier.code,
                    name=tier.name,
                    amount_fen=tier.amount_fen,
                    subsidy_fen=tier.subsidy_fen,
                    note=tier.note,
                )
                for tier in found.values()
            ],
            demonstration=any(tier.demonstration for tier in found.values()),
        )
        return YearsAnswer(years=[offer])

    return collection.store.run(work)


def payable_year(session: Session, collection: Collection, enrolment: Enrolment) -> int:
    """The year this enrolment can pay now. Problems: those of ``search_years`` but order_open."""
    today = collection.clock.today()
    refuse_unless_active(enrolment)
    refuse_during_deduction(enrolment)
    if enrolment.insurance is InsuranceKind.RESIDENT_PENSION:
        person = session.get_one(Person, enrolment.person_id)
        age = parse_identity_number(person.identity_number).age_on(today)
        if age >= policy.limit(session, Bound.RESIDENT_PENSION_AGE, today):
            raise Problem(Code.OVER_AGE)
    elif _is_covered_by_work(session, enrolment.person_id):
        raise Problem(Code.DOUBLE_COVER)
    year = policy.collectable_year(session, enrolment.insurance, enrolment.agency_code, today)
    if year is None:
        raise Problem(Code.NOT_IN_COLLECTION_WINDOW)
    if paid_months(session, enrolment.person_id, enrolment.insurance, year):
        raise Problem(Code.ALREADY_PAID)
    return year


def price_year(
    session: Session, collection: Collection, enrolment: Enrolment, wanted: YearOnTier
) -> Priced:
    """What the year costs now. Problems: those of ``payable_year``, period_not_payable,
    tier_not_entitled, nothing_due."""
    year = payable_year(session, collection, enrolment)
    if wanted.year != year:
        raise Problem(Code.PERIOD_NOT_PAYABLE)
    today = collection.clock.today()
    person = session.get_one(Person, enrolment.person_id)
    tier = tariff.tiers(session, enrolment.insurance, person.person_type, today).get(wanted.tier)
    if tier is None:
        if tariff.knows_tier(session, enrolment.insurance, wanted.tier, today):
            raise Problem(Code.TIER_NOT_ENTITLED)
        raise Problem(Code.PERIOD_NOT_PAYABLE, "no such tier")
    if tier.amount_fen == 0:
        raise Problem(Code.NOTHING_DUE)
    period = ContributionPeriod.whole_year(year)
    return Priced(
        periods=(period,),
        basis=Basis(BasisKind.TIER, Money(tier.amount_fen), tier.name),
        lines=(Line(period, tier.amount_fen),),
        demonstration=tier.demonstration,
    )


def _is_covered_by_work(session: Session, person_id: int) -> bool:
    """Whether the person is insured with 职工基本医疗保险 already."""
    return any(
        e.insurance is InsuranceKind.FLEXIBLE_MEDICAL and e.status is EnrolmentStatus.ACTIVE
        for e in all_of(session, person_id)
    )
