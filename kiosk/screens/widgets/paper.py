"""A page of paper on the glass: whole, or enlarged and moved about."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from kiosk.screens.theme import Theme
from kiosk.screens.widgets.box import Box

ZOOMS = (1.0, 1.6, 2.4, 3.4)
_PNG = b"\x89PNG\r\n\x1a\n"
# How much of the window one press of an arrow moves.
_STRIDE = 0.4


class PaperView(Box):
    """Shows one PNG. ``changed`` is emitted whenever what can be done with it may differ.

    ``zoom`` 1 shows the whole page. It is moved by dragging or with ``move_by``, in strides.
    """

    changed = Signal()

    def __init__(self, theme: Theme, *, least_mm: float) -> None:
        super().__init__("desk")
        self._image = QImage()
        self._drawn: QPixmap | None = None
        self._zoom = 0
        # What of the page is in the middle, as shares of its width and height.
        self._centre = QPointF(0.5, 0.5)
        self._held: QPointF | None = None
        self._edge = theme.px(3)
        self._least = theme.px(least_mm)
        self.setObjectName("paper")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least // 2, self._least)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def lay(self, png: bytes) -> None:
        """Show another page, whole. Raises ValueError for what is not a picture."""
        image = QImage.fromData(png) if png.startswith(_PNG) else QImage()
        if image.isNull():
            raise ValueError("a page is a PNG picture")
        self._image = image
        self._zoom, self._centre = 0, QPointF(0.5, 0.5)
        self._redraw()

    def forget(self) -> None:
        """Draw nothing from now on."""
        self._image, self._drawn = QImage(), None
        self.update()

    # --- what can be done, and doing it ----------------------------------------------------------

    @property
    def can_enlarge(self) -> bool:
        """Whether it can be larger still."""
        return self._zoom < len(ZOOMS) - 1

    @property
    def can_reduce(self) -> bool:
        """Whether it is enlarged."""
        return self._zoom > 0

    @property
    def zoom(self) -> int:
        """Steps by which it is enlarged, 0 for the whole page."""
        return self._zoom

    def zoom_by(self, steps: int) -> None:
        """So many steps larger, smaller when negative, about the middle."""
        self._zoom = min(max(self._zoom + steps, 0), len(ZOOMS) - 1)
        self._redraw()

    def can_move(self, right: int, down: int) -> bool:
        """Whether there is more of the page that way (-1, 0 or 1 each)."""
        least, most = self._bounds()
        at = self._centre
        return (
            (right < 0 and at.x() > least.x())
            or (right > 0 and at.x() < most.x())
            or (down < 0 and at.y() > least.y())
            or (down > 0 and at.y() < most.y())
        )

    def move_by(self, right: int, down: int) -> None:
        """Look a stride further to the right and down."""
        size = self._size()
        self._look_at(
            QPointF(
                self._centre.x() + right * _STRIDE * self.width() / size.width(),
                self._centre.y() + down * _STRIDE * self.height() / size.height(),
            )
        )

    # --- geometry --------------------------------------------------------------------------------

    def _room(self) -> QRectF:
        edge = self._edge
        return QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)

    def _size(self) -> QSize:
        """The pixels of the whole page as it is enlarged now."""
        room = self._room().size().toSize().expandedTo(QSize(1, 1))
        whole = self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        zoom = ZOOMS[self._zoom]
        return QSize(max(round(whole.width() * zoom), 1), max(round(whole.height() * zoom), 1))

    def _bounds(self) -> tuple[QPointF, QPointF]:
        """Between which shares of the page the middle may be, so that no emptiness is shown."""
        size, room = self._size(), self._room()
        across = min(room.width() / size.width() / 2, 0.5)
        along = min(room.height() / size.height() / 2, 0.5)
        return QPointF(across, along), QPointF(1 - across, 1 - along)

    def _look_at(self, centre: QPointF) -> None:
        least, most = self._bounds()
        self._centre = QPointF(
            min(max(centre.x(), least.x()), most.x()), min(max(centre.y(), least.y()), most.y())
        )
        self.update()
        self.changed.emit()

    def _redraw(self) -> None:
        """Scale the page anew: once, and smoothly, so that its small print stays sharp."""
        self._drawn = None
        if not self._image.isNull():
            scaled = self._image.scaled(
                self._size(),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._drawn = QPixmap.fromImage(scaled)
        self._look_at(self._centre)

    # --- what Qt asks ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drawn is None:
            return
        painter = QPainter(self)
        room = self._room()
        painter.setClipRect(room)
        middle = room.center()
        left = round(middle.x() - self._centre.x() * self._drawn.width())
        top = round(middle.y() - self._centre.y() * self._drawn.height())
        painter.drawPixmap(left, top, self._drawn)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._held is None or self._drawn is None:
            return
        moved = event.position() - self._held
        self._held = event.position()
        self._look_at(
            QPointF(
                self._centre.x() - moved.x() / self._drawn.width(),
                self._centre.y() - moved.y() / self._drawn.height(),
            )
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._held = None
