"""Type an identity number on the manual's keypad."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout

from kiosk.domain.text import say
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.footer import PrimaryAction
from kiosk.screens.widgets.keypad import EditKey, Keypad
from kiosk.screens.widgets.number_card import LENGTH, NumberCard
from kiosk.screens.widgets.touch import Action
from kiosk.session.answers import GoBack, NumberEntered
from kiosk.session.views import NumberView, View

_LEFT_SHARE, _RIGHT_SHARE = 6, 5
_BETWEEN_MM = 12.0


class NumberScreen(Screen):
    """Eighteen places; X can be pressed in the last one only. 确认 is the footer's primary."""

    def show_view(self, view: NumberView) -> None:
        """Draw it, with what was entered before."""
        theme = self.theme
        self._number = view.entered[:LENGTH]
        face = self.fresh(gap_mm=theme.measures.gap * 1.2)
        heading = self.heading(view.title, view.hint, crowded=True)
        if theme.portrait:
            self._card = NumberCard(theme, view.label, width=theme.page_width)
            face.addWidget(heading)
            face.addWidget(self._card)
            face.addSpacing(theme.px(2))
            face.addLayout(self._keys(), 1)
        else:
            sides = line(gap=theme.px(_BETWEEN_MM))
            face.addLayout(sides)
            whole = theme.page_width - theme.px(_BETWEEN_MM)
            width = whole * _LEFT_SHARE // (_LEFT_SHARE + _RIGHT_SHARE)
            self._card = NumberCard(theme, view.label, width=width)
            left = column(gap=theme.px(theme.measures.gap))
            left.addWidget(heading)
            left.addSpacing(theme.px(2))
            left.addWidget(self._card)
            left.addStretch(1)
            sides.addLayout(left, _LEFT_SHARE)
            sides.addLayout(self._keys(), _RIGHT_SHARE)
        self._show()

    def _keys(self) -> QVBoxLayout:
        """The keypad, and 关闭 under it as the manual has it."""
        theme = self.theme
        keys = column(gap=theme.apart(theme.measures.gap * 0.9))
        self._keypad = Keypad(theme, corner=EditKey.X)
        self._keypad.keyed.connect(self._key)
        keys.addWidget(self._keypad, 1)
        close = Action(theme, "plain", "key:close", GoBack(), say("关闭"), icon="x")
        close.at_least(theme.touch(24))
        close.touched.connect(self.answered)
        keys.addWidget(close)
        return keys

    def _show(self) -> None:
        self._card.show_number(self._number)
        self._keypad.offer(EditKey.X, offered=len(self._number) == LENGTH - 1)

    def _key(self, key: object) -> None:
        match key:
            case EditKey.BACKSPACE:
                self._number = self._number[:-1]
            case EditKey.X if len(self._number) == LENGTH - 1:
                self._number += "X"
            case int(figure) if len(self._number) < LENGTH:
                self._number += str(figure)
            case _:
                return
        self._show()

    @property
    def primary(self) -> PrimaryAction:
        """确认, which emits NumberEntered."""
        return PrimaryAction("Confirmed", say("确认"))

    def press_primary(self) -> None:
        self.give(NumberEntered(self._number))

    def current(self, view: View) -> View:
        return replace(view, entered=self._number) if isinstance(view, NumberView) else view

    def forget(self) -> None:
        super().forget()
        self._number = ""
