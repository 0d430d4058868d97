"""An HTTPS server that says exactly what a test wants, byte for byte, on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """What the client sent."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, object]:
        loaded: object = json.loads(self.body)
        assert isinstance(loaded, dict)
        return loaded


class Peer:
    """One connection of the client, as a script plays it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self.writer = writer

    async def request(self) -> Request:
        """Raises IncompleteReadError when the client has gone."""
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        method, target, _ = first.split(" ")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines if line)
        }
        body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        return Request(method, target, headers, body)

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    def reset(self) -> None:
        """Break the connection off without a word."""
        self.writer.transport.abort()

    async def until_it_gives_up(self) -> None:
        """Wait until the client has closed the connection."""
        while await self._reader.read(1024):
            pass


Script = Callable[[Peer, Request], Awaitable[None]]


class HostileServer:
    """Plays one script per request, the last of them for ever; keeps what was asked of it."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self.port = 0
        self._scripts: list[Script] = []
        self._busy: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def plays(self, *scripts: Script) -> None:
        self._scripts = list(scripts)
        self.requests.clear()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        self.connections += 1
        peer = Peer(reader, writer)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                request = await peer.request()
                self.requests.append(request)
                script = self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]
                await script(peer, request)
        writer.transport.abort()
        self._busy.discard(task)

    async def stop(self) -> None:
        busy = tuple(self._busy)
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)


@asynccontextmanager
async def hostile_server(context: ssl.SSLContext) -> AsyncIterator[HostileServer]:
    hostile = HostileServer()
    server = await asyncio.start_server(hostile.serve, "127.0.0.1", 0, ssl=context, limit=1 << 22)
    hostile.port = server.sockets[0].getsockname()[1]
    try:
        yield hostile
    finally:
        server.close()
        await hostile.stop()


def head(status: int, *headers: str) -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status} Whatever", *headers, "", "")).encode("latin-1")


def raw(data: bytes) -> Script:
    """Answer with these very bytes, then close."""

    async def script(peer: Peer, _request: Request) -> None:
        await peer.send(data)
        peer.writer.close()

    return script


def body(
    content: bytes, status: int = 200, *headers: str, kind: str = "application/json"
) -> Script:
    """A complete answer of this content."""
    length = f"Content-Length: {len(content)}"

    async def script(peer: Peer, _request: Request) -> None:
        await peer.send(head(status, f"Content-Type: {kind}", length, *headers) + content)

    return script


def says(answer: object, status: int = 200, *headers: str) -> Script:
    """A complete answer of this JSON."""
    return body(json.dumps(answer).encode(), status, *headers)


def problem(status: int, code: object, event_id: str = "7d1c-42") -> Script:
    content = {"type": "about:blank", "title": "No", "status": status, "code": code}
    return body(
        json.dumps(content).encode(),
        status,
        f"X-Event-Id: {event_id}",
        kind="application/problem+json",
    )


async def reset(peer: Peer, _request: Request) -> None:
    """The request has arrived, and then the line is cut."""
    peer.reset()


async def silence(peer: Peer, _request: Request) -> None:
    """The request has arrived, and nothing ever comes back."""
    await peer.until_it_gives_up()
