"""The wire to printers, over real sockets: what was not sent, not answered, not IPP, not served."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import trustme

from kiosk.devices.codecs.ipp_request import Operation, encode_request
from kiosk.devices.ports.ipp_port import (
    IppNonsense,
    IppNotServed,
    IppUnanswered,
    IppUnsent,
    ipp_port,
)
from tests.devices import ipp_wire_format as ipp
from tests.devices.ipp_wire_format import ENUM, PRINTER, attribute
from tests.devices.ippeve_bench import WallClock, free_port
from tests.support.manual_clock import ManualClock

REQUEST = encode_request(Operation.GET_PRINTER_ATTRIBUTES, 5, ())
ANSWER = ipp.reply(0, 5, (PRINTER, attribute(ENUM, "printer-state", 3)))
PATIENCE_S = 5.0


def http(body: bytes, status: str = "200 OK", *more: str) -> bytes:
    head = (f"HTTP/1.1 {status}", "Content-Type: application/ipp", f"Content-Length: {len(body)}")
    return "\r\n".join((*head, *more, "", "")).encode() + body


@dataclass
class Printer:
    """A socket that reads one request and says ``says``; ``None`` is silence."""

    says: bytes | None = field(default_factory=lambda: http(ANSWER))
    heard: list[bytes] = field(default_factory=list)
    port: int = 0
    scheme: str = "ipp"

    @property
    def uri(self) -> str:
        return f"{self.scheme}://localhost:{self.port}/ipp/print"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.heard.append(head)
            length = next(
                int(line.partition(b":")[2])
                for line in head.split(b"\r\n")
                if line.lower().startswith(b"content-length")
            )
            self.heard.append(await reader.readexactly(length))
            if self.says is None:
                await reader.read()
            else:
                writer.write(self.says)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(printer: Printer, tls: ssl.SSLContext | None = None) -> AsyncIterator[Printer]:
    server = await asyncio.start_server(printer.serve, "localhost", 0, ssl=tls)
    printer.port = server.sockets[0].getsockname()[1]
    printer.scheme = "ipp" if tls is None else "ipps"
    try:
        yield printer
    finally:
        server.close()
        await server.wait_closed()


@pytest.fixture
async def printer() -> AsyncIterator[Printer]:
    async with listening(Printer()) as one:
        yield one


async def test_a_request_goes_out_as_it_is_and_the_answer_comes_back(printer: Printer) -> None:
    reply = await ipp_port(printer.uri, WallClock()).ask(REQUEST, PATIENCE_S)
    assert reply.successful
    assert (reply.request_id, reply.printer.number("printer-state")) == (5, 3)
    head, body = printer.heard
    assert head.startswith(b"POST /ipp/print HTTP/1.1\r\n")
    assert b"content-type: application/ipp\r\n" in head.lower()
    assert body == REQUEST


async def test_nobody_there_means_that_nothing_was_sent() -> None:
    with pytest.raises(IppUnsent):
        await ipp_port(f"ipp://localhost:{free_port()}/x", WallClock()).ask(REQUEST, PATIENCE_S)


@pytest.mark.parametrize(
    ("says", "error"),
    [
        (b"", IppUnanswered),
        (b"\x00\xff nonsense\r\n\r\n", IppUnanswered),
        (http(b""), IppNonsense),
        (http(b"<html>"), IppNonsense),
        (http(ANSWER[:-1]), IppNonsense),
        (http(b"busy", "503 Service Unavailable"), IppNonsense),
        (http(b"\xff\xfe", "500 Internal Server Error"), IppNonsense),
        (http(b"", "404 Not Found"), IppNotServed),
        (http(b"", "401 Unauthorized", "WWW-Authenticate: Basic realm=x"), IppNotServed),
        (http(b"", "426 Upgrade Required", "Upgrade: TLS/1.2"), IppNotServed),
    ],
)
async def test_every_other_answer_has_its_name(
    printer: Printer, says: bytes, error: type[Exception]
) -> None:
    printer.says = says
    with pytest.raises(error):
        await ipp_port(printer.uri, WallClock()).ask(REQUEST, PATIENCE_S)


async def test_an_answer_that_is_cut_off_anywhere_is_no_answer(printer: Printer) -> None:
    whole = http(ANSWER)
    port = ipp_port(printer.uri, WallClock())
    for length in range(0, len(whole), 7):
        printer.says = whole[:length]
        with pytest.raises(IppUnanswered):
            await port.ask(REQUEST, PATIENCE_S)


async def test_patience_is_measured_by_the_clock_that_is_given(printer: Printer) -> None:
    printer.says = None
    clock = ManualClock()
    asking = asyncio.create_task(ipp_port(printer.uri, clock).ask(REQUEST, PATIENCE_S))
    await until(lambda: len(printer.heard) == 2)
    await clock.advance(PATIENCE_S - 0.1)
    assert not asking.done()
    await clock.advance(0.2)
    with pytest.raises(IppUnanswered):
        await asking


async def test_it_is_given_up_when_it_is_cancelled(printer: Printer) -> None:
    printer.says = None
    asking = asyncio.create_task(ipp_port(printer.uri, WallClock()).ask(REQUEST, PATIENCE_S))
    await until(lambda: len(printer.heard) == 2)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


async def until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.002)
    raise AssertionError


class TestTls:
    @pytest.fixture
    def authority(self) -> trustme.CA:
        return trustme.CA()

    @pytest.fixture
    def ca(self, authority: trustme.CA, tmp_path: Path) -> Path:
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        return tmp_path / "ca.pem"

    @asynccontextmanager
    async def served(self, authority: trustme.CA, *names: str) -> AsyncIterator[Printer]:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(*names).configure_cert(tls)
        async with listening(Printer(), tls) as printer:
            yield printer

    async def test_a_printer_is_believed_by_its_authority(
        self, authority: trustme.CA, ca: Path
    ) -> None:
        async with self.served(authority, "localhost") as printer:
            assert (
                await ipp_port(printer.uri, WallClock(), ca).ask(REQUEST, PATIENCE_S)
            ).successful

    async def test_nothing_is_sent_to_whom_nobody_vouches_for(self, authority: trustme.CA) -> None:
        async with self.served(authority, "localhost") as printer:
            with pytest.raises(IppNotServed):
                await ipp_port(printer.uri, WallClock()).ask(REQUEST, PATIENCE_S)
            assert printer.heard == []

    async def test_nor_to_somebody_else(self, authority: trustme.CA, ca: Path) -> None:
        async with self.served(authority, "another.example") as printer:
            with pytest.raises(IppNotServed):
                await ipp_port(printer.uri, WallClock(), ca).ask(REQUEST, PATIENCE_S)
            assert printer.heard == []

    def test_an_authority_that_cannot_be_read_is_told_at_once(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match=r"No such file"):
            ipp_port("ipps://localhost/ipp/print", WallClock(), tmp_path / "nothing.pem")
