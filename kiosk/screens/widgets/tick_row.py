"""A row to tick."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.domain.text import say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.picture import IconMark
from kiosk.screens.widgets.touch import Touch
from kiosk.screens.widgets.words_label import CENTRE, RIGHT, Line, Words
from kiosk.screens.wording import words
from kiosk.session.views import TickRow

_LEAST_MM = 27
_BOX_MM = 14


class TickBox(QWidget):
    """The box: empty, ticked, or fixed one way or the other."""

    def __init__(self, theme: Theme, *, locked: bool) -> None:
        super().__init__()
        self._theme = theme
        self._locked = locked
        self._ticked = False
        side = theme.px(_BOX_MM * theme.type_scale)
        self.setFixedSize(side, side)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def tick(self, *, ticked: bool) -> None:
        """Show a tick, or none."""
        self._ticked = ticked
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = theme.px(theme.measures.line_strong)
        radius = self.width() * 0.26
        edge = QRectF(self.rect()).adjusted(width, width, -width, -width)
        if self._locked:
            painter.setPen(QPen(theme.colour(Ink.INACTIVE), width))
            painter.setBrush(QColor(theme.palette.ground))
        elif self._ticked:
            painter.setPen(QPen(theme.colour(Ink.PRIMARY), width))
            painter.setBrush(theme.colour(Ink.PRIMARY))
        else:
            painter.setPen(QPen(theme.colour(Ink.SECOND), width))
            painter.setBrush(QColor(theme.palette.surface))
        painter.drawRoundedRect(edge, radius, radius)
        if self._ticked:
            ink = Ink.SECOND if self._locked else Ink.ON_PRIMARY
            mark = theme.icon("check", ink, _BOX_MM * 0.68)
            inset = (self.width() - mark.width()) // 2
            painter.drawPixmap(inset, inset, mark)
        painter.end()


class TickButton(Touch):
    """Box, title and detail, amount. Carries its place; its box follows its being checked.

    A locked one says so in words beside a lock, and cannot be pressed.
    """

    def __init__(self, theme: Theme, place: int, tick: TickRow) -> None:
        super().__init__("option", f"tick:{place}", place, spoken="")
        self._said = [words(tick.title), words(tick.detail)]
        if tick.amount is not None:
            self._said.append(str(tick.amount))
        self.setCheckable(True)
        self.offer(offered=not tick.locked)
        self.at_least(theme.touch(_LEAST_MM))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        row = line(
            self,
            gap=theme.px(5),
            across=theme.px(theme.measures.padding * 0.7),
            along=theme.px(2.5),
        )
        self._box = TickBox(theme, locked=tick.locked)
        row.addWidget(self._box, 0, CENTRE)
        text = column()
        text.addStretch(1)
        text.addWidget(
            Words(theme, tick.title, Type.STRONG, Ink.SECOND if tick.locked else Ink.FIRST)
        )
        if words(tick.detail):
            text.addWidget(Words(theme, tick.detail, Type.SMALL, Ink.SECOND))
        if tick.locked:
            text.addLayout(self._fixed(theme, ticked=tick.ticked))
        text.addStretch(1)
        row.addLayout(text, 1)
        if tick.amount is not None:
            amount = say("{amount}", amount=tick.amount)
            ink = Ink.SECOND if tick.locked else Ink.DEEP
            row.addWidget(Line(theme, amount, Type.HEADING, ink, align=RIGHT), 0, CENTRE)
        self.toggled.connect(self._follow)
        self.setChecked(tick.ticked)
        self._follow(tick.ticked)

    def _fixed(self, theme: Theme, *, ticked: bool) -> QHBoxLayout:
        why = say("已经定好，不能改") if ticked else say("这一项不能选")
        row = line(gap=theme.px(1.5))
        row.addWidget(IconMark(theme, "lock", Ink.SECOND, 6.5), 0, CENTRE)
        row.addWidget(Words(theme, why, Type.SMALL, Ink.SECOND), 1)
        return row

    def _follow(self, ticked: object) -> None:
        self._box.tick(ticked=bool(ticked))
        state = "已选" if ticked else "没选"
        self.setAccessibleName("，".join(each for each in (*self._said, state) if each))

    def forget(self) -> None:
        """Say nothing from now on."""
        self._said = []
        self.setAccessibleName("")
