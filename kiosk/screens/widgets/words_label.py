"""Text on the glass: one label class, one kind of type, one ink; wraps, never clips."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.domain.text import Text
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.theme.fonts import steady_outlines
from kiosk.screens.wording import words

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
_TALL = 10_000
_CLOSE_ENOUGH = 4


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
        self._laid_out = False
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
            self._balance()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._laid_out = True
        self._balance()

    def paintEvent(self, event: QPaintEvent) -> None:
        steady_outlines(self.font())
        super().paintEvent(event)

    def _balance(self) -> None:
        """Make the lines about equally long, so that no single character stands on the last one."""
        if not self.wordWrap():
            return
        spare = self.width() - self._narrowest() if self._lines(self.width()) > 1 else 0
        left, right = 0, spare
        if self.alignment() & Qt.AlignmentFlag.AlignRight:
            left, right = spare, 0
        elif self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            left = right = spare // 2
        if (left, right) != (self.contentsMargins().left(), self.contentsMargins().right()):
            self.setContentsMargins(left, 0, right, 0)

    def _lines(self, width: int) -> int:
        """How many lines at that width; very many where a word does not fit at all."""
        metrics = self.fontMetrics()
        flags = Qt.TextFlag.TextWordWrap
        box = metrics.boundingRect(QRect(0, 0, max(width, 1), _TALL), flags, self.text())
        return round(box.height() / metrics.lineSpacing()) if box.width() <= width else _TALL

    def _narrowest(self) -> int:
        """The smallest width that needs no more lines than the present one."""
        lines = self._lines(self.width())
        fits, short = self.width(), self.width() // (lines + 1)
        while fits - short > _CLOSE_ENOUGH:
            middle = (fits + short) // 2
            if self._lines(middle) <= lines:
                fits = middle
            else:
                short = middle
        return fits + 1 if fits < self.width() else fits

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
