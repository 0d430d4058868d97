"""The months of a year, to be touched one by one."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.domain.period import MONTHS_PER_YEAR, ContributionPeriod, Month
from kiosk.domain.text import say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import column
from kiosk.screens.widgets.touch import Touch
from kiosk.screens.widgets.words_label import CENTRE, Line


class MonthGrid(QWidget):
    """Twelve buttons; only ``payable`` ones can be pressed. Emits ``touched`` with the Month."""

    touched = Signal(object)

    def __init__(
        self, theme: Theme, year: int, payable: Collection[Month], paid: Collection[Month]
    ) -> None:
        super().__init__()
        self._buttons: dict[Month, Touch] = {}
        self._labels: dict[Month, tuple[tuple[Line, Ink], ...]] = {}
        across = 3 if theme.portrait else 4
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.apart(theme.measures.gap * 0.8))
        for number in range(MONTHS_PER_YEAR):
            month = Month(year, number + 1)
            state, ink = "不可缴", Ink.SECOND
            if month in paid:
                state, ink = "已缴", Ink.OK
            elif month in payable:
                state, ink = "可缴", Ink.DEEP
            button = self._button(theme, month, state, ink)
            button.setEnabled(month in payable and month not in paid)
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

    def _button(self, theme: Theme, month: Month, state: str, ink: Ink) -> Touch:
        button = Touch("month", f"month:{month.code}", month, spoken=f"{month.label} {state}")
        button.setCheckable(True)
        face = column(button, along=theme.px(2))
        name_ink = Ink.FIRST if state == "可缴" else Ink.SECOND
        name = Line(theme, say("{n} 月", n=month.month), Type.HEADING, name_ink, align=CENTRE)
        condition = Line(theme, say(state), Type.SMALL, ink, align=CENTRE)
        self._labels[month] = ((name, name_ink), (condition, ink))
        face.addStretch(1)
        face.addWidget(name)
        face.addWidget(condition)
        face.addStretch(1)
        button.setMinimumHeight(theme.touch(20))
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        button.touched.connect(self.touched)
        return button

    def choose(self, period: ContributionPeriod | None) -> None:
        """Mark the months of a period."""
        chosen = () if period is None else period.months
        for month, button in self._buttons.items():
            button.setChecked(month in chosen)
            for label, ink in self._labels[month]:
                label.tint(Ink.ON_PRIMARY if month in chosen else ink)
