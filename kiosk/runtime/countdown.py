"""The session's timer and the ring that shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kiosk.runtime.clock import Clock
from kiosk.runtime.stage import Stage
from kiosk.session.effects import SetTimer, StopTimer
from kiosk.session.events import Elapsed


class Countdown:
    """At most one timer and one ring at a time; setting either replaces what ran before."""

    def __init__(self, clock: Clock, stage: Stage, post: Callable[[Elapsed], None]) -> None:
        self._clock = clock
        self._stage = stage
        self._post = post
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    def set(self, effect: SetTimer) -> None:
        """Start the timer and the ring."""
        self.cancel()
        self._tasks = (
            asyncio.create_task(self._elapse(effect.number, effect.seconds)),
            asyncio.create_task(self._ring(effect.ring)),
        )

    def stop(self, effect: StopTimer) -> None:
        """Stop the timer; the ring may go on by itself."""
        self.cancel()
        if effect.ring is not None:
            self._tasks = (asyncio.create_task(self._ring(effect.ring)),)

    def cancel(self) -> None:
        """Neither timer nor ring."""
        for task in self._tasks:
            task.cancel()
        self._tasks = ()

    async def _elapse(self, number: int, seconds: int) -> None:
        await self._clock.sleep(seconds)
        self._post(Elapsed(number))

    async def _ring(self, seconds: int) -> None:
        end = self._clock.monotonic() + seconds
        left = seconds
        while True:
            self._stage.countdown(left)
            if not left:
                return
            # The clock may be moved on; the ring shows what is left by it, not how often it ticked.
            await self._clock.sleep(end - (left - 1) - self._clock.monotonic())
            left = max(0, min(left - 1, round(end - self._clock.monotonic())))
