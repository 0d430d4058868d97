"""A year, one less or one more."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kiosk.domain.text import Text, say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.touch import Glyph
from kiosk.screens.widgets.words_label import CENTRE, Line, Words


class YearStepper(Box):
    """What the year means, the year, and － ＋ beside it. Emits ``stepped`` with -1 or 1.

    Its buttons are named ``<name>:minus`` and ``<name>:plus``.
    """

    stepped = Signal(object)

    def __init__(self, theme: Theme, name: str, label: Text) -> None:
        super().__init__("card")
        self._label = str(label)
        face = column(self, gap=theme.px(1), across=theme.px(5), along=theme.px(5))
        face.addWidget(Words(theme, label, Type.SMALL, Ink.SECOND, align=CENTRE))
        row = line(gap=theme.apart(2.5))
        self._less = self._button(theme, f"{name}:minus", -1, "minus", "少一年")
        self._more = self._button(theme, f"{name}:plus", 1, "plus", "多一年")
        self._year = Line(theme, say(""), Type.HEADING, align=CENTRE)
        self._year.setObjectName(name)
        row.addWidget(self._less)
        row.addWidget(self._year, 1)
        row.addWidget(self._more)
        face.addLayout(row)

    def _button(self, theme: Theme, name: str, step: int, icon: str, spoken: str) -> Glyph:
        button = Glyph(theme, name, step, icon, spoken=f"{self._label}，{spoken}")
        button.setFixedSize(theme.touch(23), theme.touch(23))
        button.touched.connect(self.stepped)
        return button

    def show_year(self, year: int, *, less: bool, more: bool) -> None:
        """Show a year, and whether there is an earlier or a later one to go to."""
        self._year.say(say("{year} 年", year=year))
        self._less.offer(offered=less)
        self._more.offer(offered=more)
