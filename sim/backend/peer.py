"""Who is at the other end of the TLS connection, and the connection itself, for the application.

uvicorn leaves both out of the ASGI scope. Its protocol copies ``app_state`` into
``scope["state"]`` for every request, so a protocol that adds to its own ``app_state`` when the
connection is made hands them on to every request of that connection and to no other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

COMMON_NAME = "peer_common_name"
TRANSPORT = "peer_transport"


class MutualTlsProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 protocol that also says who calls."""

    def connection_made(  # type: ignore[override]  # as the base class does
        self, transport: asyncio.Transport
    ) -> None:
        """Read the name once; the handshake is over by now."""
        super().connection_made(transport)
        self.app_state = {
            **self.app_state,
            COMMON_NAME: common_name(transport.get_extra_info("peercert") or {}),
            TRANSPORT: transport,
        }


def common_name(certificate: Mapping[str, object]) -> str | None:
    """The common name in a certificate as ``ssl.SSLSocket.getpeercert`` returns it; None for none
    or several."""
    names: list[str] = []
    subject = certificate.get("subject")
    for relative_name in subject if isinstance(subject, tuple) else ():
        names += [value for attribute, value in relative_name if attribute == "commonName"]
    return names[0] if len(names) == 1 else None


def caller(scope: Scope) -> str | None:
    """The common name of whoever sent this request, if the connection proved one."""
    name = scope.get("state", {}).get(COMMON_NAME)
    return name if isinstance(name, str) else None


def transport_of(scope: Scope) -> asyncio.Transport | None:
    """The connection the request came by; None when it came by none."""
    transport = scope.get("state", {}).get(TRANSPORT)
    return transport if isinstance(transport, asyncio.Transport) else None
