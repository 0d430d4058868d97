"""The on-screen keyboard of technicians: figures, letters and every sign of ASCII."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.domain.text import say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import line
from kiosk.screens.widgets.keypad import EditKey
from kiosk.screens.widgets.touch import Touch
from kiosk.screens.widgets.words_label import CENTRE, Line

_FIGURES = "1234567890"
_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
# The keys of the letters are as many as the signs that are not in the lowest row.
_SIGNS = ("!\"#$%&'()*", "+,;<=>?[]", "\\^`{|}~")
_OFTEN = ".:/-_@"
SPACE = " "
# Everything is placed on halves of a key, so that rows can be set off against each other.
_KEY, _WIDE, _WIDEST = 2, 3, 5
_ROWS = 5
_HIGHEST_MM = 33.0


class ShiftKey(Enum):
    """The keys that change what the others type."""

    CAPITALS = "capitals"
    SIGNS = "signs"

    @property
    def label(self) -> str:
        """What the key says."""
        return {"capitals": "大写", "signs": "符号"}[self.value]


class FullKeyboard(QWidget):
    """Emits ``keyed`` with a character (str) or ``EditKey.BACKSPACE``.

    大写 and 符号 stay as they are until they are touched again, and every key shows what it types
    now. A key is named ``key:`` and that character.
    """

    keyed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._faces: list[tuple[Touch, Line, str, str]] = []
        self._shifts: dict[ShiftKey, Touch] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.apart(2.5 if theme.portrait else 3.5))
        for column in range(_KEY * len(_FIGURES)):
            self._grid.setColumnStretch(column, 1)
        self._lay_characters(0, 0, _FIGURES, _FIGURES)
        self._lay_characters(1, 0, _LETTERS[0], _SIGNS[0])
        self._lay_characters(2, 1, _LETTERS[1], _SIGNS[1])
        self._lay_shift(3, 0, ShiftKey.CAPITALS)
        self._lay_characters(3, _WIDE, _LETTERS[2], _SIGNS[2])
        backspace = self._edit("key:backspace", EditKey.BACKSPACE, EditKey.BACKSPACE.label)
        self._put(backspace, 3, _WIDE + _KEY * len(_LETTERS[2]), _WIDE)
        self._lay_shift(4, 0, ShiftKey.SIGNS)
        self._lay_characters(4, _WIDE, _OFTEN, _OFTEN)
        space = self._edit("key:space", SPACE, "空格")
        self._put(space, 4, _WIDE + _KEY * len(_OFTEN), _WIDEST)
        for row in range(_ROWS):
            self._grid.setRowStretch(row, 1)
        # Keys stand close together however much height there is.
        most = theme.touch(_HIGHEST_MM)
        self.setMaximumHeight(_ROWS * most + (_ROWS - 1) * self._grid.spacing())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _lay_characters(self, row: int, start: int, plain: str, signs: str) -> None:
        for place, (character, sign) in enumerate(zip(plain, signs, strict=True)):
            touch = Touch("key", f"key:{character}", character, spoken=character)
            # A lying panel has no height to spare when something must be said above.
            kind = Type.TITLE if self._theme.portrait else Type.HEADING
            label = self._label(touch, character, kind, Ink.FIRST)
            touch.touched.connect(self.keyed)
            self._faces.append((touch, label, character, sign))
            self._put(touch, row, start + place * _KEY, _KEY)

    def _lay_shift(self, row: int, start: int, shift: ShiftKey) -> None:
        touch = Touch("key-soft", f"key:{shift.value}", shift, spoken=shift.label)
        touch.setCheckable(True)
        self._label(touch, shift.label, Type.STRONG, Ink.DEEP)
        touch.touched.connect(self._shift)
        self._shifts[shift] = touch
        self._put(touch, row, start, _WIDE)

    def _edit(self, name: str, value: object, said: str) -> Touch:
        touch = Touch("key-soft", name, value, spoken=said)
        self._label(touch, said, Type.STRONG, Ink.DEEP)
        touch.touched.connect(self.keyed)
        return touch

    def _label(self, touch: Touch, said: str, kind: Type, ink: Ink) -> Line:
        label = Line(self._theme, say(said), kind, ink, align=CENTRE)
        # However wide the letter, the keys stay where they are when it becomes a capital.
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        line(touch).addWidget(label)
        return label

    def _put(self, touch: Touch, row: int, start: int, halves: int) -> None:
        theme = self._theme
        touch.at_least(theme.touch(17 if theme.portrait else 14))
        touch.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._grid.addWidget(touch, row, start, 1, halves)

    def _shift(self, key: object) -> None:
        other = ShiftKey.SIGNS if key is ShiftKey.CAPITALS else ShiftKey.CAPITALS
        self._shifts[other].setChecked(False)
        capitals = self._shifts[ShiftKey.CAPITALS].isChecked()
        signs = self._shifts[ShiftKey.SIGNS].isChecked()
        for touch, label, plain, sign in self._faces:
            types = sign if signs else plain.upper() if capitals else plain
            touch.value = types
            touch.setObjectName(f"key:{types}")
            touch.setAccessibleName(types)
            label.say(say(types))
