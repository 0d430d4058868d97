"""Records what passes over a wire, so that a session from the field can be replayed as a test.

The record is JSON, a line an event: ``{"at": 1.25, "out": "aaaaaa9669…"}`` was sent, ``in`` was
received, ``lost`` says that the wire was gone. What comes from a card is personal, so received
bytes pass a ``Conceal`` before they are written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from kiosk.devices.clock import Clock
from kiosk.devices.ports.byte_port import BytePort, PortLost, PortOpener

Sink = Callable[[str], None]
"""Takes one line of the record, without its end of line."""


Conceal = Callable[[bytes], bytes]
"""Replaces personal bytes of a received stream, piece by piece; keeps its length."""


class EventKind(Enum):
    """What happened on the wire."""

    SENT = "out"
    RECEIVED = "in"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class WireEvent:
    """One line of a record; ``at`` is seconds since the port was opened."""

    at: float
    kind: EventKind
    data: bytes = b""

    def line(self) -> str:
        """As written."""
        return json.dumps({"at": round(self.at, 3), self.kind.value: self.data.hex()})


def read_record(lines: Iterable[str]) -> Iterator[WireEvent]:
    """Read a record back. Raises ValueError when it is none."""
    for line in lines:
        match json.loads(line):
            case {"at": float() | int() as at, "out": str(data)}:
                yield WireEvent(float(at), EventKind.SENT, bytes.fromhex(data))
            case {"at": float() | int() as at, "in": str(data)}:
                yield WireEvent(float(at), EventKind.RECEIVED, bytes.fromhex(data))
            case {"at": float() | int() as at, "lost": str()}:
                yield WireEvent(float(at), EventKind.LOST)
            case _:
                raise ValueError("not a line of a wire record")


class RecordingPort:
    """BytePort that passes everything on and writes it down.

    ``conceal`` makes a fresh Conceal for what is received after each sending, so that an answer
    broken off does not cost the next one.
    """

    def __init__(
        self, port: BytePort, sink: Sink, conceal: Callable[[], Conceal], clock: Clock
    ) -> None:
        self._port = port
        self._sink = sink
        self._fresh_conceal = conceal
        self._conceal = conceal()
        self._clock = clock
        self._opened = clock.monotonic()

    async def read(self, at_most: int, timeout_s: float) -> bytes:
        """See BytePort."""
        try:
            data = await self._port.read(at_most, timeout_s)
        except PortLost:
            self._write(EventKind.LOST)
            raise
        if data:
            self._write(EventKind.RECEIVED, self._conceal(data))
        return data

    async def write(self, data: bytes, timeout_s: float) -> None:
        """See BytePort."""
        self._write(EventKind.SENT, data)
        self._conceal = self._fresh_conceal()
        try:
            await self._port.write(data, timeout_s)
        except PortLost:
            self._write(EventKind.LOST)
            raise

    async def close(self) -> None:
        """See BytePort."""
        await self._port.close()

    def _write(self, kind: EventKind, data: bytes = b"") -> None:
        self._sink(WireEvent(self._clock.monotonic() - self._opened, kind, data).line())


def recorded(
    opener: PortOpener, sink: Sink, conceal: Callable[[], Conceal], clock: Clock
) -> PortOpener:
    """The same port, recorded each time it is opened."""

    async def open_recorded() -> BytePort:
        return RecordingPort(await opener(), sink, conceal, clock)

    return open_recorded


def nothing_concealed() -> Conceal:
    """For wires without personal data, and for invented people."""
    return bytes
