"""Whether the glass feels a finger everywhere."""

from __future__ import annotations

from typing import ClassVar

from kiosk.screens.screen import Screen
from kiosk.screens.widgets.touch_grid import TouchGrid
from kiosk.session.answers import TouchTested
from kiosk.session.views import TouchTestView


class TouchTestScreen(Screen):
    """A grid from edge to edge; each field that is touched changes."""

    bare: ClassVar[bool] = True

    def show_view(self, view: TouchTestView) -> None:
        """Draw it."""
        self._fields = view.columns * view.rows
        grid = TouchGrid(self.theme, view.columns, view.rows)
        grid.ended.connect(self._end)
        self.fresh(gap_mm=0).addWidget(grid)

    def _end(self, touched: int) -> None:
        self.give(TouchTested(touched, self._fields - touched))
