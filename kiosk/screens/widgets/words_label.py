"""Text on the glass: one label class, one kind of type, one ink; wraps, never clips."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.domain.text import Text
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.theme.fonts import steady_outlines
from kiosk.screens.widgets.line_breaks import broken
from kiosk.screens.wording import words

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
_TALL = 10_000
_SEVERAL = 2


class Words(QLabel):
    """A sentence. Wraps where a reader pauses, never inside a term; see ``line_breaks``."""

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
        self._laid_out = False
        self._broken: list[str] = []
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
        if self._laid_out:
            self._break()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._laid_out = True
        self._break()

    def paintEvent(self, event: QPaintEvent) -> None:
        steady_outlines(self.font())
        if len(self._broken) < _SEVERAL:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            int(self.alignment().value),
            self.palette(),
            self.isEnabled(),
            "\n".join(self._broken),
            self.foregroundRole(),
        )
        painter.end()

    def _break(self) -> None:
        """Choose the line ends; Qt's own are used where the sentence says its own, or stays one."""
        text, width = self.text(), self.contentsRect().width()
        self._broken = []
        if not self.wordWrap() or "\n" in text:
            return
        lines = self._lines(width)
        if _SEVERAL <= lines < _TALL:
            advance = self.fontMetrics().horizontalAdvance
            self._broken = broken(text, lines, width, advance) or []

    def _lines(self, width: int) -> int:
        """How many lines at that width; very many where a word does not fit at all."""
        metrics = self.fontMetrics()
        flags = Qt.TextFlag.TextWordWrap
        box = metrics.boundingRect(QRect(0, 0, max(width, 1), _TALL), flags, self.text())
        return round(box.height() / metrics.lineSpacing()) if box.width() <= width else _TALL

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
