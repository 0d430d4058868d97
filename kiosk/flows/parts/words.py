"""Sentences that several services say."""

from __future__ import annotations

from kiosk.domain.quote import Quote, QuoteLine
from kiosk.domain.text import Text, say
from kiosk.session.views import Row, WaitingView

PLEASE_WAIT = say("请稍候，不用按任何按钮。")


def waiting_for(what: str) -> WaitingView:
    """Something is asked of the service; no money can move meanwhile."""
    return WaitingView(say(what), PLEASE_WAIT)


def percent(basis_points: int) -> str:
    """``20%``, ``8.5%``."""
    return f"{basis_points / 100:g}%"


def yuan(figures: str) -> Text:
    """An amount in a row."""
    return say("{amount} 元", amount=figures)


def line_rows(quote: Quote) -> tuple[Row, ...]:
    """What the parts of a quote cost; nothing where the total says it all."""
    lines = quote.lines
    if len(lines) == 1:
        return ()
    alike = {(line.amount, line.item) for line in lines}
    if len(alike) == 1 and all(line.period.first == line.period.last for line in lines):
        return (Row(say("每月应缴"), yuan(lines[0].amount.figures)),)
    return tuple(Row(_name(line, quote), yuan(line.amount.figures)) for line in lines)


def _name(line: QuoteLine, quote: Quote) -> Text:
    """The month or bill, or the insurance item; both where there is more than one of each."""
    if not line.item:
        return say(line.period.label)
    if len({other.period for other in quote.lines}) == 1:
        return say(line.item)
    return say("{period} {item}", period=line.period.label, item=line.item)
