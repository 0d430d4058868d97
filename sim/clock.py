"""What time it is in the simulated world: real time plus an offset that can be moved."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")
"""China Standard Time; no summer time since 1991."""


def _real_now() -> datetime:
    return datetime.now(UTC)


class WorldClock:
    """The one clock of the hall, the collection service and the wallets.

    ``source`` is the time that runs underneath; ``start`` moves the world so that it begins at that
    moment. A naive ``start`` is China time. Safe to use from any thread.
    """

    def __init__(
        self, *, source: Callable[[], datetime] = _real_now, start: datetime | None = None
    ) -> None:
        self._source = source
        self._offset = timedelta()
        self._lock = threading.Lock()
        if start is not None:
            self.set_to(start)

    @classmethod
    def frozen(cls, at: datetime) -> WorldClock:
        """A clock that stands still at ``at`` until it is advanced; for tests."""
        moment = _in_china(at)
        return cls(source=lambda: moment)

    @property
    def offset_seconds(self) -> float:
        """How far the world is ahead of the time underneath; negative when behind."""
        with self._lock:
            return self._offset.total_seconds()

    def now(self) -> datetime:
        """The moment, aware, in China time."""
        with self._lock:
            return (self._source() + self._offset).astimezone(CHINA)

    def today(self) -> date:
        """The calendar date in China."""
        return self.now().date()

    def advance(self, seconds: float) -> None:
        """Move the world by so many seconds; backwards when negative."""
        with self._lock:
            self._offset += timedelta(seconds=seconds)

    def set_to(self, moment: datetime) -> None:
        """Move the world to a moment; it runs on from there."""
        with self._lock:
            self._offset = _in_china(moment) - self._source()

    def reset(self) -> None:
        """Go back to the time underneath."""
        with self._lock:
            self._offset = timedelta()


def _in_china(moment: datetime) -> datetime:
    return moment.replace(tzinfo=CHINA) if moment.tzinfo is None else moment.astimezone(CHINA)
