"""Type the contribution base."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from kiosk.domain.money import FEN_PER_YUAN, Money
from kiosk.domain.text import Text, say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.figure_card import FigureCard
from kiosk.screens.widgets.footer import PrimaryAction
from kiosk.screens.widgets.keypad import EditKey, Keypad
from kiosk.screens.widgets.touch import Action
from kiosk.screens.widgets.words_label import CENTRE, Line
from kiosk.session.answers import BaseEntered
from kiosk.session.views import BaseView, View

_FIGURES_BEYOND_UPPER = 1


class BaseScreen(Screen):
    """Figures, where they lie between the bounds, and what that costs a month, live."""

    def show_view(self, view: BaseView) -> None:
        """Draw it, with the base entered before if there is one."""
        theme = self.theme
        self._view = view
        self._yuan = None if view.entered is None else view.entered.fen // FEN_PER_YUAN
        # What was filled in for the citizen is replaced by the first figure typed, not continued.
        self._replacing = self._yuan is not None
        self._insisted = False
        face = self.fresh(gap_mm=theme.measures.gap)
        heading = self.heading(view.title, view.hint, crowded=True)
        self._card = FigureCard(theme, view.lower, view.upper)
        keypad = Keypad(theme)
        keypad.keyed.connect(self._key)
        if theme.portrait:
            face.addWidget(heading)
            face.addSpacing(theme.px(1))
            face.addWidget(self._card)
            face.addLayout(self._picks())
            face.addWidget(keypad, 1)
            face.addWidget(self._cost())
        else:
            sides: QBoxLayout = line(gap=theme.px(12))
            face.addLayout(sides)
            left = column(gap=theme.px(theme.measures.gap))
            left.addWidget(heading)
            left.addSpacing(theme.px(2))
            left.addWidget(self._card)
            left.addLayout(self._picks())
            left.addStretch(1)
            left.addWidget(self._cost())
            left.addStretch(1)
            sides.addLayout(left, 6)
            sides.addWidget(keypad, 5)
        self._show()

    def _picks(self) -> QHBoxLayout:
        theme = self.theme
        row = line(gap=theme.apart(theme.measures.gap * 0.9))
        self._quick: list[Action] = []
        for number, pick in enumerate(self._view.quick_picks):
            label = say("{label} {base}", label=str(pick.label), base=pick.base.whole_figures)
            button = Action(
                theme, "choice", f"pick:{number}", pick.base, label, kind=Type.STRONG, padding_mm=1
            )
            button.setCheckable(True)
            button.setFixedHeight(theme.touch(25 if theme.portrait else 20))
            self._quick.append(button)
            button.touched.connect(self._pick)
            row.addWidget(button, 1)
        return row

    def _cost(self) -> QWidget:
        theme = self.theme
        cost = QWidget()
        if self._view.rate_bp is None:
            return cost
        row = line(cost, gap=theme.px(2))
        self._monthly = Line(theme, say(""), Type.HEADING, align=CENTRE)
        row.addStretch(1)
        row.addWidget(Line(theme, say("每月应缴"), Type.BODY, Ink.SECOND))
        row.addWidget(self._monthly)
        months = say("元 × {n} 个月", n=self._view.months)
        row.addWidget(Line(theme, months, Type.BODY, Ink.SECOND))
        row.addStretch(1)
        return cost

    @property
    def _base(self) -> Money | None:
        return None if self._yuan is None else Money.yuan(self._yuan)

    def _why_refused(self) -> Text | None:
        """What is wrong with the figures; too low is only wrong once no more figures are coming."""
        base, view = self._base, self._view
        if base is None:
            return say("请先输入基数，或点一个常用的数") if self._insisted else None
        if base > view.upper:
            return say("不能高于 {upper} 元", upper=view.upper.whole_figures)
        complete = len(str(self._yuan)) >= len(str(view.lower.fen // FEN_PER_YUAN))
        if base < view.lower and (self._insisted or complete):
            return say("不能低于 {lower} 元", lower=view.lower.whole_figures)
        return None

    def _show(self) -> None:
        base, view = self._base, self._view
        self._card.show_base(base, self._why_refused())
        for button in self._quick:
            button.setChecked(base is not None and button.value == base)
        within = base is not None and view.lower <= base <= view.upper
        if view.rate_bp is not None:
            share = base.share(view.rate_bp).figures if base is not None and within else "—"
            self._monthly.say(say("{share}", share=share))

    def _key(self, key: object) -> None:
        self._insisted = False
        match key:
            case EditKey.CLEAR:
                self._yuan = None
            case EditKey.BACKSPACE:
                shorter = str(self._yuan or "")[:-1]
                self._yuan = int(shorter) if shorter else None
            case int(figure):
                self._type(figure)
            case _:
                return
        self._replacing = False
        self._show()

    def _type(self, figure: int) -> None:
        before = "" if self._replacing or self._yuan is None else str(self._yuan)
        longest = len(str(self._view.upper.fen // FEN_PER_YUAN)) + _FIGURES_BEYOND_UPPER
        typed = (before + str(figure))[:longest]
        self._yuan = int(typed) or None

    def _pick(self, base: object) -> None:
        if isinstance(base, Money):
            self._yuan = base.fen // FEN_PER_YUAN
            self._replacing, self._insisted = True, False
            self._show()

    @property
    def primary(self) -> PrimaryAction:
        """确认, which emits BaseEntered."""
        return PrimaryAction("Confirmed", say("确认"))

    def press_primary(self) -> None:
        self._insisted = True
        base = self._base
        if base is None or self._why_refused() is not None:
            self._show()
            return
        self.give(BaseEntered(base))

    def current(self, view: View) -> View:
        return replace(view, entered=self._base) if isinstance(view, BaseView) else view

    def forget(self) -> None:
        super().forget()
        self._yuan = None
        self._view = replace(self._view, quick_picks=(), entered=None)
