"""A message: what happened, whether money moved, what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.text import Text, say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.footer import PrimaryAction, foremost, primary_of
from kiosk.screens.widgets.picture import IconBadge, Illustration
from kiosk.screens.widgets.touch import Action
from kiosk.screens.widgets.words_label import CENTRE, LEFT, Words
from kiosk.screens.wording import words
from kiosk.session.answers import answer_name
from kiosk.session.views import Button, NoticeView, Tone, Weight

_DRAWINGS = {
    Tone.INFO: "notice-info",
    Tone.OK: "success",
    Tone.WARN: "notice-warn",
    Tone.DANGER: "notice-danger",
}


class NoticeScreen(Screen):
    """The usual action is the primary one; the others stand on the page."""

    _first: Button | None = None

    def show_view(self, view: NoticeView) -> None:
        """Draw it."""
        theme = self.theme
        self._first, others = foremost(view.actions)
        face = self.fresh()
        result = column(gap=theme.px(2))
        result.addWidget(Illustration(theme, _DRAWINGS[view.tone], least_mm=34, most_mm=48))
        result.addSpacing(theme.px(4))
        result.addWidget(Words(theme, view.title, Type.TITLE, align=CENTRE))
        result.addWidget(Words(theme, view.what, Type.BODY, Ink.SECOND, align=CENTRE))
        rest = column(gap=theme.px(theme.measures.gap * 1.2))
        if words(view.money) or words(view.advice):
            rest.addWidget(self._answers(view))
        if view.reference:
            reference = say("查询编号 {reference}", reference=view.reference)
            rest.addWidget(Words(theme, reference, Type.SMALL, Ink.SECOND, align=CENTRE))
        row = line(gap=theme.apart(theme.measures.gap * 1.2))
        for other in others:
            role, ink = ("plain", Ink.FIRST)
            if other.weight is Weight.GRAVE:
                role, ink = ("grave", Ink.DANGER)
            name = answer_name(other.answer)
            button = Action(theme, role, name, other.answer, other.label, ink=ink)
            button.touched.connect(self.answered)
            row.addWidget(button, 1)
        rest.addLayout(row)
        if theme.portrait:
            face.addStretch(2)
            face.addLayout(result)
            face.addSpacing(theme.px(8))
            face.addLayout(rest)
            face.addStretch(3)
            return
        result.insertStretch(0, 1)
        result.addStretch(1)
        sides = line(gap=theme.px(12))
        face.addStretch(1)
        face.addLayout(sides)
        face.addStretch(1)
        sides.addLayout(result, 1)
        sides.addLayout(rest, 1)

    def _answers(self, view: NoticeView) -> Box:
        """The two questions everyone has: where is my money, and what do I do now."""
        theme = self.theme
        card = Box("card")
        face = column(card, across=theme.px(theme.measures.padding), along=theme.px(4))
        for icon, question, answer, ink in (
            ("coins", say("钱扣了吗"), view.money, Ink.WARN if view.money_open else Ink.FIRST),
            ("info", say("接下来怎么办"), view.advice, Ink.FIRST),
        ):
            if not words(answer):
                continue
            if face.count():
                rule = Box("rule")
                rule.setFixedHeight(max(1, theme.px(0.3)))
                face.addWidget(rule)
            face.addLayout(self._answer(icon, question, answer, ink))
        return card

    def _answer(self, icon: str, question: Text, answer: Text, ink: Ink) -> QHBoxLayout:
        theme = self.theme
        row = line(gap=theme.px(6), along=theme.px(6))
        row.addWidget(IconBadge(theme, icon, Ink.PRIMARY, 19), 0, Qt.AlignmentFlag.AlignTop)
        text = column(gap=theme.px(0.5))
        text.addWidget(Words(theme, question, Type.SMALL, Ink.SECOND))
        text.addWidget(Words(theme, answer, Type.STRONG, ink, align=LEFT))
        row.addLayout(text, 1)
        return row

    @property
    def primary(self) -> PrimaryAction | None:
        """The usual action."""
        return None if self._first is None else primary_of(self._first)

    def press_primary(self) -> None:
        if self._first is not None:
            self.give(self._first.answer)
