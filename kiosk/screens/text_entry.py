"""Type a text: a figure, an address, a password."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.screens.screen import Screen
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.footer import PrimaryAction
from kiosk.screens.widgets.keyboard import FullKeyboard
from kiosk.screens.widgets.keypad import EditKey, Keypad
from kiosk.screens.widgets.typed_card import TypedCard
from kiosk.session.answers import TextEntered
from kiosk.session.staff_views import Keyboard
from kiosk.session.views import TypingView, View

_LEFT_SHARE, _RIGHT_SHARE = 6, 5
_BETWEEN_MM = 12.0


class TypingScreen(Screen):
    """The text above, the keys below, or beside it where figures alone are typed on a lying panel.

    A secret is blanked as soon as it is answered, and is not carried over into another look.
    """

    def show_view(self, view: TypingView) -> None:
        """Draw it, with what was typed before unless it is a secret."""
        theme = self.theme
        self._view = view
        self._text = "" if view.secret else view.entered[: view.longest]
        face = self.fresh(gap_mm=theme.measures.gap)
        heading = self.heading(view.title, view.hint, crowded=True)
        figures = view.keyboard is Keyboard.FIGURES
        keys = self._figures() if figures else self._characters()
        if theme.portrait:
            self._card = self._typed(theme.page_width)
            face.addWidget(heading)
            face.addWidget(self._card)
            face.addStretch(1)
            face.addWidget(keys, 100)
        elif figures:
            self._card = self._typed(self._beside(_LEFT_SHARE, _LEFT_SHARE + _RIGHT_SHARE))
            sides = line(gap=theme.px(_BETWEEN_MM))
            left = column(gap=theme.px(theme.measures.gap))
            left.addWidget(heading)
            left.addWidget(self._card)
            left.addStretch(1)
            sides.addLayout(left, _LEFT_SHARE)
            sides.addWidget(keys, _RIGHT_SHARE)
            face.addLayout(sides, 1)
        else:
            self._card = self._typed(self._beside(1, 2))
            top = line(gap=theme.px(_BETWEEN_MM))
            top.addWidget(heading, 1, Qt.AlignmentFlag.AlignTop)
            top.addWidget(self._card, 1)
            face.addLayout(top)
            face.addStretch(1)
            face.addWidget(keys, 100)
        self._show()

    def _beside(self, share: int, shares: int) -> int:
        return (self.theme.page_width - self.theme.px(_BETWEEN_MM)) * share // shares

    def _typed(self, width: int) -> TypedCard:
        view = self._view
        clears = view.keyboard is Keyboard.FULL
        card = TypedCard(
            self.theme, view.label, view.note, longest=view.longest, width=width, clears=clears
        )
        card.cleared.connect(self._clear)
        return card

    def _figures(self) -> QWidget:
        keypad = Keypad(self.theme)
        keypad.keyed.connect(self._key)
        if self.theme.portrait:
            keypad.stand_close()
        return keypad

    def _characters(self) -> QWidget:
        keyboard = FullKeyboard(self.theme)
        keyboard.keyed.connect(self._key)
        return keyboard

    def _show(self) -> None:
        if self._view.secret:
            self._card.show_dots(len(self._text))
        else:
            self._card.show_text(self._text)

    def _clear(self, _value: object) -> None:
        self._text = ""
        self._show()

    def _key(self, key: object) -> None:
        match key:
            case EditKey.CLEAR:
                self._text = ""
            case EditKey.BACKSPACE:
                self._text = self._text[:-1]
            case int() | str() if len(self._text) < self._view.longest:
                self._text += str(key)
            case _:
                return
        self._show()

    @property
    def primary(self) -> PrimaryAction:
        """What the view calls it; emits TextEntered."""
        return PrimaryAction("Confirmed", self._view.confirm)

    def press_primary(self) -> None:
        text = self._text
        if self._view.secret:
            self._clear(None)
        self.give(TextEntered(text))

    def current(self, view: View) -> View:
        if not isinstance(view, TypingView):
            return view
        return replace(view, entered="" if view.secret else self._text)

    def forget(self) -> None:
        super().forget()
        self._text = ""
        self._view = replace(self._view, entered="")
