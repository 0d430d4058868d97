"""Turning pages: back, which page this is, on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import line
from kiosk.screens.widgets.touch import Action
from kiosk.screens.widgets.words_label import CENTRE, Line

_UPRIGHT_MM, _LYING_MM = 22, 18


class PageTurner(QWidget):
    """上一页, 第 1 / 3 页, 下一页. Emits ``turned`` with -1 or 1; stands still at either end."""

    turned = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = line(self, gap=theme.apart(theme.measures.gap))
        self._previous = self._button(theme, "page:previous", -1, "上一页")
        self._next = self._button(theme, "page:next", 1, "下一页")
        self._where = Line(theme, say(""), Type.STRONG, Ink.SECOND, align=CENTRE)
        row.addWidget(self._previous, 2)
        row.addWidget(self._where, 2)
        row.addWidget(self._next, 2)
        # As wide as it may become, so that nothing moves when pages are turned.
        widest = self._where.fontMetrics().horizontalAdvance("第 88 / 88 页")
        self._where.setMinimumWidth(widest)
        self.at(0, 1)

    def _button(self, theme: Theme, name: str, step: int, label: str) -> Action:
        button = Action(theme, "turn", name, step, say(label), kind=Type.STRONG, padding_mm=4)
        button.at_least(theme.touch(_UPRIGHT_MM if theme.portrait else _LYING_MM))
        button.touched.connect(self.turned)
        return button

    def at(self, page: int, pages: int) -> None:
        """Say which page this is, counted from 0."""
        self._where.say(say("第 {page} / {pages} 页", page=page + 1, pages=pages))
        for button, can in ((self._previous, page > 0), (self._next, page < pages - 1)):
            button.offer(offered=can)
