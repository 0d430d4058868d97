"""What a finger can press: a button that carries the value it gives."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy

from kiosk.domain.text import Text
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.picture import IconMark
from kiosk.screens.widgets.words_label import CENTRE, Line, Words
from kiosk.screens.wording import words
from kiosk.session.views import Icon


class Touch(QPushButton):
    """A button whose face is laid out by us. Emits ``touched`` with its value, unchanged."""

    touched = Signal(object)

    def __init__(self, role: str, name: str, value: object, *, spoken: str) -> None:
        super().__init__()
        self.value = value
        self._least = QSize(0, 0)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setProperty("role", role)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.clicked.connect(self._give)

    def at_least(self, height: int) -> None:
        """Be so many pixels high, or higher where the words need it.

        ``setMinimumHeight`` would not do: it silences what the layout asks for.
        """
        self._least = QSize(0, height)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        own = super().sizeHint() if layout is None else layout.totalSizeHint()
        return own.expandedTo(self._least)

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        own = super().minimumSizeHint() if layout is None else layout.totalMinimumSize()
        return own.expandedTo(self._least)

    def heightForWidth(self, width: int) -> int:
        return max(super().heightForWidth(width), self._least.height())

    def _give(self) -> None:
        self.touched.emit(self.value)


class Action(Touch):
    """A labelled button: an optional icon before the words."""

    def __init__(
        self,
        theme: Theme,
        role: str,
        name: str,
        value: object,
        text: Text,
        *,
        kind: Type = Type.BUTTON,
        ink: Ink = Ink.FIRST,
        icon: Icon | str | None = None,
        padding_mm: float = 6,
    ) -> None:
        super().__init__(role, name, value, spoken=words(text))
        face = line(
            self, gap=round(theme.em(kind) * 0.32), across=theme.px(padding_mm), along=theme.px(0.8)
        )
        face.addStretch(1)
        if icon is not None:
            face.addWidget(IconMark(theme, icon, ink, theme.mm(kind) * 1.15), 0, CENTRE)
        self.label = Line(theme, text, kind, ink, align=CENTRE)
        face.addWidget(self.label, 0, CENTRE)
        face.addStretch(1)
        self.at_least(theme.touch(theme.measures.primary * 0.9))


class Primary(Touch):
    """The one primary action: wraps its words rather than clip them."""

    def __init__(self, theme: Theme, name: str, text: Text) -> None:
        super().__init__("primary", name, None, spoken=words(text))
        face = column(self, across=theme.px(5), along=theme.px(2))
        face.addWidget(Words(theme, text, Type.PRIMARY, Ink.ON_PRIMARY, align=CENTRE))
        self.setFixedHeight(
            max(theme.touch(theme.measures.primary), round(theme.em(Type.PRIMARY) * 2))
        )


class Way(Touch):
    """A way out in the footer: icon above the words on a narrow panel, before them elsewhere."""

    def __init__(
        self, theme: Theme, name: str, value: object, text: Text, *, icon: str, ink: Ink
    ) -> None:
        super().__init__("way", name, value, spoken=words(text))
        kind = Type.SMALL_STRONG if theme.portrait else Type.BUTTON
        label = Line(theme, text, kind, ink, align=CENTRE)
        mark = IconMark(theme, icon, ink, 8.5)
        if theme.portrait:
            face = column(self, gap=theme.px(0.4), across=theme.px(4.5), along=theme.px(2.2))
            face.addWidget(mark, 0, Qt.AlignmentFlag.AlignHCenter)
            face.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        else:
            row = line(self, gap=theme.px(2.5), across=theme.px(6.5), along=theme.px(2))
            row.addWidget(mark, 0, CENTRE)
            row.addWidget(label, 0, CENTRE)
        self.at_least(theme.touch(theme.measures.primary))
        self.setMinimumWidth(theme.px(32 if theme.portrait else 40))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
