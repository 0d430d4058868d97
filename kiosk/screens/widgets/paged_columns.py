"""Parts of different heights, in columns, page by page."""

from __future__ import annotations

from abc import abstractmethod
from typing import Generic, TypeVar

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.screens.theme import Theme
from kiosk.screens.widgets.turner import PageTurner

C = TypeVar("C")


class PagedColumns(QWidget, Generic[C]):
    """Columns of equal width, a turner below when there are more than fit.

    All stands in as few columns as show it on one page, from ``fewest`` to ``most``, and in fewer
    where those would be too narrow.
    A single one is at most ``widest`` pixels wide. Columns that are all seen at once are made
    about equally high. Parts are placed by hand: a layout would ask for the height of all of them.
    Subclasses say what is in a column, and draw it.
    """

    def __init__(self, theme: Theme, *, fewest: int, most: int, widest: int) -> None:
        super().__init__()
        self.theme = theme
        self.gap = theme.apart(theme.measures.gap * 0.8)
        self._choices = range(fewest, max(fewest, most) + 1)
        self._widest = widest
        self._page = 0
        self._turner = PageTurner(theme)
        self._turner.turned.connect(self._turn)
        self.adopt(self._turner)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @abstractmethod
    def pack(self, across: int, room: int) -> list[C]:
        """What is in each column of that width, none higher than ``room`` pixels if it can be."""

    @abstractmethod
    def narrowest(self) -> int:
        """The width that the widest part needs at least."""

    @abstractmethod
    def least(self, across: int) -> int:
        """The height of the highest part that is never torn."""

    @abstractmethod
    def kept(self, across: int, room: int) -> int:
        """The height of the highest part that stays whole in columns of that room."""

    @abstractmethod
    def clear(self) -> None:
        """Hide everything."""

    @abstractmethod
    def place(self, column: C, at: QRect) -> None:
        """Show a column that ``pack`` made, from the top of ``at``."""

    def adopt(self, widget: QWidget) -> None:
        """Take a part as a child. What was never shown counts as empty when heights are asked."""
        widget.setParent(self)
        for part in widget.findChildren(QWidget):
            part.setVisible(True)

    def _across(self, width: int, columns: int) -> int:
        if columns == 1:
            return min(width, self._widest)
        return (width - self.gap * (columns - 1)) // columns

    def _turning_height(self) -> int:
        return self._turner.sizeHint().height() + round(1.5 * self.gap)

    def _possible(self, width: int) -> list[int]:
        """The numbers of columns that are wide enough; one where none is."""
        need = self.narrowest()
        return [each for each in self._choices if self._across(width, each) >= need] or [1]

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self.narrowest(), self._turner.minimumSizeHint().width()), 0)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def heightForWidth(self, width: int) -> int:
        """The least it can do with: its highest part, and the turner."""
        across = self._across(width, self._possible(width)[-1])
        return self.least(across) + self._turning_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _turn(self, step: object) -> None:
        if isinstance(step, int):
            self._page += step
            self._arrange()

    def _arrange(self) -> None:
        width, room = self.width(), self.height()
        possible = self._possible(width)
        columns = next(filter(self._suffice, possible), possible[-1])
        across = self._across(width, columns)
        turning = not self._suffice(columns)
        if turning:
            room -= self._turning_height()
            packed = self.pack(across, room)
        else:
            packed = self._balanced(across, room, columns)
        pages = max(-(-len(packed) // columns), 1)
        self._page = min(max(self._page, 0), pages - 1)
        self.clear()
        for place, column in enumerate(packed[self._page * columns : (self._page + 1) * columns]):
            self.place(column, QRect(place * (across + self.gap), 0, across, room))
        self._turner.setVisible(turning)
        self._turner.at(self._page, pages)
        high = self._turner.sizeHint().height()
        self._turner.setGeometry(0, self.height() - high, width, high)

    def _suffice(self, columns: int) -> bool:
        """Whether everything is seen at once in so many columns."""
        return len(self.pack(self._across(self.width(), columns), self.height())) <= columns

    def _balanced(self, across: int, room: int, columns: int) -> list[C]:
        """The columns of the lowest page that holds everything."""
        for less in range(self.kept(across, room), room, self.theme.px(4)):
            packed = self.pack(across, less)
            if len(packed) <= columns:
                return packed
        return self.pack(across, room)
