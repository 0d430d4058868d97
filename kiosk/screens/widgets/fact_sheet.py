"""Sections of labelled facts, in cards, page by page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text, say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import Box, column
from kiosk.screens.widgets.facts import COMPACT, FactRow
from kiosk.screens.widgets.paged_columns import PagedColumns
from kiosk.screens.widgets.words_label import LEFT, Words
from kiosk.screens.wording import words
from kiosk.session.staff_views import FactsSection
from kiosk.session.view_elements import Row

_LONG_WORD = re.compile(r"[!-~]{17,}")
_JOINT = re.compile(r"(?<=[/.:_@=&?-])(?=[^/.:_@=&?-])|(?<=[0-9A-Za-z]{8})(?=[0-9A-Za-z])")
_MAY_BREAK = "\u200b"
_WIDEST_MM = 256.0
# A title with a single row under it, and the others elsewhere, looks like all there is.
_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a section that stand in one card: from ``first`` up to but without ``end``."""

    section: int
    first: int
    end: int


class FactSheet(PagedColumns[list[Part]]):
    """A section stays whole if it fits into a column; one that goes on says so."""

    def __init__(self, theme: Theme, sections: Sequence[FactsSection]) -> None:
        few = 1 if theme.portrait or len(sections) == 1 else 2
        most = 1 if theme.portrait else 2
        super().__init__(theme, fewest=few, most=most, widest=theme.px(_WIDEST_MM))
        self._pad = theme.px(theme.measures.padding * 0.7)
        self._edge = theme.px(2)
        self._rule = max(1, theme.px(0.3))
        self._sections = list(sections)
        self._titles = [self._title(section.title) for section in sections]
        self._rows = [[self._row(row) for row in section.rows] for section in sections]
        self._shown: list[QWidget] = []

    def _title(self, title: Text) -> QWidget:
        whole = QWidget()
        face = column(whole, along=self.theme.px(1.5))
        face.addWidget(Words(self.theme, title, Type.SMALL_STRONG, Ink.DEEP, align=LEFT))
        self.adopt(whole)
        return whole

    def _row(self, row: Row) -> QWidget:
        whole = QWidget()
        face = column(whole)
        rule = Box("rule")
        rule.setFixedHeight(self._rule)
        face.addWidget(rule)
        value = say("{value}", value=breakable(words(row.value)))
        face.addWidget(FactRow(self.theme, Row(row.label, value), COMPACT))
        self.adopt(whole)
        return whole

    # --- measuring -------------------------------------------------------------------------------

    def _heights(self, section: int, across: int) -> list[int]:
        return [row.heightForWidth(across - 2 * self._pad) for row in self._rows[section]]

    def _around(self, section: int, across: int) -> int:
        """What a card has beside its rows: the title, and room at its edges."""
        return 2 * self._edge + self._titles[section].heightForWidth(across - 2 * self._pad)

    def narrowest(self) -> int:
        parts = (*self._titles, *(row for rows in self._rows for row in rows))
        widest = max((part.minimumSizeHint().width() for part in parts), default=0)
        return widest + 2 * self._pad

    def least(self, across: int) -> int:
        return max(
            (
                self._around(section, across) + max(self._heights(section, across), default=0)
                for section in range(len(self._sections))
            ),
            default=0,
        )

    def kept(self, across: int, room: int) -> int:
        wholes = (
            self._around(section, across) + sum(self._heights(section, across))
            for section in range(len(self._sections))
        )
        return max((whole for whole in wholes if whole <= room), default=self.least(across))

    def pack(self, across: int, room: int) -> list[list[Part]]:
        columns: list[list[Part]] = [[]]
        left = room
        for section in range(len(self._sections)):
            heights, around = self._heights(section, across), self._around(section, across)
            whole = around + sum(heights)
            begun = around + sum(heights[:_FEWEST_ROWS])
            if columns[-1] and left < (whole if whole <= room else begun):
                columns.append([])
                left = room
            first = 0
            while True:
                end, used = first, around
                while end < len(heights) and (end == first or used + heights[end] <= left):
                    used += heights[end]
                    end += 1
                columns[-1].append(Part(section, first, end))
                left -= used + self.gap
                if end == len(heights):
                    break
                first, left = end, room
                columns.append([])
        return columns

    # --- showing ---------------------------------------------------------------------------------

    def clear(self) -> None:
        for widget in (*self._titles, *(row for rows in self._rows for row in rows)):
            widget.hide()
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self._shown = []

    def place(self, column: list[Part], at: QRect) -> None:
        down, within = at.top(), at.width() - 2 * self._pad
        for part in column:
            rows = self._rows[part.section][part.first : part.end]
            title = self._titles[part.section]
            if part.first:
                again = say("{title}（续）", title=words(self._sections[part.section].title))
                title = self._title(again)
                self._shown.append(title)
            card = Box("card", self)
            self._shown.append(card)
            top = down
            down += self._edge
            for widget in (title, *rows):
                high = widget.heightForWidth(within)
                widget.setGeometry(at.left() + self._pad, down, within, high)
                widget.raise_()
                widget.show()
                down += high
            down += self._edge
            card.setGeometry(at.left(), top, at.width(), down - top)
            card.show()
            down += self.gap


def breakable(text: str) -> str:
    """The text with places to break in words that may be longer than a line: after the joints of
    an address, and within what has none."""
    return _LONG_WORD.sub(lambda word: _JOINT.sub(_MAY_BREAK, word.group()), text)
