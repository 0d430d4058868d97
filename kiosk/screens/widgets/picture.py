"""Icons and illustrations as labels."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.screens.theme import Ink, Theme
from kiosk.screens.widgets.box import Box, line
from kiosk.screens.widgets.words_label import CENTRE
from kiosk.session.views import Icon


class IconMark(QWidget):
    """A line icon in an ink; the same whether what it stands on is enabled or not."""

    def __init__(self, theme: Theme, icon: Icon | str, ink: Ink, mm: float) -> None:
        super().__init__()
        self._theme, self._icon, self._mm = theme, icon, mm
        self._pixmap = theme.icon(icon, ink, mm)
        self.setFixedSize(self._pixmap.size())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def tint(self, ink: Ink) -> None:
        """Take another ink at once."""
        self._pixmap = self._theme.icon(self._icon, ink, self._mm)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixmap)
        painter.end()


class IconBadge(Box):
    """A line icon on a soft rounded square."""

    def __init__(
        self, theme: Theme, icon: Icon | str, ink: Ink, mm: float, *, role: str = "badge"
    ) -> None:
        super().__init__(role)
        side = theme.px(mm * theme.type_scale)
        self.setFixedSize(side, side)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line(self).addWidget(IconMark(theme, icon, ink, mm * 0.56), 0, CENTRE)


class Illustration(QWidget):
    """A drawing as large as its place, between the height it needs and the one it may take."""

    def __init__(self, theme: Theme, name: str, *, least_mm: float, most_mm: float) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self.setMinimumHeight(theme.px(least_mm))
        self.setMaximumHeight(theme.px(most_mm))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumHeight(), self.maximumHeight())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        drawing = self._theme.illustration(self._name, self.width(), self.height())
        painter.drawPixmap(0, 0, drawing)
        painter.end()
