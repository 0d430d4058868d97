"""Text on the glass: one label class, one kind of type, one ink; wraps, never clips."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.domain.text import Text
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.wording import words

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


class Words(QLabel):
    """A sentence. Wraps between words and Chinese characters."""

    def __init__(
        self,
        theme: Theme,
        text: Text,
        kind: Type,
        ink: Ink = Ink.FIRST,
        *,
        align: Qt.AlignmentFlag = LEFT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(kind))
        self.setAlignment(align)
        self.setWordWrap(True)
        self.setProperty("ink", ink.value)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.say(text)

    def say(self, text: Text) -> None:
        """Show another sentence."""
        self.setText(words(text))

    def tint(self, ink: Ink) -> None:
        """Take another ink at once."""
        if self.property("ink") != ink.value:
            self.setProperty("ink", ink.value)
            self.style().unpolish(self)
            self.style().polish(self)


class Line(Words):
    """A short text that stays on one line, as wide as it is: labels of buttons, figures."""

    def __init__(
        self,
        theme: Theme,
        text: Text,
        kind: Type,
        ink: Ink = Ink.FIRST,
        *,
        align: Qt.AlignmentFlag = LEFT,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, kind, ink, align=align, parent=parent)
        self.setWordWrap(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
