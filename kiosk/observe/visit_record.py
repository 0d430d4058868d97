"""How visits end: with what the citizen came for, or where and why without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kiosk.observe.events import Event
from kiosk.observe.glimpse import ELSEWHERE, innermost


class How(Enum):
    """How a visit ended."""

    COMPLETED = "completed"
    """At a screen that shows a result."""
    LEFT = "left"
    HOME = "home"
    TIMED_OUT = "timed_out"
    HALTED = "halted"
    """Behind the notice that the service cannot go on for this citizen."""
    FAULTED = "faulted"
    """Behind the notice of a fault."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a visit ended, and the step of its last screen."""

    how: How
    step: str

    @property
    def abandoned(self) -> bool:
        """Whether it ended without a result."""
        return self.how is not How.COMPLETED


class VisitRecord:
    """Follows one visit at a time by its lines in the log."""

    def __init__(self, steps: Mapping[str, bool]) -> None:
        self._steps = steps
        self._stopped: How | None = None
        self._timed_out = False

    def heard(self, event: Event, facts: Mapping[str, object]) -> None:
        """A line of the log."""
        match event:
            case Event.VISIT_STARTED | Event.VISIT_ENDED:
                self._stopped, self._timed_out = None, False
            case Event.VISIT_TIMED_OUT:
                self._timed_out = True
            case Event.VISIT_HALTED:
                self._stopped = How.HALTED
            case Event.VISIT_FAULT:
                self._stopped = How.FAULTED
            case _:
                pass

    def arrived(self, step: str) -> None:
        """The visit has gone on to another step: whatever stopped it is overcome."""
        if step:
            self._stopped = None

    def ended(self, facts: Mapping[str, object]) -> Ending:
        """The ending that VISIT_ENDED with these facts is."""
        step = innermost(str(facts.get("where", "")))
        known = step if step in self._steps else ELSEWHERE
        return Ending(
            self._how(is_result=self._steps.get(step, False), why=facts.get("why")), known
        )

    def _how(self, *, is_result: bool, why: object) -> How:
        if self._stopped is not None:
            return self._stopped
        if is_result:
            return How.COMPLETED
        if self._timed_out:
            return How.TIMED_OUT
        return How.HOME if why == How.HOME.value else How.LEFT
