"""Fetch a document on the phone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from kiosk.domain.text import Text, say
from kiosk.screens.qr import PLAIN_FRAME, duration, framed
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Ink, Type
from kiosk.screens.widgets.banner import Banner
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.footer import PrimaryAction
from kiosk.screens.widgets.qr_code import QrCode
from kiosk.screens.widgets.words_label import CENTRE, Words
from kiosk.session.answers import answer_name
from kiosk.session.views import Button, LinkView, Tone, View


class LinkScreen(Screen):
    """The code, how long it is good for, and what to be careful about.

    The seconds left are counted by how the frame's countdown falls; that one may begin anew with
    every touch, the life of the link does not.
    """

    def show_view(self, view: LinkView) -> None:
        """Draw it."""
        theme = self.theme
        self._finish: Button = view.finish
        self._left = view.valid_seconds
        self._counted: int | None = None
        face = self.fresh(gap_mm=theme.measures.gap * 1.2)
        heading = self.heading(view.title, view.hint, crowded=True)
        card = Box("card")
        code = QrCode(
            theme, view.payload, side_mm=190 if theme.portrait else 150, spoken="取文件的二维码"
        )
        frame = framed(theme, code, PLAIN_FRAME)
        caution = Banner(theme, Tone.WARN, view.caution)
        self._validity = Words(theme, self._valid(), Type.STRONG, align=CENTRE)
        if theme.portrait:
            face.addWidget(heading)
            inside = column(card, across=theme.px(6), along=theme.px(8))
            inside.addStretch(1)
            inside.addWidget(frame, 0, Qt.AlignmentFlag.AlignHCenter)
            inside.addSpacing(theme.px(8))
            inside.addWidget(self._validity)
            inside.addStretch(1)
            face.addWidget(card, 1)
            face.addWidget(caution)
            face.addSpacing(theme.px(2))
            return
        sides = line(gap=theme.px(14))
        face.addLayout(sides, 1)
        left = column(gap=theme.px(theme.measures.gap))
        left.addWidget(heading)
        left.addStretch(1)
        left.addWidget(caution)
        left.addStretch(1)
        padding = theme.px(7)
        inside = column(card, gap=theme.px(4), across=padding, along=padding)
        inside.addWidget(frame, 0, CENTRE)
        inside.addWidget(self._validity)
        sides.addLayout(left, 1)
        sides.addWidget(card, 0, CENTRE)

    def _valid(self) -> Text:
        if self._left is None:
            return say("扫出来的网页一直有效，可以收藏")
        if self._left <= 0:
            return say("二维码已失效，请返回再试")
        return say("二维码 {left}后失效", left=duration(self._left))

    def note(self, seconds: int | None) -> Text | None:
        if seconds is not None:
            if self._left is not None and self._counted is not None and seconds < self._counted:
                self._left = max(self._left - (self._counted - seconds), 0)
                ink = Ink.FIRST if self._left else Ink.DANGER
                self._validity.say(self._valid())
                self._validity.tint(ink)
            self._counted = seconds
        return None

    @property
    def primary(self) -> PrimaryAction:
        """The way on."""
        return PrimaryAction(answer_name(self._finish.answer), self._finish.label)

    def press_primary(self) -> None:
        self.give(self._finish.answer)

    def current(self, view: View) -> View:
        return replace(view, valid_seconds=self._left) if isinstance(view, LinkView) else view
