"""The terminal's state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.terminal import TerminalFacts
from kiosk.domain.text import Text
from kiosk.session.handover import NONE_WANTED, Ending, Part, Wishes
from kiosk.session.health import UNKNOWN_HEALTH, Health, Situation
from kiosk.session.outcomes import Way
from kiosk.session.position import Ended, Move, Position
from kiosk.session.views import NoticeView


@dataclass(frozen=True, slots=True)
class Starting:
    """Devices and service have not all reported yet."""


@dataclass(frozen=True, slots=True)
class OutOfService:
    """No citizen can be served; ``obstacle(health)`` says why."""


@dataclass(frozen=True, slots=True)
class Attract:
    """Waiting for a citizen."""


@dataclass(frozen=True, slots=True)
class Pausing:
    """Citizens have to wait; of these parts it is not yet known whether they have come to rest."""

    awaiting: frozenset[Part]


@dataclass(frozen=True, slots=True)
class Resuming:
    """Staff have left; these parts have not yet gone to work again."""

    awaiting: frozenset[Part]


@dataclass(frozen=True, slots=True)
class Closing:
    """Everything is at rest, and the program ends."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class Visit:
    """A citizen is served, or ``staff`` are at work. The only phase that holds anything personal.

    ``ticket`` is the request under way, ``notice`` a message laid before the position. While its
    slip prints (打印说明单) the ``ticket`` is that of the printing, and ``printing_slip`` is set.
    ``unhurried`` where nobody has begun anything yet and nothing has to be left for the next.
    """

    position: Position
    ticket: int | None = None
    notice: NoticeView | None = None
    complaint: Text | None = None
    asking_presence: bool = False
    printing_slip: bool = False
    staff: bool = False
    unhurried: bool = False


Phase = Starting | OutOfService | Attract | Pausing | Resuming | Closing | Visit


def nobody_serves(_situation: Situation) -> Move:
    """Of a terminal that knows no staff: whoever wants it gets no further."""
    return Ended(Way.LEAVE)


@dataclass(frozen=True, slots=True)
class Terminal:
    """Everything the machine knows; ``scene``, ``ticket``, ``timer`` are the last numbers given.

    ``handover`` is that of the last hand-over. ``start`` begins a visit at its first screen,
    ``serve`` one of staff.
    """

    facts: TerminalFacts
    start: Callable[[Situation], Move]
    phase: Phase = Starting()
    health: Health = UNKNOWN_HEALTH
    scene: int = 0
    ticket: int = 0
    timer: int = 0
    handover: int = 0
    wishes: Wishes = NONE_WANTED
    serve: Callable[[Situation], Move] = nobody_serves

    @property
    def situation(self) -> Situation:
        """What steps may look at."""
        return Situation(self.health, self.facts)
