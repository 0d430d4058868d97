"""Choose the first and the last month to pay for."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QBoxLayout, QWidget

from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.text import Text, say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.footer import PrimaryAction
from kiosk.screens.widgets.month_grid import MonthGrid
from kiosk.screens.widgets.touch import Action
from kiosk.screens.widgets.words_label import LEFT, RIGHT, Line, Words
from kiosk.session.answers import PeriodChosen
from kiosk.session.views import PeriodView, View

_QUARTER = 3


def first_run(payable: tuple[Month, ...], year: int) -> tuple[Month, ...]:
    """The first months of that year which follow each other without a gap."""
    run: list[Month] = []
    for month in sorted(payable):
        if month.year != year:
            continue
        if run and run[-1].plus(1) != month:
            break
        run.append(month)
    return tuple(run)


def joined(period: ContributionPeriod, touched: Month) -> ContributionPeriod:
    """The period stretched from its one month to the touched one, either way."""
    first, last = sorted((period.first, touched))
    return ContributionPeriod(first, last)


class PeriodScreen(Screen):
    """The first touch is the first month, the second the last; a third starts anew."""

    def show_view(self, view: PeriodView) -> None:
        """Draw it, with everything payable chosen unless the view says otherwise."""
        self._view = view
        self._years = sorted({month.year for month in (*view.payable, *view.paid)})
        chosen = view.chosen
        year = chosen.first.year if chosen else max((m.year for m in view.payable), default=0)
        if chosen is None:
            chosen = self._proposed(year)
        self._chosen = chosen
        self._open = False
        self._refused = False
        self._lay_out(year or self._years[-1])

    def _proposed(self, year: int) -> ContributionPeriod | None:
        """What is chosen until something is touched: all that can be paid of a year, or one."""
        run = first_run(self._view.payable, year)
        if not run:
            return None
        return ContributionPeriod(run[0], run[0] if self._view.single else run[-1])

    def _lay_out(self, year: int) -> None:
        theme, view = self.theme, self._view
        face = self.fresh(gap_mm=theme.measures.gap * 0.9)
        heading = self.heading(view.title, view.hint, crowded=True)
        self._grid = MonthGrid(theme, year, view.payable, view.paid)
        self._grid.touched.connect(self._touch)
        aside: QBoxLayout = face
        if theme.portrait:
            face.addWidget(heading)
        else:
            sides = line(gap=theme.px(12))
            face.addLayout(sides)
            aside = column(gap=theme.px(theme.measures.gap))
            aside.addWidget(heading)
            sides.addLayout(aside, 5)
            sides.addWidget(self._grid, 7)
        if len(self._years) > 1:
            aside.addLayout(self._year_row(year))
        self._picks: list[Action] = []
        if not view.single:
            aside.addLayout(self._pick_row(year))
        if theme.portrait:
            face.addWidget(self._grid, 100)
        aside.addWidget(self._summary())
        aside.addStretch(1)
        self._show()

    def _year_row(self, shown: int) -> QBoxLayout:
        row = line(gap=self.theme.apart(self.theme.measures.gap))
        for year in self._years:
            button = Action(self.theme, "choice", f"year:{year}", year, say("{year} 年", year=year))
            button.setCheckable(True)
            button.setChecked(year == shown)
            button.at_least(self.theme.touch(18))
            button.touched.connect(self._turn_to)
            row.addWidget(button, 1)
        return row

    def _pick_row(self, year: int) -> QBoxLayout:
        theme = self.theme
        row = line(gap=theme.apart(theme.measures.gap * 0.8))
        run = first_run(self._view.payable, year)
        sizes = sorted({size for size in (1, _QUARTER, len(run)) if 0 < size <= len(run)})
        for number, size in enumerate(sizes):
            label = say("全部 {n} 个月", n=size) if size == len(run) else say("{n} 个月", n=size)
            if size == len(run) == 1:
                label = say("1 个月")
            period = ContributionPeriod(run[0], run[size - 1])
            pick = Action(
                theme, "choice", f"pick:{number}", period, label, kind=Type.STRONG, padding_mm=2
            )
            pick.setCheckable(True)
            pick.setFixedHeight(max(theme.touch(20), round(theme.em(Type.STRONG) * 2)))
            self._picks.append(pick)
            pick.touched.connect(self._pick)
            row.addWidget(pick, 1)
        return row

    def _summary(self) -> QWidget:
        theme = self.theme
        card = self._card = Box("info")
        padding = theme.px(theme.measures.padding * 0.8)
        face = column(card, gap=theme.px(1), across=padding, along=theme.px(4.5))
        self._range = Words(theme, say(""), Type.HEADING, Ink.DEEP)
        self._count = Line(theme, say(""), Type.STRONG, Ink.DEEP, align=RIGHT)
        self._guide = Words(theme, say(""), Type.SMALL, Ink.DEEP)
        top: QBoxLayout = line(gap=theme.px(4)) if theme.portrait else column()
        if not theme.portrait:
            self._count.setAlignment(LEFT)
        top.addWidget(self._range, 1)
        top.addWidget(self._count)
        face.addLayout(top)
        face.addWidget(self._guide)
        return card

    def _show(self) -> None:
        self._grid.choose(self._chosen)
        chosen = self._chosen
        for pick in self._picks:
            pick.setChecked(pick.value == chosen)
        self._range.say(say("{label}", label=chosen.label) if chosen else say("还没有选月份"))
        self._count.say(say("已选 {n} 个月", n=len(chosen.months)) if chosen else say(""))
        role, ink, guide = "info", Ink.DEEP, say("想改月份？先点开始月份，再点结束月份")
        if self._view.single:
            guide = say("一次缴一个月；想换一个月，直接点它")
        if self._refused:
            role, ink, guide = "danger", Ink.DANGER, self._why_refused()
        elif self._open:
            guide = say("请再点结束月份；只缴这一个月，就直接点“确认”")
        self._card.become(role)
        self._guide.say(guide)
        for label in (self._range, self._count, self._guide):
            label.tint(ink)

    def _why_refused(self) -> Text:
        if self._chosen is None:
            return say("请先点一个月份")
        return say("只能选连续的月份，中间有不能缴的；请再点结束月份")

    def _touch(self, month: object) -> None:
        if not isinstance(month, Month):
            return
        self._refused = False
        if self._view.single:
            self._chosen = ContributionPeriod(month, month)
        elif self._open and self._chosen is not None:
            period = joined(self._chosen, month)
            if all(each in self._view.payable for each in period.months):
                self._chosen, self._open = period, False
            else:
                self._chosen, self._refused = ContributionPeriod(month, month), True
        else:
            self._chosen, self._open = ContributionPeriod(month, month), True
        self._show()

    def _pick(self, period: object) -> None:
        if isinstance(period, ContributionPeriod):
            self._chosen, self._open, self._refused = period, False, False
            self._show()

    def _turn_to(self, year: object) -> None:
        if isinstance(year, int):
            self._chosen = self._proposed(year)
            self._open = self._refused = False
            self._lay_out(year)

    @property
    def primary(self) -> PrimaryAction:
        """确认, which emits PeriodChosen."""
        return PrimaryAction("Confirmed", say("确认"))

    def press_primary(self) -> None:
        if self._chosen is None:
            self._refused = True
            self._show()
            return
        self.give(PeriodChosen(self._chosen))

    def current(self, view: View) -> View:
        return replace(view, chosen=self._chosen) if isinstance(view, PeriodView) else view

    def forget(self) -> None:
        super().forget()
        self._chosen = None
        self._view = replace(self._view, payable=(), paid=(), chosen=None)
