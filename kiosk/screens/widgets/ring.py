"""Rings: the countdown, and the spinner of waiting."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.theme.fonts import steady_outlines

WARNING_SECONDS = 20
_FULL = 360 * 16
_TOP = 90 * 16
_SPIN_MS = 80
_SPIN_STEPS = 24


def _arc(widget: QWidget, theme: Theme, width: int, ink: Ink, start: int, span: int) -> QPainter:
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2 + 1
    box = QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset)
    pen = QPen(QColor(theme.palette.sketch_soft), width)
    painter.setPen(pen)
    painter.drawEllipse(box)
    pen.setColor(theme.colour(ink))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawArc(box, start, span)
    return painter


class CountdownRing(QWidget):
    """Seconds left, as a number in a closing ring. Calm until the last 20 s."""

    def __init__(self, theme: Theme, *, side_mm: float, kind: Type = Type.SMALL_STRONG) -> None:
        super().__init__()
        self._theme = theme
        self._kind = kind
        self._whole = 1
        self._seconds = 0
        side = max(theme.px(side_mm), round(theme.em(kind) * 2.6))
        self._width = max(3, side // 14)
        self.setFixedSize(side, side)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def begin(self, seconds: int) -> None:
        """Show a full ring of so many seconds."""
        self._whole = max(seconds, 1)
        self.count(seconds)

    def count(self, seconds: int) -> None:
        """Show what is left of it."""
        self._whole = max(self._whole, seconds)
        self._seconds = seconds
        self.setAccessibleName(f"剩余 {seconds} 秒")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        ink = Ink.WARN if self._seconds <= WARNING_SECONDS else Ink.PRIMARY
        span = round(_FULL * self._seconds / self._whole)
        painter = _arc(self, self._theme, self._width, ink, _TOP, span)
        font = self._theme.font(self._kind)
        steady_outlines(font)
        painter.setFont(font)
        painter.setPen(self._theme.colour(Ink.WARN if ink is Ink.WARN else Ink.FIRST))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._seconds))
        painter.end()


class Spinner(QWidget):
    """Something is being done. Stands still when the theme allows no motion."""

    def __init__(self, theme: Theme, *, side_mm: float) -> None:
        super().__init__()
        self._theme = theme
        self._step = 0
        side = theme.px(side_mm)
        self._width = max(3, side // 9)
        self.setFixedSize(side, side)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self)
        self._timer.setInterval(_SPIN_MS)
        self._timer.timeout.connect(self._turn)
        if theme.motion:
            self._timer.start()

    def _turn(self) -> None:
        self._step = (self._step + 1) % _SPIN_STEPS
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        start = _TOP - _FULL * self._step // _SPIN_STEPS
        _arc(self, self._theme, self._width, Ink.PRIMARY, start, -_FULL // 3).end()
