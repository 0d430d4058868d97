"""The strip at the top: which terminal this is, the time, larger print, help, seconds left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from kiosk.domain.terminal import TerminalFacts
from kiosk.domain.text import say
from kiosk.screens.theme import Ink, Look, Theme, Type
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.picture import IconMark
from kiosk.screens.widgets.ring import CountdownRing
from kiosk.screens.widgets.touch import Action
from kiosk.screens.widgets.words_label import CENTRE, Words


class Header(Box):
    """Emits ``look_asked`` (大字) and ``help_asked`` (人工帮助)."""

    look_asked = Signal(object)
    help_asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__("header")
        self._theme = theme
        self._clock = ""
        self._terminal: TerminalFacts | None = None
        margin = theme.px(theme.measures.margin)
        face = line(self, gap=theme.px(3.5), across=margin, along=theme.px(2))
        if not (theme.large and theme.portrait):
            face.addWidget(_logo(theme), 0, CENTRE)
            face.addSpacing(theme.px(1.5))
        names = column(gap=0)
        self._name = Words(theme, say(""), Type.STRONG)
        self._place = Words(theme, say(""), Type.SMALL, Ink.SECOND)
        names.addStretch(1)
        names.addWidget(self._name)
        names.addWidget(self._place)
        names.addStretch(1)
        face.addLayout(names, 1)
        larger = _pill(theme, "look", "大字", "a-large-small")
        larger.setCheckable(True)
        larger.setChecked(theme.look is Look.LARGE_PRINT)
        larger.touched.connect(self.look_asked)
        helping = _pill(theme, "help", "人工帮助", "headset")
        helping.touched.connect(self.help_asked)
        face.addWidget(larger, 0, CENTRE)
        face.addWidget(helping, 0, CENTRE)
        self._ring = CountdownRing(theme, side_mm=19)
        face.addWidget(self._ring, 0, CENTRE)
        self._ring.hide()
        self.setMinimumHeight(theme.px(theme.measures.header))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def name(self, terminal: TerminalFacts) -> None:
        """Show which terminal this is."""
        self._terminal = terminal
        self._name.say(say("{name}", name=terminal.name))
        self._show_place()

    def set_clock(self, text: str) -> None:
        """Show the time of day."""
        self._clock = text
        self._show_place()

    def begin_countdown(self, seconds: int | None) -> None:
        """Start the ring, or take it away."""
        self._ring.setVisible(seconds is not None)
        if seconds is not None:
            self._ring.begin(seconds)

    def count(self, seconds: int) -> None:
        """Show what is left."""
        self._ring.count(seconds)

    def _show_place(self) -> None:
        if self._terminal is None:
            return
        hall = "" if self._theme.large and self._theme.portrait else self._terminal.hall_name
        parts = (hall, self._terminal.number, self._clock)
        self._place.say(say("{all}", all=" · ".join(part for part in parts if part)))


def _logo(theme: Theme) -> Box:
    logo = Box("logo")
    side = theme.px(16)
    logo.setFixedSize(side, side)
    line(logo).addWidget(IconMark(theme, "shield-check", Ink.ON_BRAND, 9), 0, CENTRE)
    return logo


def _pill(theme: Theme, name: str, label: str, icon: str) -> Action:
    pill = Action(
        theme,
        "pill",
        name,
        None,
        say(label),
        kind=Type.SMALL,
        icon=None if theme.large and theme.portrait else icon,
        padding_mm=4.5,
    )
    pill.setFixedHeight(theme.pill_height)
    pill.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    pill.setCursor(Qt.CursorShape.ArrowCursor)
    return pill
