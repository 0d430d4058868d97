"""Everything that can go wrong for a citizen, and what the screen says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.domain.text import Text, say


class FaultCode(Enum):
    """Why a request could not be fulfilled. The value is stable: logs and tests use it."""

    CARD_REMOVED = "card_removed"
    CARD_UNREADABLE = "card_unreadable"
    CARD_NOT_GENUINE = "card_not_genuine"
    CARD_WRONG_KIND = "card_wrong_kind"
    READER_LOST = "reader_lost"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    PRINTER_FAULT = "printer_fault"
    PRINTER_LOST = "printer_lost"
    NETWORK_LOST = "network_lost"
    SERVICE_SLOW = "service_slow"
    SERVICE_DOWN = "service_down"
    SERVICE_WRONG = "service_wrong"
    SERVICE_REFUSED = "service_refused"
    NO_NATURAL_PERSON = "no_natural_person"
    NAME_MISMATCH = "name_mismatch"
    SEVERAL_PERSONAL_NUMBERS = "several_personal_numbers"
    NO_ENROLMENT = "no_enrolment"
    ENROLMENT_SUSPENDED = "enrolment_suspended"
    ALREADY_PAID = "already_paid"
    DEDUCTION_IN_PROGRESS = "deduction_in_progress"
    NOT_IN_WINDOW = "not_in_collection_window"
    ORDER_OPEN = "order_open"
    BASE_OUT_OF_BOUNDS = "base_out_of_bounds"
    PERIOD_NOT_PAYABLE = "period_not_payable"
    QUOTE_EXPIRED = "quote_expired"
    AMOUNT_CHANGED = "amount_changed"
    TENDER_UNAVAILABLE = "tender_unavailable"
    LEDGER_UNAVAILABLE = "ledger_unavailable"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Fault:
    """A request failed. ``reference`` is the event number a person at the window can look up."""

    code: FaultCode
    reference: str = ""


@dataclass(frozen=True, slots=True)
class FaultText:
    """What the screen says: a title, what happened, and what to do next.

    ``again`` names the retry, None where trying again cannot help.
    """

    title: Text
    what: Text
    advice: Text
    again: Text | None


_AGAIN = say("再试一次")
_CARD_AGAIN = say("重新放卡")
_WINDOW = say("请到人工窗口办理，工作人员会帮助您。")


def _entry(title: str, what: str, advice: Text | str, again: Text | None) -> FaultText:
    return FaultText(
        say(title), say(what), say(advice) if isinstance(advice, str) else advice, again
    )


FAULT_TEXTS: dict[FaultCode, FaultText] = {
    FaultCode.CARD_REMOVED: _entry(
        "身份证拿得太早了",
        "还没有读完，身份证就离开了感应区。",
        "请把身份证平放在感应区，听到提示后再拿走。",
        _CARD_AGAIN,
    ),
    FaultCode.CARD_UNREADABLE: _entry(
        "没有读出身份证",
        "身份证没有读出来，可能是没放平，或者芯片损坏。",
        "请取下卡套，把身份证平放后再试；多次读不出请到人工窗口。",
        _CARD_AGAIN,
    ),
    FaultCode.CARD_NOT_GENUINE: _entry(
        "身份证没有通过验证", "阅读器无法验证这张身份证。", _WINDOW, _CARD_AGAIN
    ),
    FaultCode.CARD_WRONG_KIND: _entry(
        "这不是身份证",
        "感应区上的卡不是居民身份证或居留证件。",
        "请换成您本人的居民身份证。",
        _CARD_AGAIN,
    ),
    FaultCode.READER_LOST: _entry(
        "身份证阅读器没有反应", "阅读器暂时不能用，已通知工作人员。", _WINDOW, _AGAIN
    ),
    FaultCode.PAPER_OUT: _entry(
        "小票打印机没有纸了",
        "小票没有打完整。",
        "请找工作人员加纸后再打一次，也可以以后凭身份证补打。",
        say("再打一次"),
    ),
    FaultCode.COVER_OPEN: _entry(
        "小票打印机的盖子开着",
        "小票没有打完整。",
        "请找工作人员合上盖子后再打一次，也可以以后凭身份证补打。",
        say("再打一次"),
    ),
    FaultCode.PRINTER_FAULT: _entry(
        "小票打印机出了故障",
        "小票没有打完整。",
        "可以再试一次，或以后凭身份证补打。",
        say("再打一次"),
    ),
    FaultCode.PRINTER_LOST: _entry(
        "小票打印机没有反应",
        "不能确定小票是否打出。",
        "请看一下出票口；没有小票可以再打一次，会标明“补打”。",
        say("再打一次"),
    ),
    FaultCode.NETWORK_LOST: _entry(
        "网络暂时不通", "连不上税务系统。", "请稍等片刻再试；仍不行请到人工窗口。", _AGAIN
    ),
    FaultCode.SERVICE_SLOW: _entry(
        "税务系统没有及时回应", "等了很久没有等到结果。", "请再试一次；仍不行请到人工窗口。", _AGAIN
    ),
    FaultCode.SERVICE_DOWN: _entry(
        "税务系统暂时不能用", "税务系统正在维护或繁忙。", "请稍后再来，或到人工窗口咨询。", _AGAIN
    ),
    FaultCode.SERVICE_WRONG: _entry(
        "税务系统的回答有误",
        "收到的内容不完整或互相矛盾，为保护您的资金已停止办理。",
        _WINDOW,
        _AGAIN,
    ),
    FaultCode.SERVICE_REFUSED: _entry(
        "税务系统没有受理", "税务系统不接受本机的请求。", _WINDOW, None
    ),
    FaultCode.NO_NATURAL_PERSON: _entry(
        "没有查到您的登记信息",
        "税务系统里还没有您的自然人信息。",
        "请带身份证到人工窗口登记，登记后即可在本机缴费。",
        None,
    ),
    FaultCode.NAME_MISMATCH: _entry(
        "姓名与登记信息不一致",
        "身份证上的姓名与税务系统登记的姓名不同。",
        "请带身份证到人工窗口更正。",
        None,
    ),
    FaultCode.SEVERAL_PERSONAL_NUMBERS: _entry(
        "您有多个个人编号", "存在多个个人编号，需要先合并。", "请到社保经办窗口合并后再缴费。", None
    ),
    FaultCode.NO_ENROLMENT: _entry(
        "没有查到参保登记",
        "您没有参加这项保险，或登记信息还没有传到税务系统。",
        "请先到社保经办窗口办理参保登记，或选择其他险种。",
        None,
    ),
    FaultCode.ENROLMENT_SUSPENDED: _entry(
        "参保状态不是正常",
        "您的这项参保目前是暂停或终止状态。",
        "请到社保经办窗口恢复后再缴费。",
        None,
    ),
    FaultCode.ALREADY_PAID: _entry(
        "这段时间已经缴过了", "您选择的月份已经缴费，不需要再缴。", "可以选择其他月份。", None
    ),
    FaultCode.DEDUCTION_IN_PROGRESS: _entry(
        "银行正在代扣", "这笔费用正在批量扣款中，不能重复缴费。", "请等扣款有结果后再来查询。", None
    ),
    FaultCode.NOT_IN_WINDOW: _entry(
        "现在不在缴费期内", "这项保险目前不能缴费。", "请在规定的缴费期内再来。", None
    ),
    FaultCode.ORDER_OPEN: _entry(
        "上一笔缴费还没有结果",
        "同一险种、同一时间的上一笔缴费正在确认，请勿重复缴费。",
        "请稍后再查询；如已扣款而缴费不成功，会自动原路退回。",
        None,
    ),
    FaultCode.BASE_OUT_OF_BOUNDS: _entry(
        "缴费基数不在范围内", "税务系统不接受这个缴费基数。", "请点“上一步”重新填写。", None
    ),
    FaultCode.PERIOD_NOT_PAYABLE: _entry(
        "所选月份不能缴费", "税务系统显示这些月份现在不能缴。", "请点“上一步”重新选择。", None
    ),
    FaultCode.QUOTE_EXPIRED: _entry(
        "核对的时间太久了", "金额需要重新计算。", "请点“上一步”重新核对。", None
    ),
    FaultCode.AMOUNT_CHANGED: _entry(
        "应缴金额有变化", "税务系统刚刚更新了应缴金额。", "请点“上一步”重新核对金额。", None
    ),
    FaultCode.TENDER_UNAVAILABLE: _entry(
        "这种缴款方式暂时不能用", "支付通道正在维护。", "请点“上一步”换一种方式。", None
    ),
    FaultCode.LEDGER_UNAVAILABLE: _entry(
        "本机不能记账", "本机的账本暂时写不进去，为保护您的资金已停止收款。", _WINDOW, None
    ),
    FaultCode.INTERNAL: _entry(
        "本机出了问题", "程序遇到意外情况，已停止办理并记录。", _WINDOW, _AGAIN
    ),
}
