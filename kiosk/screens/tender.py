"""选择缴款方式."""

from __future__ import annotations

from kiosk.domain.text import say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Type
from kiosk.screens.widgets.amount import AmountPanel
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.tile import TileButton, level
from kiosk.session.views import TenderView


class TenderScreen(Screen):
    """The amount, and a tile for each way of paying it."""

    def show_view(self, view: TenderView) -> None:
        """Draw it."""
        theme = self.theme
        face = self.fresh(gap_mm=theme.measures.gap * 1.3)
        heading = self.heading(view.title, view.hint)
        amount = AmountPanel(theme, say("应付金额"), view.amount, kind=Type.AMOUNT)
        tiles = column(gap=theme.apart(theme.measures.gap * 1.2))
        buttons = [TileButton(theme, tile, lying=True) for tile in view.tiles]
        level(theme, buttons, 66, width=theme.page_width / (1 if theme.portrait else 2))
        for button in buttons:
            button.touched.connect(self.answered)
            tiles.addWidget(button, 1)
        if theme.portrait:
            face.addWidget(heading)
            face.addWidget(amount)
            face.addLayout(tiles, 8)
            face.addStretch(1)
            return
        sides = line(gap=theme.px(10))
        face.addLayout(sides, 1)
        left = column(gap=theme.px(theme.measures.gap * 1.3))
        left.addWidget(heading)
        left.addWidget(amount)
        left.addStretch(1)
        sides.addLayout(left, 5)
        sides.addLayout(tiles, 6)
