"""选择缴款方式."""

from __future__ import annotations

from kiosk.domain.text import say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Type
from kiosk.screens.widgets.amount import AmountPanel
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.paged import Paged
from kiosk.screens.widgets.tile import TileButton, TileSize
from kiosk.session.views import TenderView

_ROOMY = 3


class TenderScreen(Screen):
    """The amount, and a tile for each way of paying it."""

    def show_view(self, view: TenderView) -> None:
        """Draw it."""
        theme = self.theme
        face = self.fresh(gap_mm=theme.measures.gap * 1.3)
        heading = self.heading(view.title, view.hint)
        amount = AmountPanel(theme, say("应付金额"), view.amount, kind=Type.AMOUNT)
        roomy = len(view.tiles) <= _ROOMY
        size = TileSize.USUAL if roomy else TileSize.DENSE
        gap = theme.measures.gap * (1.2 if roomy else 0.9)
        buttons = [TileButton(theme, tile, lying=True, size=size) for tile in view.tiles]
        for button in buttons:
            button.touched.connect(self.answered)
        width = theme.page_width / (1 if theme.portrait else 2)
        tiles = Paged(theme, buttons, width=width, most_mm=66, gap_mm=gap, fewest=len(buttons))
        if theme.portrait:
            face.addWidget(heading)
            face.addWidget(amount)
            face.addWidget(tiles, 8)
            face.addStretch(1)
            return
        sides = line(gap=theme.px(10))
        face.addLayout(sides, 1)
        left = column(gap=theme.px(theme.measures.gap * 1.3))
        left.addWidget(heading)
        left.addWidget(amount)
        left.addStretch(1)
        sides.addLayout(left, 5)
        sides.addWidget(tiles, 6)
