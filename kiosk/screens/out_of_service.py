"""暂停服务: why, until when, and where to go instead."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from kiosk.domain.text import say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.facts import Facts, centred
from kiosk.screens.widgets.picture import Illustration
from kiosk.screens.widgets.words_label import CENTRE, Words
from kiosk.session.views import OutOfServiceView

_FEW_ROWS = 3


class OutOfServiceScreen(Screen):
    """One glance must be enough: not here, but there."""

    def show_view(self, view: OutOfServiceView) -> None:
        """Draw it."""
        theme = self.theme
        face = self.fresh()
        few = len(view.rows) <= _FEW_ROWS
        if theme.portrait or few:
            face.addStretch(2 if few else 1)
            self._say(face, view, least_mm=46 if few else 24)
            face.addSpacing(theme.px(8 if few else 4))
            face.addLayout(centred(theme, view.rows), 8 if few else 20)
            face.addStretch(3 if few else 1)
            return
        sides = line(gap=theme.px(12))
        face.addLayout(sides, 1)
        said = column()
        said.addStretch(1)
        self._say(said, view, least_mm=24)
        said.addStretch(1)
        sides.addLayout(said, 2)
        where = column()
        width = theme.page_width * 0.55
        facts = Facts(theme, view.rows, width=width)
        where.addStretch(1)
        where.addWidget(facts, 100)
        where.addStretch(1)
        sides.addLayout(where, 3)

    def _say(self, face: QVBoxLayout, view: OutOfServiceView, *, least_mm: float) -> None:
        theme = self.theme
        face.addWidget(Illustration(theme, "out-of-service", least_mm=least_mm, most_mm=100), 6)
        face.addSpacing(theme.px(6))
        face.addWidget(Words(theme, say("暂停服务"), Type.TITLE, align=CENTRE))
        face.addWidget(Words(theme, view.reason, Type.BODY, Ink.SECOND, align=CENTRE))
        face.addSpacing(theme.px(4))
        face.addWidget(Words(theme, view.advice, Type.STRONG, Ink.DEEP, align=CENTRE))
