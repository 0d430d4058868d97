"""What the citizen reads while paying."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain.money import Money
from kiosk.domain.order import OrderState, OrderStatus
from kiosk.domain.tender import Tender
from kiosk.domain.text import Text, say
from kiosk.session.answers import Again, Confirmed, Finished, TenderChosen
from kiosk.session.notices import HOME_BUTTON, NO_MONEY_MOVED
from kiosk.session.views import (
    Button,
    Icon,
    NoticeView,
    QrView,
    TenderView,
    Tile,
    Tone,
    WaitingView,
)

ORDER_TAIL = 7

NO_PAPER = NoticeView(
    tone=Tone.WARN,
    title=say("现在打不出小票"),
    what=say("小票打印机缺纸或有故障，缴费后不能马上打印小票。"),
    money=NO_MONEY_MOVED,
    advice=say("缴费本身不受影响，以后可凭身份证补打；也可以请工作人员处理后再缴。"),
    actions=(Button(Confirmed(), say("继续缴费")), HOME_BUTTON),
)
OPENING = WaitingView(say("正在生成付款码"), say("请稍候，现在还没有扣款。"))
CONFIRMING = WaitingView(say("正在确认支付结果"), say("请稍候，请不要重复付款。"))
POSTING = WaitingView(say("已收到付款，正在登记缴费"), say("请不要离开，马上就好。"))
SLIP = WaitingView(say("正在打印说明单"), say("请稍候，请取走说明单。"))
EXPIRED = NoticeView(
    tone=Tone.INFO,
    title=say("二维码已失效"),
    what=say("在规定时间内没有收到付款，这笔缴费已取消。"),
    money=say("没有扣款。如果您刚刚付了款，会自动原路退回。"),
    advice=say("需要缴费请重新生成二维码。"),
    actions=(Button(Again(), say("重新生成二维码")), HOME_BUTTON),
)

_METHODS = {
    Tender.ALIPAY: (say("打开支付宝，点“扫一扫”"), Icon.ALIPAY),
    Tender.WECHAT: (say("打开微信，点“扫一扫”"), Icon.WECHAT),
    Tender.BANK_CARD: (say("插卡，输入密码"), Icon.CARD),
}
_SCAN_HINTS = {
    Tender.ALIPAY: ("请用支付宝扫码付款", "打开手机支付宝，点左上角“扫一扫”"),
    Tender.WECHAT: ("请用微信扫码付款", "打开手机微信，点右上角“＋”，选“扫一扫”"),
    Tender.BANK_CARD: ("请刷卡", "按提示插卡"),
}


def tender_view(amount: Money, offered: frozenset[Tender]) -> TenderView:
    """选择缴款方式; a tender that cannot be used now says so."""
    return TenderView(
        title=say("选择缴款方式"),
        hint=say("请选一种您方便的方式"),
        amount=amount,
        tiles=tuple(_tender_tile(tender, offered) for tender in Tender),
    )


def _tender_tile(tender: Tender, offered: frozenset[Tender]) -> Tile:
    subtitle, icon = _METHODS[tender]
    reason: Text | None = None
    if tender is Tender.BANK_CARD:
        reason = say("本机暂未开通刷卡")
    elif tender not in offered:
        reason = say("暂时不能用，请选其他方式")
    return Tile(TenderChosen(tender), say(tender.label), subtitle, icon, reason)


def qr_view(order: OrderStatus, tender: Tender) -> QrView:
    """The code to scan, the amount, and what happens next."""
    title, hint = _SCAN_HINTS[tender]
    return QrView(
        title=say(title),
        hint=say(hint),
        tender=tender,
        payload=order.qr_payload or "",
        amount=order.amount,
        waiting=say("正在等您付款，付好后这里会自动跳转"),
        order_tail=order.number[-ORDER_TAIL:],
        valid_seconds=order.expires_in or 0,
    )


def _outcome_words(order: OrderStatus) -> tuple[Tone, str, str, Text, str]:
    amount = order.amount.figures
    match order.state:
        case OrderState.REFUNDING | OrderState.REFUNDED:
            return (
                Tone.WARN,
                "缴费没有成功，钱会退回",
                "付款到账时已不能登记缴费。",
                say("已付的 {amount} 元会自动原路退回您的付款账户。", amount=amount),
                "退款到账前请保留说明单；需要缴费请重新办理。",
            )
        case OrderState.NEEDS_PERSON:
            return (
                Tone.DANGER,
                "这笔缴费需要人工处理",
                "付款已收到，但系统没有登记成功。",
                say("已付 {amount} 元，钱没有丢失。", amount=amount),
                "请拿说明单到人工窗口办理，请勿重复缴费。",
            )
        case OrderState.PAID | OrderState.POSTING | OrderState.POSTED:
            return (
                Tone.WARN,
                "已收到付款，正在入账",
                "付款已成功，缴费登记还需要一点时间。",
                say("已付 {amount} 元，请勿重复缴费。", amount=amount),
                "不用等待，稍后可在本机查询或补打小票；不成功会自动退款。",
            )
        case OrderState.UNKNOWN | OrderState.CREATED | OrderState.PAYING | OrderState.CLOSED:
            return (
                Tone.WARN,
                "支付结果确认中",
                "暂时联系不上支付系统，还不知道这笔付款的结果。",
                say("请勿重复缴费。如已扣款，会自动入账或原路退回。"),
                "请保留说明单，稍后凭身份证在本机查询，或到人工窗口查询。",
            )
        case _:
            assert_never(order.state)


def outcome_notice(order: OrderStatus) -> NoticeView:
    """What became of an order that did not simply succeed."""
    tone, title, what, money, advice = _outcome_words(order)
    return NoticeView(
        tone=tone,
        title=say(title),
        what=say(what),
        money=money,
        advice=say(advice),
        actions=(Button(Finished(), say("知道了，退出")),),
        reference=order.number,
    )


def slip_words(order: OrderStatus) -> tuple[str, tuple[str, ...]]:
    """The same on paper: heading and lines."""
    _, title, what, money, advice = _outcome_words(order)
    return title, (what, str(money), advice)
