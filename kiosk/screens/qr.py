"""Scan to pay."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from kiosk.domain.tender import Tender
from kiosk.domain.text import Text, say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.banner import Banner
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.qr_code import QrCode
from kiosk.screens.widgets.ring import Spinner
from kiosk.screens.widgets.words_label import CENTRE, Line, Words
from kiosk.session.views import QrView, Tone

_FRAMES = {Tender.ALIPAY: "qr-alipay", Tender.WECHAT: "qr-wechat"}
PLAIN_FRAME = "qr-plain"
_MINUTE = 60


def duration(seconds: int) -> str:
    """``2 分 52 秒``, or ``52 秒`` below a minute."""
    minutes, rest = divmod(seconds, _MINUTE)
    return f"{minutes} 分 {rest:02d} 秒" if minutes else f"{rest} 秒"


def framed(theme: Theme, code: QrCode, role: str) -> QWidget:
    """The code in a frame of a colour that tells whose it is."""
    frame = Box(role)
    edge = theme.px(1)
    inside = column(frame, across=edge, along=edge)
    inside.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
    inside.addWidget(code)
    return frame


class QrScreen(Screen):
    """The code, the amount, and that the screen goes on by itself."""

    def show_view(self, view: QrView) -> None:
        """Draw it."""
        theme = self.theme
        self._tail = view.order_tail
        self._seconds = view.valid_seconds
        face = self.fresh(gap_mm=theme.measures.gap * 1.2)
        heading = self.heading(view.title, view.hint, crowded=True)
        card = Box("card")
        code = QrCode(theme, view.payload, side_mm=146 if theme.portrait else 138)
        frame = framed(theme, code, _FRAMES.get(view.tender, PLAIN_FRAME))
        label = Line(theme, say("应付金额"), Type.BODY, Ink.SECOND, align=CENTRE)
        amount = Line(theme, say("{amount}", amount=view.amount), Type.AMOUNT, align=CENTRE)
        waiting = Banner(
            theme, Tone.INFO, view.waiting, kind=Type.BODY, mark=Spinner(theme, side_mm=12)
        )
        self._validity = Words(theme, self._valid(), Type.SMALL, Ink.SECOND, align=CENTRE)
        middle = Qt.AlignmentFlag.AlignHCenter
        if theme.portrait:
            face.addWidget(heading)
            inside = column(card, gap=theme.px(1), along=theme.px(8))
            inside.addStretch(1)
            inside.addWidget(frame, 0, middle)
            inside.addSpacing(theme.px(6))
            inside.addWidget(label, 0, middle)
            inside.addWidget(amount, 0, middle)
            inside.addStretch(1)
            face.addWidget(card, 1)
            face.addWidget(waiting)
            face.addWidget(self._validity)
            face.addSpacing(theme.px(3))
            return
        sides = line(gap=theme.px(14))
        face.addLayout(sides, 1)
        left = column(gap=theme.px(theme.measures.gap))
        left.addWidget(heading)
        left.addStretch(1)
        sum_ = column()
        sum_.addWidget(label)
        sum_.addWidget(amount)
        left.addLayout(sum_)
        left.addStretch(1)
        left.addWidget(waiting)
        left.addWidget(self._validity)
        for words in (label, amount, self._validity):
            words.setAlignment(Qt.AlignmentFlag.AlignLeft)
        padding = theme.px(7)
        inside = column(card, across=padding, along=padding)
        inside.addWidget(frame, 0, CENTRE)
        sides.addLayout(left, 1)
        sides.addWidget(card, 0, CENTRE)

    def _valid(self) -> Text:
        left = duration(max(self._seconds, 0))
        if self.theme.large:
            return say("二维码 {left}后失效\n订单尾号 {tail}", left=left, tail=self._tail)
        return say("二维码 {left}后失效 · 订单尾号 {tail}", left=left, tail=self._tail)

    def note(self, seconds: int | None) -> Text | None:
        # The ring of this screen is the life of its code.
        if seconds is not None:
            self._seconds = seconds
            self._validity.say(self._valid())
        return None
