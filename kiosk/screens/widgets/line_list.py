"""Things and how they are, one under the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.text import say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.paged_columns import PagedColumns
from kiosk.screens.widgets.picture import IconMark
from kiosk.screens.widgets.words_label import CENTRE, LEFT, RIGHT, Words
from kiosk.screens.widgets.words_label import Line as OneLine
from kiosk.screens.wording import words
from kiosk.session.staff_views import Line, Mark

# Role of the box, ink of the word, and a shape that differs without any colour.
_MARKS = {
    Mark.FINE: ("ok", Ink.OK, "circle-check"),
    Mark.WARNING: ("warn", Ink.WARN, "triangle-alert"),
    Mark.BROKEN: ("danger", Ink.DANGER, "octagon-x"),
    Mark.UNKNOWN: ("unknown", Ink.SECOND, "circle-question-mark"),
}
_MARK_MM = 27
_TEXT_TOP_MM = 2.5


class MarkBox(Box):
    """How something is: a shape, and the word under it."""

    def __init__(self, theme: Theme, mark: Mark) -> None:
        role, ink, icon = _MARKS[mark]
        super().__init__(role)
        self.setFixedWidth(theme.px(_MARK_MM * theme.type_scale))
        face = column(self, gap=theme.px(0.5), along=theme.px(2))
        face.addStretch(1)
        face.addWidget(IconMark(theme, icon, ink, 10), 0, Qt.AlignmentFlag.AlignHCenter)
        label = say(mark.label)
        face.addWidget(OneLine(theme, label, Type.SMALL_STRONG, ink, align=CENTRE))
        face.addStretch(1)


class LineCard(Box):
    """The mark, and beside it subject, since when, what is wrong, and the remedy."""

    def __init__(self, theme: Theme, shown: Line) -> None:
        super().__init__("card")
        row = line(self, gap=theme.px(5), across=theme.px(2.5), along=theme.px(2.5))
        if shown.mark is None:
            row.addSpacing(theme.px(2.5))
        else:
            row.addWidget(MarkBox(theme, shown.mark))
        text = column(gap=theme.px(0.5), along=theme.px(_TEXT_TOP_MM))
        text.addStretch(1)
        text.addLayout(self._first(theme, shown))
        if words(shown.what):
            text.addWidget(Words(theme, shown.what, Type.SMALL))
        if words(shown.remedy):
            text.addLayout(self._remedy(theme, shown))
        text.addStretch(1)
        row.addLayout(text, 1)
        row.addSpacing(theme.px(2.5))

    def _first(self, theme: Theme, shown: Line) -> QHBoxLayout:
        first = line(gap=theme.px(4))
        subject = Words(theme, shown.subject, Type.STRONG, align=LEFT)
        first.addWidget(subject, 1)
        if words(shown.since):
            since = OneLine(theme, shown.since, Type.SMALL, Ink.SECOND, align=RIGHT)
            # Beside the first line of a subject that has several.
            since.setFixedHeight(subject.fontMetrics().lineSpacing())
            first.addWidget(since, 0, Qt.AlignmentFlag.AlignTop)
        return first

    def _remedy(self, theme: Theme, shown: Line) -> QHBoxLayout:
        remedy = line(gap=theme.px(2))
        said = Words(theme, shown.remedy, Type.SMALL, Ink.SECOND)
        mark = IconMark(theme, "wrench", Ink.SECOND, 6.5)
        beside = column()
        # In the middle of the first line, however many there are.
        beside.addSpacing((said.fontMetrics().lineSpacing() - mark.height()) // 2)
        beside.addWidget(mark)
        beside.addStretch(1)
        remedy.addLayout(beside)
        remedy.addWidget(said, 1)
        return remedy


class LineList(PagedColumns[list[LineCard]]):
    """Each line as high as its words; on a lying panel in two columns if one is not enough."""

    def __init__(self, theme: Theme, lines: Sequence[Line]) -> None:
        most = 1 if theme.portrait else 2
        super().__init__(theme, fewest=1, most=most, widest=theme.page_width)
        self._cards = [LineCard(theme, each) for each in lines]
        for card in self._cards:
            self.adopt(card)

    def pack(self, across: int, room: int) -> list[list[LineCard]]:
        columns: list[list[LineCard]] = []
        down = 0
        for card in self._cards:
            high = card.heightForWidth(across)
            if not columns or down + self.gap + high > room:
                columns.append([])
                down = -self.gap
            columns[-1].append(card)
            down += self.gap + high
        return columns

    def narrowest(self) -> int:
        return max((card.minimumSizeHint().width() for card in self._cards), default=0)

    def least(self, across: int) -> int:
        return max((card.heightForWidth(across) for card in self._cards), default=0)

    def kept(self, across: int, room: int) -> int:
        del room
        return self.least(across)

    def clear(self) -> None:
        for card in self._cards:
            card.hide()

    def place(self, column: list[LineCard], at: QRect) -> None:
        down = at.top()
        for card in column:
            high = card.heightForWidth(at.width())
            card.setGeometry(at.left(), down, at.width(), high)
            card.show()
            down += high + self.gap
