"""The little of time that the talk with the acquirer needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """A clock that is handed in; the runtime's clocks are such."""

    def now(self) -> datetime:
        """The wall clock, in Beijing time, with its offset."""
        ...

    def monotonic(self) -> float:
        """Seconds from an arbitrary origin; never goes back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after ``seconds`` of this clock. Cancellable."""
        ...


@asynccontextmanager
async def no_longer_than(clock: Clock, seconds: float) -> AsyncIterator[None]:
    """What is done inside is cancelled after so many seconds of a clock, and waited for.

    Raises TimeoutError when that has happened.
    """
    async with asyncio.timeout(None) as limit:
        waiting = asyncio.create_task(_run_out(clock, seconds, limit))
        try:
            yield
        finally:
            waiting.cancel()


async def _run_out(clock: Clock, seconds: float, limit: asyncio.Timeout) -> None:
    await clock.sleep(seconds)
    limit.reschedule(asyncio.get_running_loop().time())
