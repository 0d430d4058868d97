"""暂停服务: why, and where to go instead."""

from __future__ import annotations

from kiosk.domain.text import say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.facts import centred
from kiosk.screens.widgets.picture import Illustration
from kiosk.screens.widgets.words_label import CENTRE, Words
from kiosk.session.views import OutOfServiceView, Row


class OutOfServiceScreen(Screen):
    """One glance must be enough: not here, but there."""

    def show_view(self, view: OutOfServiceView) -> None:
        """Draw it."""
        theme = self.theme
        face = self.fresh()
        face.addStretch(2)
        face.addWidget(Illustration(theme, "out-of-service", least_mm=46, most_mm=100), 6)
        face.addSpacing(theme.px(6))
        face.addWidget(Words(theme, say("暂停服务"), Type.TITLE, align=CENTRE))
        face.addWidget(Words(theme, view.reason, Type.BODY, Ink.SECOND, align=CENTRE))
        face.addSpacing(theme.px(4))
        face.addWidget(Words(theme, view.advice, Type.STRONG, Ink.DEEP, align=CENTRE))
        face.addSpacing(theme.px(8))
        window = say("{window}", window=self.terminal.window)
        hotline = say("{hotline}", hotline=self.terminal.hotline)
        face.addLayout(
            centred(theme, (Row(say("办理窗口"), window), Row(say("服务热线"), hotline))),
            8,
        )
        face.addStretch(3)
