"""缴费成功."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.domain.text import Text, say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.footer import PrimaryAction
from kiosk.screens.widgets.picture import Illustration
from kiosk.screens.widgets.touch import Action
from kiosk.screens.widgets.words_label import CENTRE, Line, Words
from kiosk.session.answers import Another, answer_name
from kiosk.session.views import Button, ReceiptAt, SuccessView

_DRAWINGS = {
    ReceiptAt.PRINTER: "receipt-printing",
    ReceiptAt.MOUTH: "receipt-ready",
    ReceiptAt.PHONE: "receipt-on-phone",
    ReceiptAt.NOWHERE: "receipt-none",
}


class SuccessScreen(Screen):
    """What was paid, and where the paper comes out."""

    def show_view(self, view: SuccessView) -> None:
        """Draw it."""
        theme = self.theme
        self._finish = view.finish
        face = self.fresh()
        middle = Qt.AlignmentFlag.AlignHCenter
        result = column(gap=theme.px(2))
        result.addStretch(1)
        result.addWidget(Illustration(theme, "success", least_mm=34, most_mm=58), 3)
        result.addSpacing(theme.px(3))
        result.addWidget(Words(theme, view.title, Type.HEADLINE, align=CENTRE))
        amount = say("{amount}", amount=view.amount)
        result.addWidget(Line(theme, amount, Type.AMOUNT, align=CENTRE), 0, middle)
        result.addWidget(Words(theme, view.summary, Type.BODY, Ink.SECOND, align=CENTRE))
        paper = self._paper(view)
        if theme.portrait:
            face.addLayout(result, 2)
            face.addSpacing(theme.px(8))
            face.addWidget(paper)
            if view.others:
                face.addLayout(self._others(view.others))
            face.addStretch(1)
            return
        result.addStretch(1)
        sides = line(gap=theme.px(12))
        face.addLayout(sides, 1)
        sides.addLayout(result, 1)
        right = column(gap=theme.px(theme.measures.gap * 1.2))
        right.addStretch(1)
        right.addWidget(paper)
        if view.others:
            right.addLayout(self._others(view.others))
        right.addStretch(1)
        sides.addLayout(right, 1)

    def _paper(self, view: SuccessView) -> QWidget:
        theme = self.theme
        card = Box("card")
        padding = theme.px(theme.measures.padding)
        face = line(card, gap=theme.px(8), across=padding, along=theme.px(8))
        picture = Illustration(theme, _DRAWINGS[view.receipt], least_mm=50, most_mm=62)
        picture.setFixedWidth(theme.px(46 if theme.large else 58))
        face.addWidget(picture)
        text = column(gap=theme.px(1))
        text.addStretch(1)
        text.addWidget(Words(theme, view.paper_title, Type.HEADING))
        for sentence in view.paper_lines:
            text.addWidget(Words(theme, sentence, Type.SMALL, Ink.SECOND))
        text.addStretch(1)
        face.addLayout(text, 1)
        return card

    def _others(self, others: tuple[Button, ...]) -> QHBoxLayout:
        theme = self.theme
        row = line(gap=theme.apart(theme.measures.gap * 1.2))
        for other in others:
            icon = "plus" if isinstance(other.answer, Another) else "smartphone"
            button = Action(
                theme, "plain", answer_name(other.answer), other.answer, other.label, icon=icon
            )
            button.touched.connect(self.answered)
            row.addWidget(button, 1)
        return row

    @property
    def primary(self) -> PrimaryAction | None:
        """办完了，退出, once the receipt is out."""
        if self._finish is None:
            return None
        return PrimaryAction(answer_name(self._finish.answer), self._finish.label)

    def press_primary(self) -> None:
        if self._finish is not None:
            self.give(self._finish.answer)

    def note(self, seconds: int | None) -> Text | None:
        if seconds is None:
            return None
        return say("{seconds} 秒后自动退出\n并清除您的信息", seconds=seconds)
