"""What a view offers to be touched, so that nothing else is taken for an answer to it."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.domain.text import Text
from kiosk.session.answers import Answer
from kiosk.session.views import (
    Button,
    FactsView,
    LinesView,
    LinkView,
    NoticeView,
    OptionsView,
    PreviewView,
    ReviewView,
    SuccessView,
    TenderView,
    TilesView,
    View,
)


def offers(view: View) -> Mapping[Answer, Text | None] | None:
    """The answers that can be touched on a view, each with why it cannot be chosen now, or None.

    None where the answer is made of what is typed or ticked, or where nothing is asked.
    """
    match view:
        case TilesView(tiles=tiles) | TenderView(tiles=tiles):
            return {tile.answer: tile.unavailable for tile in tiles}
        case OptionsView(options=options, others=others):
            named: dict[Answer, Text | None] = {one.answer: one.unavailable for one in options}
            return named | {tile.answer: tile.unavailable for tile in others}
        case ReviewView(confirm=confirm):
            return _buttons(confirm)
        case NoticeView(actions=actions) | LinesView(actions=actions) | FactsView(actions=actions):
            return _buttons(*actions)
        case SuccessView(others=others, finish=finish):
            return _buttons(*others, finish)
        case LinkView(finish=finish):
            return _buttons(finish)
        case PreviewView(confirm=confirm, unavailable=unavailable, others=others):
            return {confirm.answer: unavailable, **_buttons(*others)}
        case _:
            return None


def _buttons(*buttons: Button | None) -> dict[Answer, Text | None]:
    return {button.answer: None for button in buttons if button is not None}
