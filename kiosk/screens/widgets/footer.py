"""The strip at the bottom: ways out left, the one primary action right, always in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.domain.text import Text, say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.widgets.box import Box, line
from kiosk.screens.widgets.touch import Primary, Way
from kiosk.screens.widgets.words_label import LEFT, RIGHT, Words
from kiosk.session.answers import Finished, GoBack, GoHome, Leave, answer_name
from kiosk.session.views import Button, Ways, Weight

PLAIN_LEAVE = "退出"


@dataclass(frozen=True, slots=True)
class PrimaryAction:
    """The one primary action of a screen: its object name and its words.

    One that is not ``offered`` yet cannot be pressed; its words say what must be done first. A
    ``grave`` one stands in the same place and does not look like the usual way on.
    """

    name: str
    label: Text
    offered: bool = True
    grave: bool = False


def foremost(actions: Sequence[Button]) -> tuple[Button | None, tuple[Button, ...]]:
    """The action that stands in the footer, and those that stand on the page: the first one if it
    is the usual way on, and one that is alone anyhow."""
    if actions and (len(actions) == 1 or actions[0].weight is Weight.USUAL):
        return actions[0], tuple(actions[1:])
    return None, tuple(actions)


def primary_of(action: Button) -> PrimaryAction:
    """This action as the footer draws it."""
    grave = action.weight is Weight.GRAVE
    return PrimaryAction(answer_name(action.answer), action.label, grave=grave)


@dataclass(frozen=True, slots=True)
class FooterProps:
    """What the footer shows."""

    ways: Ways
    primary: PrimaryAction | None
    note: Text | None

    @property
    def empty(self) -> bool:
        """Nothing to show; the footer takes no room."""
        return self == FooterProps(Ways(None, None, None), None, None)


class Footer(Box):
    """Emits ``answered`` with a way's answer, ``primary_touched`` for the primary."""

    answered = Signal(object)
    primary_touched = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__("footer")
        self._theme = theme
        self._props: FooterProps | None = None
        self._content: QWidget | None = None
        self._note: Words | None = None
        self._face = line(self, across=theme.px(theme.measures.margin))
        self.setMinimumHeight(theme.px(theme.measures.footer))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def present(self, props: FooterProps) -> None:
        """Show these ways, this primary action, this note; keeps what is already so."""
        self.setVisible(not props.empty)
        if props == self._props:
            return
        self._props = props
        if self._content is not None:
            self._content.hide()
            self._face.removeWidget(self._content)
            self._content.deleteLater()
        self._note = None
        self._content = QWidget()
        row = line(self._content, gap=self._theme.apart(4.5))
        for way in self._ways(props):
            way.touched.connect(self.answered)
            row.addWidget(way)
        if props.note is not None:
            align = LEFT if props.primary else RIGHT
            self._note = Words(self._theme, props.note, Type.SMALL, Ink.SECOND, align=align)
            row.addWidget(self._note, 90)
        else:
            row.addStretch(1)
        if props.primary is not None:
            primary = props.primary
            button = Primary(
                self._theme,
                primary.name,
                primary.label,
                offered=primary.offered,
                grave=primary.grave,
            )
            button.touched.connect(self.primary_touched)
            button.setMaximumWidth(self._theme.px(126))
            row.addWidget(button, 100)
        self._face.addWidget(self._content)
        self._content.show()

    def set_note(self, note: Text) -> None:
        """Another note in the place of the one shown; the seconds of a countdown, say."""
        if self._note is not None:
            self._note.say(note)

    def _ways(self, props: FooterProps) -> list[Way]:
        """The ways out, less the one that the primary action is."""
        offered: list[Way] = []
        ways = props.ways
        primary = props.primary.name if props.primary else ""
        if ways.back is not None:
            offered.append(self._way(GoBack(), ways.back, "chevron-left", Ink.FIRST))
        if ways.home is not None and primary != answer_name(GoHome()):
            offered.append(self._way(GoHome(), ways.home, "house", Ink.FIRST))
        if ways.leave is not None and primary != answer_name(Finished()):
            # A renamed leave names what is given up (取消缴费): coloured, and never the primary.
            plain = ways.leave == say(PLAIN_LEAVE)
            ink, icon = (Ink.FIRST, "log-out") if plain else (Ink.DANGER, "x")
            offered.append(self._way(Leave(), ways.leave, icon, ink))
        return offered

    def _way(self, answer: GoBack | GoHome | Leave, text: Text, icon: str, ink: Ink) -> Way:
        return Way(self._theme, answer_name(answer), answer, text, icon=icon, ink=ink)
