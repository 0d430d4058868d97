"""A text being typed, as large as it fits."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStackedLayout, QWidget

from kiosk.domain.text import Text, say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.touch import Glyph
from kiosk.screens.widgets.words_label import CENTRE, RIGHT, Line, Words
from kiosk.screens.wording import words

# How a text is set, the largest first: its type, and on how many lines.
_SETTINGS = ((Type.HEADLINE, 1), (Type.HEADING, 1), (Type.BODY, 1), (Type.BODY, 2))
_DOT = "●"
_CUT = "…"


class TypedCard(Box):
    """``label``, how many characters there are, the text with a caret, and what is allowed.

    ``width`` is the pixels the card will have. A text that fills two lines of the smallest type is
    cut at its beginning. A ``secret`` is shown as dots, and this card is never told more than how
    many. ``clears`` adds a key that empties it, which emits ``cleared``.
    """

    cleared = Signal(object)

    def __init__(
        self,
        theme: Theme,
        label: Text,
        note: Text,
        *,
        longest: int,
        width: int,
        clears: bool,
    ) -> None:
        super().__init__("figure")
        self._theme = theme
        self._longest = longest
        across = theme.px(theme.measures.padding * 0.8)
        face = column(self, gap=theme.px(1), across=across, along=theme.px(4))
        top = line(gap=theme.px(4))
        top.addWidget(Words(theme, label, Type.BODY, Ink.SECOND), 1)
        self._count = Line(theme, say(""), Type.SMALL, Ink.SECOND, align=RIGHT)
        top.addWidget(self._count)
        face.addLayout(top)
        body = line(gap=theme.px(4))
        # A page for each setting: the font of a label is never changed, because Qt forgets that
        # when the label gets another parent.
        pages = QWidget(self)
        self._pages = QStackedLayout(pages)
        self._settings = [_Setting(theme, kind, lines) for kind, lines in _SETTINGS]
        for setting in self._settings:
            self._pages.addWidget(setting)
        body.addWidget(pages, 1)
        self._room = width - 2 * across - 2 * theme.px(theme.measures.line_strong) - theme.px(4)
        if clears:
            clear = Glyph(theme, "key:clear", None, "x", spoken="清空")
            clear.touched.connect(self.cleared)
            body.addWidget(clear, 0, CENTRE)
            self._room -= clear.minimumWidth() + body.spacing()
        face.addLayout(body)
        if words(note):
            face.addWidget(Words(theme, note, Type.SMALL, Ink.SECOND))
        self.show_text("")

    def show_text(self, text: str) -> None:
        """Show what has been typed so far."""
        said = f"{len(text)} / {self._longest}"
        self._count.say(say("已输 {said} 个字符", said=said))
        last = self._settings[-1]
        setting = next((one for one in self._settings if one.holds(text, self._room)), last)
        if setting is last:
            text = last.end_of(text, self._room)
        for other in self._settings:
            other.show_text(text if other is setting else "", self._room)
        self._pages.setCurrentWidget(setting)

    def show_dots(self, characters: int) -> None:
        """Show that so many have been typed."""
        self.show_text(_DOT * characters)


class _Setting(QWidget):
    """One type on so many lines, with a caret after the last character."""

    def __init__(self, theme: Theme, kind: Type, lines: int) -> None:
        super().__init__()
        self._advance = QFontMetrics(theme.font(kind)).horizontalAdvance
        self._lines: list[Line] = []
        self._carets: list[Box] = []
        rows = column(self)
        rows.addStretch(1)
        for number in range(lines):
            row = line(gap=theme.px(1))
            text = Line(theme, say(""), kind)
            text.setObjectName(f"typed:{number}")
            caret = Box("caret")
            caret.setFixedSize(theme.px(1.2), round(theme.em(kind) * 0.9))
            row.addStrut(text.fontMetrics().lineSpacing())
            row.addWidget(text)
            row.addWidget(caret, 0, CENTRE)
            row.addStretch(1)
            rows.addLayout(row)
            self._lines.append(text)
            self._carets.append(caret)
        rows.addStretch(1)

    def _torn(self, text: str, room: int) -> list[str]:
        """The text in lines of so many pixels, torn wherever they are full."""
        lines = [""]
        for character in text:
            if self._advance(lines[-1] + character) > room:
                lines.append("")
            lines[-1] += character
        return lines

    def holds(self, text: str, room: int) -> bool:
        """Whether all of it can be shown."""
        return len(self._torn(text, room)) <= len(self._lines)

    def end_of(self, text: str, room: int) -> str:
        """As much of the end as can be shown, and that something is missing before it."""
        if self.holds(text, room):
            return text
        while not self.holds(_CUT + text, room):
            text = text[1:]
        return _CUT + text

    def show_text(self, text: str, room: int) -> None:
        """Show a text that it holds."""
        lines = self._torn(text, room)
        for number, (label, caret) in enumerate(zip(self._lines, self._carets, strict=True)):
            part = lines[number] if number < len(lines) else ""
            label.say(say(part))
            # An empty label is as wide as a letter.
            label.setVisible(bool(part))
            caret.setVisible(number == len(lines) - 1)
