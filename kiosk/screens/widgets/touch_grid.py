"""Fields that cover the panel, each of which must be touched."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import column
from kiosk.screens.widgets.touch import Touch
from kiosk.screens.widgets.words_label import CENTRE, Words

_HELD_MS = 2000
_MARK_MM = 9

Field = tuple[int, int]
"""Column and row, from 0."""


class TouchGrid(QWidget):
    """Marks what a finger passes over. Emits ``ended`` with how many fields were touched, once the
    finger is lifted after all were, or after it was held still for two seconds anywhere, or touched
    the middle field once more."""

    ended = Signal(int)

    def __init__(self, theme: Theme, columns: int, rows: int) -> None:
        super().__init__()
        self._theme = theme
        self._columns, self._rows = columns, rows
        self._middle: Field = (columns // 2, rows // 2)
        self._touched: set[Field] = set()
        self._finger: Field | None = None
        self._ending = False
        self._over = False
        self._holding = QTimer(self)
        self._holding.setSingleShot(True)
        self._holding.setInterval(_HELD_MS)
        self._holding.timeout.connect(self._held)
        # Fingers reach the grid through it; what presses buttons by name can end the test.
        self._end = Touch("end", "TouchTested", None, spoken="点两下结束")
        self._end.setParent(self)
        self._end.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._end.touched.connect(self._give_up)
        self._how = Words(theme, say("点两下结束"), Type.SMALL, align=CENTRE)
        column(self._end).addWidget(self._how)

    @property
    def touched(self) -> int:
        """How many fields were touched so far."""
        return len(self._touched)

    def field_at(self, at: QPoint) -> Field | None:
        """The field there, or None beside the panel."""
        if not self.rect().contains(at):
            return None
        across = at.x() * self._columns // self.width()
        return across, at.y() * self._rows // self.height()

    def place_of(self, field: Field) -> QRect:
        """Where a field is."""
        across, down = field
        left, right = (
            (number * self.width() + self._columns - 1) // self._columns
            for number in (across, across + 1)
        )
        top, bottom = (
            (number * self.height() + self._rows - 1) // self._rows for number in (down, down + 1)
        )
        return QRect(left, top, right - left, bottom - top)

    # --- touching --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        field = self.field_at(event.position().toPoint())
        self._ending = field == self._middle and field in self._touched
        self._pass(field)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        field = self.field_at(event.position().toPoint())
        if field != self._finger:
            self._pass(field)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self._holding.stop()
        self._finger = None
        if self._ending or len(self._touched) == self._columns * self._rows:
            self._give_up(None)

    def _pass(self, field: Field | None) -> None:
        self._finger = field
        self._holding.start()
        if field is not None and field not in self._touched:
            self._touched.add(field)
            if field == self._middle:
                self._how.say(say("再点结束"))
                self._how.tint(Ink.OK)
            self.update(self.place_of(field))

    def _held(self) -> None:
        self._ending = True
        self._how.say(say("松手结束"))

    def _give_up(self, _value: object) -> None:
        if not self._over:
            self._over = True
            self.ended.emit(len(self._touched))

    # --- drawing ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._end.setGeometry(self.place_of(self._middle))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, palette = self._theme, self._theme.palette
        mark = theme.icon("check", Ink.OK, _MARK_MM)
        painter = QPainter(self)
        painter.setPen(QPen(QColor(palette.line), theme.px(theme.measures.hairline)))
        for across in range(self._columns):
            for down in range(self._rows):
                place = self.place_of((across, down))
                if not place.intersects(event.rect()):
                    continue
                touched = (across, down) in self._touched
                painter.setBrush(QColor(palette.ok_soft if touched else palette.surface))
                painter.drawRect(place)
                if touched and (across, down) != self._middle:
                    middle = place.center()
                    left, top = middle.x() - mark.width() // 2, middle.y() - mark.height() // 2
                    painter.drawPixmap(left, top, mark)
        painter.end()
