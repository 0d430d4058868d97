"""The line between the kiosk and the collection service: a relay that can be cut, held or slowed.

TLS passes through it unbroken, so the kiosk checks the service's own certificate.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

_CHUNK = 65536
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Line(Enum):
    """How the line is."""

    UP = "up"
    """Everything passes."""
    REFUSED = "refused"
    """Nobody listens any more and live connections are reset: a switch without power."""
    CUT = "cut"
    """Connections are taken and reset at once: a firewall that says no."""
    SILENT = "silent"
    """Connections stay, nothing passes: a pulled cable further away. What was held passes later."""
    SLOW = "slow"
    """Every piece arrives late."""


@dataclass(frozen=True, slots=True)
class Address:
    """A TCP end."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class Network:
    """A TCP relay on loopback to one destination."""

    def __init__(
        self,
        destination: Address,
        *,
        port: int = 0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._destination = destination
        self._port = port
        self._sleep = sleep
        self._line = Line.UP
        self._latency = 0.0
        self._answer_bytes_left: int | None = None
        self._passing = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> Address:
        """Where the kiosk connects; fixed from the first start on."""
        return Address("127.0.0.1", self._port)

    @property
    def line(self) -> Line:
        """How the line is now."""
        return self._line

    @property
    def latency_seconds(self) -> float:
        """How late each piece arrives while the line is slow."""
        return self._latency

    @property
    def connections(self) -> int:
        """How many connections the kiosk has open."""
        return len(self._connections) // 2

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self._line = Line.UP
        self._passing.set()
        await self._listen()

    async def stop(self) -> None:
        """Close everything; may be called twice."""
        await self._deafen()
        self._reset_connections()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def restore(self) -> None:
        """Let everything pass again; what a silent line held passes now."""
        self._line = Line.UP
        self._latency = 0.0
        self._answer_bytes_left = None
        self._passing.set()
        await self._listen()

    async def fail(self, line: Line, *, latency_seconds: float = 0.0) -> None:
        """Put the line into a state; ``latency_seconds`` is for ``Line.SLOW``."""
        await self.restore()
        self._line = line
        match line:
            case Line.UP:
                pass
            case Line.REFUSED:
                await self._deafen()
                self._reset_connections()
            case Line.CUT:
                self._reset_connections()
            case Line.SILENT:
                self._passing.clear()
            case Line.SLOW:
                self._latency = latency_seconds
            case _:
                assert_never(line)

    def cut_after(self, answer_bytes: int) -> None:
        """Cut the line once this many more bytes have come back from the service, in mid-answer."""
        self._answer_bytes_left = answer_bytes

    async def _listen(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)
            self._port = self._server.sockets[0].getsockname()[1]

    async def _deafen(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def _reset_connections(self) -> None:
        for writer in tuple(self._connections):
            _reset(writer)
        self._connections.clear()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._relay(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._line is Line.CUT:
            _reset(writer)
            return
        try:
            there_reader, there_writer = await asyncio.open_connection(
                self._destination.host, self._destination.port
            )
        except OSError:
            _reset(writer)
            return
        pair = {writer, there_writer}
        self._connections |= pair
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass(reader, there_writer))
                both.create_task(self._pass_answers(there_reader, writer))
        except* OSError:
            pass
        finally:
            self._connections -= pair
            for end in pair:
                end.close()

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while piece := await source.read(_CHUNK):
            await self._deliver(piece, sink)
        with contextlib.suppress(OSError):
            sink.write_eof()

    async def _pass_answers(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while piece := await source.read(_CHUNK):
            left = self._answer_bytes_left
            if left is not None and len(piece) >= left:
                await self._deliver(piece[:left], sink)
                await self.fail(Line.CUT)
                return
            if left is not None:
                self._answer_bytes_left = left - len(piece)
            await self._deliver(piece, sink)
        with contextlib.suppress(OSError):
            sink.write_eof()

    async def _deliver(self, piece: bytes, sink: asyncio.StreamWriter) -> None:
        await self._passing.wait()
        if self._latency > 0:
            await self._sleep(self._latency)
        sink.write(piece)
        await sink.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST, so that the other end sees a failure and not an orderly end."""
    peer = writer.get_extra_info("socket")
    if peer is not None:
        with contextlib.suppress(OSError):
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    writer.transport.abort()
