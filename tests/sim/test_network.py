from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from sim.network import Address, Line, Network

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Pauses:
    """A sleep that only remembers."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(100):
            writer.write(piece)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def network(pauses: Pauses) -> AsyncIterator[Network]:
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port: int = server.sockets[0].getsockname()[1]
    relay = Network(Address("127.0.0.1", port), sleep=pauses)
    await relay.start()
    try:
        yield relay
    finally:
        await relay.stop()
        server.close()
        await server.wait_closed()


async def connect(network: Network) -> Ends:
    return await asyncio.open_connection(network.address.host, network.address.port)


async def said_back(ends: Ends, words: bytes) -> bytes:
    reader, writer = ends
    writer.write(words)
    await writer.drain()
    return await asyncio.wait_for(reader.readexactly(len(words)), 5)


async def hang_up(ends: Ends) -> None:
    ends[1].close()
    with contextlib.suppress(ConnectionError):
        await ends[1].wait_closed()


async def test_what_goes_in_comes_back(network: Network) -> None:
    ends = await connect(network)
    assert await said_back(ends, b"hello") == b"hello"
    assert network.connections == 1
    await hang_up(ends)


async def test_a_refused_line_resets_what_is_open_and_takes_nothing_new(network: Network) -> None:
    ends = await connect(network)
    await said_back(ends, b"hello")

    await network.fail(Line.REFUSED)

    with pytest.raises(ConnectionResetError):
        await asyncio.wait_for(ends[0].read(1), 5)
    with pytest.raises(ConnectionRefusedError):
        await connect(network)
    await hang_up(ends)


async def test_a_cut_line_resets_at_once_and_a_restored_one_has_the_same_address(
    network: Network,
) -> None:
    before = network.address
    await network.fail(Line.CUT)
    ends = await connect(network)
    with pytest.raises(ConnectionResetError):
        await asyncio.wait_for(ends[0].read(1), 5)
    await hang_up(ends)

    await network.restore()

    again = await connect(network)
    assert await said_back(again, b"hello") == b"hello"
    assert network.address == before
    await hang_up(again)


async def test_a_silent_line_holds_what_was_said_until_it_is_restored(network: Network) -> None:
    ends = await connect(network)
    await said_back(ends, b"hello")
    await network.fail(Line.SILENT)
    ends[1].write(b"anybody")
    await ends[1].drain()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(ends[0].read(1), 0.2)

    await network.restore()

    assert await asyncio.wait_for(ends[0].readexactly(7), 5) == b"anybody"
    await hang_up(ends)


async def test_a_slow_line_pauses_before_each_piece_both_ways(
    network: Network, pauses: Pauses
) -> None:
    ends = await connect(network)
    await network.fail(Line.SLOW, latency_seconds=2.5)
    await said_back(ends, b"hello")
    assert pauses.seconds == [2.5, 2.5]
    assert network.latency_seconds == 2.5
    await hang_up(ends)


async def test_the_line_can_break_in_the_middle_of_an_answer(network: Network) -> None:
    ends = await connect(network)
    network.cut_after(3)
    ends[1].write(b"hello")
    await ends[1].drain()

    with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
        await asyncio.wait_for(ends[0].readexactly(5), 5)
    assert network.line is Line.CUT
    await hang_up(ends)


async def test_a_service_that_is_not_there_resets_the_caller(pauses: Pauses) -> None:
    nobody = await asyncio.start_server(echo, "127.0.0.1", 0)
    port: int = nobody.sockets[0].getsockname()[1]
    nobody.close()
    await nobody.wait_closed()
    relay = Network(Address("127.0.0.1", port), sleep=pauses)
    await relay.start()
    ends = await connect(relay)
    with pytest.raises(ConnectionResetError):
        await asyncio.wait_for(ends[0].read(1), 5)
    await hang_up(ends)
    await relay.stop()
    await relay.stop()
