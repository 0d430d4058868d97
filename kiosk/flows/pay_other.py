"""社保费代缴: somebody pays for another, or for several one after another (manual 五(二), 六(二)).

The manual asks for an identity number and nothing else, so that anybody could look at anybody.
Here the surname must be known too, and the payer sees what can be paid and nothing of the past.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.domain.citizen import Citizen
from kiosk.domain.identity import IdentityNumber, parse_identity_number
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.text import say
from kiosk.flows.login import LOGIN, LoginCase
from kiosk.flows.parts.party import Party, person
from kiosk.flows.parts.words import waiting_for
from kiosk.flows.pay import PayCase
from kiosk.flows.requests.login import ConfirmPayee, FindPayee, PayeeQuestion
from kiosk.session.answers import Again, Choice, Chosen, Confirmed, NumberEntered, Picked
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.health import Situation
from kiosk.session.notices import fault_notice
from kiosk.session.outcomes import Case, Goto, Outcome, Refusal, Taken
from kiosk.session.steps import Ask, Do, Flow, Run
from kiosk.session.views import (
    Button,
    Icon,
    NumberView,
    Option,
    OptionsView,
    Place,
    ReviewView,
    Row,
    Tile,
    TilesView,
    View,
)


@dataclass(frozen=True, slots=True)
class PayOtherCase(Case):
    """Who pays, and for whom so far.

    ``payees`` were confirmed during this visit, ``paid`` says for which of them something was paid,
    ``current`` is the one who is paid for now.
    """

    group: CitizenGroup
    logs_in: bool = False
    proxy: Citizen | None = None
    payees: tuple[Citizen, ...] = ()
    paid: frozenset[IdentityNumber] = frozenset()
    typed: str = field(default="", repr=False)
    number: IdentityNumber | None = None
    question: PayeeQuestion | None = None
    surname: str = field(default="", repr=False)
    current: Citizen | None = None

    @property
    def named(self) -> IdentityNumber:
        """The number; only steps after it ask."""
        assert self.number is not None  # noqa: S101
        return self.number

    @property
    def asked(self) -> PayeeQuestion:
        """The question; only steps after it ask."""
        assert self.question is not None  # noqa: S101
        return self.question

    @property
    def payee(self) -> Citizen:
        """Who is paid for; only steps after their confirmation ask."""
        assert self.current is not None  # noqa: S101
        return self.current


def _who_pays(_case: PayOtherCase, _situation: Situation) -> View:
    return TilesView(
        title=say("小票上要印代缴人吗？"),
        hint=say("先登录，小票上会印缴费人和代缴人两个名字"),
        tiles=(
            Tile(
                Chosen(Choice.WITHOUT_LOGIN),
                say("不用，直接代缴"),
                say("只输入缴费人的身份证号"),
                Icon.PEOPLE,
            ),
            Tile(
                Chosen(Choice.LOG_IN_FIRST),
                say("要，先刷我的证件"),
                say("小票上印两个人的名字"),
                Icon.LOGIN,
            ),
        ),
    )


def _take_who_pays(case: PayOtherCase, answer: Chosen) -> Taken[PayOtherCase]:
    logs_in = answer.choice is Choice.LOG_IN_FIRST
    return replace(case, logs_in=logs_in, proxy=case.proxy if logs_in else None)


def _logs_in(case: PayOtherCase, _situation: Situation) -> bool:
    return case.logs_in and case.proxy is None


def _has_payees(case: PayOtherCase, _situation: Situation) -> bool:
    return bool(case.payees)


def _payees(case: PayOtherCase, _situation: Situation) -> View:
    return OptionsView(
        title=say("给谁缴费？"),
        hint=say("可以接着给同一个人缴别的，也可以再加一个人"),
        options=tuple(
            Option(
                Picked(place),
                say(payee.shown_name),
                say(payee.shown_number),
                say("已缴过" if payee.number in case.paid else "还没缴"),
            )
            for place, payee in enumerate(case.payees)
        ),
        others=(
            Tile(
                Chosen(Choice.ANOTHER_PAYEE),
                say("再加一个人"),
                say("输入另一个人的身份证号"),
                Icon.PEOPLE,
            ),
        ),
    )


def _take_payee_or_another(case: PayOtherCase, answer: Picked | Chosen) -> Taken[PayOtherCase]:
    if isinstance(answer, Picked):
        return Goto("pay", replace(case, current=case.payees[answer.place]))
    return Goto("number", _without_number(case))


def _without_number(case: PayOtherCase) -> PayOtherCase:
    return replace(case, typed="", number=None, question=None, surname="", current=None)


def _number(case: PayOtherCase, _situation: Situation) -> View:
    return NumberView(
        title=say("社保费代缴"),
        label=say("缴费人身份证号："),
        hint=say("请使用数字键盘输入"),
        entered=case.typed,
    )


def _take_number(case: PayOtherCase, answer: NumberEntered) -> Taken[PayOtherCase]:
    try:
        number = parse_identity_number(answer.number)
    except ValueError:
        return Refusal(say("身份证号不对，请逐位核对后再点“确认”。"))
    if case.proxy is not None and case.proxy.number == number:
        return Refusal(say("这是您自己的号码。给自己缴费，请返回首页选“社保费缴费”。"))
    known = next((payee for payee in case.payees if payee.number == number), None)
    if known is not None:
        return Goto("pay", replace(case, current=known))
    fresh = _without_number(case)
    return replace(fresh, typed=number.value, number=number)


def _take_question(case: PayOtherCase, question: PayeeQuestion) -> Outcome[PayOtherCase]:
    return replace(case, question=question)


def _surnames(case: PayOtherCase, _situation: Situation) -> View:
    return OptionsView(
        title=say("缴费人姓什么？"),
        hint=say("核对一下，免得缴到别人头上"),
        options=tuple(
            Option(Picked(place), say("{surname}", surname=surname), say(""), say(""))
            for place, surname in enumerate(case.asked.surnames)
        ),
    )


def _take_surname(case: PayOtherCase, answer: Picked) -> Taken[PayOtherCase]:
    return replace(case, surname=case.asked.surnames[answer.place])


def _confirm_payee(case: PayOtherCase, _situation: Situation) -> ConfirmPayee:
    return ConfirmPayee(case.asked, case.named, case.surname)


def _take_payee(case: PayOtherCase, payee: Citizen) -> Outcome[PayOtherCase]:
    return replace(case, current=payee)


def _not_confirmed(case: PayOtherCase, fault: Fault) -> Outcome[PayOtherCase] | None:
    """A question is good for one answer, so trying again begins with the number."""
    if fault.code is FaultCode.PAYEE_NOT_CONFIRMED:
        return Goto("mistaken", case)
    return None


def _mistaken(_case: PayOtherCase, _situation: Situation) -> View:
    notice = fault_notice(Fault(FaultCode.PAYEE_NOT_CONFIRMED))
    return replace(
        notice,
        advice=say("请把身份证号和姓再核对一遍，重新输入。"),
        actions=(Button(Again(), say("重新输入")),),
    )


def _confirm(case: PayOtherCase, _situation: Situation) -> View:
    return ReviewView(
        title=say("请核对缴费人"),
        hint=say("为保护个人信息，姓名和号码没有全部显示"),
        rows=(
            Row(say("缴费人"), person(case.payee)),
            Row(say("参保类型"), say(case.group.label)),
        ),
        amount=None,
        amount_in_words="",
        caution=say("代缴只能看到要缴的费用，看不到缴费记录和凭证。"),
        confirm=Button(Confirmed(), say("就是这个人")),
    )


def _confirmed(case: PayOtherCase, _answer: Confirmed) -> Taken[PayOtherCase]:
    others = tuple(one for one in case.payees if one.number != case.payee.number)
    return replace(case, payees=(*others, case.payee))


def _pay(case: PayOtherCase, _situation: Situation) -> PayCase:
    return PayCase(case.group, Party(case.payee, case.proxy))


def _paid(case: PayOtherCase, _pay: PayCase) -> Outcome[PayOtherCase]:
    paid = case.paid | {case.payee.number}
    return Goto("payees", replace(_without_number(case), paid=paid))


_PAYEE_ANSWERS: tuple[type[Picked | Chosen], ...] = (Picked, Chosen)


def paying_other(pay: Flow[PayCase]) -> Flow[PayOtherCase]:
    """Find out for whom, then pay; 继续缴费 leads back to the list of people."""
    return Flow(
        "pay_other",
        "社保费代缴",
        (
            Ask(
                name="who_pays",
                view=_who_pays,
                answers=(Chosen,),
                take=_take_who_pays,
                place=Place.LOGIN,
            ),
            Run(
                name="login",
                flow=LOGIN,
                enter=lambda _case, _situation: LoginCase(),
                leave=lambda case, login: replace(case, proxy=login.citizen),
                when=_logs_in,
            ),
            Ask(
                name="payees",
                view=_payees,
                answers=_PAYEE_ANSWERS,
                take=_take_payee_or_another,
                when=_has_payees,
                place=Place.LOGIN,
                leads=("number", "pay"),
            ),
            Ask(
                name="number",
                view=_number,
                answers=(NumberEntered,),
                take=_take_number,
                place=Place.LOGIN,
                leads=("pay",),
            ),
            Do(
                name="question",
                request=lambda case, _situation: FindPayee(case.named),
                reply=PayeeQuestion,
                take=_take_question,
                view=lambda _case, _situation: waiting_for("正在查询缴费人"),
                place=Place.LOGIN,
            ),
            Ask(
                name="surname",
                view=_surnames,
                answers=(Picked,),
                take=_take_surname,
                place=Place.LOGIN,
                once=True,
            ),
            Do(
                name="confirm",
                request=_confirm_payee,
                reply=Citizen,
                take=_take_payee,
                view=lambda _case, _situation: waiting_for("正在核对缴费人"),
                place=Place.LOGIN,
                failed=_not_confirmed,
                leads=("mistaken",),
            ),
            Ask(
                name="payee",
                view=_confirm,
                answers=(Confirmed,),
                take=_confirmed,
                when=lambda case, _situation: case.current is not None,
                place=Place.LOGIN,
            ),
            Ask(
                name="mistaken",
                view=_mistaken,
                answers=(Again,),
                take=lambda case, _answer: Goto("number", case),
                when=lambda case, _situation: case.current is None,
                place=Place.LOGIN,
                leads=("number",),
            ),
            Run(name="pay", flow=pay, enter=_pay, leave=_paid, leads=("payees",)),
        ),
    )
