"""The terminal changes hands between citizens and staff, or ends."""

from __future__ import annotations

from kiosk.domain.text import say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.facts import centred
from kiosk.screens.widgets.picture import Illustration
from kiosk.screens.widgets.words_label import CENTRE, Words
from kiosk.session.views import MaintenanceView


class MaintenanceScreen(Screen):
    """正在准备维护, 正在恢复服务, 正在重新启动."""

    def show_view(self, view: MaintenanceView) -> None:
        """Draw it."""
        theme = self.theme
        face = self.fresh()
        face.addStretch(2)
        face.addWidget(Illustration(theme, "maintenance", least_mm=46, most_mm=100), 6)
        face.addSpacing(theme.px(6))
        face.addWidget(Words(theme, view.title, Type.TITLE, align=CENTRE))
        text = say("暂时不能办理，急用请到{window}", window=self.terminal.window)
        face.addWidget(Words(theme, text, Type.BODY, Ink.SECOND, align=CENTRE))
        face.addSpacing(theme.px(8))
        if view.rows:
            face.addLayout(centred(theme, view.rows), 8)
        face.addStretch(3)
