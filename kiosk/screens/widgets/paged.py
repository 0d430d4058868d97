"""Many alike, page by page: as many rows at a time as there is height for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.screens.theme import Theme
from kiosk.screens.widgets.touch import Touch
from kiosk.screens.widgets.turner import PageTurner

# A page shows at least so many lines; where they do not fit, the type gives way.
_FEWEST_UPRIGHT, _FEWEST_LYING = 3, 2
# How much higher than usual a row may be to fill a page that is one of several.
_FILLING = 1.3
# Two columns must not make rows much higher than one does; words torn small are hard to read.
_MUCH_HIGHER = 1.3


class Paged(QWidget):
    """Rows of one height, read from left to right; a turner below when they do not all fit.

    They stand in one column, or in up to ``columns`` where more fit on a page that way. A row
    grows to ``most_mm`` or to what the wordiest needs, and the whole no higher than that, at about
    ``width`` pixels. At least ``fewest`` lines are shown at a time. Begins at the page of the row
    ``first``.

    The rows are placed by hand: a layout would ask for the height of all of them.
    """

    def __init__(
        self,
        theme: Theme,
        rows: Sequence[Touch],
        *,
        width: float,
        columns: int = 1,
        most_mm: float = 34,
        gap_mm: float | None = None,
        fewest: int | None = None,
        first: int = 0,
    ) -> None:
        super().__init__()
        self._rows = list(rows)
        self._choices = range(1, max(min(columns, len(self._rows)), 1) + 1)
        self._most = round(theme.px(most_mm) * theme.type_scale)
        self._gap = theme.apart(theme.measures.gap * 0.8 if gap_mm is None else gap_mm)
        self._fewest = fewest or (_FEWEST_UPRIGHT if theme.portrait else _FEWEST_LYING)
        self._first = min(first, max(len(self._rows) - 1, 0))
        self._per_page = max(len(self._rows), 1)
        self._turner = PageTurner(theme)
        self._turner.setParent(self)
        self._turner.turned.connect(self._turn)
        for widget in (*self._rows, self._turner):
            widget.setParent(self)
            # What was never shown counts as empty when heights are asked for.
            for part in widget.findChildren(QWidget):
                part.setVisible(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumHeight(max(self._whole(round(width), each) for each in self._choices))

    # --- measuring -------------------------------------------------------------------------------

    def _lines(self, columns: int) -> int:
        """How many lines all rows take."""
        return max(-(-len(self._rows) // columns), 1)

    def _across(self, width: int, columns: int) -> int:
        """The width of a row."""
        return (width - self._gap * (columns - 1)) // columns

    def _needed(self, width: int, columns: int) -> int:
        """The height of a row that the wordiest needs."""
        across = self._across(width, columns)
        return max((row.heightForWidth(across) for row in self._rows), default=1)

    def _whole(self, width: int, columns: int) -> int:
        """The height at which all rows are as high as they may be."""
        row = max(self._most, self._needed(width, columns))
        return self._lines(columns) * (row + self._gap) - self._gap

    def _fitting(self, height: int, columns: int) -> int:
        """How many lines of a page fit into that height, the turner allowed for."""
        row = self._needed(self.width(), columns) + self._gap
        lines = (height + self._gap) // row
        if lines < self._lines(columns):
            lines = max((height + self._gap - self._turning_height()) // row, 1)
        return min(lines, self._lines(columns))

    def _turning_height(self) -> int:
        return self._turner.sizeHint().height() + round(1.5 * self._gap)

    def _columns(self, height: int) -> int:
        """In how many columns most rows are seen, without making them much higher."""
        best, most = 1, 0
        one = self._needed(self.width(), 1)
        for columns in self._choices:
            seen = min(self._fitting(height, columns) * columns, len(self._rows))
            torn = self._needed(self.width(), columns) > one * _MUCH_HIGHER
            if seen > most or (seen == most and not torn):
                best, most = columns, seen
        return best

    def minimumSizeHint(self) -> QSize:
        row = max((row.minimumSizeHint().width() for row in self._rows), default=0)
        turning = self._lines(self._choices[-1]) > self._fewest
        return QSize(max(row, self._turner.minimumSizeHint().width() if turning else 0), 0)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def heightForWidth(self, width: int) -> int:
        """The least it can do with: a few lines, and the turner if there are more."""
        least: list[int] = []
        for columns in self._choices:
            lines = min(self._lines(columns), self._fewest)
            height = lines * (self._needed(width, columns) + self._gap) - self._gap
            more = self._lines(columns) > lines
            least.append(height + self._turning_height() if more else height)
        return min(least)

    # --- showing ---------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _turn(self, step: object) -> None:
        if isinstance(step, int):
            first = self._first // self._per_page * self._per_page + step * self._per_page
            self._first = min(max(first, 0), max(len(self._rows) - 1, 0))
            self._arrange()

    def _arrange(self) -> None:
        """Place the rows of the page that holds the first row to be seen, and hide the others."""
        width, room = self.width(), self.height()
        columns = self._columns(room)
        lines = self._fitting(room, columns)
        turning = lines < self._lines(columns)
        if turning:
            room -= self._turning_height()
        tall = (room + self._gap) // lines - self._gap
        most = round(self._most * _FILLING) if turning else self._most
        tall = max(min(tall, most), self._needed(width, columns))
        self._per_page = lines * columns
        page = self._first // self._per_page
        across = self._across(width, columns)
        for place, row in enumerate(self._rows):
            row.setVisible(place // self._per_page == page)
            down, right = divmod(place % self._per_page, columns)
            row.setGeometry(right * (across + self._gap), down * (tall + self._gap), across, tall)
        self._turner.setVisible(turning)
        self._turner.at(page, -(-len(self._rows) // self._per_page))
        high = self._turner.sizeHint().height()
        self._turner.setGeometry(0, self.height() - high, width, high)
