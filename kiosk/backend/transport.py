"""HTTPS with mutual TLS to the collection service: one bounded call, its JSON or a ServiceError."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx2
import stamina

from kiosk.backend.errors import ServiceError, ServiceErrorKind

MOST_BYTES = 1 << 20
_UNAVAILABLE = frozenset({429, 502, 503, 504})
_SERVER_ERROR = 500
_CLIENT_ERROR = 400
_NOT_CONNECTED = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to connect, between two bytes, for a whole call; tries of what may be repeated."""

    connect: float = 4.0
    silence: float = 8.0
    whole: float = 15.0
    tries: int = 3


@dataclass(frozen=True, slots=True)
class Credentials:
    """PEM files: the authority that signed the service, our certificate, and its key."""

    ca: Path
    certificate: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """A TLS 1.2+ client context that trusts this authority alone. Raises OSError, SSLError."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_verify_locations(self.ca)
        context.load_cert_chain(self.certificate, self.key)
        return context


class Transport:
    """One connection pool. Every call ends within ``patience.whole`` seconds."""

    def __init__(self, url: str, credentials: Credentials, patience: Patience) -> None:
        self._patience = patience
        self._client = httpx2.AsyncClient(
            base_url=url,
            verify=credentials.context(),
            timeout=httpx2.Timeout(patience.silence, connect=patience.connect),
            trust_env=False,
        )

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def once(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> object:
        """The JSON answer of a call that is made once. Raises ServiceError."""
        try:
            async with (
                asyncio.timeout(self._patience.whole),
                self._client.stream(method, path, json=body, headers=headers) as response,
            ):
                content = await _bounded(response)
        except (TimeoutError, httpx2.ReadTimeout, httpx2.WriteTimeout) as error:
            raise ServiceError(ServiceErrorKind.TIMEOUT, cause=type(error).__name__) from error
        except _NOT_CONNECTED as error:
            raise ServiceError(ServiceErrorKind.UNREACHABLE, cause=_short(error)) from error
        except httpx2.DecodingError as error:
            raise ServiceError(ServiceErrorKind.MALFORMED, cause="encoding") from error
        except httpx2.HTTPError as error:
            raise ServiceError(ServiceErrorKind.UNREACHABLE, cause=_short(error)) from error
        return _answer(response, content)

    async def repeatedly(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> object:
        """As ``once``, again when the answer was lost: only for calls that may be repeated."""
        async for attempt in stamina.retry_context(
            on=_is_lost, attempts=self._patience.tries, wait_initial=0.2, wait_max=1.0
        ):
            with attempt:
                return await self.once(method, path, body, headers)
        raise AssertionError("unreachable")


def _is_lost(error: Exception) -> bool:
    return isinstance(error, ServiceError) and error.kind in (
        ServiceErrorKind.UNREACHABLE,
        ServiceErrorKind.UNAVAILABLE,
    )


def _short(error: Exception) -> str:
    return type(error).__name__


async def _bounded(response: httpx2.Response) -> bytes:
    content = bytearray()
    async for piece in response.aiter_bytes():
        content += piece
        if len(content) > MOST_BYTES:
            raise ServiceError(ServiceErrorKind.MALFORMED, cause="too long")
    return bytes(content)


def _answer(response: httpx2.Response, content: bytes) -> object:
    event_id = _event_id(response)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if response.status_code in _UNAVAILABLE or response.status_code >= _SERVER_ERROR:
        raise ServiceError(
            ServiceErrorKind.UNAVAILABLE, event_id=event_id, cause=str(response.status_code)
        )
    if kind not in ("application/json", "application/problem+json"):
        raise ServiceError(ServiceErrorKind.MALFORMED, event_id=event_id, cause="content type")
    try:
        answer: object = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ServiceError(
            ServiceErrorKind.MALFORMED, event_id=event_id, cause="not JSON"
        ) from error
    if response.status_code >= _CLIENT_ERROR:
        code = answer.get("code") if isinstance(answer, dict) else None
        raise ServiceError(
            ServiceErrorKind.REFUSED,
            code=code if isinstance(code, str) else "",
            event_id=event_id,
            cause=str(response.status_code),
        )
    if not response.is_success:
        raise ServiceError(ServiceErrorKind.MALFORMED, event_id=event_id, cause="status")
    return answer


def _event_id(response: httpx2.Response) -> str:
    text = response.headers.get("x-event-id", "")
    return text if text.isascii() and text.replace("-", "").isalnum() and len(text) <= 64 else ""
