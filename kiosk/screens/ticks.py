"""Tick one row or several."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.domain.money import Money, total
from kiosk.domain.text import say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.footer import PrimaryAction
from kiosk.screens.widgets.paged import Paged
from kiosk.screens.widgets.tick_row import TickButton
from kiosk.screens.widgets.touch import Action
from kiosk.screens.widgets.words_label import CENTRE, RIGHT, Line, Words
from kiosk.session.answers import Ticked
from kiosk.session.views import TickRow, TicksView, View

# With more rows than this it is a burden to touch each.
_MANY = 5


class TicksScreen(Screen):
    """Rows page by page, and what the ticked ones come to, live."""

    def show_view(self, view: TicksView) -> None:
        """Draw it."""
        theme = self.theme
        self._rows: tuple[TickRow, ...] = view.rows
        self._confirm = view.confirm
        self._sum_label = view.sum_label
        self._ticked = {place for place, row in enumerate(view.rows) if row.ticked}
        face = self.fresh(gap_mm=theme.measures.gap * 1.2)
        self._buttons = [TickButton(theme, place, row) for place, row in enumerate(view.rows)]
        for button in self._buttons:
            button.touched.connect(self._touch)
        heading = self.heading(view.title, view.hint, crowded=True)
        columns = 1 if theme.portrait or theme.large else 2
        paged = Paged(theme, self._buttons, width=theme.page_width, columns=columns, most_mm=38)
        if theme.portrait:
            face.addWidget(heading)
            face.addWidget(paged, 100)
            face.addStretch(1)
            face.addWidget(self._summary())
        else:
            # A lying panel has room beside the question, and none to spare under the list.
            top = line(gap=theme.px(10))
            top.addWidget(heading, 5, Qt.AlignmentFlag.AlignTop)
            top.addWidget(self._summary(), 6)
            face.addLayout(top)
            face.addWidget(paged, 100)
            face.addStretch(1)
        self._show()

    def _summary(self) -> QWidget:
        """How many are ticked, and what they come to where that is summed."""
        theme = self.theme
        card = Box("info")
        padding = theme.px(theme.measures.padding * 0.8)
        row = line(card, gap=theme.px(5), across=padding, along=theme.px(3.5))
        text = column()
        self._count = Words(theme, say(""), Type.STRONG, Ink.DEEP)
        if self._sum_label is not None:
            text.addWidget(Words(theme, self._sum_label, Type.SMALL, Ink.DEEP))
        text.addWidget(self._count)
        row.addLayout(text, 1)
        if len(self._buttons) > _MANY:
            every = Action(
                theme, "choice", "tick-all", True, say("全选"), kind=Type.STRONG, padding_mm=3
            )
            every.touched.connect(self._tick_all)
            row.addWidget(every, 0, CENTRE)
        self._sum = Line(theme, say(""), Type.HEADLINE, Ink.DEEP, align=RIGHT)
        row.addWidget(self._sum, 0, CENTRE)
        self._sum.setVisible(self._sum_label is not None)
        return card

    @property
    def _amount(self) -> Money:
        amounts = (self._rows[place].amount for place in sorted(self._ticked))
        return total(tuple(amount for amount in amounts if amount is not None))

    def _show(self) -> None:
        count = len(self._ticked)
        told = say("已选 {n} 项", n=count) if count else say("还没有选")
        self._count.say(told)
        if self._sum_label is not None:
            self._sum.say(say("{amount}", amount=self._amount))

    def _tick_all(self, _value: object) -> None:
        """Tick every row; touched again, none of those that may be left out."""
        free = [place for place, row in enumerate(self._rows) if not row.locked]
        wanted = not all(place in self._ticked for place in free)
        for place in free:
            self._buttons[place].setChecked(wanted)
            self._ticked = self._ticked | {place} if wanted else self._ticked - {place}
        self._show()
        self.changed.emit()

    def _touch(self, place: object) -> None:
        if not isinstance(place, int) or place >= len(self._rows):
            return
        self._ticked ^= {place}
        self._show()
        self.changed.emit()

    @property
    def primary(self) -> PrimaryAction:
        """Emits Ticked; offered once something is ticked."""
        if not self._ticked:
            return PrimaryAction("Confirmed", say("请先打勾"), offered=False)
        return PrimaryAction("Confirmed", self._confirm)

    def press_primary(self) -> None:
        if self._ticked:
            self.give(Ticked(tuple(sorted(self._ticked))))

    def current(self, view: View) -> View:
        if not isinstance(view, TicksView):
            return view
        rows = tuple(
            replace(row, ticked=place in self._ticked) for place, row in enumerate(view.rows)
        )
        return replace(view, rows=rows)

    def forget(self) -> None:
        super().forget()
        for button in self._buttons:
            button.forget()
        self._rows, self._ticked = (), set()
