"""A card of labelled facts, hairlines between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import Box, cap, column, line
from kiosk.screens.widgets.words_label import RIGHT, Words
from kiosk.screens.wording import words
from kiosk.session.views import Row

MANY = 8


@dataclass(frozen=True, slots=True)
class Setting:
    """How facts are set: their type, and millimetres above and below each."""

    label: Type
    value: Type
    along_mm: float


COMPACT = Setting(Type.SMALL, Type.SMALL_STRONG, 2.0)
"""For technicians, who look through many."""

_ROOMY = Setting(Type.BODY, Type.STRONG, 2.5)
_DENSE = Setting(Type.SMALL, Type.SMALL_STRONG, 1.2)


class FactRow(QWidget):
    """One fact: the label left, the value right and wrapping."""

    def __init__(self, theme: Theme, row: Row, setting: Setting) -> None:
        super().__init__()
        face = line(self, gap=theme.px(4), along=theme.px(setting.along_mm))
        label = Words(theme, row.label, setting.label, Ink.SECOND)
        value = Words(theme, row.value, setting.value, align=RIGHT)
        label.setWordWrap(False)
        label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        face.addWidget(label, 0)
        face.addWidget(value, 1)


class Facts(Box):
    """The card, about ``width`` pixels. Rows share its height, each up to ``roomy`` millimetres.

    More than ``MANY`` facts (a year's months with amounts of their own) are set smaller, and short
    ones that follow each other two to a line.
    """

    def __init__(
        self, theme: Theme, rows: Sequence[Row], *, width: float, roomy: float = 26.5
    ) -> None:
        super().__init__("card")
        across = theme.px(theme.measures.padding * 0.9)
        face = column(self, across=across, along=theme.px(1.5))
        setting = _ROOMY if len(rows) <= MANY else _DENSE
        half = (width - 2 * across - _pair_gap(theme)) / 2
        lines = _lines(theme, rows, half) if setting is _DENSE else [(row,) for row in rows]
        for number, facts in enumerate(lines):
            if number:
                rule = Box("rule")
                rule.setFixedHeight(max(1, theme.px(0.3)))
                face.addWidget(rule)
            pair = line(gap=_pair_gap(theme))
            for fact in facts:
                pair.addWidget(FactRow(theme, fact, setting), 1)
            face.addLayout(pair, 1)
        cap(self, len(lines) * theme.px(roomy * theme.type_scale), width=width)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)


def _pair_gap(theme: Theme) -> int:
    return theme.px(9)


def _lines(theme: Theme, rows: Sequence[Row], half: float) -> list[tuple[Row, ...]]:
    """The rows in order, neighbours alike and short enough for half a line put together."""
    lines: list[tuple[Row, ...]] = []
    for row in rows:
        last = lines[-1] if lines else ()
        alike = len(last) == 1 and len(words(last[0].label)) == len(words(row.label))
        if alike and all(_width(theme, each) <= half for each in (*last, row)):
            lines[-1] = (*last, row)
        else:
            lines.append((row,))
    return lines


def _width(theme: Theme, row: Row) -> int:
    label = QFontMetrics(theme.font(_DENSE.label)).horizontalAdvance(words(row.label))
    value = QFontMetrics(theme.font(_DENSE.value)).horizontalAdvance(words(row.value))
    return label + theme.px(4) + value


def centred(theme: Theme, rows: Sequence[Row]) -> QHBoxLayout:
    """The card in the middle of a wide page, no wider than reads well."""
    width = min(theme.page_width, theme.px(256))
    facts = Facts(theme, rows, width=width)
    facts.setMaximumWidth(width)
    row = line()
    row.addStretch(1)
    row.addWidget(facts, 100)
    row.addStretch(1)
    return row
