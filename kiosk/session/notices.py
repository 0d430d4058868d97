"""Notices the machine itself shows."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.text import Text, say
from kiosk.session.answers import Again, GoHome, SlipWanted
from kiosk.session.fault_texts import (
    FAULT_TEXTS,
    NO_MONEY_MOVED,
    NOT_CHARGED_AGAIN,
    PRINTING_IS_FREE,
)
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.requests import PrintReferral
from kiosk.session.views import Button, NoticeView, Tone

_CERTAIN = (NO_MONEY_MOVED, NOT_CHARGED_AGAIN, PRINTING_IS_FREE)
HOME_BUTTON = Button(GoHome(), say("返回首页"))
SLIP_BUTTON = Button(SlipWanted(), say("打印说明单"))


def fault_notice(fault: Fault) -> NoticeView:
    """What the screen says of a fault, with the way to try again where that can help."""
    text = FAULT_TEXTS[fault.code]
    first = Button(Again(), text.again) if text.again else HOME_BUTTON
    return NoticeView(
        tone=Tone.WARN,
        title=text.title,
        what=text.what,
        money=text.money,
        advice=text.advice,
        actions=(first, SLIP_BUTTON) if text.referral else (first,),
        reference=fault.reference,
        window=text.window,
        money_open=text.money not in _CERTAIN,
    )


def staff_fault_notice(fault: Fault) -> NoticeView:
    """What the screen says to staff of a fault: what it is, and its code for the log."""
    text = FAULT_TEXTS[fault.code]
    advice = say("可以再试一次。故障代码 {code}，详细原因见“日志”。", code=fault.code.value)
    again = Button(Again(), say("再试一次"))
    return NoticeView(
        Tone.WARN, say("没有完成"), text.title, say(""), advice, (again,), fault.reference
    )


def stop_notice(title: Text, what: Text, advice: Text, money: Text = NO_MONEY_MOVED) -> NoticeView:
    """The service cannot go on; ``money`` says that it has taken nothing."""
    return NoticeView(Tone.INFO, title, what, money, advice, (HOME_BUTTON,))


def stop(code: FaultCode) -> NoticeView:
    """The service cannot go on for a reason that is known without asking anybody."""
    return replace(fault_notice(Fault(code)), tone=Tone.INFO)


def referral(notice: NoticeView) -> PrintReferral:
    """What a notice says, for paper."""
    lines = (notice.what, notice.money, notice.advice)
    return PrintReferral(str(notice.title), tuple(map(str, lines)), notice.reference, notice.window)


def with_slip(notice: NoticeView, *, printed: bool) -> NoticeView:
    """The notice after its slip has been printed, or could not be."""
    told = _SLIP_OUT if printed else _NO_SLIP
    actions = tuple(button for button in notice.actions if button != SLIP_BUTTON)
    advice = say("{advice}{slip}", advice=notice.advice, slip=told)
    return replace(notice, advice=advice, actions=actions)


_SLIP_OUT = "请取走说明单，交给窗口的工作人员。"
_NO_SLIP = "说明单没有打出来，请用手机拍下这一页。"
