"""A service that cannot go on, for a reason the flow itself knows."""

from __future__ import annotations

from kiosk.domain.text import say
from kiosk.session.faults import FaultCode
from kiosk.session.notices import stop, stop_notice
from kiosk.session.outcomes import Halt


def stop_for(code: FaultCode) -> Halt:
    """The text of a refusal, as if the service had said it."""
    return Halt(stop(code))


def nothing_found(title: str, what: str, advice: str) -> Halt:
    """The service knows of nothing of that kind."""
    return Halt(stop_notice(say(title), say(what), say(advice)))
