"""Months of the flexible insurances: what they cost on a base, and the medical plans and items."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.basis import monthly_base
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod, Month
from sim.backend import policy, tariff
from sim.backend.citizens import attend
from sim.backend.collection import Collection
from sim.backend.columns import Line
from sim.backend.declared import Declared, declared_base
from sim.backend.enrolments import base_rule, find, paid_months, payable_months
from sim.backend.models import CreditedMonth, Enrolment, VisitScope
from sim.backend.payable import (
    Priced,
    read_period,
    refuse_during_deduction,
    refuse_unless_active,
)
from sim.backend.policy_tables import PlanRow
from sim.backend.problems import Code, Problem
from sim.backend.tariff import MedicalTariff
from sim.backend.wire_payable import (
    ItemAnswer,
    MedicalOfferAnswer,
    MonthsOnBase,
    PlanAnswer,
    SearchMedicalOffer,
)

_MEDICAL = InsuranceKind.FLEXIBLE_MEDICAL


def offer_medical(
    collection: Collection, terminal: str, wanted: SearchMedicalOffer
) -> MedicalOfferAnswer:
    """Plans, bases and items of an enrolment; a plan that cannot be had on the base that is fixed
    is left out.

    Problems: visit_expired, no_enrolment, several_personal_numbers, enrolment_suspended,
    deduction_in_progress, not_in_collection_window, already_paid, base_in_use if no plan is left.
    """

    def work(session: Session) -> MedicalOfferAnswer:
        visit = attend(session, collection, terminal, wanted.person_token)
        enrolment = find(session, visit.person_id, wanted.personal_number, _MEDICAL)
        _expect_collectable(session, collection, enrolment)
        if not payable_months(session, collection, enrolment):
            raise Problem(Code.ALREADY_PAID)
        today = collection.clock.today()
        offered = tariff.medical_tariff(session, enrolment.agency_code, today)
        proxied = visit.scope is VisitScope.PROXY
        declared = declared_base(session, enrolment, today.year)
        plans = [
            PlanAnswer(
                code=plan.code,
                name=plan.name,
                description=plan.description,
                rate_bp=plan.rate_bp,
                bases_fen=list(bases),
            )
            for plan in offered.plans.values()
            if (bases := bases_of(plan, declared, proxied=proxied))
        ]
        if not plans:
            raise Problem(Code.BASE_IN_USE, "no plan can be had on the base that is fixed")
        return MedicalOfferAnswer(
            plans=plans,
            items=[
                ItemAnswer(
                    code=item.code,
                    name=item.name,
                    month_fen=item.month_fen,
                    required=item.required,
                )
                for item in offered.items.values()
            ],
            note="" if proxied else _note(session, collection, enrolment),
            demonstration=offered.demonstration,
        )

    return collection.store.run(work)


def price_months(
    session: Session, collection: Collection, enrolment: Enrolment, wanted: MonthsOnBase
) -> Priced:
    """What the months cost now. Problems: enrolment_suspended, deduction_in_progress,
    period_not_payable, not_in_collection_window, already_paid, base_out_of_bounds, base_in_use."""
    today = collection.clock.today()
    period = read_period(wanted.first_month, wanted.last_month)
    refuse_unless_active(enrolment)
    refuse_during_deduction(enrolment)
    if period.first.year != today.year:
        raise Problem(Code.PERIOD_NOT_PAYABLE, "only months of the current year can be paid")
    _expect_collectable(session, collection, enrolment)
    paid = paid_months(session, enrolment.person_id, enrolment.insurance, today.year)
    if any(month in paid for month in period.months):
        raise Problem(Code.ALREADY_PAID)
    payable = payable_months(session, collection, enrolment)
    if any(month not in payable for month in period.months):
        raise Problem(Code.PERIOD_NOT_PAYABLE)
    declared = declared_base(session, enrolment, today.year)
    if declared.in_use and declared.base_fen != wanted.base_fen:
        raise Problem(Code.BASE_IN_USE)
    if enrolment.insurance is _MEDICAL:
        return _price_medical(session, collection, enrolment, period, wanted, declared)
    return _price_pension(session, collection, enrolment, period, wanted)


def _expect_collectable(session: Session, collection: Collection, enrolment: Enrolment) -> None:
    today = collection.clock.today()
    refuse_unless_active(enrolment)
    refuse_during_deduction(enrolment)
    months = policy.collectable_months(session, enrolment.insurance, enrolment.agency_code, today)
    if base_rule(session, enrolment, today) is None or not months:
        raise Problem(Code.NOT_IN_COLLECTION_WINDOW)


def _price_pension(
    session: Session,
    collection: Collection,
    enrolment: Enrolment,
    period: ContributionPeriod,
    wanted: MonthsOnBase,
) -> Priced:
    if wanted.plan is not None or wanted.items:
        raise Problem(Code.PERIOD_NOT_PAYABLE, "the pension knows neither plans nor items")
    base = Money(wanted.base_fen)
    rule = base_rule(session, enrolment, collection.clock.today())
    if rule is None or not rule.allows(base):
        raise Problem(Code.BASE_OUT_OF_BOUNDS)
    amount = rule.month_amount(base).fen
    return Priced(
        periods=(period,),
        basis=monthly_base(base),
        lines=tuple(Line(ContributionPeriod(month, month), amount) for month in period.months),
        demonstration=rule.demonstration,
    )


def _price_medical(
    session: Session,
    collection: Collection,
    enrolment: Enrolment,
    period: ContributionPeriod,
    wanted: MonthsOnBase,
    declared: Declared,
) -> Priced:
    offered = tariff.medical_tariff(session, enrolment.agency_code, collection.clock.today())
    plan = offered.plans.get(wanted.plan or "")
    if plan is None or not _complete(offered, wanted.items):
        raise Problem(Code.PERIOD_NOT_PAYABLE, "no such plan, or items unknown or left out")
    if wanted.base_fen not in bases_of(plan, declared, proxied=False):
        raise Problem(Code.BASE_OUT_OF_BOUNDS)
    base = Money(wanted.base_fen)
    by_base = base.share(plan.rate_bp).fen
    return Priced(
        periods=(period,),
        basis=monthly_base(base, plan.name),
        lines=tuple(
            Line(
                ContributionPeriod(month, month),
                by_base if item.month_fen is None else item.month_fen,
                item.name,
            )
            for month in period.months
            for item in offered.items.values()
            if item.code in wanted.items
        ),
        demonstration=offered.demonstration,
    )


def _complete(offered: MedicalTariff, items: list[str]) -> bool:
    """Whether every item is offered, none twice, and no required one is missing."""
    required = {item.code for item in offered.items.values() if item.required}
    chosen = set(items)
    return len(chosen) == len(items) and required <= chosen <= set(offered.items)


def bases_of(plan: PlanRow, declared: Declared, *, proxied: bool) -> tuple[int, ...]:
    """The bases of a plan in fen, ascending, with the declared one among them where it lies within
    the plan's own range. One that is in use is the only one; none means the plan cannot be had."""
    listed = tariff.listed_bases(plan)
    base = declared.told(proxied=proxied)
    if base is None:
        return listed
    fits = listed[0] <= base <= listed[-1]
    if declared.in_use:
        return (base,) if fits else ()
    return tuple(sorted({*listed, base})) if fits else listed


def _note(session: Session, collection: Collection, enrolment: Enrolment) -> str:
    """待遇等待期 for whom cover has lapsed, or who has never had any."""
    today = collection.clock.today()
    waiting = policy.waiting_months(session, enrolment.agency_code, today)
    last = session.scalar(
        select(CreditedMonth.month)
        .where(
            CreditedMonth.person_id == enrolment.person_id,
            CreditedMonth.insurance == enrolment.insurance,
        )
        .order_by(CreditedMonth.month.desc())
        .limit(1)
    )
    this_month = Month(today.year, today.month)
    covered_until = enrolment.since.plus(-1) if last is None else last
    if waiting == 0 or covered_until.plus(1) >= this_month:
        return ""
    return f"参保缴费已中断，续缴后有{waiting}个月的待遇等待期，以医保经办机构核定为准。"
