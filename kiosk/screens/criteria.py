"""Narrow a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.payment_record import PaymentState
from kiosk.domain.text import Text, say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.footer import PrimaryAction
from kiosk.screens.widgets.stepper import YearStepper
from kiosk.screens.widgets.touch import Segment
from kiosk.screens.widgets.words_label import Words
from kiosk.screens.wording import words
from kiosk.session.answers import CriteriaChosen
from kiosk.session.views import CriteriaView, View

# Object name, value, words.
_Choice = tuple[str, object, Text]


class CriteriaScreen(Screen):
    """Years by steppers, everything else by segments of which one is always down."""

    def show_view(self, view: CriteriaView) -> None:
        """Draw it, with what is set already."""
        theme = self.theme
        self._years = sorted({*view.years, view.chosen.first_year, view.chosen.last_year})
        self._chosen = view.chosen
        self._confirm = view.confirm
        self._groups: dict[str, list[Segment]] = {}
        face = self.fresh(gap_mm=theme.measures.gap * 1.2)
        heading = self.heading(view.title, view.hint, crowded=True)
        years, (insurances, states, refunds) = self._years_row(), self._choices(view)
        if theme.portrait:
            face.addWidget(heading)
            for group in (years, insurances, states, refunds):
                if group is not None:
                    face.addWidget(group)
                    face.addSpacing(theme.px(4))
            face.addStretch(1)
        else:
            sides = line(gap=theme.px(12))
            face.addLayout(sides)
            left = column(gap=theme.px(theme.measures.gap))
            right = column(gap=theme.px(theme.measures.gap))
            left.addWidget(heading)
            for group, side in (
                (years, left),
                (refunds, left),
                (insurances, right),
                (states, right),
            ):
                if group is not None:
                    side.addWidget(group)
            left.addStretch(1)
            right.addStretch(1)
            sides.addLayout(left, 1)
            sides.addLayout(right, 1)
        self._show()

    def _years_row(self) -> QWidget:
        theme = self.theme
        group = QWidget()
        row = line(group, gap=theme.apart(theme.measures.gap))
        self._first = YearStepper(theme, "first", say("费款所属期起"))
        self._last = YearStepper(theme, "last", say("费款所属期止"))
        self._first.stepped.connect(self._step_first)
        self._last.stepped.connect(self._step_last)
        row.addWidget(self._first, 1)
        row.addWidget(self._last, 1)
        return group

    def _choices(self, view: CriteriaView) -> tuple[QWidget | None, ...]:
        """Insurance, state and refunds, each only where it is asked for."""
        insurances = states = refunds = None
        if view.insurances:
            kinds: list[_Choice] = [("insurance:all", None, say("全部险种"))]
            kinds += [(f"insurance:{k.value}", k, say(k.label)) for k in view.insurances]
            narrow = self.theme.large and self.theme.portrait
            insurances = self._group("insurance", "险种", kinds, columns=1 if narrow else 2)
        if view.states:
            found: list[_Choice] = [("state:all", None, say("全部"))]
            found += [(f"state:{s.value}", s, say(s.label)) for s in view.states]
            states = self._group("state", "缴费状态", found, columns=self._beside_each_other(found))
        if view.asks_refunds:
            answers: list[_Choice] = [
                ("refunds:no", False, say("否")),
                ("refunds:yes", True, say("是")),
            ]
            refunds = self._group("refunds", "是否电子收入退还书", answers, columns=2)
        return insurances, states, refunds

    def _beside_each_other(self, choices: Sequence[_Choice]) -> int:
        """All in one row where their words fit, else two to a row."""
        theme = self.theme
        metrics = QFontMetrics(theme.font(Type.STRONG))
        widest = max(metrics.horizontalAdvance(words(text)) for _, _, text in choices)
        room = theme.page_width / (1 if theme.portrait else 2.15)
        return len(choices) if (widest + theme.px(12)) * len(choices) <= room else 2

    def _group(
        self, name: str, question: str, choices: Sequence[_Choice], *, columns: int
    ) -> QWidget:
        theme = self.theme
        group = QWidget()
        face = column(group, gap=theme.px(2))
        face.addWidget(Words(theme, say(question), Type.BODY, Ink.SECOND))
        grid = QGridLayout()
        grid.setSpacing(theme.apart(theme.measures.gap * 0.7))
        # All of them is one wide choice above those that it stands for.
        wide = columns > 1 and len(choices) > columns and len(choices) % columns == 1
        self._groups[name] = []
        for number, (key, value, label) in enumerate(choices):
            segment = Segment(theme, key, (name, value), label)
            segment.touched.connect(self._choose)
            self._groups[name].append(segment)
            if wide and not number:
                grid.addWidget(segment, 0, 0, 1, columns)
                continue
            place = number + columns - 1 if wide else number
            grid.addWidget(segment, place // columns, place % columns)
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        face.addLayout(grid)
        return group

    def _show(self) -> None:
        chosen, years = self._chosen, self._years
        first, last = years.index(chosen.first_year), years.index(chosen.last_year)
        self._first.show_year(chosen.first_year, less=first > 0, more=first < last)
        self._last.show_year(chosen.last_year, less=last > first, more=last < len(years) - 1)
        now: dict[str, object] = {
            "insurance": chosen.insurance,
            "state": chosen.state,
            "refunds": chosen.refunds,
        }
        for name, segments in self._groups.items():
            for segment in segments:
                segment.setChecked(segment.value == (name, now[name]))

    def _choose(self, choice: object) -> None:
        match choice:
            case ("insurance", None | InsuranceKind() as insurance):
                self._chosen = replace(self._chosen, insurance=insurance)
            case ("state", None | PaymentState() as state):
                self._chosen = replace(self._chosen, state=state)
            case ("refunds", bool(refunds)):
                self._chosen = replace(self._chosen, refunds=refunds)
            case _:
                return
        self._show()

    def _step_first(self, step: object) -> None:
        year = self._beside(self._chosen.first_year, step)
        if year <= self._chosen.last_year:
            self._chosen = replace(self._chosen, first_year=year)
            self._show()

    def _step_last(self, step: object) -> None:
        year = self._beside(self._chosen.last_year, step)
        if year >= self._chosen.first_year:
            self._chosen = replace(self._chosen, last_year=year)
            self._show()

    def _beside(self, year: int, step: object) -> int:
        """The next year that can be asked for, that way; the same at the end."""
        place = self._years.index(year) + (step if isinstance(step, int) else 0)
        return self._years[min(max(place, 0), len(self._years) - 1)]

    @property
    def primary(self) -> PrimaryAction:
        """查询, which emits CriteriaChosen."""
        return PrimaryAction("Confirmed", self._confirm)

    def press_primary(self) -> None:
        self.give(CriteriaChosen(self._chosen))

    def current(self, view: View) -> View:
        return replace(view, chosen=self._chosen) if isinstance(view, CriteriaView) else view

    def forget(self) -> None:
        super().forget()
        year = self._years[-1]
        self._chosen = Criteria(year, year)
