"""Where a base lies between its bounds."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from kiosk.domain.money import Money
from kiosk.screens.theme import Ink, Theme


class BaseScale(QWidget):
    """A track from the lower to the upper bound with a knob; it is read, not dragged."""

    def __init__(self, theme: Theme, lower: Money, upper: Money) -> None:
        super().__init__()
        self._theme = theme
        self._lower = lower
        self._upper = upper
        self._base: Money | None = None
        self.setFixedHeight(theme.px(7.5))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def point_at(self, base: Money | None) -> None:
        """Move the knob; None hides it. Outside the bounds it stands at the end."""
        self._base = base
        self.update()

    def _share(self, base: Money) -> float:
        span = self._upper.fen - self._lower.fen
        share = (base.fen - self._lower.fen) / span if span else 0.0
        return min(max(share, 0.0), 1.0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        thick = self._theme.px(2.6)
        middle = self.height() / 2
        track = QRectF(0, middle - thick / 2, self.width(), thick)
        painter.setBrush(QColor(self._theme.palette.primary_soft))
        painter.drawRoundedRect(track, thick / 2, thick / 2)
        if self._base is not None:
            refused = not self._lower <= self._base <= self._upper
            colour = self._theme.colour(Ink.DANGER if refused else Ink.PRIMARY)
            radius = self.height() / 2 - 2
            centre = radius + 2 + self._share(self._base) * (self.width() - 2 * radius - 4)
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(0, track.top(), centre, thick), thick / 2, thick / 2)
            painter.setPen(QPen(colour, self._theme.px(1.7)))
            painter.setBrush(QColor(self._theme.palette.surface))
            inner = radius - self._theme.px(0.9)
            painter.drawEllipse(QRectF(centre - inner, middle - inner, 2 * inner, 2 * inner))
        painter.end()
