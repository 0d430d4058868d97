"""One question, answered by touching a tile."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout

from kiosk.domain.text import Text, say
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.tile import TileButton, level
from kiosk.session.views import TilesView

_FEW = 2
_IN_A_ROW = 3


def _tallest(*, lying: bool, few: bool) -> float:
    """Millimetres a tile may grow to before it looks empty."""
    if lying:
        return 98 if few else 64
    return 100


class TilesScreen(Screen):
    """A few stand under each other on a portrait panel and side by side on a lying one."""

    def show_view(self, view: TilesView) -> None:
        """Draw it."""
        theme = self.theme
        face = self.fresh()
        face.addWidget(self.heading(view.title, view.hint))
        face.addSpacing(theme.px(4))
        few = len(view.tiles) <= _FEW
        if theme.portrait:
            lying = theme.large or few
            columns = 1 if lying else 2
        else:
            columns = 3 if len(view.tiles) == _IN_A_ROW and not theme.large else 2
            lying = len(view.tiles) > columns
        grid = QGridLayout()
        grid.setSpacing(theme.apart(theme.measures.gap * 1.3))
        tiles = [TileButton(theme, tile, lying=lying, proud=few) for tile in view.tiles]
        width = theme.page_width / columns - grid.spacing()
        level(theme, tiles, _tallest(lying=lying, few=few), width=width)
        for number, tile in enumerate(tiles):
            tile.touched.connect(self.answered)
            grid.addWidget(tile, number // columns, number % columns)
            grid.setRowStretch(number // columns, 1)
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        face.addLayout(grid, 100)
        face.addStretch(1)

    def note(self, seconds: int | None) -> Text | None:
        del seconds
        return say("不会用？请点“人工帮助”")
