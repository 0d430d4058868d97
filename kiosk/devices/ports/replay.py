"""Plays a recorded wire session back to a driver."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from kiosk.devices.ports.byte_port import BytePort, PortLost, PortOpener
from kiosk.devices.ports.recording import EventKind, WireEvent


class ReplayMismatch(Exception):
    """The driver did something else than when the session was recorded."""


class ReplayPort:
    """BytePort whose other end is a record. Time does not pass: silence is over at once."""

    def __init__(self, events: Iterable[WireEvent]) -> None:
        self._events = deque(events)

    @property
    def finished(self) -> bool:
        """Whether the whole record was played."""
        return not self._events

    async def read(self, at_most: int, timeout_s: float) -> bytes:
        """See BytePort. Silent until the driver has sent what it sent then."""
        del timeout_s
        if self._next_kind() in (None, EventKind.SENT):
            return b""
        event = self._events.popleft()
        if event.kind is EventKind.LOST:
            raise PortLost("as recorded")
        if len(event.data) > at_most:
            rest = WireEvent(event.at, event.kind, event.data[at_most:])
            self._events.appendleft(rest)
        return event.data[:at_most]

    async def write(self, data: bytes, timeout_s: float) -> None:
        """See BytePort. Raises ReplayMismatch when the record says otherwise."""
        del timeout_s
        if self._next_kind() is not EventKind.SENT:
            raise ReplayMismatch("sent where the record has nothing sent")
        if self._events.popleft().data != data:
            raise ReplayMismatch("sent something else than in the record")
        if self._next_kind() is EventKind.LOST:
            self._events.popleft()
            raise PortLost("as recorded")

    async def close(self) -> None:
        """See BytePort."""

    def _next_kind(self) -> EventKind | None:
        return self._events[0].kind if self._events else None


def replayed(events: Iterable[WireEvent]) -> PortOpener:
    """Opens the record as a port, once."""
    port = ReplayPort(events)

    async def opener() -> BytePort:
        return port

    return opener
