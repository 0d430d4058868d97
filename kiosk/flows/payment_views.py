"""What the citizen reads while paying."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain.money import Money
from kiosk.domain.order import OrderState, OrderStatus
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import DeviceKind
from kiosk.domain.text import Text, say
from kiosk.flows.card_views import lost_card_words
from kiosk.flows.requests.card import CardReturned
from kiosk.session.answers import Again, Choice, Chosen, Confirmed, Finished, TenderChosen
from kiosk.session.fault_texts import NO_MONEY_MOVED
from kiosk.session.health import AcquirerStatus, Health
from kiosk.session.views import (
    Button,
    CardView,
    Icon,
    NoticeView,
    Presented,
    QrView,
    Row,
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
    advice=say("可以先缴费，以后凭身份证到人工窗口补打；也可以请工作人员修好再缴。"),
    actions=(Button(Confirmed(), say("继续缴费")),),
)
OPENING = WaitingView(say("正在生成付款码"), say("请稍候，现在还没有扣款。"))
CONFIRMING = WaitingView(say("正在确认支付结果"), say("请稍候，请不要重复付款。"))
PRESENT = CardView(
    title=say("请出示付款码"),
    hint=say("在手机上打开“付款码”，对准下面的扫码口"),
    assurances=(
        Row(say("支付宝、微信、云闪付"), say("都可以扫")),
        Row(say("扫到以后才扣款"), say("金额就是刚才核对的金额")),
    ),
    presented=Presented.PAYMENT_CODE,
)
CHARGING = WaitingView(say("正在付款"), say("请稍候，请看手机上有没有提示。"))
PASSWORD = WaitingView(say("请在手机上输入支付密码"), say("输好后这里会自动跳转，不用按任何按钮。"))
SCAN_AGAIN = Button(Again(), say("再扫一次"))
POSTING = WaitingView(say("已收到付款，正在登记缴费"), say("请稍候，不用再付，也不用按任何按钮。"))
SLIP = WaitingView(say("正在打印说明单"), say("请稍候，打好后请取走。"))
EXPIRED = NoticeView(
    tone=Tone.INFO,
    title=say("付款时间已过"),
    what=say("没有等到您付款，这笔缴费已经取消。"),
    money=say("没有扣款。如果您刚刚付了款，会自动原路退回。"),
    advice=say("要缴费，请重新选择缴款方式；旧的二维码不要再付。"),
    actions=(Button(Again(), say("重新付款")),),
)

_METHODS = {
    Tender.ALIPAY: (say("打开支付宝，点“扫一扫”"), Icon.ALIPAY),
    Tender.WECHAT: (say("打开微信，点“扫一扫”"), Icon.WECHAT),
    Tender.UNIONPAY_QR: (say("打开云闪付，点“扫一扫”"), Icon.UNIONPAY),
    Tender.BANK_CARD: (say("插银行卡，在密码键盘输密码"), Icon.CARD),
}
_SCAN_HINTS = {
    Tender.ALIPAY: ("请用支付宝扫码付款", "打开手机支付宝，点左上角“扫一扫”"),
    Tender.WECHAT: ("请用微信扫码付款", "打开微信，点右上角“＋”，选“扫一扫”；微信要已实名"),
    Tender.UNIONPAY_QR: ("请用云闪付扫码付款", "打开云闪付，点左上角“扫一扫”"),
}


def tender_view(amount: Money, health: Health) -> TenderView:
    """选择缴款方式; a tender that cannot be used now says so. A payment code can be presented where
    there is a scanner."""
    code = Tile(
        Chosen(Choice.PAYMENT_CODE), say("出示付款码"), say("让本机扫您手机上的付款码"), Icon.SCAN
    )
    return TenderView(
        title=say("选择缴款方式"),
        hint=say("请选一种您方便的方式"),
        amount=amount,
        tiles=(
            *(_tender_tile(tender, health) for tender in Tender),
            *((code,) if health.usable(DeviceKind.CODE_SCANNER) else ()),
        ),
    )


def _tender_tile(tender: Tender, health: Health) -> Tile:
    subtitle, icon = _METHODS[tender]
    reason = None if tender in health.offered else _why_not(tender, health)
    return Tile(TenderChosen(tender), say(tender.label), subtitle, icon, reason)


def _why_not(tender: Tender, health: Health) -> Text:
    if tender is not Tender.BANK_CARD:
        return say("暂时不能用，请选其他方式")
    if health.acquirer is AcquirerStatus.ABSENT or not all(map(health.fitted, _CARD_DEVICES)):
        return say("本机没有刷卡设备")
    return say("刷卡暂时不能用")


_CARD_DEVICES = (DeviceKind.BANK_CARD_READER, DeviceKind.PIN_PAD)


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
                "付款收到了，但是缴费没有登记上。",
                say("已付的 {amount} 元会自动原路退回您的付款账户。", amount=amount),
                "请留意退款到账；要缴费，请重新办理。",
            )
        case OrderState.NEEDS_PERSON:
            return (
                Tone.DANGER,
                "这笔缴费需要人工处理",
                "付款收到了，但是缴费没有登记上。",
                say("已付 {amount} 元，钱没有丢。请勿重复缴费。", amount=amount),
                "请到人工窗口，工作人员会帮您办好。",
            )
        case OrderState.PAID | OrderState.POSTING | OrderState.POSTED:
            return (
                Tone.WARN,
                "已收到付款，正在入账",
                "付款成功了，缴费登记还要一点时间。",
                say("已付 {amount} 元，请勿重复缴费。", amount=amount),
                "不用在这里等。以后可凭身份证到人工窗口查询、补打小票；登记不上会自动退款。",
            )
        case OrderState.UNKNOWN | OrderState.CREATED | OrderState.PAYING | OrderState.CLOSED:
            return (
                Tone.WARN,
                "支付结果确认中",
                "暂时联系不上支付系统，还不知道这笔付款成没成。",
                say("请勿重复缴费。如果已经扣款，会自动入账或原路退回。"),
                "不用在这里等。稍后请凭身份证到人工窗口查询结果。",
            )
        case _:
            assert_never(order.state)


def outcome_notice(
    order: OrderStatus, *, slip_printed: bool, lost_card: CardReturned | None = None
) -> NoticeView:
    """What became of an order that did not simply succeed, and what the citizen has to prove it;
    and of a bank card that its holder did not get back."""
    tone, title, what, money, advice = _outcome_words(order)
    proof = "请取走说明单并保存好。" if slip_printed else "说明单没有打出来，请用手机拍下这一页。"
    return NoticeView(
        tone=tone,
        title=say(title),
        what=say(what),
        money=money,
        advice=say(f"{_about_card(lost_card)}{advice}{proof}"),
        actions=(Button(Finished(), say("知道了，退出")),),
        reference=order.number,
        money_open=True,
    )


def slip_words(
    order: OrderStatus, lost_card: CardReturned | None = None
) -> tuple[str, tuple[str, ...]]:
    """The same on paper: heading and lines."""
    _, title, what, money, advice = _outcome_words(order)
    card = _about_card(lost_card)
    return title, (what, str(money), *((card,) if card else ()), advice)


def _about_card(lost: CardReturned | None) -> str:
    if lost is None:
        return ""
    title, _, advice = lost_card_words(lost)
    return f"{title}，{str(advice).removeprefix('请')}"
