"""Around the application: the date and number of every answer, and the faults that are set."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import assert_never
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sim.backend.faults import Fault, FaultKind, FaultTable
from sim.backend.hostile import spoil
from sim.backend.peer import transport_of
from sim.clock import WorldClock

EVENT_ID = "event_id"

_log = logging.getLogger(__name__)

_LOGIN_PAGE = "<!doctype html><title>Login</title><p>Please accept the terms of this network.</p>"


class Stamp:
    """Gives every request its event number, and every answer that number and the world's date."""

    def __init__(self, app: ASGIApp, clock: WorldClock) -> None:
        self._app = app
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        event_id = str(uuid4())
        scope.setdefault("state", {})[EVENT_ID] = event_id

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Date"] = self._date()
                headers["X-Event-Id"] = event_id
                headers["Cache-Control"] = "no-store"
                # No address holds personal data, so each may be written down.
                told = (event_id, scope["method"], scope["path"], message["status"])
                _log.info("%s %s %r %s", *told)
            await send(message)

        await self._app(scope, receive, stamped)

    def _date(self) -> str:
        return format_datetime(self._clock.now().astimezone(UTC), usegmt=True)


@dataclass(slots=True)
class _Answer:
    """An answer held back."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    async def take(self, message: Message) -> None:
        """Collect it instead of sending it."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = list(message["headers"])
        else:
            self.body += message.get("body", b"")

    async def send(self, send: Send) -> None:
        """Send it after all, with the length of the body it has now."""
        MutableHeaders(raw=self.headers)["Content-Length"] = str(len(self.body))
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})


class Faults:
    """Lets the faults of a table strike the requests they are for."""

    def __init__(
        self,
        app: ASGIApp,
        table: FaultTable,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._app = app
        self._table = table
        self._sleep = sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        struck = (
            self._table.strike(scope["method"], scope["path"]) if scope["type"] == "http" else ()
        )
        if not struck:
            await self._app(scope, receive, send)
            return
        answer = _Answer()
        if not await self._before(struck, answer, scope, receive):
            return
        if answer.status == 0:
            await self._app(scope, receive, answer.take)
        for fault in struck:
            if not await self._after(fault, answer, scope, receive, send):
                return
        await answer.send(send)

    async def _before(
        self, struck: tuple[Fault, ...], answer: _Answer, scope: Scope, receive: Receive
    ) -> bool:
        """What happens before the request is served; False when it is over with that."""
        for fault in struck:
            if fault.kind is FaultKind.SLOW:
                await self._sleep(fault.seconds)
            elif fault.kind is FaultKind.DOWN:
                await _drop(scope, receive)
                return False
            elif fault.kind is FaultKind.STATUS:
                answer.status = fault.status
                answer.headers = [(b"content-type", b"text/plain; charset=utf-8")]
                answer.body = b"upstream failure"
            elif fault.kind is FaultKind.WRONG_TYPE:
                answer.status = 200
                answer.headers = [(b"content-type", b"text/html; charset=utf-8")]
                answer.body = _LOGIN_PAGE.encode()
        return True

    async def _after(
        self, fault: Fault, answer: _Answer, scope: Scope, receive: Receive, send: Send
    ) -> bool:
        """What happens to the answer; False when the connection is gone with it."""
        match fault.kind:
            case FaultKind.LOST_ANSWER:
                await _drop(scope, receive)
                return False
            case FaultKind.TRUNCATED:
                await _truncate(answer, scope, receive, send)
                return False
            case FaultKind.SLOW_ANSWER:
                await self._sleep(fault.seconds)
            case FaultKind.MALFORMED_JSON:
                answer.body = answer.body[: max(len(answer.body) // 2, 1)]
            case FaultKind.SKEWED_DATE:
                _skew(answer, fault.seconds)
            case FaultKind.HOSTILE:
                if answer.status < 400:
                    answer.body = spoil(answer.body, fault.hostility)
            case FaultKind.DOWN | FaultKind.SLOW | FaultKind.STATUS | FaultKind.WRONG_TYPE:
                pass
            case _:
                assert_never(fault.kind)
        return True


def _skew(answer: _Answer, seconds: float) -> None:
    headers = MutableHeaders(raw=answer.headers)
    told = parsedate_to_datetime(headers["Date"]) + timedelta(seconds=seconds)
    headers["Date"] = format_datetime(told, usegmt=True)


async def _drop(scope: Scope, receive: Receive) -> None:
    """Cut the connection as a failing network does. Raises ConnectionAbortedError without one."""
    transport = transport_of(scope)
    if transport is None:
        raise ConnectionAbortedError
    transport.abort()
    await _gone(receive)


async def _truncate(answer: _Answer, scope: Scope, receive: Receive, send: Send) -> None:
    transport = transport_of(scope)
    if transport is None:
        raise ConnectionAbortedError
    headers = MutableHeaders(raw=answer.headers)
    headers["Content-Length"] = str(len(answer.body))
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    half = answer.body[: len(answer.body) // 2]
    await send({"type": "http.response.body", "body": half, "more_body": True})
    transport.close()
    await _gone(receive)


async def _gone(receive: Receive) -> None:
    """Wait until the server has noticed, lest it take our silence for a fault of ours."""
    while (await receive())["type"] != "http.disconnect":
        pass
