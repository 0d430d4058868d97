"""One question, answered by touching a tile."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout

from kiosk.domain.text import Text, say
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.paged import Paged
from kiosk.screens.widgets.tile import TileButton, TileSize, level
from kiosk.session.views import TilesView

_FEW = 2
_IN_A_ROW = 3
_FACING = 4


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
        many = len(view.tiles) > _FACING
        face.addWidget(self.heading(view.title, view.hint, crowded=many))
        if many:
            face.addWidget(self._many(view), 100)
            face.addStretch(1)
            return
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
        size = TileSize.PROUD if few else TileSize.USUAL
        tiles = [TileButton(theme, tile, lying=lying, size=size) for tile in view.tiles]
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

    def _many(self, view: TilesView) -> Paged:
        """All at once where they fit, with their type enlarged less if need be; else in pages."""
        theme = self.theme
        tiles = [TileButton(theme, tile, lying=True, size=TileSize.DENSE) for tile in view.tiles]
        for tile in tiles:
            tile.touched.connect(self.answered)
        columns = 1 if theme.portrait else 2
        lines = -(-len(tiles) // columns)
        return Paged(
            theme, tiles, width=theme.page_width, columns=columns, most_mm=50, fewest=lines
        )

    def note(self, seconds: int | None) -> Text | None:
        del seconds
        return say("不会用？请点“人工帮助”")
