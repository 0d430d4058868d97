"""The way home from anywhere: what a citizen who gives up, and a world that fails, can do."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.session.answers import Finished, Leave
from kiosk.session.events import Answered, Event, Failed
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.scenes import scene
from kiosk.session.terminal import Terminal, Visit

# Closing, posting and the slip may each fail once before the outcome is on the screen.
LONGEST = 6


def go_home(terminal: Terminal, hear: Callable[[Terminal, Event], Terminal]) -> int:
    """Leave; where there is no leaving, nothing that is asked for comes true. How many events it
    took. Raises AssertionError if it takes too many."""
    taken = 0
    while isinstance(phase := terminal.phase, Visit):
        assert taken < LONGEST, f"no way home from {phase.position.trace}"
        taken += 1
        terminal = hear(terminal, _resignation(terminal, phase))
    return taken


def _resignation(terminal: Terminal, visit: Visit) -> Event:
    shown = scene(terminal)
    if shown.ways.leave is not None:
        return Answered(shown.number, Leave())
    if visit.ticket is not None:
        return Failed(visit.ticket, Fault(FaultCode.NETWORK_LOST))
    return Answered(shown.number, Finished())
