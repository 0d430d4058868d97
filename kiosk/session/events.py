"""What happens to the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.session.answers import Answer
from kiosk.session.faults import Fault
from kiosk.session.handover import Ending, Part
from kiosk.session.health import Health


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody touched something on the scene of that number."""

    scene: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Done:
    """The request of that ticket was fulfilled."""

    ticket: int
    reply: object


@dataclass(frozen=True, slots=True)
class Failed:
    """The request of that ticket could not be fulfilled."""

    ticket: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Progressed:
    """The request of that ticket has got on; its Done or Failed is still to come."""

    ticket: int
    news: object


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The timer of that number has run out."""

    timer: int


@dataclass(frozen=True, slots=True)
class HealthChanged:
    """Devices, service, ledger or door are not as they were."""

    health: Health


@dataclass(frozen=True, slots=True)
class MaintenanceWanted:
    """Staff ask for the terminal; granted once no citizen is served and every part is at rest.
    ``held`` by the operator switch, until ``MaintenanceOver``; ``touched`` on the screen, which is
    not heeded while a citizen is served, for it may have been a child."""

    held: bool = False
    touched: bool = False


@dataclass(frozen=True, slots=True)
class MaintenanceOver:
    """The operator switch is turned back, or the terminal is called back from outside."""


@dataclass(frozen=True, slots=True)
class EndingWanted:
    """The program is to end; it waits like staff, and for staff as well."""

    ending: Ending


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A part has come to rest, or gone to work again, as the hand-over of that number asked."""

    handover: int
    part: Part


Event = (
    Answered
    | Done
    | Failed
    | Progressed
    | Elapsed
    | HealthChanged
    | MaintenanceWanted
    | MaintenanceOver
    | EndingWanted
    | Acknowledged
)
