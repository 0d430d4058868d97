"""Connections whose TLS handshake has not ended when the call that wanted it is given up."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Protocol


class _Connection(Protocol):
    async def aclose(self) -> None: ...


class Handshake:
    """Follows the connecting of one call as the HTTP library's ``trace`` extension, and closes what
    is left of it at the end.

    httpcore2 2.16 closes a connection whose handshake fails, and keeps one whose handshake is
    cancelled: its other end would have to hang up.
    """

    def __init__(self) -> None:
        self._unfinished: _Connection | None = None

    async def __call__(self, step: str, facts: Mapping[str, _Connection]) -> None:
        """What the library does now, and with what."""
        if step == "connection.connect_tcp.complete":
            self._unfinished = facts["return_value"]
        elif step == "connection.start_tls.complete":
            self._unfinished = None

    async def __aenter__(self) -> Handshake:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._unfinished is not None:
            await self._unfinished.aclose()
