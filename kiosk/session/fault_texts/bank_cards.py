"""Of bank cards, their PIN and their banks."""

from __future__ import annotations

from kiosk.domain.text import say
from kiosk.session.fault_texts.text import AGAIN, ANOTHER_WAY, FaultText, entry
from kiosk.session.faults import FaultCode

_CARD_AGAIN = say("重新插卡")
_ANOTHER_CARD = say("换一张卡")
_GIVEN_BACK = say("没有扣款；如果银行说扣了，钱也已经退回卡里。")

BANK_CARD_TEXTS: dict[FaultCode, FaultText] = {
    FaultCode.BANK_CARD_MUTE: entry(
        "没有认出这张卡",
        "可能插反了，也可能卡上没有芯片。",
        "请按图上的方向，芯片那头先进去，插到底再试一次。",
        _CARD_AGAIN,
    ),
    FaultCode.BANK_CARD_UNREADABLE: entry(
        "没有读出银行卡",
        "可能没有插到底，也可能芯片脏了。",
        "请插到底再试一次；还读不出，请换一张卡。",
        _CARD_AGAIN,
    ),
    FaultCode.BANK_CARD_WRONG_KIND: entry(
        "这张卡不能用来付款",
        "本机只收带“银联”标志的芯片银行卡。",
        "请换一张银行卡，或点“上一步”换一种缴款方式。",
        _ANOTHER_CARD,
    ),
    FaultCode.BANK_CARD_EXPIRED: entry(
        "银行卡不在有效期内",
        "这张银行卡已经过期，或者还没有到启用日期。",
        "请换一张银行卡，或点“上一步”换一种缴款方式。",
        _ANOTHER_CARD,
    ),
    FaultCode.BANK_CARD_BLOCKED: entry(
        "这张银行卡被锁住了",
        "卡里的芯片现在不能用来付款。",
        "请换一张银行卡，或点“上一步”；解锁请找发卡银行。",
        _ANOTHER_CARD,
    ),
    FaultCode.BANK_CARD_REMOVED: entry(
        "银行卡拔得太早了",
        "还没有办完，银行卡就拔出来了。",
        "请重新插卡，屏幕提示取卡了再拿走。",
        _CARD_AGAIN,
    ),
    FaultCode.BANK_CARD_READER_LOST: entry(
        "刷卡的读卡器没有反应",
        "读卡器暂时不能用。",
        "请换一种缴款方式；卡取不出来的，请马上找工作人员。",
        ANOTHER_WAY,
    ),
    FaultCode.NO_CARD_INSERTED: entry(
        "没有等到银行卡",
        "一分钟里没有插卡，这笔付款已经取消。",
        "要刷卡，请重新插卡；也可以点“上一步”换一种方式。",
        _CARD_AGAIN,
    ),
    FaultCode.PIN_CANCELLED: entry(
        "密码没有输完",
        "密码键盘上按了取消，这笔付款已经取消。",
        "请重新选一种缴款方式；忘了密码的，可以用手机扫码付。",
        ANOTHER_WAY,
    ),
    FaultCode.PIN_TIMEOUT: entry(
        "没有等到密码",
        "输密码的时间到了，这笔付款已经取消。",
        "请重新插卡再试；输完密码，要按绿色键。",
        _CARD_AGAIN,
    ),
    FaultCode.PIN_PAD_LOST: entry(
        "密码键盘没有反应",
        "密码键盘暂时不能用。",
        "请换一种缴款方式，比如用手机扫码付。",
        ANOTHER_WAY,
    ),
    FaultCode.BANK_PIN_WRONG: entry(
        "银行卡密码不对",
        "银行说密码不对。一天里输错次数太多，银行会锁卡。",
        "记得密码的可以重新插卡；记不清，请点“上一步”。",
        _CARD_AGAIN,
    ),
    FaultCode.BANK_PIN_TRIES_USED: entry(
        "密码输错的次数太多",
        "银行暂时不让这张卡用密码付款。",
        "请换一种缴款方式；要解锁，请带身份证找发卡银行。",
        ANOTHER_WAY,
    ),
    FaultCode.BANK_FUNDS: entry(
        "卡里的余额不够",
        "银行说，卡里的钱不够付这一笔。",
        "请换一张卡，或者换一种缴款方式。",
        ANOTHER_WAY,
    ),
    FaultCode.BANK_LIMIT: entry(
        "超过了这张卡的限额",
        "金额超过了银行给这张卡定的单笔或单日限额。",
        "请换一张卡，或者换一种缴款方式。",
        ANOTHER_WAY,
    ),
    FaultCode.BANK_REFUSED: entry(
        "银行没有同意付款",
        "发卡银行没有同意这笔付款，也没有说原因。",
        "请换一张卡，或者换一种缴款方式；原因请问发卡银行。",
        ANOTHER_WAY,
    ),
    FaultCode.BANK_KEEP_CARD: entry(
        "银行要求收回这张卡",
        "发卡银行不让这张卡再用，可能已经挂失或者注销。",
        "请联系发卡银行；要接着缴费，请换一种缴款方式。",
        ANOTHER_WAY,
    ),
    FaultCode.BANK_BUSY: entry(
        "银行暂时没有受理",
        "银行正忙，这笔付款没有办成。",
        "请再试一次，或点“上一步”换一种缴款方式。",
        AGAIN,
    ),
    FaultCode.BANK_REVERSED: entry(
        "付款已经撤回",
        "付款的最后一步没有走完，本机已经通知银行撤回。",
        "请留意银行的短信；要接着缴费，请换一种缴款方式。",
        ANOTHER_WAY,
        _GIVEN_BACK,
    ),
    FaultCode.ACQUIRER_LOST: entry(
        "刷卡暂时连不上银行",
        "本机连不上银联，这笔付款没有发出去。",
        "请换一种缴款方式，比如用手机扫码付。",
        ANOTHER_WAY,
    ),
}
