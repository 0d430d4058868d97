"""One call over a bad line or to a bad server: it ends, in time, in an answer or a ServiceError."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.transport import MOST_BYTES, MOST_DOCUMENT_BYTES, Patience, Transport
from tests.backend.conftest import Connect
from tests.backend.hostile_server import (
    HostileServer,
    Peer,
    Request,
    Script,
    body,
    head,
    raw,
    reset,
    says,
    silence,
)

IMPATIENT = Patience(connect=5, silence=0.15, whole=5)
JSON_HEADER = "Content-Type: application/json"


async def failure_of(transport: Transport, method: str = "GET") -> ServiceError:
    with pytest.raises(ServiceError) as failed:
        await transport.once(method, "/v1/terminal", {} if method == "POST" else None)
    return failed.value


async def test_nobody_listens(connect: Connect) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    error = await failure_of(connect(f"https://127.0.0.1:{port}"))
    assert (error.kind, error.cause) == (ServiceErrorKind.UNREACHABLE, "ConnectError")


async def test_the_line_is_cut_instead_of_an_answer(
    server: HostileServer, transport: Transport
) -> None:
    server.plays(reset)
    assert (await failure_of(transport)).kind is ServiceErrorKind.UNREACHABLE


@pytest.mark.parametrize(
    "piece",
    [
        b"HTTP/1.1 20",
        head(200, JSON_HEADER, "Content-Length: 100"),
        head(200, JSON_HEADER, "Content-Length: 100") + b'{"half":',
        head(200, JSON_HEADER, "Transfer-Encoding: chunked") + b'5\r\n{"a":',
        head(200, JSON_HEADER, "Transfer-Encoding: chunked") + b'9\r\n{"whole":1\r\n',
    ],
    ids=["status", "no body", "half a body", "half a chunk", "no last chunk"],
)
async def test_the_line_is_cut_in_the_middle_of_the_answer(
    server: HostileServer, transport: Transport, piece: bytes
) -> None:
    server.plays(raw(piece))
    assert (await failure_of(transport)).kind is ServiceErrorKind.UNREACHABLE


async def test_a_cut_after_the_answer_harms_only_the_next_connection(
    server: HostileServer, transport: Transport
) -> None:
    async def answer_and_cut(peer: Peer, request: Request) -> None:
        await says({"n": 1})(peer, request)
        peer.writer.close()

    server.plays(answer_and_cut)
    assert await transport.once("GET", "/") == {"n": 1}
    assert await transport.repeatedly("GET", "/") == {"n": 1}


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 2x0 OK\r\n\r\n",
        head(200, "Content-Length: -5"),
        head(200, "Content-Length: 5", "Content-Length: 6"),
        head(200, "Transfer-Encoding: chunked") + b"zz\r\n",
        head(200, "X: " + "a" * 200_000),
        head(101, "Upgrade: tea"),
    ],
)
async def test_what_is_not_http_is_no_answer(
    server: HostileServer, transport: Transport, nonsense: bytes
) -> None:
    server.plays(raw(nonsense))
    assert (await failure_of(transport)).kind is ServiceErrorKind.UNREACHABLE


async def test_silence_after_the_request_ends_the_call(
    server: HostileServer, connect: Connect
) -> None:
    server.plays(silence)
    error = await failure_of(connect(server.url, patience=IMPATIENT))
    assert (error.kind, error.cause) == (ServiceErrorKind.TIMEOUT, "ReadTimeout")


async def test_silence_in_the_middle_of_the_headers_ends_the_call(
    server: HostileServer, connect: Connect
) -> None:
    async def stop_halfway(peer: Peer, request: Request) -> None:
        await peer.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
        await silence(peer, request)

    server.plays(stop_halfway)
    error = await failure_of(connect(server.url, patience=IMPATIENT))
    assert error.kind is ServiceErrorKind.TIMEOUT


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nX-Long: ", head(200, JSON_HEADER, "Content-Length: 9999")]
)
async def test_an_answer_that_drips_in_byte_by_byte_ends_with_the_whole_patience(
    server: HostileServer, connect: Connect, start: bytes
) -> None:
    async def drip(peer: Peer, _request: Request) -> None:
        await peer.send(start)
        while True:
            await peer.send(b"1")
            await asyncio.sleep(0.01)

    server.plays(drip)
    patience = Patience(connect=5, silence=5, whole=0.3)
    error = await failure_of(connect(server.url, patience=patience))
    assert (error.kind, error.cause) == (ServiceErrorKind.TIMEOUT, "TimeoutError")


async def test_a_host_that_takes_the_connection_and_says_nothing_ends_the_call(
    connect: Connect,
) -> None:
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        url = f"https://127.0.0.1:{mute.getsockname()[1]}"
        error = await failure_of(connect(url, patience=Patience(connect=0.15)))
    assert (error.kind, error.cause) == (ServiceErrorKind.UNREACHABLE, "ConnectTimeout")


async def test_an_endless_answer_is_cut_off(server: HostileServer, transport: Transport) -> None:
    sent = 0

    async def pour(peer: Peer, _request: Request) -> None:
        nonlocal sent
        await peer.send(head(200, JSON_HEADER, "Transfer-Encoding: chunked"))
        while True:
            await peer.send(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
            sent += 0x10000

    server.plays(pour)
    error = await failure_of(transport)
    assert (error.kind, error.cause) == (ServiceErrorKind.MALFORMED, "too long")
    assert sent < 16 * MOST_BYTES


@pytest.mark.parametrize(("length", "fits"), [(MOST_BYTES, True), (MOST_BYTES + 1, False)])
async def test_the_limit_of_an_answer_is_exact(
    server: HostileServer, transport: Transport, length: int, *, fits: bool
) -> None:
    server.plays(body(b"[" + b" " * (length - 2) + b"]"))
    if fits:
        assert await transport.once("GET", "/") == []
    else:
        assert (await failure_of(transport)).cause == "too long"


@pytest.mark.parametrize(
    ("length", "fits"), [(MOST_DOCUMENT_BYTES, True), (MOST_DOCUMENT_BYTES + 1, False)]
)
async def test_a_longer_answer_is_taken_only_where_it_is_expected(
    server: HostileServer, transport: Transport, length: int, *, fits: bool
) -> None:
    server.plays(body(b"[" + b" " * (length - 2) + b"]"))
    assert (await failure_of(transport)).cause == "too long"
    expecting = transport.repeatedly("GET", "/", most_bytes=MOST_DOCUMENT_BYTES)
    if fits:
        assert await expecting == []
    else:
        with pytest.raises(ServiceError, match="too long"):
            await expecting


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "identity, gzip", "x"])
async def test_compression_is_neither_asked_for_nor_unpacked(
    server: HostileServer, transport: Transport, coding: str
) -> None:
    bomb = zlib.compress(b" " * (8 * MOST_BYTES), 9)
    packed = {"gzip": gzip.compress(b"{}"), "deflate": bomb}.get(coding, b"{}")
    server.plays(body(packed, 200, f"Content-Encoding: {coding}"))
    error = await failure_of(transport)
    assert (error.kind, error.cause) == (ServiceErrorKind.MALFORMED, "encoding")
    assert server.requests[0].headers["accept-encoding"] == "identity"


async def test_an_answer_that_says_it_is_not_compressed_is_read(
    server: HostileServer, transport: Transport
) -> None:
    server.plays(body(b'{"a": 1}', 200, "Content-Encoding: Identity"))
    assert await transport.once("GET", "/") == {"a": 1}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_redirections_are_not_followed(
    server: HostileServer, transport: Transport, status: int, method: str
) -> None:
    server.plays(body(b"{}", status, f"Location: {server.url}/elsewhere"))
    error = await failure_of(transport, method)
    assert (error.kind, error.cause) == (ServiceErrorKind.MALFORMED, str(status))
    assert [request.target for request in server.requests] == ["/v1/terminal"]


@pytest.mark.parametrize(
    "place", ["//:0", "https://[::1", "https://a:99999999/", "https:///x", ":"]
)
async def test_a_redirection_to_nowhere_is_a_malformed_answer_and_nothing_else(
    server: HostileServer, transport: Transport, place: str
) -> None:
    server.plays(body(b"{}", 302, f"Location: {place}"))
    assert (await failure_of(transport)).kind is ServiceErrorKind.MALFORMED


@pytest.mark.parametrize("status", [204, 205, 304])
async def test_an_answer_without_content_is_no_answer(
    server: HostileServer, transport: Transport, status: int
) -> None:
    server.plays(raw(head(status)))
    assert (await failure_of(transport)).kind is ServiceErrorKind.MALFORMED


async def test_interim_answers_are_passed_over(server: HostileServer, transport: Transport) -> None:
    async def early(peer: Peer, request: Request) -> None:
        await peer.send(head(100) + head(103, "Link: </x>"))
        await says({"n": 1})(peer, request)

    server.plays(early)
    assert await transport.once("GET", "/") == {"n": 1}


@pytest.mark.parametrize(
    "kind", ["text/html", "text/plain", "", "application/jsonx", "application/problem+json"]
)
async def test_a_good_answer_is_json_and_says_so(
    server: HostileServer, transport: Transport, kind: str
) -> None:
    server.plays(body(b"{}", kind=kind))
    error = await failure_of(transport)
    assert (error.kind, error.cause) == (ServiceErrorKind.MALFORMED, "content type")


async def test_the_kind_of_content_may_have_parameters(
    server: HostileServer, transport: Transport
) -> None:
    server.plays(body('{"a": "例"}'.encode(), kind="Application/JSON; charset=utf-8"))
    assert await transport.once("GET", "/") == {"a": "例"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b'{"a": 1',
        b'{"a": 1} {}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": 1, "b": 2, "a": 3}',
        b'{"a": {"b": 1, "b": 1}}',
        b'{"a": ' + b"9" * 5_000 + b"}",
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 50_000,
        b'{"a": "\xff\xfe"}',
        b'{"a": "\xed\xa0\x80"}',
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
        "{}".encode("utf-32-le"),
    ],
    ids=lambda content: f"{len(content)} {content[:14]!r}",
)
async def test_what_is_not_plain_unambiguous_json_is_refused(
    server: HostileServer, transport: Transport, content: bytes
) -> None:
    server.plays(body(content))
    error = await failure_of(transport)
    assert (error.kind, error.cause) == (ServiceErrorKind.MALFORMED, "not JSON")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 407, 451])
@pytest.mark.parametrize("kind", ["text/html", "application/json"])
async def test_what_a_gateway_refuses_is_not_the_word_of_the_service(
    server: HostileServer, transport: Transport, status: int, kind: str
) -> None:
    server.plays(body(b'{"code": "order_unknown"}', status, kind=kind))
    assert (await failure_of(transport)).kind is ServiceErrorKind.MALFORMED


async def test_cookies_are_not_kept(server: HostileServer, transport: Transport) -> None:
    cookie: Script = body(b"{}", 200, "Set-Cookie: who=citizen-one; Path=/")
    server.plays(cookie)
    await transport.once("GET", "/")
    await transport.once("GET", "/")
    assert all("cookie" not in request.headers for request in server.requests)


async def test_a_cancelled_call_lets_its_connection_go(
    server: HostileServer, transport: Transport
) -> None:
    asked, gone = asyncio.Event(), asyncio.Event()

    async def wait(peer: Peer, _request: Request) -> None:
        asked.set()
        await peer.until_it_gives_up()
        gone.set()

    server.plays(wait)
    call = asyncio.create_task(transport.repeatedly("GET", "/"))
    await asked.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    await gone.wait()
    assert len(server.requests) == 1


async def test_who_lets_go_of_the_client_lets_go_of_its_connections(
    server: HostileServer, transport: Transport
) -> None:
    gone = asyncio.Event()

    async def answer_and_listen(peer: Peer, request: Request) -> None:
        await says({"n": 1})(peer, request)
        await peer.until_it_gives_up()
        gone.set()

    server.plays(answer_and_listen)
    assert await transport.once("GET", "/") == {"n": 1}
    assert not gone.is_set()
    await CollectionService(transport).close()
    await gone.wait()
