"""The clock of a terminal in a simulated hall: real time that can be moved on."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import datetime, timedelta

from kiosk.runtime.clock import BEIJING


class MovableClock:
    """A ``kiosk.runtime.clock.Clock`` whose sleepers wake early when time is moved on.

    ``advance`` may be called from any thread.
    """

    def __init__(self) -> None:
        self._ahead = 0.0
        self._lock = threading.Lock()
        self._moved: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    @property
    def ahead_seconds(self) -> float:
        """How far it was moved on."""
        with self._lock:
            return self._ahead

    def now(self) -> datetime:
        """Real time, moved on."""
        return datetime.now(BEIJING) + timedelta(seconds=self._ahead)

    def monotonic(self) -> float:
        """Real seconds, moved on."""
        return time.monotonic() + self._ahead

    async def sleep(self, seconds: float) -> None:
        """Wait until this clock has gone on by so many seconds."""
        end = self.monotonic() + seconds
        moved = asyncio.Event()
        with self._lock:
            self._moved[moved] = asyncio.get_running_loop()
        try:
            while (left := end - self.monotonic()) > 0:
                moved.clear()
                try:
                    async with asyncio.timeout(left):
                        await moved.wait()
                except TimeoutError:
                    continue
            await asyncio.sleep(0)
        finally:
            with self._lock:
                del self._moved[moved]

    def advance(self, seconds: float) -> None:
        """Move time on for everybody who waits on this clock."""
        with self._lock:
            self._ahead += seconds
            for moved, loop in self._moved.items():
                if not loop.is_closed():
                    loop.call_soon_threadsafe(moved.set)
