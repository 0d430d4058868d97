"""Something is being done; nothing need be pressed."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.ring import Spinner
from kiosk.screens.widgets.words_label import CENTRE, Words
from kiosk.session.views import WaitingView


class WaitingScreen(Screen):
    """What is awaited."""

    def show_view(self, view: WaitingView) -> None:
        """Draw it."""
        theme = self.theme
        face = self.fresh()
        face.addStretch(4)
        face.addWidget(Spinner(theme, side_mm=42), 0, Qt.AlignmentFlag.AlignHCenter)
        face.addSpacing(theme.px(12))
        face.addWidget(Words(theme, view.title, Type.TITLE, align=CENTRE))
        face.addWidget(Words(theme, view.hint, Type.BODY, Ink.SECOND, align=CENTRE))
        face.addStretch(6)
