"""Time, always injected: what hour it is, and waiting."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from typing import Protocol, TypeVar

T = TypeVar("T")

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


class Clock(Protocol):
    """The only source of time in the runtime."""

    def now(self) -> datetime:
        """The wall clock, in Beijing time."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait; cancellable."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The wall clock, in Beijing time."""
        return datetime.now(BEIJING)

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait; cancellable."""
        await asyncio.sleep(seconds)


async def within(clock: Clock, seconds: float, work: Coroutine[object, object, T]) -> T:
    """The result of some work that must be done within so many seconds of a clock.

    Raises TimeoutError when it is not; the work is then cancelled, and not waited for.
    """
    working = asyncio.create_task(work)
    waiting = asyncio.create_task(clock.sleep(seconds))
    try:
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise TimeoutError
    finally:
        waiting.cancel()
        working.cancel()
        working.add_done_callback(_ignore)


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


def _ignore(given_up: asyncio.Task[T]) -> None:
    """What becomes of work nobody waits for is nobody's business, and not asyncio's to complain."""
    if not given_up.cancelled():
        given_up.exception()
