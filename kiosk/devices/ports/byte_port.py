"""A wire that carries bytes both ways, whatever it is made of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol


class PortError(Exception):
    """The wire cannot be used. Names the reason, never the bytes on it."""


class PortLost(PortError):
    """Nothing is at the other end: not there when opened, or gone since."""


class PortRefused(PortError):
    """It is there but may not be used: no permission, in use elsewhere, wrong address or kind."""


class BytePort(Protocol):
    """An open wire. Every call may be cancelled; bytes that had arrived stay for the next read."""

    async def read(self, at_most: int, timeout_s: float) -> bytes:
        """What has arrived, 1 to ``at_most`` bytes, as soon as there is any.

        ``b""`` when nothing comes within ``timeout_s``; with 0 it only looks. Raises PortLost.
        """
        ...

    async def write(self, data: bytes, timeout_s: float) -> None:
        """Send all of ``data``. Raises PortLost, also when that takes longer than ``timeout_s``."""
        ...

    async def close(self) -> None:
        """Let go of the wire. Never raises; may be called twice."""
        ...


PortOpener = Callable[[], Awaitable[BytePort]]
"""Opens the wire anew each time it is called. Raises PortLost or PortRefused."""
