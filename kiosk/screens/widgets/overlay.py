"""Dialogues over everything: are you still there, and where a person helps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.terminal import TerminalFacts
from kiosk.domain.text import say
from kiosk.screens.theme import Ink, Look, Theme, Type
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.picture import IconBadge
from kiosk.screens.widgets.ring import CountdownRing
from kiosk.screens.widgets.touch import Action
from kiosk.screens.widgets.words_label import CENTRE, Words
from kiosk.session.answers import Leave, StillHere

_SCRIM_ALPHA = 178


class Overlay(QWidget):
    """A dialogue on a scrim that covers its parent and takes every touch."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._scrim = QColor(theme.palette.scrim)
        self._scrim.setAlpha(_SCRIM_ALPHA)
        outer = column(self, across=theme.px(theme.measures.margin))
        outer.addStretch(1)
        card = Box("dialogue")
        widest = parent.width() - 2 * theme.px(theme.measures.margin)
        card.setFixedWidth(min(theme.px(220 if theme.portrait else 250), widest))
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)
        padding = theme.px(theme.measures.padding * 1.3)
        self.face: QVBoxLayout = column(card, gap=theme.px(4), across=padding, along=padding)
        self._card = card
        self.setGeometry(parent.rect())

    @property
    def fits(self) -> bool:
        """Whether the dialogue is no higher than the panel."""
        return self._card.heightForWidth(self._card.width()) <= self.height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._scrim)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()


class PresenceOverlay(Overlay):
    """您还在吗？ A touch beside the dialogue means yes."""

    answered = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._ring = CountdownRing(theme, side_mm=42, kind=Type.TITLE)
        self._note = Words(theme, say(""), Type.BODY, Ink.SECOND, align=CENTRE)
        self.face.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignHCenter)
        self.face.addWidget(Words(theme, say("您还在吗？"), Type.TITLE, align=CENTRE))
        self.face.addWidget(self._note)
        self.face.addSpacing(theme.px(4))
        buttons = line(gap=theme.apart(theme.measures.gap))
        leave = Action(theme, "plain", "Leave", Leave(), say("退出"), ink=Ink.DANGER)
        stay = Action(
            theme,
            "primary",
            "StillHere",
            StillHere(),
            say("继续办理"),
            kind=Type.PRIMARY,
            ink=Ink.ON_PRIMARY,
        )
        for button, stretch in ((leave, 1), (stay, 2)):
            button.at_least(theme.touch(theme.measures.primary))
            button.touched.connect(self.answered)
            buttons.addWidget(button, stretch)
        self.face.addLayout(buttons)

    def begin(self, seconds: int) -> None:
        """Start the ring."""
        self._ring.begin(seconds)
        self.count(seconds)

    def count(self, seconds: int) -> None:
        """Show what is left."""
        self._ring.count(seconds)
        self._note.say(say("{seconds} 秒后自动退出，并清除您的信息", seconds=seconds))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.answered.emit(StillHere())


_LOOKS = (
    (Look.STANDARD, "标准"),
    (Look.LARGE_PRINT, "大字"),
    (Look.HIGH_CONTRAST, "高对比"),
)


class HelpOverlay(Overlay):
    """人工帮助: the window, the hotline, and how the screen may look. A touch beside it closes."""

    closed = Signal(object)
    look_chosen = Signal(object)

    def __init__(self, theme: Theme, terminal: TerminalFacts, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.face.addWidget(Words(theme, say("需要帮忙吗？"), Type.TITLE))
        if not theme.large:
            kindly = say("工作人员很乐意帮您，这里可以随时停下来")
            self.face.addWidget(Words(theme, kindly, Type.BODY, Ink.SECOND))
        self._fact(theme, "map-pin", "找工作人员", terminal.window)
        self._fact(theme, "phone", "打服务热线", terminal.hotline)
        self._fact(theme, "info", "报上本机编号", terminal.number)
        self.face.addSpacing(theme.px(2))
        self.face.addWidget(Words(theme, say("看不清屏幕？换一种显示"), Type.SMALL, Ink.SECOND))
        looks = line(gap=theme.apart(3.5))
        for look, label in _LOOKS:
            choice = Action(theme, "choice", f"look:{look.value}", look, say(label), padding_mm=2)
            choice.setCheckable(True)
            choice.setChecked(look is theme.look)
            choice.at_least(theme.touch(20))
            choice.touched.connect(self.look_chosen)
            looks.addWidget(choice, 1)
        self.face.addLayout(looks)
        self.face.addSpacing(theme.px(3))
        close = Action(
            theme,
            "primary",
            "help:close",
            None,
            say("知道了"),
            kind=Type.PRIMARY,
            ink=Ink.ON_PRIMARY,
        )
        close.at_least(theme.touch(theme.measures.primary))
        close.touched.connect(self.closed)
        self.face.addWidget(close)

    def _fact(self, theme: Theme, icon: str, label: str, value: str) -> None:
        row = line(gap=theme.px(5))
        row.addWidget(IconBadge(theme, icon, Ink.PRIMARY, 17), 0, CENTRE)
        text = column()
        text.addWidget(Words(theme, say(label), Type.SMALL, Ink.SECOND))
        text.addWidget(Words(theme, say("{value}", value=value), Type.STRONG))
        row.addLayout(text, 1)
        self.face.addLayout(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.closed.emit(None)
