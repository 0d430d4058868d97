"""The wire to a printer that speaks IPP: HTTP and the parser of pyipp, requests of our own.

What was found of pyipp 0.17 and is kept away from the rest of the program:

* its serializer drops attributes without a word (see ``codecs.ipp_request``);
* its parser can be made to run for ever, and takes empty groups for errors (``codecs.ipp_frame``);
* ``verify_ssl`` is False unless told otherwise: every certificate would do;
* its patience ends with the head of the answer, so the body may never come; and it is counted by
  the wall clock, so here it is switched off, and an injected clock watches over the whole;
* an answer of HTTP 4xx or 5xx that is not UTF-8 raises UnicodeDecodeError.

Every request has a session and a connection of its own, gone when it ends: on a kept one that the
printer has given up meanwhile, a document would be lost in doubt.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, cast

import aiohttp
from pyipp import IPP, IPPConnectionError, IPPConnectionUpgradeRequired, IPPError, IPPResponseError
from pyipp.parser import parse

from kiosk.devices.clock import Clock
from kiosk.devices.codecs.ipp_frame import sound_message
from kiosk.devices.codecs.ipp_reply import NOTHING_SAID, IppAttributes, IppReply

_FOR_EVER_S = 10**9
_REFUSALS = range(400, 500)


class IppUnsent(Exception):
    """No connection came about: the printer knows nothing of the request."""


class IppUnanswered(Exception):
    """The request was sent, at least in part, and no whole answer came."""


class IppNonsense(Exception):
    """An answer came that is no IPP. Whether the request was carried out is not known."""


class IppNotServed(Exception):
    """The request was turned away before any printer saw it: a certificate that is not believed, a
    path that does not exist, a password that is asked for."""


class IppWire(Protocol):
    """What carries requests to a printer and answers back."""

    async def ask(self, request: bytes, patience_s: float) -> IppReply:
        """Send a request and return the answer. May be called by several tasks at once.

        Raises IppUnsent, IppUnanswered, IppNonsense, IppNotServed.
        """
        ...


class IppPort:
    """IppWire to ``uri``, ``ipp://`` or ``ipps://``; certificates are checked against ``tls``."""

    def __init__(self, uri: str, clock: Clock, tls: ssl.SSLContext | None = None) -> None:
        self._uri = uri
        self._clock = clock
        self._tls = tls

    async def ask(self, request: bytes, patience_s: float) -> IppReply:
        """See IppWire."""
        sending = asyncio.ensure_future(self._send(request))
        return read_reply(await self._in_time(sending, patience_s))

    async def _in_time(self, sending: asyncio.Future[bytes], patience_s: float) -> bytes:
        waiting: asyncio.Future[None] = asyncio.ensure_future(self._clock.sleep(patience_s))
        try:
            either: set[asyncio.Future[bytes] | asyncio.Future[None]] = {sending, waiting}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                return sending.result()
            raise IppUnanswered
        finally:
            waiting.cancel()
            sending.cancel()
            await asyncio.gather(sending, waiting, return_exceptions=True)

    async def _send(self, request: bytes) -> bytes:
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(force_close=True),
            timeout=aiohttp.ClientTimeout(total=None),
            cookie_jar=aiohttp.DummyCookieJar(),
        ) as session:
            return await _Client(
                self._uri,
                session=session,
                request_timeout=_FOR_EVER_S,
                # Handed on to aiohttp, which takes a context as well.
                verify_ssl=True if self._tls is None else cast(bool, self._tls),
                user_agent="kiosk",
            ).send(request)


def ipp_port(uri: str, clock: Clock, ca: Path | None = None) -> IppPort:
    """The wire to a printer. ``ca`` is a file of PEM certificates that are believed instead of the
    system's. Raises OSError where it cannot be read."""
    tls = ssl.create_default_context(cafile=ca) if uri.startswith("ipps:") else None
    return IppPort(uri, clock, tls)


class _Client(IPP):
    """pyipp's client, to send what is encoded already."""

    async def send(self, request: bytes) -> bytes:
        try:
            return await self._request(data=request)
        except IPPConnectionError as error:
            raise _unanswered(error.__cause__) from error
        except IPPConnectionUpgradeRequired as error:
            raise IppNotServed from error
        except IPPResponseError as error:
            raise (IppNotServed if _http_status(error) in _REFUSALS else IppNonsense) from error
        except (aiohttp.ClientError, OSError) as error:
            raise IppUnanswered from error
        except ValueError as error:
            raise IppNonsense from error


def _unanswered(error: BaseException | None) -> Exception:
    match error:
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError():
            return IppNotServed()
        case aiohttp.ClientConnectorError():
            return IppUnsent()
        case _:
            return IppUnanswered()


def _http_status(error: IPPError) -> object:
    told = error.args[1] if len(error.args) > 1 else {}
    return told.get("status-code") if isinstance(told, Mapping) else None


def read_reply(answer: bytes) -> IppReply:
    """What a reply says. Raises IppNonsense for whatever is none."""
    try:
        told = parse(sound_message(answer))
    except Exception as error:
        # pyipp's parser raises whatever it stumbles over.
        raise IppNonsense from error
    printers = [_attributes(one) for one in told["printers"]]
    return IppReply(
        status=told["status-code"],
        request_id=told["request-id"],
        printer=printers[0] if printers else NOTHING_SAID,
        jobs=tuple(_attributes(one) for one in told["jobs"]),
    )


def _attributes(told: Mapping[str, object]) -> IppAttributes:
    return IppAttributes(
        {
            name: tuple(value) if isinstance(value, list | tuple) else (value,)
            for name, value in told.items()
        }
    )
