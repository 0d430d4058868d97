"""The pages of a document, those that are out of the printer filled."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.screens.theme import Theme

_PAGE = (19.0, 27.0)
_GAP = 6.0
_RADIUS = 2.5
_MOST = 12
"""As many pages are drawn one by one; of longer documents a bar shows the share."""


class PageStrip(QWidget):
    """A small sheet for each page; smaller where room is short, one bar where there are many.

    In the middle of a portrait screen, and under the words of a wide one.
    """

    def __init__(self, theme: Theme, pages: int) -> None:
        super().__init__()
        self._theme = theme
        self._pages = max(pages, 1)
        self._out = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(_PAGE[1] if self._one_by_one else _PAGE[1] / 2))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_out(0)

    @property
    def _one_by_one(self) -> bool:
        return self._pages <= _MOST

    def sizeHint(self) -> QSize:
        shown = min(self._pages, _MOST)
        return QSize(self._theme.px(shown * _PAGE[0] + (shown - 1) * _GAP), self.height())

    def show_out(self, out: int) -> None:
        """So many are out."""
        self._out = min(out, self._pages)
        self.setAccessibleName(f"已打 {self._out} 页，共 {self._pages} 页")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._one_by_one:
            self._draw_pages(painter)
        else:
            self._draw_bar(painter)
        painter.end()

    def _draw_pages(self, painter: QPainter) -> None:
        theme = self._theme
        scale = min(1.0, self.width() / self.sizeHint().width())
        wide, gap = theme.px(_PAGE[0]) * scale, theme.px(_GAP) * scale
        spare = self.width() - self._pages * wide - (self._pages - 1) * gap
        left = spare / 2 if theme.portrait else 0
        for place in range(self._pages):
            sheet = QRectF(left + place * (wide + gap), 0, wide, self.height() * scale)
            self._draw(painter, sheet, filled=place < self._out)

    def _draw_bar(self, painter: QPainter) -> None:
        whole = QRectF(self.rect())
        self._draw(painter, whole, filled=False)
        share = self._out / self._pages
        if share:
            whole.setWidth(whole.width() * share)
            self._draw(painter, whole, filled=True)

    def _draw(self, painter: QPainter, box: QRectF, *, filled: bool) -> None:
        theme, palette = self._theme, self._theme.palette
        edge = theme.px(theme.measures.line_strong)
        painter.setPen(QPen(QColor(palette.primary if filled else palette.idle_line), edge))
        painter.setBrush(QColor(palette.primary if filled else palette.surface))
        radius = theme.px(_RADIUS)
        inside = box.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        painter.drawRoundedRect(inside, radius, radius)
