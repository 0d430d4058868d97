"""A large choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

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


def reason(theme: Theme, why: Text) -> QHBoxLayout:
    """Why something cannot be chosen: words beside a mark."""
    row = line(gap=theme.px(1.5))
    row.addWidget(IconMark(theme, "circle-alert", Ink.WARN, 7), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(Words(theme, why, Type.SMALL, Ink.WARN), 1)
    return row


_INKS = {Icon.ALIPAY: Ink.ALIPAY, Icon.WECHAT: Ink.WECHAT}


@dataclass(frozen=True, slots=True)
class _Setting:
    """Badge and least height in millimetres, the title's type, and a factor on margins and gaps."""

    badge: float
    least: float
    title: Type
    room: float


class TileSize(Enum):
    """How large a tile is drawn: where there are few, usually, where there are many, and where it
    stands beside others that matter more."""

    PROUD = _Setting(36, 32, Type.TITLE, 1)
    USUAL = _Setting(25, 32, Type.HEADING, 1)
    DENSE = _Setting(22, 28, Type.HEADING, 0.66)
    SLIM = _Setting(16, 24, Type.STRONG, 0.6)


class TileButton(Touch):
    """One tile. ``lying`` puts the icon beside the words instead of above them.

    A tile that cannot be chosen says why in words, and cannot be pressed.
    """

    def __init__(
        self, theme: Theme, tile: Tile, *, lying: bool, size: TileSize = TileSize.USUAL
    ) -> None:
        spoken = f"{words(tile.title)}，{words(tile.unavailable or tile.subtitle)}"
        super().__init__("tile", answer_name(tile.answer), tile.answer, spoken=spoken)
        offered = tile.unavailable is None
        self.setEnabled(offered)
        setting: _Setting = size.value
        self.at_least(theme.touch(setting.least))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        ink = _INKS.get(tile.icon, Ink.PRIMARY) if offered else Ink.SECOND
        badge = IconBadge(
            theme,
            tile.icon,
            ink,
            setting.badge,
            role="badge" if offered else "badge-idle",
        )
        title = Words(theme, tile.title, setting.title, Ink.FIRST if offered else Ink.SECOND)
        text = column(gap=theme.px(1))
        text.addWidget(title)
        short = theme.large or (size is TileSize.SLIM and not theme.portrait)
        if not short and offered and words(tile.subtitle):
            text.addWidget(Words(theme, tile.subtitle, Type.SMALL, Ink.SECOND))
        if tile.unavailable is not None:
            text.addSpacing(theme.px(1))
            text.addLayout(reason(theme, tile.unavailable))
        padding = theme.px(theme.measures.padding)
        if lying:
            row = line(
                self,
                gap=theme.px(7 * setting.room),
                across=round(padding * setting.room),
                along=theme.px(5 * setting.room),
            )
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
