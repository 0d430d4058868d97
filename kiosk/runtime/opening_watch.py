"""Opens and closes the terminal by its hours and by the maintenance that the service plans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kiosk.domain.closing import Closed, Plans, closed_at, closes_soon_after
from kiosk.domain.hours import OpeningHours
from kiosk.runtime.clock import Clock

MINUTE_S = 60.0


class OpeningWatch:
    """Looks at the clock once a minute, as the minute begins, and tells of every change.

    It looks and does not reckon ahead, so that a clock that was set is noticed within a minute
    whichever way it went. What was planned stands while the service cannot be asked. ``hours`` is
    None for a terminal that is always open.
    """

    def __init__(
        self,
        hours: OpeningHours | None,
        clock: Clock,
        changed: Callable[[Closed | None, datetime | None], None],
    ) -> None:
        """``changed`` is told whether and why it is closed, and when it will be if that is soon."""
        self._hours = hours
        self._clock = clock
        self._changed = changed
        self._plans: Plans = ()
        self._last: tuple[Closed | None, datetime | None] = (None, None)

    def planned(self, plans: Plans) -> None:
        """The service has said what it plans."""
        self._plans = plans
        self._look()

    async def run(self) -> None:
        """Watch for ever."""
        while True:
            self._look()
            now = self._clock.now()
            await self._clock.sleep(MINUTE_S - now.second - now.microsecond / 1e6)

    def _look(self) -> None:
        now = self._clock.now()
        closed = closed_at(self._hours, self._plans, now)
        closes_at = None if closed else closes_soon_after(self._hours, self._plans, now)
        if (closed, closes_at) != self._last:
            self._last = (closed, closes_at)
            self._changed(closed, closes_at)
