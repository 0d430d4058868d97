"""Actions that stand on the page, beside the primary one of the footer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from kiosk.screens.theme import Ink, Theme
from kiosk.screens.widgets.touch import Action
from kiosk.session.answers import answer_name
from kiosk.session.view_elements import Button, Weight


class Actions(QWidget):
    """Equally wide buttons, in as few lines as their words allow on ``width`` pixels. Emits
    ``answered``."""

    answered = Signal(object)

    def __init__(self, theme: Theme, actions: Sequence[Button], *, width: int) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        gap = theme.apart(theme.measures.gap * 0.8)
        grid.setSpacing(gap)
        buttons = [self._button(theme, action) for action in actions]
        widest = max((button.sizeHint().width() for button in buttons), default=1)
        columns = max(min((width + gap) // (widest + gap), len(buttons)), 1)
        lines = -(-len(buttons) // columns) or 1
        # Two lines of two rather than three and one.
        columns = -(-len(buttons) // lines) or 1
        for place, button in enumerate(buttons):
            grid.addWidget(button, *divmod(place, columns))
            grid.setColumnStretch(place % columns, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _button(self, theme: Theme, action: Button) -> Action:
        name = answer_name(action.answer)
        grave = action.weight is Weight.GRAVE
        role, ink = ("grave", Ink.DANGER) if grave else ("plain", Ink.FIRST)
        button = Action(theme, role, name, action.answer, action.label, ink=ink, padding_mm=4)
        button.at_least(theme.touch(24 if theme.portrait else 20))
        button.touched.connect(self.answered)
        return button
