"""Says in the log that the terminal went out of service and came back, why, and for how long."""

from __future__ import annotations

from kiosk.observe import Event, EventLog
from kiosk.observe.glimpse import Glimpse, Standing
from kiosk.runtime.clock import Clock
from kiosk.session.health import obstacle

_SERVED = frozenset({Standing.WAITING, Standing.SERVING})


class OutageLog:
    """An outage begins when the screen says 暂停服务 and is over once citizens can begin again,
    whoever of the staff had the terminal meanwhile. A reason that becomes another one is told anew,
    with the outage still the same."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._cause: str | None = None
        self._since = 0.0

    def glimpsed(self, glimpse: Glimpse) -> None:
        """The terminal now."""
        if glimpse.standing in _SERVED and self._cause is not None:
            seconds = int(self._clock.monotonic() - self._since)
            self._log.record(Event.BACK_IN_SERVICE, cause=self._cause, seconds=seconds)
            self._cause = None
        if glimpse.standing is not Standing.OUT_OF_SERVICE:
            return
        why = obstacle(glimpse.health)
        if why is None or why.name.lower() == self._cause:
            return
        if self._cause is None:
            self._since = self._clock.monotonic()
        self._cause = why.name.lower()
        self._log.record(Event.OUT_OF_SERVICE, cause=self._cause)
