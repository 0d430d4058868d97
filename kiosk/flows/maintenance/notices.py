"""What staff are told when something is done, or cannot be."""

from __future__ import annotations

from kiosk.domain.text import Text, say
from kiosk.session.answers import Confirmed
from kiosk.session.outcomes import Case
from kiosk.session.steps import Stake
from kiosk.session.views import Button, NoticeView, Tone

_NO_MONEY_HERE = say("")
OK_BUTTON = Button(Confirmed(), say("知道了"))


def told(
    tone: Tone,
    title: Text,
    what: Text,
    advice: Text | None = None,
    *,
    actions: tuple[Button, ...] = (OK_BUTTON,),
    reference: str = "",
) -> NoticeView:
    """A message to staff: nothing is said of a citizen's money, which nothing here moves."""
    return NoticeView(tone, title, what, _NO_MONEY_HERE, advice or say(""), actions, reference)


def no_way_out(_case: Case) -> Stake:
    """What is under way is seen to its end; it ends by itself, within bounds."""
    return Stake()
