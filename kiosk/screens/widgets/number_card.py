"""An identity number being typed, large, in groups of 6, 8 and 4."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QVBoxLayout

from kiosk.domain.text import Text, say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.theme.fonts import typeface
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.words_label import CENTRE, RIGHT, Line, Words

GROUPS = (6, 8, 4)
LENGTH = sum(GROUPS)
_CAPTIONS = ("前 6 位", "出生年月日", "最后 4 位")
_GAP_MM = 3.5
# What a row of figures reaches beyond their advances.
_SLACK_MM = 1.0


class NumberCard(Box):
    """``label``, how many places are filled, and the places; the group being typed is underlined.

    ``width`` is the pixels the card will have: the figures are as large as fit on one line of it.
    """

    def __init__(self, theme: Theme, label: Text, *, width: int) -> None:
        super().__init__("figure")
        padding = theme.px(theme.measures.padding * 0.8)
        face = column(self, gap=theme.px(2), across=padding, along=padding)
        top = line(gap=theme.px(4))
        top.addWidget(Words(theme, label, Type.BODY, Ink.SECOND), 1)
        self._count = Line(theme, say(""), Type.SMALL, Ink.SECOND, align=RIGHT)
        top.addWidget(self._count)
        face.addLayout(top)
        self._groups: list[Line] = []
        self._rules: list[Box] = []
        places = line(gap=theme.px(_GAP_MM))
        font = _largest(theme, width - 2 * padding - 2 * theme.px(theme.measures.line_strong))
        for size, caption in zip(GROUPS, _CAPTIONS, strict=True):
            places.addLayout(self._group(theme, font, size, caption), size)
        face.addLayout(places)
        self.show_number("")

    def _group(self, theme: Theme, font: QFont, size: int, caption: str) -> QVBoxLayout:
        group = column(gap=theme.px(1))
        figures = Line(theme, say(""), Type.HEADLINE, align=CENTRE)
        figures.setFont(font)
        figures.setObjectName(f"group:{len(self._groups)}")
        wide = size * figures.fontMetrics().horizontalAdvance("0")
        figures.setMinimumWidth(wide + theme.px(_SLACK_MM))
        figures.setMinimumHeight(figures.fontMetrics().lineSpacing())
        rule = Box("slot")
        rule.setFixedHeight(theme.px(theme.measures.line_strong))
        group.addWidget(figures)
        group.addWidget(rule)
        if not theme.large:
            group.addWidget(Line(theme, say(caption), Type.SMALL, Ink.SECOND, align=CENTRE))
        self._groups.append(figures)
        self._rules.append(rule)
        return group

    def show_number(self, number: str) -> None:
        """Show what has been typed so far."""
        count = say("已输 {n} / {all} 位", n=len(number), all=LENGTH)
        self._count.say(count)
        start = 0
        for figures, rule, size in zip(self._groups, self._rules, GROUPS, strict=True):
            figures.say(say("{part}", part=number[start : start + size]))
            typing = start <= len(number) < start + size
            rule.become("slot-now" if typing or len(number) >= start + size else "slot")
            start += size


def _largest(theme: Theme, width: int) -> QFont:
    """A headline's figures, or smaller ones where all places must fit into so many pixels."""
    bold = QFont.Weight.Bold
    pixels = theme.em(Type.HEADLINE)
    room = width - (len(GROUPS) - 1) * theme.px(_GAP_MM) - len(GROUPS) * theme.px(_SLACK_MM)
    while LENGTH * QFontMetrics(typeface(pixels, bold)).horizontalAdvance("0") > room:
        pixels -= 1
    return typeface(pixels, bold)
