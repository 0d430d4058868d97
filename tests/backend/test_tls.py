"""Who the client talks to, and as whom: TLS 1.2 or later, our authority, our certificate."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.transport import Credentials, Patience
from tests.backend.conftest import TERMINAL, Authority, Connect
from tests.backend.hostile_server import HostileServer, Peer, Request, hostile_server, says


async def refused_by(server: HostileServer, connect: Connect, mine: Credentials | None) -> str:
    server.plays(says({}))
    with pytest.raises(ServiceError) as refusal:
        await connect(server.url, mine, Patience(connect=5, silence=5)).once("GET", "/")
    assert refusal.value.kind is ServiceErrorKind.UNREACHABLE
    assert server.requests == []
    return refusal.value.cause


async def test_both_sides_prove_who_they_are(server: HostileServer, connect: Connect) -> None:
    names: list[object] = []

    async def who(peer: Peer, request: Request) -> None:
        certificate = peer.writer.get_extra_info("peercert")
        names.extend(value for (pair,) in certificate["subject"] for value in pair[1:])
        assert peer.writer.get_extra_info("ssl_object").version() in ("TLSv1.2", "TLSv1.3")
        await says({"yes": 1})(peer, request)

    server.plays(who)
    assert await connect(server.url).once("GET", "/v1/terminal") == {"yes": 1}
    assert TERMINAL in names


async def test_a_service_of_another_authority_is_not_talked_to(
    stranger: Authority, connect: Connect
) -> None:
    async with hostile_server(stranger.server()) as server:
        assert await refused_by(server, connect, None) == "ConnectError"


async def test_a_certificate_for_another_host_is_refused(
    authority: Authority, connect: Connect
) -> None:
    leaf = authority.ca.issue_cert("service.example")
    async with hostile_server(authority.server(leaf)) as server:
        assert await refused_by(server, connect, None) == "ConnectError"


async def test_a_name_in_place_of_an_address_counts_for_nothing(
    authority: Authority, connect: Connect
) -> None:
    leaf = authority.ca.issue_cert("localhost", common_name="127.0.0.1")
    async with hostile_server(authority.server(leaf)) as server:
        assert await refused_by(server, connect, None) == "ConnectError"


@pytest.mark.parametrize(
    ("since", "until"), [(2001, 2002), (2090, 2095)], ids=["expired", "not yet valid"]
)
async def test_a_certificate_out_of_its_time_is_refused(
    authority: Authority, connect: Connect, since: int, until: int
) -> None:
    leaf = authority.ca.issue_cert(
        "127.0.0.1",
        not_before=datetime(since, 1, 1, tzinfo=UTC),
        not_after=datetime(until, 1, 1, tzinfo=UTC),
    )
    async with hostile_server(authority.server(leaf)) as server:
        assert await refused_by(server, connect, None) == "ConnectError"


async def test_a_service_that_knows_only_tls_1_1_is_refused(
    authority: Authority, connect: Connect
) -> None:
    context = authority.server()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    async with hostile_server(context) as server:
        assert await refused_by(server, connect, None) == "ConnectError"


@pytest.mark.parametrize("newest", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_terminal_with_a_certificate_of_a_stranger_gets_nowhere(
    authority: Authority, stranger: Authority, connect: Connect, newest: ssl.TLSVersion
) -> None:
    context = authority.server()
    context.maximum_version = newest
    async with hostile_server(context) as server:
        mine = Credentials(authority.certificate, *stranger.terminal())
        await refused_by(server, connect, mine)


def test_a_key_of_another_certificate_is_noticed_before_any_call(
    authority: Authority, connect: Connect
) -> None:
    certificate, _ = authority.terminal("JN-04")
    _, other_key = authority.terminal("JN-05")
    with pytest.raises(OSError, match="KEY_VALUES_MISMATCH"):
        connect("https://127.0.0.1:1", Credentials(authority.certificate, certificate, other_key))


@pytest.mark.parametrize("missing", ["ca", "certificate", "key"])
def test_a_missing_file_is_noticed_before_any_call(
    credentials: Credentials, connect: Connect, tmp_path: Path, missing: str
) -> None:
    files = {
        "ca": credentials.ca,
        "certificate": credentials.certificate,
        "key": credentials.key,
        missing: tmp_path / "nothing.pem",
    }
    with pytest.raises(FileNotFoundError):
        connect("https://127.0.0.1:1", Credentials(**files))


async def test_nobody_in_the_environment_redirects_the_calls(
    server: HostileServer, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent")
    server.plays(says({}))
    assert await connect(server.url).once("GET", "/") == {}


async def test_a_handshake_that_is_given_up_leaves_no_connection_behind(connect: Connect) -> None:
    """The library closes it for errors of its own, not when its caller is called off."""
    greeted, hung_up = asyncio.Event(), asyncio.Event()

    async def never_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(1)
        greeted.set()
        await reader.read()
        hung_up.set()
        writer.close()

    async with await asyncio.start_server(never_answer, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        transport = connect(f"https://127.0.0.1:{port}")
        call = asyncio.create_task(transport.once("GET", "/v1/terminal"))
        await greeted.wait()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        async with asyncio.timeout(5):
            await hung_up.wait()
