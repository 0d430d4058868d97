"""What every screen is: it draws one view and emits what was chosen."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from kiosk.domain.terminal import TerminalFacts
from kiosk.domain.text import Text
from kiosk.screens.theme import Theme
from kiosk.screens.widgets.box import column
from kiosk.screens.widgets.footer import PrimaryAction
from kiosk.screens.widgets.page import Heading
from kiosk.screens.widgets.qr_code import QrCode
from kiosk.session.answers import Answer
from kiosk.session.views import View


class Screen(QWidget):
    """Base of the screens. ``answered`` carries an Answer, ``changed`` that the footer may differ.

    Subclasses add ``show_view(view)``, which may be called again with another view of its kind.
    """

    answered = Signal(object)
    changed = Signal()

    # Covers the whole panel, without header, step bar and footer.
    bare: ClassVar[bool] = False

    def __init__(self, theme: Theme, terminal: TerminalFacts) -> None:
        super().__init__()
        self.theme = theme
        self.terminal = terminal
        self._content: QWidget | None = None
        self._heading: Heading | None = None
        self._outer = column(self)

    def fresh(self, *, gap_mm: float | None = None) -> QVBoxLayout:
        """An empty column in place of whatever was shown."""
        if self._content is not None:
            self._content.hide()
            self._outer.removeWidget(self._content)
            self._content.deleteLater()
        self._heading = None
        self._content = QWidget()
        self._outer.addWidget(self._content)
        gap = self.theme.measures.gap if gap_mm is None else gap_mm
        return column(self._content, gap=self.theme.px(gap))

    def heading(self, title: Text, hint: Text, *, crowded: bool = False) -> Heading:
        """The heading of this screen, known to ``complain``."""
        self._heading = Heading(self.theme, title, hint, crowded=crowded)
        return self._heading

    def complain(self, complaint: Text | None) -> None:
        """Make room for a complaint shown by the frame, or take it back."""
        if self._heading is not None:
            self._heading.yield_hint(complaint=complaint is not None)

    def renew(self, view: View) -> bool:
        """Show what is new of the same scene without drawing all of it again; False if that cannot
        be done."""
        del view
        return False

    @property
    def primary(self) -> PrimaryAction | None:
        """The one primary action, drawn by the footer."""
        return None

    def press_primary(self) -> None:
        """The primary action was touched."""

    def note(self, seconds: int | None) -> Text | None:
        """A line beside the primary action, given the seconds left if there is a countdown."""
        del seconds
        return None

    def current(self, view: View) -> View:
        """``view`` with what has been typed or picked so far, to be drawn again in another look."""
        return view

    def forget(self) -> None:
        """Blank every text at once; called before the screen is disposed of."""
        for label in self.findChildren(QLabel):
            label.clear()
            label.setAccessibleName("")
        for button in self.findChildren(QPushButton):
            button.setText("")
            button.setAccessibleName("")
        for code in self.findChildren(QrCode):
            code.forget()

    def give(self, answer: Answer) -> None:
        """Emit an answer."""
        self.answered.emit(answer)
