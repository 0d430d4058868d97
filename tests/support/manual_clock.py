"""A clock that stands still until a test moves it, and then wakes its sleepers in their order."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Coroutine
from datetime import datetime, timedelta, timezone
from typing import TypeVar

T = TypeVar("T")
BEIJING = timezone(timedelta(hours=8))
OPENING = datetime(2026, 11, 23, 9, 30, tzinfo=BEIJING)
_TURNS = 40


class ManualClock:
    """Time for tests: ``sleep`` returns when ``advance`` or ``run`` has moved it far enough.

    ``slept`` are the lengths of all sleeps asked for so far, in order.
    """

    def __init__(self, at: datetime = OPENING) -> None:
        self._at = at
        self._elapsed = 0.0
        self._order = itertools.count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._waiting: list[asyncio.Future[None]] = []
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._at + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._elapsed + seconds, next(self._order), waking))
        for watcher in self._waiting:
            if not watcher.done():
                watcher.set_result(None)
        await waking

    @property
    def sleepers(self) -> int:
        """How many tasks sleep now."""
        return sum(1 for _, _, waking in self._sleepers if not waking.done())

    def set_wall_clock(self, by: timedelta) -> None:
        """Somebody sets the wall clock forward or back; nobody's sleep is changed by that."""
        self._at += by

    async def settle(self) -> None:
        """Let everything run that does not wait for time, a thread or a wire."""
        for _ in range(_TURNS):
            await asyncio.sleep(0)

    async def fall_asleep(self, count: int = 1) -> None:
        """Wait, however long a thread takes, until so many tasks sleep."""
        while self.sleepers < count:
            watcher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.append(watcher)
            try:
                await watcher
            finally:
                self._waiting.remove(watcher)

    async def advance(self, seconds: float) -> None:
        """Move on, waking whoever is due on the way; each runs before the next is woken."""
        target = self._elapsed + seconds
        await self.settle()
        while (due := self._next_due()) is not None and due <= target:
            self._wake_next()
            await self.settle()
        self._elapsed = target
        await self.settle()

    async def run(self, work: Coroutine[object, object, T]) -> T:
        """The result of some work; whenever it sleeps, time moves on to its waking."""
        task = asyncio.create_task(work)
        while True:
            asleep = asyncio.create_task(self.fall_asleep())
            await asyncio.wait({task, asleep}, return_when=asyncio.FIRST_COMPLETED)
            asleep.cancel()
            await self.settle()
            if task.done():
                return task.result()
            self._wake_next()

    def _next_due(self) -> float | None:
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    def _wake_next(self) -> None:
        if self._next_due() is not None:
            due, _, waking = heapq.heappop(self._sleepers)
            self._elapsed = max(self._elapsed, due)
            waking.set_result(None)
