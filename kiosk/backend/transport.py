"""HTTPS with mutual TLS to the collection service: one bounded call, its JSON or a ServiceError."""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx2
import stamina

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.handshake import Handshake

MOST_BYTES = 1 << 20
MOST_DOCUMENT_BYTES = 3 << 20
"""A document of 2 MiB takes a third more in base64, and some words about it."""
_UNAVAILABLE = frozenset({408, 429})
_TOO_MANY = 429
# Tries that a citizen has used up, not the service's own load: asking again would not help.
_USED_UP = frozenset({"payee_attempts_used"})
_SERVER_ERROR = 500
_CLIENT_ERROR = 400
_NOT_JSON = object()
_PROBLEM = "application/problem+json"
# A code is looked up and logged, so nothing that could be a number of a person passes for one.
_CODE = re.compile(r"(?=.{1,64}\Z)[a-z]+(?:_[a-z]+)*", re.ASCII)
_EVENT_ID = re.compile(r"[0-9A-Za-z-]{1,64}", re.ASCII)


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
            # Compressed, a few bytes could become more than this machine has.
            headers={"accept": "application/json", "accept-encoding": "identity"},
            # Nothing about one citizen's calls may be told with the next one's.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            verify=credentials.context(),
            timeout=httpx2.Timeout(patience.silence, connect=patience.connect),
            follow_redirects=False,
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
        *,
        most_bytes: int = MOST_BYTES,
    ) -> object:
        """The JSON answer of a call that is made once. Raises ServiceError."""
        try:
            async with (
                asyncio.timeout(self._patience.whole),
                Handshake() as handshake,
                self._client.stream(
                    method, path, json=body, headers=headers, extensions={"trace": handshake}
                ) as response,
            ):
                content = await _bounded(response, most_bytes)
        except ServiceError:
            raise
        except Exception as error:  # some answers break the library in its own ways
            failure = _failure(error)
        else:
            return _answer(response, content)
        # Outside the handler: the library's error holds the request, and so personal data.
        raise failure

    async def repeatedly(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        most_bytes: int = MOST_BYTES,
    ) -> object:
        """As ``once``, again when the answer was lost: only for calls that may be repeated."""
        async for attempt in stamina.retry_context(
            on=_is_lost, attempts=self._patience.tries, wait_initial=0.2, wait_max=1.0
        ):
            with attempt:
                return await self.once(method, path, body, headers, most_bytes=most_bytes)
        raise AssertionError("unreachable")


def _is_lost(error: Exception) -> bool:
    return isinstance(error, ServiceError) and error.kind in (
        ServiceErrorKind.UNREACHABLE,
        ServiceErrorKind.UNAVAILABLE,
    )


def _failure(error: Exception) -> ServiceError:
    match error:
        case TimeoutError() | httpx2.ReadTimeout() | httpx2.WriteTimeout():
            kind = ServiceErrorKind.TIMEOUT
        case httpx2.HTTPError():
            kind = ServiceErrorKind.UNREACHABLE
        case _:
            # Some answers, such as a redirection to ``//:0``, break the library in its own ways.
            kind = ServiceErrorKind.MALFORMED
    return ServiceError(kind, cause=type(error).__name__)


async def _bounded(response: httpx2.Response, most_bytes: int) -> bytes:
    if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise ServiceError(ServiceErrorKind.MALFORMED, cause="encoding")
    content = bytearray()
    async for piece in response.aiter_raw():
        content += piece
        if len(content) > most_bytes:
            raise ServiceError(ServiceErrorKind.MALFORMED, cause="too long")
    return bytes(content)


def _answer(response: httpx2.Response, content: bytes) -> object:
    """The content if it is the service's own word; what a proxy on the way says is not."""
    status, event_id = response.status_code, _event_id(response)
    if status >= _SERVER_ERROR or (status in _UNAVAILABLE and not _is_used_up(response, content)):
        raise ServiceError(ServiceErrorKind.UNAVAILABLE, event_id=event_id, cause=str(status))
    refused = status >= _CLIENT_ERROR
    if not refused and not response.is_success:
        raise ServiceError(ServiceErrorKind.MALFORMED, event_id=event_id, cause=str(status))
    if _kind(response) != (_PROBLEM if refused else "application/json"):
        raise ServiceError(ServiceErrorKind.MALFORMED, event_id=event_id, cause="content type")
    answer = _parsed(content)
    if answer is _NOT_JSON:
        raise ServiceError(ServiceErrorKind.MALFORMED, event_id=event_id, cause="not JSON")
    if refused:
        raise ServiceError(
            ServiceErrorKind.REFUSED, code=_code(answer), event_id=event_id, cause=str(status)
        )
    return answer


def _is_used_up(response: httpx2.Response, content: bytes) -> bool:
    return (
        response.status_code == _TOO_MANY
        and _kind(response) == _PROBLEM
        and _code(_parsed(content)) in _USED_UP
    )


def _kind(response: httpx2.Response) -> str:
    text: str = response.headers.get("content-type", "")
    return text.partition(";")[0].strip().lower()


def _parsed(content: bytes) -> object:
    try:
        return json.loads(
            content.decode("utf-8"), object_pairs_hook=_unambiguous, parse_constant=_no_number
        )
    except (ValueError, RecursionError):
        return _NOT_JSON


def _unambiguous(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a name twice in one object")
    return read


def _no_number(constant: str) -> float:
    raise ValueError(f"JSON knows no {constant}")


def _code(answer: object) -> str:
    code = answer.get("code") if isinstance(answer, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


def _event_id(response: httpx2.Response) -> str:
    text: str = response.headers.get("x-event-id", "")
    return text if _EVENT_ID.fullmatch(text) else ""
