"""灵活就业人员基本养老保险: months from and to, a typed base (manual 五(一)1)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.enrolment import BaseRule, Enrolment
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.selection import MonthsOnBase
from kiosk.domain.text import say
from kiosk.flows.parts.base import base_view, refuse_base
from kiosk.flows.parts.months import months_view, refuse_period
from kiosk.flows.parts.party import Party
from kiosk.flows.parts.settle import SETTLE, SettleCase
from kiosk.session.answers import BaseEntered, PeriodChosen
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Taken
from kiosk.session.steps import Ask, Flow, Run
from kiosk.session.views import Place, Row, View


@dataclass(frozen=True, slots=True)
class PensionCase(Case):
    """Months and base."""

    party: Party
    enrolment: Enrolment
    rule: BaseRule
    period: ContributionPeriod | None = None
    base: Money | None = None


def _months(case: PensionCase, _situation: Situation) -> View:
    return months_view(case.enrolment, case.period)


def _take_period(case: PensionCase, answer: PeriodChosen) -> Taken[PensionCase]:
    return refuse_period(case.enrolment, answer.period) or replace(case, period=answer.period)


def _may_choose(case: PensionCase, _situation: Situation) -> bool:
    """Once something was paid on a base it is the base of the whole year."""
    return not case.rule.fixed


def _base(case: PensionCase, _situation: Situation) -> View:
    months = len(case.period.months) if case.period else 1
    return base_view(case.rule, months=months, entered=case.base)


def _take_base(case: PensionCase, answer: BaseEntered) -> Taken[PensionCase]:
    return refuse_base(case.rule, answer.base) or replace(case, base=answer.base)


def _settle(case: PensionCase, _situation: Situation) -> SettleCase:
    assert case.period is not None  # noqa: S101
    assert case.base is not None  # noqa: S101
    enrolment = case.enrolment
    chosen = MonthsOnBase(case.period, case.base)
    return SettleCase(
        case.party,
        enrolment.personal_number,
        enrolment.insurance,
        chosen,
        (_FIXED,) if case.rule.fixed else (),
    )


_FIXED = Row(say("基数说明"), say("今年已按这个基数缴过费，不能改"))

FLEXIBLE_PENSION: Flow[PensionCase] = Flow(
    "flexible_pension",
    "灵活就业人员基本养老保险",
    (
        Ask(
            name="period",
            view=_months,
            answers=(PeriodChosen,),
            take=_take_period,
            place=Place.FILL,
        ),
        Ask(
            name="base",
            view=_base,
            answers=(BaseEntered,),
            take=_take_base,
            when=_may_choose,
            place=Place.FILL,
        ),
        Run(name="settle", flow=SETTLE, enter=_settle, leave=lambda case, _settled: case),
    ),
)
