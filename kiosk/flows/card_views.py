"""What the citizen reads while paying by bank card."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.bank_card import ShownCard
from kiosk.domain.money import Money
from kiosk.domain.order import OrderState, OrderStatus
from kiosk.domain.text import Text, say
from kiosk.flows.requests.card import CardReturned
from kiosk.session.answers import Again, Confirmed, Finished
from kiosk.session.fault_texts import ANOTHER_WAY, FAULT_TEXTS, NO_MONEY_MOVED
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.notices import HOME_BUTTON, fault_notice
from kiosk.session.views import (
    Button,
    CardView,
    NoticeView,
    PinView,
    Presented,
    Row,
    Tone,
    WaitingView,
)

MOST_FIGURES = 6
"""Of a PIN, as Chinese banks issue it."""

OPENING = WaitingView(say("正在查询缴费信息"), say("请稍候，现在还没有扣款。"))
CHARGING = WaitingView(say("正在向银行付款"), say("请稍候，先不要拔卡，也不用按任何按钮。"))
CANCELLING = WaitingView(say("正在取消这笔付款"), say("请稍候，没有扣款。"))
KEEPING = WaitingView(say("发卡银行要求收回这张卡"), say("请稍候；如果卡退出来了，请您取走。"))
LETTING_GO = WaitingView(say("请稍候"), say("如果卡已经插进去了，请取走您的银行卡。"))
READING = CardView(
    title=say("正在读卡"),
    hint=say("请稍候，先不要把卡拔出来"),
    assurances=(
        Row(say("现在还没有扣款"), say("输完密码才会扣")),
        Row(say("屏幕提示取卡"), say("再把卡拿走")),
    ),
    presented=Presented.BANK_CARD,
)
PAID = frozenset({OrderState.PAID, OrderState.POSTING, OrderState.POSTED})
_DO_NOT_FORGET = Row(say("请别把卡忘在这里"), say("没有人取的卡，机器会收起来"))


def insert_view(amount: Money) -> CardView:
    """Which way round the card goes in, and that it costs nothing yet."""
    return CardView(
        title=say("请插入银行卡"),
        hint=say("按图上的方向，芯片那头先进去，插到底"),
        assurances=(
            Row(say("应付 {amount} 元", amount=amount.figures), say("输完密码才会扣款")),
            Row(say("银联芯片卡"), say("储蓄卡、信用卡都可以")),
        ),
        presented=Presented.BANK_CARD,
    )


def pin_view(card: ShownCard, amount: Money, *, entered: int | None, wrong: int) -> PinView:
    """How many figures there are by now; after a wrong PIN, that it was wrong. ``entered`` is None
    until the pad takes figures: nobody is asked for any that would be lost."""
    title = say("密码不对，请再输一次") if wrong else say("请在下方密码键盘输入银行卡密码")
    return PinView(
        title=say("正在准备密码键盘") if entered is None else title,
        hint=say("输入时请用手遮挡。屏幕看不到您的密码。"),
        rows=(Row(say("银行卡"), say("{kind} 尾号 {tail}", kind=card.kind.label, tail=card.tail)),),
        amount=amount,
        entered=min(entered or 0, MOST_FIGURES),
        most=MOST_FIGURES,
        caution=_caution(wrong),
    )


def _caution(wrong: int) -> Text:
    if not wrong:
        return say("")
    return say("已经输错 {wrong} 次，输错太多银行会锁卡。记不清，请按红色键取消。", wrong=wrong)


def take_view(order: OrderStatus, fault: Fault | None, *, answered: bool) -> CardView:
    """The card comes back; beside it what has become of the money."""
    return CardView(
        title=say("请取走银行卡"),
        hint=say("取走以后，这里会自动往下走"),
        assurances=(_what_became(order, fault, answered=answered), _DO_NOT_FORGET),
        presented=Presented.TAKE_CARD,
    )


def _what_became(order: OrderStatus, fault: Fault | None, *, answered: bool) -> Row:
    if fault is not None:
        text = FAULT_TEXTS[fault.code]
        return Row(text.title, text.money)
    if not answered:
        return Row(say("这笔付款取消了"), NO_MONEY_MOVED)
    if order.state in PAID:
        return Row(say("付款成功"), say("取走卡以后，接着登记缴费"))
    return Row(say("支付结果确认中"), say("请勿重复付款"))


def declined_notice(fault: Fault | None) -> NoticeView:
    """Why nothing was charged, once the card is back and the order closed."""
    notice = fault_notice(fault or Fault(FaultCode.SERVICE_REFUSED))
    again = tuple(button for button in notice.actions if button.answer == Again())
    return replace(notice, actions=again or (HOME_BUTTON,))


def lost_card_words(lost: CardReturned) -> tuple[Text, Text, Text]:
    """Where a card is that its holder did not get back: title, what happened, what to do."""
    if lost.kept:
        return (
            say("银行卡被机器收回了"),
            say("卡没有及时取走，为了安全，机器把卡收起来了。"),
            say("请找大厅工作人员，凭身份证领卡；也可以问发卡银行。"),
        )
    return (
        say("您的银行卡还在读卡口"),
        say("等了一会儿，银行卡还没有取走。"),
        say("请马上取走您的卡；取不出来，请找工作人员。"),
    )


def without_card(lost: CardReturned, fault: Fault | None) -> NoticeView:
    """The card is not with its holder, and nothing was charged."""
    title, what, advice = lost_card_words(lost)
    money = NO_MONEY_MOVED
    if fault is not None:
        why = FAULT_TEXTS[fault.code]
        wanted = fault.code is FaultCode.BANK_KEEP_CARD and lost.kept
        what = why.what if wanted else say("{why}。{what}", why=why.title, what=what)
        money = why.money
    return NoticeView(
        tone=Tone.WARN,
        title=title,
        what=what,
        money=money,
        advice=advice,
        actions=(Button(Again(), ANOTHER_WAY), Button(Finished(), say("知道了，退出"))),
        reference="" if fault is None else fault.reference,
    )


def paid_without_card(lost: CardReturned, order: OrderStatus) -> NoticeView:
    """The card is not with its holder, and the payment has succeeded all the same."""
    title, what, advice = lost_card_words(lost)
    return NoticeView(
        tone=Tone.WARN,
        title=say("缴费已成功，{title}", title=title),
        what=what,
        money=say("已缴 {amount} 元，缴费有效，不需要再缴。", amount=order.amount.figures),
        advice=advice,
        actions=(Button(Confirmed(), say("打印小票")),),
        reference=order.number,
    )
