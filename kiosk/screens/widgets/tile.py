"""A large choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from kiosk.domain.text import Text
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import cap, column, line
from kiosk.screens.widgets.picture import IconBadge, IconMark
from kiosk.screens.widgets.touch import Touch
from kiosk.screens.widgets.words_label import CENTRE, Words
from kiosk.screens.wording import words
from kiosk.session.answers import answer_name
from kiosk.session.views import Icon, Tile


def _tag(theme: Theme, why: Text) -> QHBoxLayout:
    row = line(gap=theme.px(1.5))
    row.addWidget(IconMark(theme, "circle-alert", Ink.WARN, 7), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(Words(theme, why, Type.SMALL, Ink.WARN), 1)
    return row


_INKS = {Icon.ALIPAY: Ink.ALIPAY, Icon.WECHAT: Ink.WECHAT}


class TileButton(Touch):
    """One tile. ``lying`` puts the icon beside the words instead of above them;
    ``proud`` draws it larger, where there are few.

    A tile that cannot be chosen says why in words, and cannot be pressed.
    """

    def __init__(self, theme: Theme, tile: Tile, *, lying: bool, proud: bool = False) -> None:
        spoken = f"{words(tile.title)}，{words(tile.unavailable or tile.subtitle)}"
        super().__init__("tile", answer_name(tile.answer), tile.answer, spoken=spoken)
        offered = tile.unavailable is None
        self.setEnabled(offered)
        self.at_least(theme.touch(32))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        ink = _INKS.get(tile.icon, Ink.PRIMARY) if offered else Ink.SECOND
        badge = IconBadge(
            theme,
            tile.icon,
            ink,
            36 if proud else 25,
            role="badge" if offered else "badge-idle",
        )
        kind = Type.TITLE if proud else Type.HEADING
        title = Words(theme, tile.title, kind, Ink.FIRST if offered else Ink.SECOND)
        text = column(gap=theme.px(1))
        text.addWidget(title)
        if not theme.large and offered and words(tile.subtitle):
            text.addWidget(Words(theme, tile.subtitle, Type.SMALL, Ink.SECOND))
        if tile.unavailable is not None:
            text.addSpacing(theme.px(1))
            text.addLayout(_tag(theme, tile.unavailable))
        padding = theme.px(theme.measures.padding)
        if lying:
            row = line(self, gap=theme.px(7), across=padding, along=theme.px(5))
            row.addWidget(badge, 0, CENTRE)
            row.addLayout(text, 1)
            if offered:
                row.addWidget(IconMark(theme, "chevron-right", Ink.SECOND, 9), 0, CENTRE)
            text.insertStretch(0, 1)
            text.addStretch(1)
        else:
            stack = column(self, gap=theme.px(6), across=padding, along=theme.px(12))
            stack.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
            stack.addLayout(text)
            stack.addStretch(1)


def level(theme: Theme, tiles: Sequence[TileButton], most_mm: float, *, width: float) -> None:
    """Let all tiles grow to one height: so many millimetres, or what the wordiest needs.

    Tiles of different heights would look like choices of different weight.
    """
    most = theme.px(most_mm * theme.type_scale)
    for tile in tiles:
        cap(tile, most, width=width)
    highest = max((tile.maximumHeight() for tile in tiles), default=most)
    for tile in tiles:
        tile.setMaximumHeight(highest)
