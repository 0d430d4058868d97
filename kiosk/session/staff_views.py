"""What staff see on the screens of the maintenance menu, beside the views that citizens see too."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kiosk.domain.text import Text
from kiosk.session.view_elements import Button, Row


class Keyboard(Enum):
    """What can be typed: figures alone, or letters, figures and signs as well."""

    FIGURES = "figures"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class TypingView:
    """Type a text (answers ``TextEntered``), shown as dots if ``secret``. ``note`` says what is
    allowed (bounds, unit) and may be empty; ``confirm`` names the primary action. Of a secret
    nothing is kept when the screen is drawn anew."""

    title: Text
    hint: Text
    label: Text
    note: Text
    confirm: Text
    keyboard: Keyboard
    longest: int
    secret: bool = False
    entered: str = field(default="", repr=False)


class Mark(Enum):
    """How something is. Shown as a word and a shape, never by colour alone."""

    FINE = "fine"
    WARNING = "warning"
    BROKEN = "broken"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """For people."""
        return {"fine": "正常", "warning": "注意", "broken": "故障", "unknown": "未查"}[self.value]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing and how it is, None where it is only named: ``what`` is wrong or how much is left,
    ``remedy`` who can put it right and how, ``since`` a time of day, a date or a version; each but
    the first may be empty."""

    subject: Text
    mark: Mark | None
    what: Text
    remedy: Text
    since: Text


@dataclass(frozen=True, slots=True)
class LinesView:
    """Many lines, page by page, under a heading; ``actions`` are at most five, under the list, the
    first one the primary if it is a usual one. Without lines ``nothing`` says so."""

    title: Text
    hint: Text
    lines: tuple[Line, ...]
    nothing: Text
    actions: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class FactsSection:
    """Labelled facts under a heading of their own."""

    title: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FactsView:
    """Labelled facts in sections, page by page; ``actions`` are at most four, the first one the
    primary if it is a usual one. ``warning`` is said above them, and may be empty."""

    title: Text
    hint: Text
    sections: tuple[FactsSection, ...]
    actions: tuple[Button, ...] = ()
    warning: Text | None = None


@dataclass(frozen=True, slots=True)
class TouchTestView:
    """Touch every field of a grid that covers the panel (answers ``TouchTested``): the screen has
    nothing else on it but how to give up."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class ColourTestView:
    """The panel in one colour after another, each touch showing the next; after the last one it
    answers ``Confirmed``."""
