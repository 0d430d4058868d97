"""The on-screen keypad: figures, 退格, and in the corner what the entry needs: 清空 or X."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.domain.text import say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import line
from kiosk.screens.widgets.touch import Touch
from kiosk.screens.widgets.words_label import CENTRE, Line

_ACROSS = 3


class EditKey(Enum):
    """The keys that are not figures."""

    CLEAR = "clear"
    X = "X"
    BACKSPACE = "backspace"

    @property
    def label(self) -> str:
        """What the key says."""
        return {"clear": "清空", "X": "X", "backspace": "退格"}[self.value]


class Keypad(QWidget):
    """Emits ``keyed`` with a figure (int) or an ``EditKey``. ``corner`` is the key left of 0."""

    keyed = Signal(object)

    def __init__(self, theme: Theme, *, corner: EditKey = EditKey.CLEAR) -> None:
        super().__init__()
        self._keys: dict[int | EditKey, tuple[Touch, Line]] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        self._gap = theme.apart(theme.measures.gap * 0.9)
        grid.setSpacing(self._gap)
        rows: tuple[tuple[int | EditKey, ...], ...] = (
            (1, 2, 3),
            (4, 5, 6),
            (7, 8, 9),
            (corner, 0, EditKey.BACKSPACE),
        )
        for row, keys in enumerate(rows):
            grid.setRowStretch(row, 1)
            for place, key in enumerate(keys):
                grid.setColumnStretch(place, 1)
                grid.addWidget(self._key(theme, key), row, place)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _key(self, theme: Theme, key: int | EditKey) -> Touch:
        if isinstance(key, EditKey):
            touch = Touch("key-soft", f"key:{key.value}", key, spoken=key.label)
            kind = Type.KEY if key is EditKey.X else Type.HEADING
            label = Line(theme, say(key.label), kind, Ink.DEEP, align=CENTRE)
        else:
            touch = Touch("key", f"key:{key}", key, spoken=str(key))
            label = Line(theme, say(str(key)), Type.KEY, align=CENTRE)
        line(touch).addWidget(label, 0, CENTRE)
        touch.at_least(theme.touch(theme.measures.key_least))
        touch.setMaximumHeight(theme.touch(theme.measures.key * 1.25))
        touch.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        touch.touched.connect(self.keyed)
        self._keys[key] = (touch, label)
        return touch

    def stand_close(self) -> None:
        """Leave no more room between the keys than they need, however much height there is."""
        keys = [touch for touch, _ in self._keys.values()]
        rows = len(keys) // _ACROSS
        high = keys[0].maximumHeight()
        self.setMaximumHeight(rows * high + (rows - 1) * self._gap)

    def offer(self, key: EditKey, *, offered: bool) -> None:
        """Let a key be pressed, or not."""
        touch, label = self._keys[key]
        touch.offer(offered=offered)
        label.tint(Ink.DEEP if offered else Ink.INACTIVE)
