"""社保费缴费: log in, choose the insurance, then the flow of that insurance."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.citizen import Citizen
from kiosk.domain.enrolment import Enrolment, EnrolmentStatus
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.text import say
from kiosk.flows.flexible_pension import FLEXIBLE_PENSION, PensionCase
from kiosk.flows.login import LOGIN, LoginCase
from kiosk.flows.requests.contributions import Enrolments, FindEnrolments
from kiosk.session.answers import InsuranceChosen, Service, ServiceChosen
from kiosk.session.faults import FAULT_TEXTS, NOT_CHARGED_AGAIN, FaultCode
from kiosk.session.health import Situation
from kiosk.session.notices import stop_notice
from kiosk.session.outcomes import Case, Goto, Halt, Outcome, Taken
from kiosk.session.steps import Ask, Do, Flow, Run
from kiosk.session.views import Icon, Place, Tile, TilesView, View, WaitingView


@dataclass(frozen=True, slots=True)
class PayOwnCase(Case):
    """A citizen who pays for themselves."""

    group: CitizenGroup
    citizen: Citizen | None = None
    enrolments: tuple[Enrolment, ...] = ()
    chosen: Enrolment | None = None

    @property
    def known(self) -> Citizen:
        """The citizen; only steps after login ask."""
        assert self.citizen is not None  # noqa: S101
        return self.citizen


_NOT_YET = say("本机暂未开通，请到人工窗口办理")


def _logged_in(case: PayOwnCase, login: LoginCase) -> Outcome[PayOwnCase]:
    return replace(case, citizen=login.citizen)


def _find_enrolments(case: PayOwnCase, _situation: Situation) -> FindEnrolments:
    return FindEnrolments(case.known, case.group)


def _take_enrolments(case: PayOwnCase, found: Enrolments) -> Outcome[PayOwnCase]:
    return replace(case, enrolments=found.items, chosen=None)


def _choose_insurance(_case: PayOwnCase, _situation: Situation) -> View:
    return TilesView(
        title=say("您要缴哪一项？"),
        hint=say("请选择要缴费的险种"),
        tiles=(
            Tile(
                InsuranceChosen(InsuranceKind.FLEXIBLE_PENSION),
                say(InsuranceKind.FLEXIBLE_PENSION.label),
                say("自己选月份，自己填基数"),
                Icon.COINS,
            ),
            Tile(
                InsuranceChosen(InsuranceKind.FLEXIBLE_MEDICAL),
                say(InsuranceKind.FLEXIBLE_MEDICAL.label),
                say("按月缴职工医保"),
                Icon.HEART,
                _NOT_YET,
            ),
            Tile(
                ServiceChosen(Service.SPECIAL_PAYMENT),
                say(Service.SPECIAL_PAYMENT.value),
                say("补缴以前年度的核定单据"),
                Icon.BILL,
                _NOT_YET,
            ),
        ),
    )


def _stop(code: FaultCode) -> Halt:
    text = FAULT_TEXTS[code]
    return Halt(stop_notice(text.title, text.what, text.advice))


_PAID_UP = Halt(
    stop_notice(
        say("这段时间已经缴过了"),
        say("现在能缴的月份您都缴过了，不用再缴。"),
        say("可以选择其他险种；要查缴费记录，请到人工窗口。"),
        NOT_CHARGED_AGAIN,
    )
)


def _take_insurance(case: PayOwnCase, answer: InsuranceChosen) -> Taken[PayOwnCase]:
    """Find the one enrolment to pay on, or say why there is none."""
    found = [one for one in case.enrolments if one.insurance is answer.insurance]
    if not found:
        return _stop(FaultCode.NO_ENROLMENT)
    active = [one for one in found if one.status is EnrolmentStatus.ACTIVE]
    if not active:
        return _stop(FaultCode.ENROLMENT_SUSPENDED)
    if len(active) > 1:
        return _stop(FaultCode.SEVERAL_PERSONAL_NUMBERS)
    if not active[0].payable:
        return _PAID_UP if active[0].paid else _stop(FaultCode.NOT_IN_WINDOW)
    if active[0].base is None:
        return _stop(FaultCode.NOT_IN_WINDOW)
    return replace(case, chosen=active[0])


def _is_flexible_pension(case: PayOwnCase, _situation: Situation) -> bool:
    return case.chosen is not None and case.chosen.insurance is InsuranceKind.FLEXIBLE_PENSION


def _enter_pension(case: PayOwnCase, _situation: Situation) -> PensionCase:
    enrolment = case.chosen
    assert enrolment is not None  # noqa: S101
    assert enrolment.base is not None  # noqa: S101
    return PensionCase(case.known, enrolment, enrolment.base)


def _pension_done(case: PayOwnCase, _pension: PensionCase) -> Outcome[PayOwnCase]:
    """继续缴费: what can be paid is asked anew, since something has just been paid."""
    return Goto("enrolments", case)


PAY_OWN: Flow[PayOwnCase] = Flow(
    "pay_own",
    "社保费缴费",
    (
        Run(
            name="login",
            flow=LOGIN,
            enter=lambda _case, _situation: LoginCase(),
            leave=_logged_in,
        ),
        Do(
            name="enrolments",
            request=_find_enrolments,
            reply=Enrolments,
            take=_take_enrolments,
            view=lambda _case, _situation: WaitingView(
                say("正在查询参保信息"), say("请稍候，不用按任何按钮。")
            ),
            place=Place.CHOOSE,
        ),
        Ask(
            name="insurance",
            view=_choose_insurance,
            answers=(InsuranceChosen,),
            take=_take_insurance,
            place=Place.CHOOSE,
        ),
        Run(
            name="flexible_pension",
            flow=FLEXIBLE_PENSION,
            enter=_enter_pension,
            leave=_pension_done,
            when=_is_flexible_pension,
            leads=("enrolments",),
        ),
    ),
)
