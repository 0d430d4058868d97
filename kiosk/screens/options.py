"""One question, answered by touching one of perhaps many options."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout

from kiosk.domain.text import Text, say
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.box import line
from kiosk.screens.widgets.option_row import OptionRow
from kiosk.screens.widgets.paged import Paged
from kiosk.screens.widgets.tile import TileButton, TileSize, level
from kiosk.screens.wording import words
from kiosk.session.views import Option, OptionsView

_MANY = 7
_SHORT = 14


def _short(option: Option) -> bool:
    """Whether it says so little that two fit beside each other on an upright panel."""
    said = len(words(option.title)) + len(words(option.figure))
    return said <= _SHORT and not words(option.detail) and option.unavailable is None


class OptionsScreen(Screen):
    """Rows page by page, two to a line where they are short or the panel lies."""

    def show_view(self, view: OptionsView) -> None:
        """Draw it, at the page of what was chosen before."""
        theme = self.theme
        face = self.fresh(gap_mm=theme.measures.gap * 1.2)
        dense = theme.portrait and len(view.options) > _MANY and all(map(_short, view.options))
        dense = dense and not theme.large
        rows = [OptionRow(theme, option, dense=dense) for option in view.options]
        for row in rows:
            row.touched.connect(self.answered)
        chosen = [place for place, option in enumerate(view.options) if option.chosen]
        paged = Paged(
            theme,
            rows,
            width=theme.page_width,
            columns=2 if dense or not (theme.portrait or theme.large) else 1,
            first=chosen[0] if chosen else 0,
        )
        heading = self.heading(view.title, view.hint, crowded=True)
        if theme.portrait or not view.others:
            face.addWidget(heading)
        else:
            # A lying panel has room beside the question, and none to spare under the list.
            top = line(gap=theme.px(10))
            top.addWidget(heading, 4, Qt.AlignmentFlag.AlignTop)
            self._add_others(view, top, share=6 / 10)
            face.addLayout(top)
        face.addWidget(paged, 100)
        if theme.portrait and view.others:
            below = line(gap=theme.apart(theme.measures.gap))
            self._add_others(view, below, share=1.0)
            face.addLayout(below)
        face.addStretch(1)

    def _add_others(self, view: OptionsView, row: QBoxLayout, *, share: float) -> None:
        theme = self.theme
        tiles = [TileButton(theme, tile, lying=True, size=TileSize.SLIM) for tile in view.others]
        level(theme, tiles, 30, width=theme.page_width * share / len(tiles))
        for tile in tiles:
            tile.touched.connect(self.answered)
            row.addWidget(tile, 3)

    def note(self, seconds: int | None) -> Text | None:
        del seconds
        return say("不会用？请点“人工帮助”")
