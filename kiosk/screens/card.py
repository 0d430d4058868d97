"""Lay the identity card on the reader."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text, say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.picture import IconMark, Illustration
from kiosk.screens.widgets.words_label import CENTRE, Words
from kiosk.session.views import CardView, Row

_ICONS = ("id-card", "shield-check", "lock")


class CardScreen(Screen):
    """Where the hand must go is drawn; nothing need be pressed."""

    def show_view(self, view: CardView) -> None:
        """Draw it."""
        theme = self.theme
        picture = Illustration(theme, "id-card-reader", least_mm=50, most_mm=190)
        face = self.fresh()
        heading = self.heading(view.title, view.hint)
        if theme.portrait:
            face.addWidget(heading)
            face.addStretch(1)
            face.addWidget(picture, 8)
            face.addStretch(1)
            cards = line(gap=theme.px(theme.measures.gap * 1.2))
            for number, row in enumerate(view.assurances):
                cards.addWidget(self._assurance(row, _ICONS[number % len(_ICONS)]), 1)
            face.addLayout(cards)
            face.addSpacing(theme.px(8))
            return
        sides = line(gap=theme.px(14))
        face.addLayout(sides)
        left = column(gap=theme.px(theme.measures.gap))
        left.addStretch(1)
        left.addWidget(heading)
        left.addSpacing(theme.px(6))
        for number, row in enumerate(view.assurances):
            left.addWidget(self._assurance(row, _ICONS[number % len(_ICONS)]))
        left.addStretch(2)
        sides.addLayout(left, 5)
        sides.addWidget(picture, 6)

    def note(self, seconds: int | None) -> Text | None:
        del seconds
        return say("没带身份证？请点“人工帮助”")

    def _assurance(self, row: Row, icon: str) -> QWidget:
        theme = self.theme
        card = Box("card")
        face = line(card, gap=theme.px(5), across=theme.px(7), along=theme.px(6))
        face.addWidget(IconMark(theme, icon, Ink.PRIMARY, 13), 0, CENTRE)
        text = column()
        text.addWidget(Words(theme, row.label, Type.STRONG))
        if not theme.large:
            text.addWidget(Words(theme, row.value, Type.SMALL, Ink.SECOND))
        face.addLayout(text, 1)
        return card
