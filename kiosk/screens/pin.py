"""Enter the PIN at the pad."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text, say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.banner import Banner
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.picture import Illustration
from kiosk.screens.widgets.pin_boxes import PinBoxes
from kiosk.screens.widgets.words_label import RIGHT, Line, Words
from kiosk.screens.wording import words
from kiosk.session.views import PinView, Row, Tone, View

_KEYS = say("绿色键确认 · 黄色键改正 · 红色键取消")
_KEYS_IN_LINES = say("绿色键确认\n黄色键改正\n红色键取消")


class PinScreen(Screen):
    """How many figures are entered, and where the pad is. Nothing here can be typed on."""

    def show_view(self, view: PinView) -> None:
        """Draw it."""
        theme = self.theme
        self._shown = view
        face = self.fresh()
        heading = self.heading(view.title, view.hint, crowded=True)
        self._boxes = PinBoxes(theme, view.most)
        self._boxes.show_entered(view.entered)
        pad = Illustration(theme, "pin-pad", least_mm=40, most_mm=150)
        caution = Banner(theme, Tone.DANGER, view.caution, kind=Type.BODY)
        caution.setVisible(bool(words(view.caution)))
        facts = self._facts(view)
        if theme.portrait:
            face.addWidget(heading)
            face.addWidget(caution)
            face.addStretch(2)
            face.addWidget(self._boxes)
            face.addStretch(2)
            face.addWidget(pad, 20)
            face.addStretch(2)
            face.addWidget(facts)
            face.addSpacing(theme.px(8))
            return
        sides = line(gap=theme.px(14))
        face.addLayout(sides)
        left = column(gap=theme.px(theme.measures.gap))
        left.addStretch(1)
        left.addWidget(heading)
        left.addWidget(caution)
        left.addStretch(1)
        left.addWidget(self._boxes)
        left.addStretch(1)
        left.addWidget(facts)
        left.addStretch(1)
        sides.addLayout(left, 6)
        sides.addWidget(pad, 5)

    def renew(self, view: View) -> bool:
        """Another key was pressed at the pad: only the boxes change."""
        if (
            not isinstance(view, PinView)
            or replace(view, entered=self._shown.entered) != self._shown
        ):
            return False
        self._shown = view
        self._boxes.show_entered(view.entered)
        return True

    def forget(self) -> None:
        super().forget()
        self._boxes.show_entered(0)

    def note(self, seconds: int | None) -> Text | None:
        del seconds
        return _KEYS_IN_LINES if self.theme.large and self.theme.portrait else _KEYS

    def _facts(self, view: PinView) -> QWidget:
        theme = self.theme
        card = Box("card")
        face = column(card, across=theme.px(theme.measures.padding * 0.9), along=theme.px(2))
        for row in view.rows:
            face.addWidget(self._fact(row, Type.STRONG))
            rule = Box("rule")
            rule.setFixedHeight(max(1, theme.px(0.3)))
            face.addWidget(rule)
        amount = Row(say("应付金额"), say("{amount}", amount=view.amount))
        face.addWidget(self._fact(amount, Type.TITLE))
        return card

    def _fact(self, row: Row, kind: Type) -> QWidget:
        theme = self.theme
        fact = QWidget()
        face = line(fact, gap=theme.px(4), along=theme.px(4))
        face.addWidget(Words(theme, row.label, Type.BODY, Ink.SECOND), 1)
        face.addWidget(Line(theme, row.value, kind, align=RIGHT))
        return fact
