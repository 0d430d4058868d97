"""Whether every point of the panel lights up in every colour."""

from __future__ import annotations

from typing import ClassVar

from kiosk.screens.screen import Screen
from kiosk.screens.widgets.colour_panel import ORDER, ColourPanel
from kiosk.session.answers import Confirmed
from kiosk.session.views import ColourTestView


class ColourTestScreen(Screen):
    """A touch shows the next colour; after the last one the test is over."""

    bare: ClassVar[bool] = True

    def show_view(self, view: ColourTestView) -> None:
        """Draw it."""
        del view
        self._panel = ColourPanel()
        self._panel.touched.connect(self._next)
        self.fresh(gap_mm=0).addWidget(self._panel)

    def _next(self, _value: object) -> None:
        place = ORDER.index(self._panel.colour) + 1
        if place < len(ORDER):
            self._panel.show_colour(ORDER[place])
        else:
            self.give(Confirmed())
