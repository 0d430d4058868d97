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
        self._role = role
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

    def offer(self, *, offered: bool) -> None:
        """Let it be pressed, or not; it looks so.

        By a role of its own, because what lies under a dialogue cannot be pressed either.
        """
        self.setEnabled(offered)
        role = self._role if offered else f"{self._role}-idle"
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)

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
        self._ink = ink
        self.mark: IconMark | None = None
        if icon is not None:
            self.mark = IconMark(theme, icon, ink, theme.mm(kind) * 1.15)
            face.addWidget(self.mark, 0, CENTRE)
        self.label = Line(theme, text, kind, ink, align=CENTRE)
        face.addWidget(self.label, 0, CENTRE)
        face.addStretch(1)
        self.at_least(theme.touch(theme.measures.primary * 0.9))

    def offer(self, *, offered: bool) -> None:
        """As any button, and its face says which."""
        super().offer(offered=offered)
        ink = self._ink if offered else Ink.INACTIVE
        self.label.tint(ink)
        if self.mark is not None:
            self.mark.tint(ink)


class Glyph(Touch):
    """A square button that is only an icon; ``spoken`` says what it does."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        value: object,
        icon: str,
        *,
        spoken: str,
        least_mm: float = 22,
    ) -> None:
        super().__init__("turn", name, value, spoken=spoken)
        self._mark = IconMark(theme, icon, Ink.PRIMARY, 10)
        line(self).addWidget(self._mark, 0, CENTRE)
        self.at_least(theme.touch(22))
        self.setMinimumWidth(theme.touch(20))

    def offer(self, *, offered: bool) -> None:
        """As any button, and its face says which."""
        super().offer(offered=offered)
        self._mark.tint(Ink.PRIMARY if offered else Ink.INACTIVE)


class Primary(Touch):
    """The one primary action: wraps its words rather than clip them. A ``grave`` one is outlined
    and not filled, so that nobody takes it for the usual way on."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        text: Text,
        *,
        offered: bool = True,
        grave: bool = False,
    ) -> None:
        super().__init__("grave" if grave else "primary", name, None, spoken=words(text))
        self.offer(offered=offered)
        face = column(self, across=theme.px(5), along=theme.px(2))
        ink = Ink.SECOND
        if offered:
            ink = Ink.DANGER if grave else Ink.ON_PRIMARY
        face.addWidget(Words(theme, text, Type.PRIMARY, ink, align=CENTRE))
        self.setFixedHeight(
            max(theme.touch(theme.measures.primary), round(theme.em(Type.PRIMARY) * 2))
        )


class Segment(Touch):
    """One of a few that exclude each other; wraps its words rather than clip them."""

    def __init__(
        self, theme: Theme, name: str, value: object, text: Text, *, least_mm: float = 22
    ) -> None:
        super().__init__("choice", name, value, spoken=words(text))
        self.setCheckable(True)
        along = theme.px(2)
        face = column(self, across=theme.px(3), along=along)
        label = Words(theme, text, Type.STRONG, align=CENTRE)
        # On the label: of what wraps, a layout asks its parts for their height and not the whole.
        label.setMinimumHeight(theme.touch(least_mm) - 2 * along)
        face.addWidget(label)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)


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
