"""A card of labelled facts, hairlines between them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import Box, cap, column, line
from kiosk.screens.widgets.words_label import RIGHT, Words
from kiosk.session.views import Row


class FactRow(QWidget):
    """One fact: the label left, the value right, both wrapping."""

    def __init__(self, theme: Theme, row: Row) -> None:
        super().__init__()
        face = line(self, gap=theme.px(6), along=theme.px(2.5))
        label = Words(theme, row.label, Type.BODY, Ink.SECOND)
        value = Words(theme, row.value, Type.STRONG, align=RIGHT)
        label.setWordWrap(False)
        label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        face.addWidget(label, 0)
        face.addWidget(value, 1)


class Facts(Box):
    """The card, ``width`` pixels or more. Rows share its height, each up to ``roomy`` mm."""

    def __init__(
        self, theme: Theme, rows: Iterable[Row], *, width: float, roomy: float = 26.5
    ) -> None:
        super().__init__("card")
        face = column(self, across=theme.px(theme.measures.padding * 0.9), along=theme.px(1.5))
        for number, row in enumerate(rows):
            if number:
                rule = Box("rule")
                rule.setFixedHeight(max(1, theme.px(0.3)))
                face.addWidget(rule)
            face.addWidget(FactRow(theme, row), 1)
        most = (face.count() + 1) // 2 * theme.px(roomy * theme.type_scale)
        cap(self, most, width=width)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)


def centred(theme: Theme, rows: Iterable[Row]) -> QHBoxLayout:
    """The card in the middle of a wide page, no wider than reads well."""
    width = min(theme.page_width, theme.px(256))
    facts = Facts(theme, rows, width=width)
    facts.setMaximumWidth(width)
    row = line()
    row.addStretch(1)
    row.addWidget(facts, 100)
    row.addStretch(1)
    return row
