"""Brings the parts of the terminal to rest before staff get it, and sends them to work again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol

from kiosk.observe import Event, EventLog
from kiosk.session.effects import HandOver
from kiosk.session.events import Acknowledged
from kiosk.session.handover import Direction, Part


class Restful(Protocol):
    """A part that can be brought to rest."""

    async def rest(self) -> None:
        """Finish what is under way, and begin nothing for citizens until ``resume``."""
        ...

    def resume(self) -> None:
        """Go to work again; also one that never came to rest."""
        ...


class PartsAtRest:
    """Asks every part of a terminal and posts what each acknowledges. A part that this terminal
    does not have is at rest by itself."""

    def __init__(
        self,
        parts: Mapping[Part, Restful],
        post: Callable[[Acknowledged], None],
        log: EventLog,
    ) -> None:
        self._parts = parts
        self._post = post
        self._log = log
        self._resting: dict[Part, asyncio.Task[None]] = {}

    def carry_out(self, asked: HandOver) -> None:
        """Have every part acknowledge, each when it has come that far."""
        for part in Part:
            self._forget(part)
            one = self._parts.get(part)
            if one is None:
                self._post(Acknowledged(asked.number, part))
            elif asked.direction is Direction.RESUME:
                one.resume()
                self._post(Acknowledged(asked.number, part))
            else:
                self._resting[part] = asyncio.create_task(self._bring(part, one, asked.number))

    async def close(self) -> None:
        """Wait for nobody any more."""
        resting = tuple(self._resting.values())
        for task in resting:
            task.cancel()
        await asyncio.gather(*resting, return_exceptions=True)

    async def _bring(self, part: Part, one: Restful, number: int) -> None:
        try:
            await one.rest()
        except Exception as error:  # staff are wanted most where something is broken
            self._log.record(
                Event.INTERNAL_ERROR, request=f"rest_{part.value}", error=type(error).__name__
            )
        self._post(Acknowledged(number, part))

    def _forget(self, part: Part) -> None:
        if (earlier := self._resting.pop(part, None)) is not None:
            earlier.cancel()
