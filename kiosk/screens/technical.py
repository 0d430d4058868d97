"""What lists and sheets for technicians have in common: a page, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import Text
from kiosk.screens.screen import Screen
from kiosk.screens.widgets.actions import Actions
from kiosk.screens.widgets.box import line
from kiosk.screens.widgets.footer import PrimaryAction, foremost, primary_of
from kiosk.session.views import Button

_BETWEEN_MM = 10.0
_TITLE_SHARE, _ACTIONS_SHARE = 4, 6


class TechnicalScreen(Screen):
    """The usual action is the footer's primary; the others stand under the page, or beside the
    title where the panel lies and has no height to spare."""

    _first: Button | None = None

    def lay_out(
        self,
        title: Text,
        hint: Text,
        page: QWidget,
        actions: tuple[Button, ...],
        *,
        above: QWidget | None = None,
    ) -> None:
        """Draw all of it. ``above`` stands between the title and the page."""
        theme = self.theme
        self._first, others = foremost(actions)
        face = self.fresh(gap_mm=theme.measures.gap)
        heading = self.heading(title, hint, crowded=True)
        if theme.portrait or not others:
            face.addWidget(heading)
        else:
            top = line(gap=theme.px(_BETWEEN_MM))
            top.addWidget(heading, _TITLE_SHARE, Qt.AlignmentFlag.AlignTop)
            room = theme.page_width - theme.px(_BETWEEN_MM)
            share = room * _ACTIONS_SHARE // (_TITLE_SHARE + _ACTIONS_SHARE)
            side = self._actions(others, share)
            top.addWidget(side, _ACTIONS_SHARE, Qt.AlignmentFlag.AlignTop)
            face.addLayout(top)
        if above is not None:
            face.addWidget(above)
        face.addWidget(page, 100)
        if theme.portrait and others:
            face.addWidget(self._actions(others, theme.page_width))

    def _actions(self, others: tuple[Button, ...], width: int) -> Actions:
        actions = Actions(self.theme, others, width=width)
        actions.answered.connect(self.answered)
        return actions

    @property
    def primary(self) -> PrimaryAction | None:
        """The usual action."""
        return None if self._first is None else primary_of(self._first)

    def press_primary(self) -> None:
        if self._first is not None:
            self.give(self._first.answer)
