"""Things and how they are: devices, accounts, what is left of a supply."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kiosk.screens.technical import TechnicalScreen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.box import Box, column
from kiosk.screens.widgets.line_list import LineList
from kiosk.screens.widgets.words_label import CENTRE, Words
from kiosk.session.views import LinesView


class LinesScreen(TechnicalScreen):
    """A list page by page, or that there is nothing on it."""

    def show_view(self, view: LinesView) -> None:
        """Draw it."""
        page = LineList(self.theme, view.lines) if view.lines else self._empty(view)
        self.lay_out(view.title, view.hint, page, view.actions)

    def _empty(self, view: LinesView) -> QWidget:
        page = QWidget()
        face = column(page)
        card = Box("card")
        inner = column(card, across=self.theme.px(8), along=self.theme.px(14))
        inner.addWidget(Words(self.theme, view.nothing, Type.BODY, Ink.SECOND, align=CENTRE))
        face.addWidget(card)
        face.addStretch(1)
        return page
