"""Of orders, and of codes that are scanned to pay them."""

from __future__ import annotations

from kiosk.domain.text import say
from kiosk.session.fault_texts.text import AGAIN, FaultText, entry
from kiosk.session.faults import FaultCode

_SCAN_AGAIN = say("再扫一次")
_REVIEW_AGAIN = say("重新核对")

PAYING_TEXTS: dict[FaultCode, FaultText] = {
    FaultCode.CODE_NOT_PAYMENT: entry(
        "这不是付款码",
        "扫到的不是支付宝、微信或云闪付的付款码。",
        "请在手机上打开“付款码”，再对准扫码口。",
        _SCAN_AGAIN,
    ),
    FaultCode.CODE_REFUSED: entry(
        "付款码没有通过",
        "付款码可能过期了，或者钱包里的钱不够。",
        "请刷新手机上的付款码再扫一次，或点“上一步”换一种方式。",
        _SCAN_AGAIN,
    ),
    FaultCode.SCANNER_LOST: entry(
        "扫码器没有反应",
        "扫码器暂时不能用。",
        "请点“上一步”，换一种缴款方式。",
        AGAIN,
    ),
    FaultCode.DEDUCTION_IN_PROGRESS: entry(
        "银行正在代扣",
        "这笔费用银行正在扣款，现在不能再缴，以免重复。",
        "请等银行扣款有了结果再来。",
        None,
        say("本机没有扣款；银行代扣的结果，请问您的开户银行。"),
    ),
    FaultCode.ORDER_OPEN: entry(
        "上一笔缴费还没有结果",
        "您的上一笔缴费正在确认，请不要重复缴费。",
        "请过一会儿再来，或到人工窗口查询。",
        None,
        say("这一次没有扣款。上一笔如果已经扣款，会自动入账或原路退回。"),
    ),
    FaultCode.QUOTE_EXPIRED: entry(
        "核对的时间太久了",
        "应缴金额需要重新计算。",
        "请点“重新核对”，再看一遍金额。",
        _REVIEW_AGAIN,
    ),
    FaultCode.AMOUNT_CHANGED: entry(
        "应缴金额有变化",
        "税务系统刚刚更新了应缴金额。",
        "请点“重新核对”，看清新的金额再缴费。",
        _REVIEW_AGAIN,
    ),
    FaultCode.TENDER_UNAVAILABLE: entry(
        "这种缴款方式暂时不能用",
        "这种付款渠道正在维护。",
        "请点“上一步”，换一种缴款方式。",
        None,
    ),
}
