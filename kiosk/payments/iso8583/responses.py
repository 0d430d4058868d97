"""What a response code (F39) means, and what the terminal then does.

After Q/CUP 006.6 A.2 (应答码), with the codes that only terminals meet: 22, 77, A0.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class ResponseAction(Enum):
    """What a response code asks of the terminal."""

    APPROVED = "approved"
    DECLINED = "declined"
    """No money has moved; another card or another way to pay may help."""
    PIN_AGAIN = "pin_again"
    """The PIN was wrong and may be entered once more."""
    PIN_TRIES_USED = "pin_tries_used"
    FUNDS = "funds"
    LIMIT = "limit"
    KEEP_CARD = "keep_card"
    """Declined, and the issuer wants the card kept (没收)."""
    SIGN_IN = "sign_in"
    """Declined because keys or batch do not agree; after a sign-in it may go well."""
    REVERSE = "reverse"
    """Nobody can say whether money has moved, or more or less than asked for: to be reversed."""
    BUSY = "busy"
    """Declined for reasons that lie with terminal, network or bank, not with the card."""


@dataclass(frozen=True, slots=True)
class Response:
    """A response code, what it asks for, and its words for the person in front of the terminal."""

    code: str
    action: ResponseAction
    text: str


REVERSAL_ENDS = frozenset({"00", "12", "25"})
"""Codes of a reversal's answer after which there is nothing left to reverse: done; the purchase had
not been approved; no such purchase."""

_A = ResponseAction
_WORDS = (
    ("00", _A.APPROVED, "交易成功"),
    ("01", _A.DECLINED, "请与发卡银行联系"),
    ("02", _A.DECLINED, "请与发卡银行联系"),
    ("03", _A.BUSY, "商户未登记"),
    ("04", _A.KEEP_CARD, "此卡为无效卡"),
    ("05", _A.DECLINED, "持卡人身份认证失败"),
    ("06", _A.DECLINED, "发卡银行处理出错"),
    ("07", _A.KEEP_CARD, "此卡为无效卡"),
    # Still at work: it may yet be approved.
    ("09", _A.REVERSE, "交易正在处理中"),
    # The terminal does not take part of an amount.
    ("10", _A.REVERSE, "仅批准部分金额"),
    ("11", _A.APPROVED, "交易成功"),
    ("12", _A.DECLINED, "无效交易"),
    ("13", _A.DECLINED, "无效金额"),
    ("14", _A.DECLINED, "无效卡号"),
    ("15", _A.DECLINED, "此卡无对应发卡银行"),
    ("16", _A.APPROVED, "交易成功"),
    ("17", _A.DECLINED, "交易被拒绝"),
    ("19", _A.DECLINED, "请重新交易"),
    # The issuer answered what the network could not read.
    ("20", _A.REVERSE, "发卡银行应答无效"),
    ("21", _A.DECLINED, "该卡未激活或为睡眠卡"),
    ("22", _A.SIGN_IN, "终端状态与中心不符"),
    # Senseless of a purchase.
    ("25", _A.REVERSE, "没有原始交易"),
    ("30", _A.BUSY, "报文格式错误"),
    ("31", _A.DECLINED, "暂不受理该银行的卡"),
    ("33", _A.KEEP_CARD, "此卡已过期"),
    ("34", _A.KEEP_CARD, "此卡有作弊嫌疑"),
    ("35", _A.KEEP_CARD, "请与发卡银行联系"),
    ("36", _A.KEEP_CARD, "受限制的卡"),
    ("37", _A.KEEP_CARD, "请与发卡银行联系"),
    ("38", _A.KEEP_CARD, "密码错误次数超限"),
    ("39", _A.DECLINED, "此卡无信用账户"),
    ("40", _A.BUSY, "发卡银行不支持此交易"),
    ("41", _A.KEEP_CARD, "此卡已挂失"),
    ("42", _A.DECLINED, "无此账户"),
    ("43", _A.KEEP_CARD, "此卡已报失窃"),
    ("45", _A.DECLINED, "不允许使用磁条，请使用芯片"),
    ("51", _A.FUNDS, "可用余额不足"),
    ("52", _A.DECLINED, "无此支票账户"),
    ("53", _A.DECLINED, "无此储蓄账户"),
    ("54", _A.DECLINED, "该卡已过期"),
    ("55", _A.PIN_AGAIN, "密码错误"),
    ("56", _A.DECLINED, "无此卡记录"),
    ("57", _A.DECLINED, "不允许此卡交易"),
    ("58", _A.BUSY, "本终端不允许此交易"),
    ("59", _A.DECLINED, "卡片校验错"),
    ("60", _A.DECLINED, "请与发卡银行联系"),
    ("61", _A.LIMIT, "交易金额超限"),
    ("62", _A.DECLINED, "受限制的卡"),
    ("63", _A.DECLINED, "违反安全保密规定"),
    ("64", _A.DECLINED, "金额与原交易不匹配"),
    ("65", _A.LIMIT, "超出消费次数限制"),
    ("66", _A.DECLINED, "请与发卡银行联系"),
    ("67", _A.KEEP_CARD, "此卡被没收"),
    ("68", _A.REVERSE, "发卡银行响应超时"),
    ("75", _A.PIN_TRIES_USED, "密码错误次数超限"),
    ("77", _A.SIGN_IN, "批次不一致，终端需要签到"),
    ("79", _A.DECLINED, "脱机交易对账不平"),
    ("90", _A.BUSY, "系统日切，请稍后重试"),
    ("91", _A.BUSY, "发卡银行暂不可用，请稍后重试"),
    ("92", _A.BUSY, "发卡银行线路异常，请稍后重试"),
    ("93", _A.DECLINED, "交易违法，不能完成"),
    # No trace is used twice, so the host has had this very purchase before.
    ("94", _A.REVERSE, "重复交易"),
    ("95", _A.DECLINED, "调节控制错"),
    ("96", _A.BUSY, "交换中心异常，请稍后重试"),
    ("97", _A.BUSY, "终端号未登记"),
    ("98", _A.REVERSE, "收不到发卡银行应答"),
    ("99", _A.SIGN_IN, "密码格式错，终端需要签到"),
    ("A0", _A.SIGN_IN, "校验错，终端需要签到"),
    ("A1", _A.DECLINED, "货币不一致"),
    # Successes "with a defect" belong to transfers; of a purchase they say nothing one can rely on.
    ("A2", _A.REVERSE, "有缺陷的成功"),
    ("A4", _A.REVERSE, "有缺陷的成功"),
    ("A5", _A.REVERSE, "有缺陷的成功"),
    ("A6", _A.REVERSE, "有缺陷的成功"),
    ("A7", _A.BUSY, "安全处理失败"),
)
_RESPONSES = MappingProxyType({code: Response(code, does, text) for code, does, text in _WORDS})


def response_for(code: str) -> Response:
    """What a code means. One that nobody knows may mean anything, a part approval too: reversed."""
    known = _RESPONSES.get(code)
    return known or Response(code, ResponseAction.REVERSE, f"交易结果不明（应答码 {code}）")
