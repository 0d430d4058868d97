"""Everything about the payment before it is decided."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout

from kiosk.screens.screen import Screen
from kiosk.screens.theme import Type
from kiosk.screens.widgets.amount import AmountPanel
from kiosk.screens.widgets.banner import Banner
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.facts import MANY, Facts
from kiosk.screens.widgets.footer import PrimaryAction
from kiosk.screens.wording import words
from kiosk.session.answers import answer_name
from kiosk.session.views import ReviewView, Tone


class ReviewScreen(Screen):
    """Figures and capitals together; the amount is the largest thing."""

    def show_view(self, view: ReviewView) -> None:
        """Draw it."""
        theme = self.theme
        self._confirm = view.confirm
        face = self.fresh(gap_mm=theme.measures.gap * 1.3)
        heading = self.heading(view.title, view.hint, crowded=True)
        facts = Facts(theme, view.rows, width=theme.page_width * self._share(view))
        if theme.portrait:
            face.addWidget(heading)
            face.addWidget(facts, 100)
            self._decide(view, face)
            face.addStretch(1)
            return
        sides = line(gap=theme.px(10))
        face.addLayout(sides, 1)
        left = column(gap=theme.px(theme.measures.gap * 1.3))
        left.addWidget(heading)
        self._decide(view, left)
        left.addStretch(1)
        sides.addLayout(left, round(100 * (1 - self._share(view))))
        right = column()
        right.addWidget(facts, 100)
        right.addStretch(1)
        sides.addLayout(right, round(100 * self._share(view)))

    def _decide(self, view: ReviewView, face: QBoxLayout) -> None:
        """Add the amount, and what to think of before it is paid."""
        theme = self.theme
        if view.amount is not None:
            kind = Type.FIGURE if theme.portrait else Type.AMOUNT
            label, in_words = view.amount_label, view.amount_in_words
            face.addWidget(AmountPanel(theme, label, view.amount, in_words, kind=kind))
        if words(view.caution):
            face.addWidget(Banner(theme, Tone.WARN, view.caution))

    def _share(self, view: ReviewView) -> float:
        """How much of the page's width the facts have."""
        if self.theme.portrait:
            return 1.0
        return 0.62 if len(view.rows) > MANY else 0.55

    @property
    def primary(self) -> PrimaryAction | None:
        """开始缴费, or None where there is nothing to decide."""
        if self._confirm is None:
            return None
        return PrimaryAction(answer_name(self._confirm.answer), self._confirm.label)

    def press_primary(self) -> None:
        if self._confirm is not None:
            self.give(self._confirm.answer)
