"""How many figures of a PIN are entered; which ones, nobody here knows."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.screens.theme import Ink, Theme

_BOX = (28.5, 34.0)
_GAP = 7.5
_RADIUS = 7.0
_DOT = 4.2


class PinBoxes(QWidget):
    """A box for each figure, filled with a dot once there is one; smaller where room is short."""

    def __init__(self, theme: Theme, most: int) -> None:
        super().__init__()
        self._theme = theme
        self._most = most
        self._entered = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(_BOX[1]))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_entered(0)

    def sizeHint(self) -> QSize:
        wide = self._most * _BOX[0] + (self._most - 1) * _GAP
        return QSize(self._theme.px(wide), self.height())

    def show_entered(self, figures: int) -> None:
        """So many are entered."""
        self._entered = figures
        self.setAccessibleName(f"密码已输 {figures} 位，共 {self._most} 位")
        self.update()

    @property
    def entered(self) -> int:
        """How many are shown as entered."""
        return self._entered

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        natural = self.sizeHint().width()
        scale = min(1.0, self.width() / natural)
        wide, gap = theme.px(_BOX[0]) * scale, theme.px(_GAP) * scale
        left = (self.width() - self._most * wide - (self._most - 1) * gap) / 2
        edge = theme.px(theme.measures.line_strong)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(self._most):
            filled = place < self._entered
            palette = theme.palette
            painter.setPen(QPen(QColor(palette.primary if filled else palette.idle_line), edge))
            painter.setBrush(QColor(palette.surface))
            box = QRectF(left + place * (wide + gap), 0, wide, self.height())
            inside = box.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
            radius = theme.px(_RADIUS) * scale
            painter.drawRoundedRect(inside, radius, radius)
            if filled:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour(Ink.FIRST))
                dot = theme.px(_DOT) * scale
                painter.drawEllipse(QPointF(box.center()), dot, dot)
        painter.end()
