"""What the terminal wants done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.session.handover import Direction, Ending
from kiosk.session.requests import Request
from kiosk.session.views import Scene


@dataclass(frozen=True, slots=True)
class Show:
    """Put this scene on the screen."""

    scene: Scene


@dataclass(frozen=True, slots=True)
class Perform:
    """Carry out a request; answer with Done or Failed of the same ticket, exactly once. Before
    that Progressed may tell how it is getting on."""

    ticket: int
    request: Request[object]


@dataclass(frozen=True, slots=True)
class Abort:
    """Nobody waits for this ticket any more; whatever money it concerns is still seen through."""

    ticket: int


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Replace the running timer: Elapsed of ``number`` after ``seconds``. The ring counts from
    ``ring`` seconds."""

    number: int
    seconds: int
    ring: int


@dataclass(frozen=True, slots=True)
class StopTimer:
    """No timer runs; the ring counts from ``ring`` seconds all the same, or is hidden if None."""

    ring: int | None


@dataclass(frozen=True, slots=True)
class Wipe:
    """Forget everything personal, everywhere, now."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Have every part come to rest, or go to work again; each answers with Acknowledged of the
    same number once it has."""

    number: int
    direction: Direction


@dataclass(frozen=True, slots=True)
class EndProgram:
    """Nothing is under way: the program may end, and the machine restart or be switched off."""

    ending: Ending


class Moment(Enum):
    """What is worth a line in the log."""

    PHASE_CHANGED = "phase_changed"
    VISIT_STARTED = "visit_started"
    VISIT_ENDED = "visit_ended"
    VISIT_TIMED_OUT = "visit_timed_out"
    VISIT_HALTED = "visit_halted"
    VISIT_FAULT = "visit_fault"
    STAFF_CAME = "staff_came"
    STAFF_LEFT = "staff_left"


@dataclass(frozen=True, slots=True)
class Note:
    """Something for the log: never personal."""

    what: Moment
    where: str
    why: str = ""


Effect = Show | Perform | Abort | SetTimer | StopTimer | Wipe | HandOver | EndProgram | Note
