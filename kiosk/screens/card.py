"""Lay a card on the reader, insert one or take it back, hold a payment code before the scanner."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QBoxLayout, QWidget

from kiosk.domain.text import Text, say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.picture import IconMark, Illustration
from kiosk.screens.widgets.words_label import CENTRE, Words
from kiosk.session.views import CardView, Presented, Row


@dataclass(frozen=True, slots=True)
class _Manner:
    """How something is presented: its drawing, what is missing otherwise, icons of assurances."""

    drawing: str
    without: str
    icons: tuple[str, ...]


_SIDE_BY_SIDE = 2
_MANNERS = {
    Presented.ID_CARD: _Manner(
        "id-card-reader", "没带身份证？请点“人工帮助”", ("id-card", "shield-check", "lock")
    ),
    Presented.EITHER_CARD: _Manner(
        "either-card", "没带卡？请点“人工帮助”", ("id-card", "credit-card", "shield-check", "lock")
    ),
    Presented.SOCIAL_CARD: _Manner(
        "social-card", "没带社保卡？请点“人工帮助”", ("credit-card", "shield-check", "lock")
    ),
    Presented.PAYMENT_CODE: _Manner(
        "payment-code", "不会用？请点“人工帮助”", ("smartphone", "shield-check", "lock")
    ),
    Presented.BANK_CARD: _Manner("bank-card", "不会插？请点“人工帮助”", ("coins", "credit-card")),
    Presented.TAKE_CARD: _Manner("take-card", "取不出来？请点“人工帮助”", ("info", "credit-card")),
}


class CardScreen(Screen):
    """Where the hand must go is drawn; nothing need be pressed."""

    def show_view(self, view: CardView) -> None:
        """Draw it."""
        theme = self.theme
        self._manner = _MANNERS[view.presented]
        picture = Illustration(theme, self._manner.drawing, least_mm=50, most_mm=190)
        face = self.fresh()
        heading = self.heading(view.title, view.hint)
        if theme.portrait:
            face.addWidget(heading)
            face.addStretch(1)
            face.addWidget(picture, 8)
            face.addStretch(1)
            gap = theme.px(theme.measures.gap * 1.2)
            upright = len(view.assurances) > _SIDE_BY_SIDE
            cards = column(gap=gap) if upright else line(gap=gap)
            self._assure(view, cards)
            face.addLayout(cards)
            face.addSpacing(theme.px(8))
            return
        sides = line(gap=theme.px(14))
        face.addLayout(sides)
        left = column(gap=theme.px(theme.measures.gap))
        left.addStretch(1)
        left.addWidget(heading)
        left.addSpacing(theme.px(6))
        self._assure(view, left)
        left.addStretch(2)
        sides.addLayout(left, 5)
        sides.addWidget(picture, 6)

    def note(self, seconds: int | None) -> Text | None:
        del seconds
        return say(self._manner.without)

    def _assure(self, view: CardView, cards: QBoxLayout) -> None:
        icons = self._manner.icons
        for number, row in enumerate(view.assurances):
            cards.addWidget(self._assurance(row, icons[number % len(icons)]), 1)

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
