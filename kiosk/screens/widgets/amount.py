"""The amount: the largest thing wherever money is decided."""

from __future__ import annotations

from kiosk.domain.money import Money
from kiosk.domain.text import Text, say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import Box, column
from kiosk.screens.widgets.words_label import Line, Words


class AmountPanel(Box):
    """A filled panel: what it is, the figures, and capitals (人民币大写) when there are any."""

    def __init__(
        self, theme: Theme, label: Text, amount: Money, in_words: str = "", *, kind: Type
    ) -> None:
        super().__init__("panel")
        face = column(
            self,
            across=theme.px(theme.measures.padding),
            along=theme.px(theme.measures.padding * 0.8),
        )
        face.addStretch(1)
        face.addWidget(Words(theme, label, Type.BODY, Ink.ON_PANEL_2))
        face.addWidget(Line(theme, say("{amount}", amount=amount), kind, Ink.ON_PANEL))
        if in_words:
            face.addWidget(Words(theme, say("{words}", words=in_words), Type.BODY, Ink.ON_PANEL_2))
        face.addStretch(1)
