"""How payments that are not finished, and the end of a day, are put to staff."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain.order import OrderState
from kiosk.domain.text import Text, say
from kiosk.flows.requests.maintenance.money import (
    DayEnded,
    Open,
    OpenPayment,
    RecentPayment,
    UnansweredDay,
    Verdict,
)
from kiosk.session.answers import Answer
from kiosk.session.staff_views import Line, Mark
from kiosk.session.views import Option, Tone

WHY = {
    Open.NEEDS_PERSON: "税务系统要求人工处理",
    Open.REVERSAL: "刷卡结果不明，正在冲正",
    Open.UNKNOWN: "不知道有没有付成",
    Open.UNPOSTED: "已付款，等待入账",
    Open.REFUNDING: "正在退款",
    Open.WAITING: "等待付款，或正在关闭",
}
REMEDY = {
    Open.NEEDS_PERSON: "请拿订单号到税务系统后台处理",
    Open.REVERSAL: "程序自动重试，也可以点“重试冲正”",
    Open.UNKNOWN: "程序自动查询；一天还没有结果请联系税务系统",
    Open.UNPOSTED: "程序自动查询；一天还没有结果请联系税务系统",
    Open.REFUNDING: "程序自动查询",
    Open.WAITING: "程序自动查询",
}
_MARKS = {Open.NEEDS_PERSON: Mark.BROKEN, Open.REVERSAL: Mark.WARNING, Open.UNKNOWN: Mark.WARNING}
STATES = {
    OrderState.CREATED: "刚建立",
    OrderState.PAYING: "等待付款",
    OrderState.UNKNOWN: "结果不明",
    OrderState.CLOSED: "已关闭，没有付款",
    OrderState.PAID: "已付款",
    OrderState.POSTING: "正在入账",
    OrderState.POSTED: "已入账",
    OrderState.REFUNDING: "正在退款",
    OrderState.REFUNDED: "已退款",
    OrderState.NEEDS_PERSON: "需要人工处理",
}


def payment_line(payment: OpenPayment) -> Line:
    """One payment that is not finished."""
    about = "{insurance}，{tender}，{amount} 元：{why}"
    what = say(
        about,
        insurance=payment.insurance.label,
        tender=payment.tender.label,
        amount=payment.amount.figures,
        why=WHY[payment.why],
    )
    if payment.trace:
        what = say("{what}（流水号 {trace}）", what=what, trace=f"{payment.trace:06d}")
    return Line(
        subject=say(payment.number),
        mark=_MARKS.get(payment.why, Mark.UNKNOWN),
        what=what,
        remedy=say(REMEDY[payment.why]),
        since=say(f"{payment.since:%m-%d %H:%M}"),
    )


def unanswered_line(day: UnansweredDay) -> Line:
    """The last end of day, whose end nobody knows."""
    what = say("上次日终没有收到收单机构的回答（{at}）", at=f"{day.at:%m-%d %H:%M}")
    if day.batch_over:
        what = say("{what}，那个批次已经结束", what=what)
        remedy = say("向收单机构要那天的对账结果，逐笔核对")
    else:
        remedy = say("再点一次“日终对账”，不会重复结算")
    return Line(say("日终对账"), Mark.WARNING, what, remedy, say(""))


def recent_option(answer: Answer, payment: RecentPayment) -> Option:
    """One payment to choose."""
    return Option(
        answer=answer,
        title=say(payment.number),
        detail=say(
            "{at}　{tender}　{state}",
            at=f"{payment.at:%m-%d %H:%M}",
            tender=payment.tender.label,
            state=STATES[payment.state],
        ),
        figure=say("{amount} 元", amount=payment.amount.figures),
    )


def ended_words(ended: DayEnded) -> tuple[Tone, Text, Text, Text]:
    """Tone, title, what came of it, and what to do next."""
    match ended.verdict:
        case Verdict.BALANCED:
            return Tone.OK, say("日终完成，账平"), _counted(ended), say("")
        case Verdict.UNBALANCED:
            advice = say("批次已经结束。请打印对账单，按流水号与收单机构逐笔核对。")
            return Tone.DANGER, say("日终完成，账不平"), _counted(ended), advice
        case Verdict.PURCHASES_WAIT:
            what = say("还有刷卡交易没有结果，批次没有结束。")
            return Tone.WARN, say("现在不能日终"), what, say("请先点“重试冲正”，成功后再做日终。")
        case Verdict.NO_BATCH:
            what = say("本机还没有在收单机构签到，没有批次。")
            return Tone.WARN, say("现在不能日终"), what, say("请先在“连接”里签到。")
        case Verdict.REFUSED if ended.batch_was_over:
            what = say("这个批次在收单机构那里已经结束，可能是上次日终没有收到回应。")
            return Tone.WARN, say("批次已经结束过"), what, say("请打印对账单，与收单机构逐笔核对。")
        case Verdict.REFUSED:
            what = say("收单机构不接受，应答码 {code}。", code=ended.cause)
            return Tone.WARN, say("日终没有完成"), what, say("批次没有结束，请联系收单机构。")
        case Verdict.NO_ANSWER:
            what = say("收单机构没有回应，不知道批次有没有结束。")
            return Tone.WARN, say("日终没有完成"), what, say("可以稍后再做一次，不会重复结算。")
        case _:
            assert_never(ended.verdict)


def _counted(ended: DayEnded) -> Text:
    batch = ended.batch
    assert batch is not None  # noqa: S101
    return say(
        "批次 {batch}：刷卡 {count} 笔，共 {amount} 元。",
        batch=f"{batch.number:06d}",
        count=str(batch.count),
        amount=batch.amount.figures,
    )
