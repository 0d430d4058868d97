"""Nobody is here: what the terminal does, and one place to touch."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.domain.text import Text, say
from kiosk.screens.corner_walk import corner_at
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.picture import IconMark
from kiosk.screens.widgets.touch import Action
from kiosk.screens.widgets.words_label import CENTRE, Line, Words
from kiosk.session.answers import Begin
from kiosk.session.views import AttractView

_PROMISES = (
    ("id-card", "带上证件", "二代身份证"),
    ("smartphone", "手机扫码", "支付宝、微信"),
    ("receipt-text", "取走小票", "当场打印"),
)
_RINGS_MM = (48, 71, 94, 116)


class AttractScreen(Screen):
    """Touching anywhere begins, but in the corners, which staff touch to get into maintenance."""

    bare: ClassVar[bool] = True
    _in_corner = False
    _ground: QPixmap | None = None

    def show_view(self, view: AttractView) -> None:
        """Draw it."""
        theme = self.theme
        face = self.fresh(gap_mm=0)
        face.setContentsMargins(
            theme.px(18), theme.px(18 if theme.portrait else 12), theme.px(18), theme.px(12)
        )
        face.addLayout(self._names())
        face.addStretch(3)
        if theme.portrait:
            for part in ("社保缴费", "自己就能办"):
                face.addWidget(Line(theme, say(part), Type.DISPLAY, Ink.ON_BRAND))
        else:
            face.addWidget(Line(theme, say("社保缴费 自己就能办"), Type.DISPLAY, Ink.ON_BRAND))
        face.addSpacing(theme.px(4))
        # In place of the promise, so that nothing moves under a finger.
        invitation = say("刷身份证 · 手机扫码付款 · 当场打印小票")
        face.addWidget(Words(theme, view.closing or invitation, Type.BODY, Ink.ON_BRAND))
        face.addStretch(4)
        face.addLayout(self._promises())
        face.addSpacing(theme.px(18 if theme.portrait else 10))
        face.addWidget(self._start())
        face.addStretch(2)
        face.addLayout(self._contacts())

    def _names(self) -> QHBoxLayout:
        theme = self.theme
        row = line(gap=theme.px(6))
        logo = Box("brand-card")
        side = theme.px(21)
        logo.setFixedSize(side, side)
        line(logo).addWidget(IconMark(theme, "shield-check", Ink.ON_BRAND, 11), 0, CENTRE)
        row.addWidget(logo, 0, CENTRE)
        names = column()
        name = say("{name}", name=self.terminal.name)
        names.addWidget(Words(theme, name, Type.STRONG, Ink.ON_BRAND))
        place = say("{hall} · {number}", hall=self.terminal.hall_name, number=self.terminal.number)
        names.addWidget(Words(theme, place, Type.SMALL, Ink.ON_BRAND))
        row.addLayout(names, 1)
        return row

    def _promises(self) -> QHBoxLayout:
        theme = self.theme
        row = line(gap=theme.px(7))
        for icon, title, rest in _PROMISES:
            card = Box("brand-card")
            pad = theme.px(4)
            face = column(card, gap=theme.px(1), across=pad, along=theme.px(8))
            face.addWidget(
                IconMark(theme, icon, Ink.ON_BRAND, 16), 0, Qt.AlignmentFlag.AlignHCenter
            )
            face.addSpacing(theme.px(3))
            face.addWidget(Words(theme, say(title), Type.STRONG, Ink.ON_BRAND, align=CENTRE))
            if not theme.large:
                face.addWidget(Words(theme, say(rest), Type.SMALL, Ink.ON_BRAND, align=CENTRE))
            row.addWidget(card, 1)
        return row

    def _start(self) -> QWidget:
        theme = self.theme
        start = Action(
            theme,
            "brand",
            "Begin",
            Begin(),
            say("点这里开始"),
            kind=Type.TITLE,
            ink=Ink.BRAND_BUTTON,
            icon="hand",
        )
        start.at_least(theme.px(46 if theme.portrait else 38))
        start.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        start.touched.connect(self.answered)
        return start

    def _contacts(self) -> QHBoxLayout:
        row = line(gap=self.theme.px(6))
        window: Text = say("不会用？请到{window}", window=self.terminal.window)
        hotline = say("服务热线 {hotline}", hotline=self.terminal.hotline)
        row.addWidget(Words(self.theme, window, Type.SMALL, Ink.ON_BRAND), 1)
        row.addWidget(Line(self.theme, hotline, Type.SMALL, Ink.ON_BRAND))
        return row

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        at = event.scenePosition()
        self._in_corner = corner_at(self.theme.panel, at.x(), at.y()) is not None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if not self._in_corner:
            self.give(Begin())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._ground is None or self._ground.size() != self.size():
            self._ground = self._painted_ground()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        painter.end()

    def _painted_ground(self) -> QPixmap:
        palette = self.theme.palette
        ground = QPixmap(self.size())
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        slope = QLinearGradient(0, 0, 0, self.height())
        slope.setColorAt(0, QColor(palette.brand_from))
        slope.setColorAt(1, QColor(palette.brand_to))
        painter.fillRect(self.rect(), slope)
        ring = QColor(palette.on_brand)
        ring.setAlpha(26)
        painter.setPen(QPen(ring, self.theme.px(0.6)))
        centre = QPointF(self.width() * 0.83, self.height() * 0.22)
        for radius in _RINGS_MM:
            painter.drawEllipse(centre, self.theme.px(radius), self.theme.px(radius))
        painter.end()
        return ground
