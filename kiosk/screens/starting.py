"""The terminal is coming up."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kiosk.domain.text import say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.facts import centred
from kiosk.screens.widgets.ring import Spinner
from kiosk.screens.widgets.words_label import CENTRE, Words
from kiosk.session.views import StartingView


class StartingScreen(Screen):
    """What is ready so far."""

    def show_view(self, view: StartingView) -> None:
        """Draw it."""
        theme = self.theme
        face = self.fresh()
        face.addStretch(2)
        face.addWidget(Spinner(theme, side_mm=34), 0, Qt.AlignmentFlag.AlignHCenter)
        face.addSpacing(theme.px(8))
        face.addWidget(Words(theme, say("正在启动"), Type.TITLE, align=CENTRE))
        face.addWidget(
            Words(theme, say("正在检查各项设备，请稍候"), Type.BODY, Ink.SECOND, align=CENTRE)
        )
        face.addSpacing(theme.px(10))
        if view.steps:
            face.addLayout(centred(theme, view.steps), 8)
        face.addStretch(3)
