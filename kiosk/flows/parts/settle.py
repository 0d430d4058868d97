"""From what was chosen to the receipt: quote, review, payment, receipt. Every service ends here, so
that none can charge without the review."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.domain.capital import capital_amount
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.order import OrderStatus
from kiosk.domain.period import count_months, periods_label
from kiosk.domain.quote import Quote
from kiosk.domain.selection import MonthsOnBase, Selection
from kiosk.domain.text import Text, say
from kiosk.flows.parts.party import Party
from kiosk.flows.parts.words import line_rows, waiting_for
from kiosk.flows.payment import PAYMENT
from kiosk.flows.payment_case import PaymentCase
from kiosk.flows.receipt import RECEIPT, ReceiptCase
from kiosk.flows.requests.contributions import AskQuote
from kiosk.session.answers import Confirmed
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Outcome
from kiosk.session.steps import Ask, Do, Flow, Run
from kiosk.session.views import Button, Place, ReviewView, Row, View


@dataclass(frozen=True, slots=True)
class SettleCase(Case):
    """One payment: what was chosen, then what it costs, then what became of it.

    ``remarks`` are rows of the review that only the service at hand knows, as a subsidy.
    """

    party: Party
    personal_number: str = field(repr=False)
    insurance: InsuranceKind
    selection: Selection
    remarks: tuple[Row, ...] = ()
    quote: Quote | None = None
    order: OrderStatus | None = None

    @property
    def quoted(self) -> Quote:
        """The quote; only steps after it ask."""
        assert self.quote is not None  # noqa: S101
        return self.quote


def _ask_quote(case: SettleCase, _situation: Situation) -> AskQuote:
    return AskQuote(case.party.payee, case.personal_number, case.insurance, case.selection)


def _take_quote(case: SettleCase, quote: Quote) -> Outcome[SettleCase]:
    return replace(case, quote=quote)


def _period(case: SettleCase) -> Text:
    periods = case.quoted.periods
    if isinstance(case.selection, MonthsOnBase):
        months = count_months(periods)
        return say("{period}（{months} 个月）", period=periods_label(periods), months=months)
    return say(periods_label(periods))


def _review(case: SettleCase, _situation: Situation) -> View:
    quote = case.quoted
    demonstration = "（演示数据，非正式政策标准）" if quote.demonstration else ""
    return ReviewView(
        title=say("请核对缴费信息"),
        hint=say("确认没有问题，再点“开始缴费”"),
        rows=(
            *case.party.rows,
            Row(say("险种"), say(quote.insurance.label)),
            Row(say("费款所属期"), _period(case)),
            Row(say(quote.basis.kind.label), say(quote.basis.shown)),
            *line_rows(quote),
            *case.remarks,
            Row(say("社保经办机构"), say(quote.agency_name)),
        ),
        amount=quote.total,
        amount_in_words=capital_amount(quote.total),
        caution=say(
            "缴费成功后不能在本机撤销。信息有误请点“上一步”修改，或找人工窗口。{note}",
            note=demonstration,
        ),
        confirm=Button(Confirmed(), say("开始缴费")),
    )


def _pay(case: SettleCase, _situation: Situation) -> PaymentCase:
    return PaymentCase(case.party, case.quoted)


def _paid(case: SettleCase, payment: PaymentCase) -> Outcome[SettleCase]:
    if payment.order is None:  # the quote no longer holds
        return Goto("quote", case)
    return replace(case, order=payment.order)


def _receipt(case: SettleCase, _situation: Situation) -> ReceiptCase:
    assert case.order is not None  # noqa: S101
    return ReceiptCase(case.quoted, case.order)


SETTLE: Flow[SettleCase] = Flow(
    "settle",
    "核对与缴款",
    (
        Do(
            name="quote",
            request=_ask_quote,
            reply=Quote,
            take=_take_quote,
            view=lambda _case, _situation: waiting_for("正在计算应缴金额"),
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
