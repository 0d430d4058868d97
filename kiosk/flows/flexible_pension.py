"""灵活就业人员基本养老保险: period, base, review, payment, receipt (manual 五(一)1)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.capital import capital_amount
from kiosk.domain.citizen import Citizen
from kiosk.domain.enrolment import BaseRule, Enrolment
from kiosk.domain.masking import mask_identity, mask_name
from kiosk.domain.money import FEN_PER_YUAN, Money
from kiosk.domain.order import OrderStatus
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.quote import Quote
from kiosk.domain.text import say
from kiosk.flows.payment import PAYMENT, PaymentCase
from kiosk.flows.receipt import RECEIPT, ReceiptCase
from kiosk.flows.requests.contributions import AskQuote
from kiosk.session.answers import BaseEntered, Confirmed, PeriodChosen
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Outcome, Refusal, Taken
from kiosk.session.steps import Ask, Do, Flow, Run
from kiosk.session.views import (
    BaseView,
    Button,
    PeriodView,
    Place,
    QuickPick,
    ReviewView,
    Row,
    View,
    WaitingView,
)


@dataclass(frozen=True, slots=True)
class PensionCase(Case):
    """One pension payment in the making."""

    citizen: Citizen
    enrolment: Enrolment
    rule: BaseRule
    period: ContributionPeriod | None = None
    base: Money | None = None
    quote: Quote | None = None
    order: OrderStatus | None = None

    @property
    def quoted(self) -> Quote:
        """The quote; only steps after it ask."""
        assert self.quote is not None  # noqa: S101
        return self.quote


def _choose_period(case: PensionCase, _situation: Situation) -> View:
    return PeriodView(
        title=say("选择缴费起止时间"),
        hint=say("先点开始月份，再点结束月份；可以只缴一个月"),
        payable=case.enrolment.payable,
        paid=case.enrolment.paid,
        chosen=case.period,
    )


def _take_period(case: PensionCase, answer: PeriodChosen) -> Taken[PensionCase]:
    if not set(answer.period.months) <= set(case.enrolment.payable):
        return Refusal(say("所选时间里有不能缴费的月份，请重新选择。"))
    return replace(case, period=answer.period)


def _enter_base(case: PensionCase, _situation: Situation) -> View:
    rule, period = case.rule, case.period
    return BaseView(
        title=say("填写缴费基数"),
        hint=say(
            "每月按基数的 {rate} 缴纳，可填 {lower} – {upper} 元",
            rate=_percent(rule.rate_bp),
            lower=rule.lower.whole_figures,
            upper=rule.upper.whole_figures,
        ),
        lower=rule.lower,
        upper=rule.upper,
        rate_bp=rule.rate_bp,
        months=len(period.months) if period else 1,
        quick_picks=_quick_picks(rule),
        entered=case.base,
    )


def _percent(rate_bp: int) -> str:
    return f"{rate_bp // 100}%" if rate_bp % 100 == 0 else f"{rate_bp / 100:g}%"


def _quick_picks(rule: BaseRule) -> tuple[QuickPick, ...]:
    middle = Money.yuan((rule.lower.fen + rule.upper.fen + FEN_PER_YUAN) // (2 * FEN_PER_YUAN))
    picks = [QuickPick(say("最低"), rule.lower)]
    if rule.previous is not None and rule.lower <= rule.previous <= rule.upper:
        picks.append(QuickPick(say("去年"), rule.previous))
    return (*picks, QuickPick(say("中档"), middle))


def _take_base(case: PensionCase, answer: BaseEntered) -> Taken[PensionCase]:
    rule, base = case.rule, answer.base
    if base < rule.lower:
        return Refusal(say("缴费基数不能低于 {lower} 元。", lower=rule.lower.whole_figures))
    if base > rule.upper:
        return Refusal(say("缴费基数不能高于 {upper} 元。", upper=rule.upper.whole_figures))
    return replace(case, base=base)


def _ask_quote(case: PensionCase, _situation: Situation) -> AskQuote:
    assert case.period is not None  # noqa: S101
    assert case.base is not None  # noqa: S101
    return AskQuote(case.citizen, case.enrolment, case.period, case.base)


def _take_quote(case: PensionCase, quote: Quote) -> Outcome[PensionCase]:
    return replace(case, quote=quote)


def _review(case: PensionCase, _situation: Situation) -> View:
    quote = case.quoted
    months = len(quote.lines)
    monthly = {line.amount for line in quote.lines}
    rows = [
        Row(
            say("缴费人"),
            say(
                "{name}　{number}",
                name=mask_name(case.citizen.name),
                number=mask_identity(case.citizen.number),
            ),
        ),
        Row(say("险种"), say(quote.insurance.label)),
        Row(
            say("费款所属期"),
            say("{period}（{months} 个月）", period=quote.period.label, months=months),
        ),
        Row(say("缴费基数"), say("{base} 元 / 月", base=quote.base.whole_figures)),
    ]
    if len(monthly) == 1:
        rows.append(Row(say("每月应缴"), say("{amount} 元", amount=monthly.pop().figures)))
    else:
        rows.extend(
            Row(say(line.month.label), say("{amount} 元", amount=line.amount.figures))
            for line in quote.lines
        )
    rows.append(Row(say("社保经办机构"), say(quote.agency_name)))
    demonstration = "（演示数据，非正式政策标准）" if quote.demonstration else ""
    return ReviewView(
        title=say("请核对缴费信息"),
        hint=say("确认没有问题，再点“开始缴费”"),
        rows=tuple(rows),
        amount=quote.total,
        amount_in_words=capital_amount(quote.total),
        caution=say(
            "缴费成功后不能在本机撤销。信息有误请点“上一步”修改，或找人工窗口。{note}",
            note=demonstration,
        ),
        confirm=Button(Confirmed(), say("开始缴费")),
    )


def _pay(case: PensionCase, _situation: Situation) -> PaymentCase:
    return PaymentCase(case.citizen, case.quoted)


def _paid(case: PensionCase, payment: PaymentCase) -> Outcome[PensionCase]:
    if payment.order is None:  # the quote no longer holds
        return Goto("quote", case)
    return replace(case, order=payment.order)


def _receipt(case: PensionCase, _situation: Situation) -> ReceiptCase:
    assert case.order is not None  # noqa: S101
    return ReceiptCase(case.quoted, case.order)


FLEXIBLE_PENSION: Flow[PensionCase] = Flow(
    "flexible_pension",
    "灵活就业人员基本养老保险",
    (
        Ask(
            name="period",
            view=_choose_period,
            answers=(PeriodChosen,),
            take=_take_period,
            place=Place.FILL,
        ),
        Ask(
            name="base",
            view=_enter_base,
            answers=(BaseEntered,),
            take=_take_base,
            place=Place.FILL,
        ),
        Do(
            name="quote",
            request=_ask_quote,
            reply=Quote,
            take=_take_quote,
            view=lambda _case, _situation: WaitingView(
                say("正在计算应缴金额"), say("请稍候，不用按任何按钮。")
            ),
            place=Place.REVIEW,
        ),
        Ask(
            name="review",
            view=_review,
            answers=(Confirmed,),
            take=lambda case, _answer: case,
            place=Place.REVIEW,
        ),
        Run(name="payment", flow=PAYMENT, enter=_pay, leave=_paid, leads=("quote",)),
        Run(name="receipt", flow=RECEIPT, enter=_receipt, leave=lambda case, _receipt: case),
    ),
)
