"""What has happened in the hall, in plain words for the bench page."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime

from sim.clock import WorldClock

_KEPT = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; ``number`` rises by one and is never used again."""

    number: int
    at: datetime
    what: str


class Chronicle:
    """The latest entries; older ones are forgotten."""

    def __init__(self, clock: WorldClock) -> None:
        self._clock = clock
        self._entries: deque[Entry] = deque(maxlen=_KEPT)
        self._next = 1

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Oldest first."""
        return tuple(self._entries)

    def note(self, what: str) -> None:
        """Add an entry with the hour of the hall."""
        self._entries.append(Entry(self._next, self._clock.now(), what))
        self._next += 1
