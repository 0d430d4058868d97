"""Remembers what a card was asked, for tests to see."""

from __future__ import annotations

import asyncio


class Witness:
    """The commands that reached cards in a slot, as the reader sent them."""

    def __init__(self) -> None:
        self._commands: list[bytes] = []
        self._news = asyncio.Event()

    @property
    def commands(self) -> tuple[bytes, ...]:
        """All so far, in order."""
        return tuple(self._commands)

    def note(self, command: bytes) -> None:
        """One more."""
        self._commands.append(command)
        self._news.set()

    async def has_seen(self, count: int) -> None:
        """Return when there were so many."""
        while len(self._commands) < count:
            self._news.clear()
            await self._news.wait()
