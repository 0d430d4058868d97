"""The terminal's state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain.terminal import TerminalFacts
from kiosk.domain.text import Text
from kiosk.session.health import UNKNOWN_HEALTH, Health, Situation
from kiosk.session.position import Move, Position
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
class Maintenance:
    """A technician has the terminal."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A citizen is served. The only phase that holds anything personal.

    ``ticket`` is the request under way, ``notice`` a message laid before the position. While its
    slip prints (打印说明单) the ``ticket`` is that of the printing, and ``printing_slip`` is set.
    """

    position: Position
    ticket: int | None = None
    notice: NoticeView | None = None
    complaint: Text | None = None
    asking_presence: bool = False
    printing_slip: bool = False


Phase = Starting | OutOfService | Attract | Maintenance | Visit


@dataclass(frozen=True, slots=True)
class Terminal:
    """Everything the machine knows; ``scene``, ``ticket``, ``timer`` are the last numbers given.

    ``start`` begins a visit at its first screen.
    """

    facts: TerminalFacts
    start: Callable[[Situation], Move]
    phase: Phase = Starting()
    health: Health = UNKNOWN_HEALTH
    scene: int = 0
    ticket: int = 0
    timer: int = 0
    maintenance_wanted: bool = False

    @property
    def situation(self) -> Situation:
        """What steps may look at."""
        return Situation(self.health, self.facts)
