"""The figures being typed, large, with the scale of their bounds beneath."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QWidget

from kiosk.domain.money import Money
from kiosk.domain.text import Text, say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.base_scale import BaseScale
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.picture import IconMark
from kiosk.screens.widgets.words_label import CENTRE, RIGHT, Line


class FigureCard(Box):
    """元 / 月 between two bounds; what is wrong takes the place of the bounds, in red."""

    def __init__(self, theme: Theme, lower: Money, upper: Money) -> None:
        super().__init__("figure")
        padding = theme.px(theme.measures.padding)
        face = column(
            self, gap=theme.px(1), across=padding, along=theme.px(theme.measures.padding * 0.5)
        )
        top = line(gap=theme.px(1.5))
        self._figures = Line(theme, say(""), Type.FIGURE)
        self._figures.setMinimumHeight(self._figures.fontMetrics().lineSpacing())
        self._figures.setObjectName("figures")
        self._caret = Box("caret")
        self._caret.setFixedSize(theme.px(1.4), round(theme.em(Type.FIGURE) * 0.84))
        unit = Line(theme, say("元 / 月"), Type.BUTTON, Ink.SECOND, align=RIGHT)
        top.addWidget(self._figures)
        top.addWidget(self._caret, 0, Qt.AlignmentFlag.AlignVCenter)
        top.addStretch(1)
        top.addWidget(unit, 0, Qt.AlignmentFlag.AlignVCenter)
        face.addLayout(top)
        self._scale = BaseScale(theme, lower, upper)
        face.addWidget(self._scale)
        face.addSpacing(theme.px(1))
        self._lines = QStackedLayout()
        bounds = QWidget()
        row = line(bounds)
        least = say("最低 {lower}", lower=lower.whole_figures)
        most = say("最高 {upper}", upper=upper.whole_figures)
        row.addWidget(Line(theme, least, Type.SMALL, Ink.SECOND))
        row.addStretch(1)
        row.addWidget(Line(theme, most, Type.SMALL, Ink.SECOND, align=RIGHT))
        self._lines.addWidget(bounds)
        wrong = QWidget()
        row = line(wrong, gap=theme.px(2))
        row.addWidget(IconMark(theme, "circle-alert", Ink.DANGER, 8), 0, CENTRE)
        self._wrong = Line(theme, say(""), Type.STRONG, Ink.DANGER)
        self._wrong.setObjectName("refusal")
        row.addWidget(self._wrong, 1)
        self._lines.addWidget(wrong)
        face.addLayout(self._lines)

    def show_base(self, base: Money | None, wrong: Text | None) -> None:
        """Show the figures typed so far and what is wrong with them."""
        self._figures.say(say("{base}", base=base.whole_figures if base else ""))
        self._figures.tint(Ink.FIRST if wrong is None else Ink.DANGER)
        self._scale.point_at(base)
        self._lines.setCurrentIndex(0 if wrong is None else 1)
        self._wrong.say(wrong or say(""))
        self.become("figure" if wrong is None else "figure-refused")
