"""Of the line, the tax system and the terminal itself."""

from __future__ import annotations

from kiosk.session.fault_texts.text import AGAIN, FaultText, entry
from kiosk.session.faults import FaultCode

_WINDOW = "请到人工窗口办理，工作人员会帮助您。"

TERMINAL_TEXTS: dict[FaultCode, FaultText] = {
    FaultCode.NETWORK_LOST: entry(
        "网络暂时不通",
        "连不上税务系统。",
        "请等一会儿再试；还不行，请到人工窗口。",
        AGAIN,
    ),
    FaultCode.SERVICE_SLOW: entry(
        "税务系统没有及时回应",
        "等了很久没有等到结果。",
        "请再试一次；还不行，请到人工窗口。",
        AGAIN,
    ),
    FaultCode.SERVICE_DOWN: entry(
        "税务系统暂时不能用",
        "税务系统正在维护，或者太忙。",
        "请等一会儿再试，或到人工窗口咨询。",
        AGAIN,
    ),
    FaultCode.SERVICE_WRONG: entry(
        "税务系统的回答有误",
        "收到的内容前后不一致，为了您的资金安全，已停止办理。",
        "可以再试一次；还不行，请到人工窗口。",
        AGAIN,
    ),
    FaultCode.SERVICE_REFUSED: entry(
        "税务系统没有受理",
        "税务系统没有接受这次办理。",
        _WINDOW,
        None,
    ),
    FaultCode.VISIT_EXPIRED: entry(
        "登录的时间太久了",
        "为了保护个人信息，登录半小时后要重新验证。",
        "请返回首页，重新刷证件再办。",
        None,
    ),
    FaultCode.LEDGER_UNAVAILABLE: entry(
        "本机不能记账",
        "本机的账本暂时写不进去，为了您的资金安全，已停止收款。",
        _WINDOW,
        None,
    ),
    FaultCode.INTERNAL: entry(
        "本机出了问题",
        "本机遇到意外情况，已经记录下来。",
        "可以再试一次；还不行，请到人工窗口。",
        AGAIN,
    ),
}
