"""The months of a year, to be touched one by one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.domain.period import MONTHS_PER_YEAR, ContributionPeriod, Month
from kiosk.domain.text import say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import column
from kiosk.screens.widgets.touch import Touch
from kiosk.screens.widgets.words_label import CENTRE, Line


class _State(Enum):
    """What can be said of a month."""

    CLOSED = "不可缴"
    PAID = "已缴"
    PAYABLE = "可缴"
    CHOSEN = "已选"


# Of the month's name and of what is said of it.
_INKS = {
    _State.CLOSED: (Ink.SECOND, Ink.SECOND),
    _State.PAID: (Ink.SECOND, Ink.OK),
    _State.PAYABLE: (Ink.FIRST, Ink.DEEP),
    _State.CHOSEN: (Ink.ON_PRIMARY, Ink.ON_PRIMARY),
}


@dataclass(frozen=True, slots=True)
class _Face:
    """The two lines of a button, and what is said of its month while it is not chosen."""

    state: _State
    name: Line
    condition: Line


class MonthGrid(QWidget):
    """Twelve buttons; only ``payable`` ones can be pressed. Emits ``touched`` with the Month."""

    touched = Signal(object)

    def __init__(
        self, theme: Theme, year: int, payable: Collection[Month], paid: Collection[Month]
    ) -> None:
        super().__init__()
        self._buttons: dict[Month, Touch] = {}
        self._faces: dict[Month, _Face] = {}
        across = 3 if theme.portrait else 4
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.apart(theme.measures.gap * 0.8))
        for number in range(MONTHS_PER_YEAR):
            month = Month(year, number + 1)
            state = _State.CLOSED
            if month in paid:
                state = _State.PAID
            elif month in payable:
                state = _State.PAYABLE
            button = self._button(theme, month, state)
            button.setEnabled(state is _State.PAYABLE)
            grid.addWidget(button, number // across, number % across)
            self._buttons[month] = button
        rows = MONTHS_PER_YEAR // across
        self.setMaximumHeight(
            rows * theme.px(48 if theme.portrait else 60) + (rows - 1) * grid.spacing()
        )
        for row in range(rows):
            grid.setRowStretch(row, 1)
        for place in range(across):
            grid.setColumnStretch(place, 1)

    def _button(self, theme: Theme, month: Month, state: _State) -> Touch:
        button = Touch("month", f"month:{month.code}", month, spoken=month.label)
        button.setCheckable(True)
        face = column(button, along=theme.px(2))
        name = Line(theme, say("{n} 月", n=month.month), Type.HEADING, align=CENTRE)
        condition = Line(theme, say(state.value), Type.SMALL, align=CENTRE)
        self._faces[month] = _Face(state, name, condition)
        face.addStretch(1)
        face.addWidget(name)
        face.addWidget(condition)
        face.addStretch(1)
        button.at_least(theme.touch(20))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        button.touched.connect(self.touched)
        return button

    def choose(self, period: ContributionPeriod | None) -> None:
        """Mark the months of a period."""
        chosen = () if period is None else period.months
        for month, button in self._buttons.items():
            face = self._faces[month]
            state = _State.CHOSEN if month in chosen else face.state
            name_ink, condition_ink = _INKS[state]
            button.setChecked(state is _State.CHOSEN)
            button.setAccessibleName(f"{month.label} {state.value}")
            face.condition.say(say(state.value))
            face.name.tint(name_ink)
            face.condition.tint(condition_ink)
