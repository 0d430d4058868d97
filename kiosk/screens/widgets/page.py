"""The heading of a screen: one question as a spoken sentence, one line that removes the doubt."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import column
from kiosk.screens.widgets.words_label import LEFT, Words
from kiosk.screens.wording import words


class Heading(QWidget):
    """Title and hint. The hint yields where room is short: to large print, or to a complaint."""

    def __init__(self, theme: Theme, title: Text, hint: Text, *, crowded: bool = False) -> None:
        super().__init__()
        face = column(self, gap=theme.px(0.5))
        face.setContentsMargins(0, 0, 0, theme.px(3))
        face.addWidget(Words(theme, title, Type.TITLE, align=LEFT))
        self._hint = Words(theme, hint, Type.BODY, Ink.SECOND, align=LEFT)
        self._dropped = (crowded and theme.large) or not words(hint)
        self._crowded = crowded
        face.addWidget(self._hint)
        self.yield_hint(complaint=False)

    def yield_hint(self, *, complaint: bool) -> None:
        """Drop the hint while a complaint needs its room."""
        self._hint.setVisible(not self._dropped and not (complaint and self._crowded))
