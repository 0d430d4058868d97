"""What the text of one fault consists of."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.text import Text, say


@dataclass(frozen=True, slots=True)
class FaultText:
    """What the screen says: a title, what happened, and what to do next.

    ``again`` names the retry, None where trying again cannot help. ``money`` says what has become
    of the citizen's money where the fault is shown by itself; a step that comes after a payment
    has its own words for that. ``referral`` offers the message on paper, for the
    window; ``window`` is which one, empty for the terminal's own.
    """

    title: Text
    what: Text
    advice: Text
    again: Text | None
    money: Text
    referral: bool = False
    window: str = ""


NO_MONEY_MOVED = say("没有扣款。")
NOT_CHARGED_AGAIN = say("这一次没有扣款。")
"""Where it was paid before, perhaps a minute ago at this very terminal."""
AGAIN = say("再试一次")
ANOTHER_WAY = say("换个方式付")


def entry(
    title: str,
    what: str,
    advice: str,
    again: Text | None,
    money: Text = NO_MONEY_MOVED,
    *,
    referral: bool = False,
    window: str = "",
) -> FaultText:
    """The text of one fault, in plain Chinese."""
    return FaultText(say(title), say(what), say(advice), again, money, referral, window)
