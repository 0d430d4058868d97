"""One of many alike: a row to touch."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy

from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.picture import IconMark
from kiosk.screens.widgets.tile import reason
from kiosk.screens.widgets.touch import Touch
from kiosk.screens.widgets.words_label import CENTRE, RIGHT, Line, Words
from kiosk.screens.wording import words
from kiosk.session.answers import answer_name
from kiosk.session.views import Option

_LEAST_MM = 24


class OptionRow(Touch):
    """Title and detail left, the figure right, then what a touch does or that it is chosen.

    One that is unavailable says why in place of its detail, and cannot be pressed. A ``dense`` one
    says so little that two stand beside each other, and leaves out what a touch does.
    """

    def __init__(self, theme: Theme, option: Option, *, dense: bool = False) -> None:
        offered = option.unavailable is None
        said = [option.title, option.unavailable or option.detail, option.figure]
        spoken = "，".join(words(each) for each in said if words(each))
        if option.chosen:
            spoken += "，已选"
        super().__init__("option", answer_name(option.answer), option.answer, spoken=spoken)
        self.setCheckable(option.chosen)
        self.setChecked(option.chosen)
        self.offer(offered=offered)
        self.at_least(theme.touch(_LEAST_MM))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        row = line(
            self,
            gap=theme.px(4),
            across=theme.px(theme.measures.padding * (0.6 if dense else 0.8)),
            along=theme.px(2.5),
        )
        text = column()
        text.addStretch(1)
        kind = Type.STRONG if words(option.detail) else Type.HEADING
        text.addWidget(Words(theme, option.title, kind, Ink.FIRST if offered else Ink.SECOND))
        if option.unavailable is not None:
            text.addLayout(reason(theme, option.unavailable))
        elif words(option.detail):
            text.addWidget(Words(theme, option.detail, Type.SMALL, Ink.SECOND))
        text.addStretch(1)
        row.addLayout(text, 1)
        if words(option.figure):
            ink = Ink.DEEP if offered else Ink.SECOND
            row.addWidget(Line(theme, option.figure, Type.HEADING, ink, align=RIGHT), 0, CENTRE)
        mark = IconMark(theme, "check" if option.chosen else "chevron-right", Ink.PRIMARY, 9)
        if dense and not option.chosen:
            return
        if offered:
            row.addWidget(mark, 0, CENTRE)
        else:
            # The figures stay in one column.
            row.addSpacing(mark.width() + row.spacing())

    def nextCheckState(self) -> None:
        """What was chosen before stays marked until the screen changes."""
