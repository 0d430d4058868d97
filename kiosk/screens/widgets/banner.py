"""A soft coloured strip with an icon and a sentence; never by colour alone."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import Box, line
from kiosk.screens.widgets.picture import IconMark
from kiosk.screens.widgets.words_label import CENTRE, Words
from kiosk.session.views import Tone

_TONES = {
    Tone.INFO: ("info", Ink.DEEP, "info"),
    Tone.OK: ("ok", Ink.OK, "circle-check"),
    Tone.WARN: ("warn", Ink.WARN, "triangle-alert"),
    Tone.DANGER: ("danger", Ink.DANGER, "circle-alert"),
}


class Banner(Box):
    """A strip of one tone. ``mark`` replaces its icon (a spinner, say)."""

    def __init__(
        self,
        theme: Theme,
        tone: Tone,
        text: Text,
        *,
        kind: Type = Type.SMALL,
        mark: QWidget | None = None,
    ) -> None:
        role, ink, icon = _TONES[tone]
        super().__init__(role)
        face = line(self, gap=theme.px(4), across=theme.px(7), along=theme.px(4.5))
        face.addWidget(mark or IconMark(theme, icon, ink, 9), 0, CENTRE)
        self.label = Words(theme, text, kind, ink)
        face.addWidget(self.label, 1)
