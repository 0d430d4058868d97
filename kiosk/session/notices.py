"""Notices the machine itself shows."""

from __future__ import annotations

from kiosk.domain.text import Text, say
from kiosk.session.answers import Again, GoHome
from kiosk.session.faults import FAULT_TEXTS, NO_MONEY_MOVED, NOT_CHARGED_AGAIN, Fault
from kiosk.session.views import Button, NoticeView, Tone

HOME_BUTTON = Button(GoHome(), say("返回首页"))


def fault_notice(fault: Fault) -> NoticeView:
    """What the screen says of a fault, with the way to try again where that can help."""
    text = FAULT_TEXTS[fault.code]
    return NoticeView(
        tone=Tone.WARN,
        title=text.title,
        what=text.what,
        money=text.money,
        advice=text.advice,
        actions=(Button(Again(), text.again) if text.again else HOME_BUTTON,),
        reference=fault.reference,
        money_open=text.money not in (NO_MONEY_MOVED, NOT_CHARGED_AGAIN),
    )


def stop_notice(title: Text, what: Text, advice: Text, money: Text = NO_MONEY_MOVED) -> NoticeView:
    """The service cannot go on; ``money`` says that it has taken nothing."""
    return NoticeView(Tone.INFO, title, what, money, advice, (HOME_BUTTON,))
