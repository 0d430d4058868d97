"""灵活就业人员基本医疗保险: binding, month, plan, base, items (manual 五(一)2).

The manual asks for the tender before the base and never shows the amount; here both come in the
order that lets people see what they pay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.enrolment import Enrolment
from kiosk.domain.masking import mask_personal_number
from kiosk.domain.medical import InsuranceItem, MedicalOffer, MedicalPlan
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.selection import MonthsOnBase
from kiosk.domain.text import Text, say
from kiosk.flows.parts.months import months_view, refuse_period
from kiosk.flows.parts.party import Party
from kiosk.flows.parts.settle import SETTLE, SettleCase
from kiosk.flows.parts.words import percent, waiting_for, yuan
from kiosk.flows.requests.contributions import FindMedicalOffer
from kiosk.session.answers import Confirmed, PeriodChosen, Picked, Ticked
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Outcome, Taken
from kiosk.session.steps import Ask, Do, Flow, Run
from kiosk.session.views import (
    Button,
    Option,
    OptionsView,
    Place,
    ReviewView,
    Row,
    TickRow,
    TicksView,
    View,
)


@dataclass(frozen=True, slots=True)
class MedicalCase(Case):
    """A month of the medical insurance in the making."""

    party: Party
    enrolment: Enrolment
    offer: MedicalOffer | None = None
    period: ContributionPeriod | None = None
    plan: MedicalPlan | None = None
    base: Money | None = None
    items: tuple[InsuranceItem, ...] | None = None

    @property
    def offered(self) -> MedicalOffer:
        """The offer; only steps after it ask."""
        assert self.offer is not None  # noqa: S101
        return self.offer

    @property
    def planned(self) -> MedicalPlan:
        """The plan; the only one there is, or the one that was chosen."""
        return self.plan or self.offered.plans[0]


def _take_offer(case: MedicalCase, offer: MedicalOffer) -> Outcome[MedicalCase]:
    return replace(case, offer=offer)


def _binding(case: MedicalCase, _situation: Situation) -> View:
    enrolment = case.enrolment
    return ReviewView(
        title=say("确认医疗保险险种绑定信息"),
        hint=say("参保信息不对，请先到医保经办窗口更正"),
        rows=(
            *case.party.rows,
            Row(say("险种"), say(enrolment.insurance.label)),
            Row(say("个人参保编号"), say(mask_personal_number(enrolment.personal_number))),
            Row(say("参保地"), say(enrolment.agency_name)),
            *(() if case.party.payee.proxied else _standing(enrolment)),
        ),
        amount=None,
        amount_in_words="",
        caution=say(case.offered.note),
        confirm=Button(Confirmed(), say("信息正确")),
    )


def _standing(enrolment: Enrolment) -> tuple[Row, ...]:
    """What only the insured person themselves may see."""
    return (
        Row(say("参保状态"), say("正常参保")),
        Row(say("参保时间"), say("{month}起", month=enrolment.since.label)),
    )


def _month(case: MedicalCase, _situation: Situation) -> View:
    return months_view(case.enrolment, case.period, single=True)


def _take_month(case: MedicalCase, answer: PeriodChosen) -> Taken[MedicalCase]:
    return refuse_period(case.enrolment, answer.period) or replace(case, period=answer.period)


def _has_plans(case: MedicalCase, _situation: Situation) -> bool:
    return len(case.offered.plans) > 1


def _plans(case: MedicalCase, _situation: Situation) -> View:
    return OptionsView(
        title=say("选择参保档次"),
        hint=say("档次不同，缴费比例和待遇也不同"),
        options=tuple(
            Option(
                Picked(place),
                say(plan.name),
                say(plan.description),
                say("{rate}", rate=percent(plan.rate_bp)),
                chosen=plan == case.plan,
            )
            for place, plan in enumerate(case.offered.plans)
        ),
    )


def _take_plan(case: MedicalCase, answer: Picked) -> Taken[MedicalCase]:
    plan = case.offered.plans[answer.place]
    return replace(case, plan=plan, base=case.base if case.base in plan.bases else None)


def _bases(case: MedicalCase, _situation: Situation) -> View:
    plan = case.planned
    return OptionsView(
        title=say("选择缴费基数"),
        hint=say("每月按基数的 {rate} 缴纳", rate=percent(plan.rate_bp)),
        options=tuple(
            Option(
                Picked(place),
                say("基数 {base} 元", base=base.whole_figures),
                say("基本医疗每月应缴"),
                yuan(base.share(plan.rate_bp).figures),
                chosen=base == (case.base or _declared(case)),
            )
            for place, base in enumerate(plan.bases)
        ),
    )


def _declared(case: MedicalCase) -> Money | None:
    rule = case.enrolment.base
    return None if rule is None else rule.declared


def _take_base(case: MedicalCase, answer: Picked) -> Taken[MedicalCase]:
    return replace(case, base=case.planned.bases[answer.place])


def _amount(case: MedicalCase, item: InsuranceItem) -> Money | None:
    if item.month_amount is not None:
        return item.month_amount
    return case.base.share(case.planned.rate_bp) if case.base else None


def _items(case: MedicalCase, _situation: Situation) -> View:
    return TicksView(
        title=say("选择缴费险种"),
        hint=say("打勾的一起缴；必缴的不能去掉"),
        rows=tuple(
            TickRow(
                say(item.name),
                _why(item),
                _amount(case, item),
                ticked=item.required or item in (case.items or ()),
                locked=item.required,
            )
            for item in case.offered.items
        ),
        confirm=say("确认"),
        sum_label=say("每月合计"),
    )


def _why(item: InsuranceItem) -> Text:
    return say("必须缴") if item.required else say("可以选缴")


def _take_items(case: MedicalCase, answer: Ticked) -> Taken[MedicalCase]:
    return replace(case, items=tuple(case.offered.items[place] for place in answer.places))


def _settle(case: MedicalCase, _situation: Situation) -> SettleCase:
    assert case.period is not None  # noqa: S101
    assert case.base is not None  # noqa: S101
    assert case.items is not None  # noqa: S101
    codes = tuple(item.code for item in case.items)
    chosen = MonthsOnBase(case.period, case.base, case.planned.code, codes)
    enrolment = case.enrolment
    return SettleCase(case.party, enrolment.personal_number, enrolment.insurance, chosen)


FLEXIBLE_MEDICAL: Flow[MedicalCase] = Flow(
    "flexible_medical",
    "灵活就业人员基本医疗保险",
    (
        Do(
            name="offer",
            request=lambda case, _situation: FindMedicalOffer(case.party.payee, case.enrolment),
            reply=MedicalOffer,
            take=_take_offer,
            view=lambda _case, _situation: waiting_for("正在查询医疗保险参保信息"),
            place=Place.CHOOSE,
        ),
        Ask(
            name="binding",
            view=_binding,
            answers=(Confirmed,),
            take=lambda case, _answer: case,
            place=Place.CHOOSE,
        ),
        Ask(
            name="month",
            view=_month,
            answers=(PeriodChosen,),
            take=_take_month,
            place=Place.FILL,
        ),
        Ask(
            name="plan",
            view=_plans,
            answers=(Picked,),
            take=_take_plan,
            when=_has_plans,
            place=Place.FILL,
        ),
        Ask(
            name="base",
            view=_bases,
            answers=(Picked,),
            take=_take_base,
            place=Place.FILL,
        ),
        Ask(
            name="items",
            view=_items,
            answers=(Ticked,),
            take=_take_items,
            place=Place.FILL,
        ),
        Run(name="settle", flow=SETTLE, enter=_settle, leave=lambda case, _settled: case),
    ),
)
