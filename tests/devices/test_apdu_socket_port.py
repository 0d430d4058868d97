"""The plain socket: framing, silence, and a wire that stays in step whoever gives up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from kiosk.devices.ports.apdu_socket_port import apdu_socket_port
from kiosk.devices.ports.byte_port import PortLost
from kiosk.devices.ports.chip_address import chip_port_at
from kiosk.devices.ports.chip_port import ChipGone, ChipMute, ChipPort, ChipSilent
from kiosk.runtime.clock import SystemClock
from sim.cards.card_slot import CardSlot
from sim.cards.inserted import CardFault, CardFaultKind
from tests.devices.chip_bench import SocketWire, socket_wire
from tests.devices.invented_chips import ATR, CHALLENGE, SELECT, TryOut, card_with

ON, OFF, RESET, ATR_WANTED = b"\x01", b"\x00", b"\x02", b"\x04"


@pytest.fixture
async def wire() -> AsyncIterator[SocketWire]:
    async with socket_wire() as wire:
        yield wire


@pytest.fixture
async def port(wire: SocketWire) -> AsyncIterator[ChipPort]:
    port = await wire.opener()
    yield port
    await port.close()


class Script:
    """A slot that answers as it is told, and remembers what it heard."""

    def __init__(self, answer: Callable[[bytes], bytes | None]) -> None:
        """``answer`` gives the bytes sent back as they are, or None to hang up."""
        self._answer = answer
        self.heard: list[bytes] = []
        self.port = 0

    async def __aenter__(self) -> Script:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                length = int.from_bytes(await reader.readexactly(2), "big")
                message = await reader.readexactly(length)
                self.heard.append(message)
                answer = self._answer(message)
                if answer is None:
                    return
                writer.write(answer)
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    async def open(self) -> ChipPort:
        # It is not asked again and again whether a card is in: only the script's own wishes count.
        return await apdu_socket_port("127.0.0.1", self.port, SystemClock(), poll_s=60)()


def framed(content: bytes) -> bytes:
    return len(content).to_bytes(2, "big") + content


async def test_orders_and_commands_as_vpcd_frames_them() -> None:
    def answer(message: bytes) -> bytes:
        if message == ATR_WANTED:
            return framed(ATR)
        return framed(b"\x90\x00") if len(message) > 1 else b""

    async with Script(answer) as script:
        port = await script.open()
        chip = await port.power_on()
        assert (chip.answer_to_reset, chip.t0) == (ATR, True)
        assert await chip.transmit(CHALLENGE) == b"\x90\x00"
        await chip.reset()
        await chip.power_off()
        await chip.power_off()
        await port.close()
    assert script.heard == [
        ATR_WANTED, ON, ATR_WANTED, CHALLENGE, RESET, ATR_WANTED, OFF,
    ]  # fmt: skip


async def test_where_nobody_listens_the_reader_is_lost() -> None:
    slot = CardSlot()
    await slot.plug()
    await slot.unplug()
    with pytest.raises(PortLost):
        await chip_port_at(slot.address, SystemClock())()


@pytest.mark.parametrize("rest", [b"", b"\x00", b"\x00\x05\x3b"], ids=["none", "length", "cut"])
async def test_a_slot_that_hangs_up_is_lost(rest: bytes) -> None:
    answers = iter([framed(ATR), rest, None])
    async with Script(lambda _: next(answers)) as script:
        port = await script.open()
        powering = asyncio.create_task(port.power_on())
        await asyncio.sleep(0)
        with pytest.raises(PortLost):
            await powering
        with pytest.raises(PortLost):
            await port.power_on()
        await port.close()


async def test_a_slot_that_says_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.devices.ports.apdu_socket_port._ANSWER_S", 0.05)
    async with Script(lambda _: b"") as script:
        with pytest.raises(PortLost):
            await script.open()


async def test_a_card_comes_and_goes(wire: SocketWire, port: ChipPort) -> None:
    coming = asyncio.create_task(port.card_in())
    await wire.slot.insert(card_with(TryOut()))
    first = await coming
    going = asyncio.create_task(port.card_out(first))
    await asyncio.sleep(0.02)
    assert not going.done()
    await wire.slot.remove()
    await going
    assert port.insertion is None
    await wire.slot.insert(card_with(TryOut()))
    assert await port.card_in() != first


async def test_a_card_changed_in_one_movement_is_another(wire: SocketWire, port: ChipPort) -> None:
    await wire.slot.insert(card_with(TryOut()))
    first = await port.card_in()
    chip = await port.power_on()
    await wire.slot.insert(card_with(TryOut()))
    await port.card_out(first)
    with pytest.raises(ChipGone):
        await chip.transmit(CHALLENGE)
    assert await port.card_in() != first


async def test_without_a_card_there_is_nothing_to_power(port: ChipPort) -> None:
    with pytest.raises(ChipGone):
        await port.power_on()


async def test_nonsense_for_an_answer_to_reset_is_a_mute_card(
    wire: SocketWire, port: ChipPort
) -> None:
    await wire.slot.insert(card_with(TryOut()), CardFault(CardFaultKind.MUTE))
    await port.card_in()
    with pytest.raises(ChipMute):
        await port.power_on()


async def test_a_card_without_an_answer_is_silent(wire: SocketWire, port: ChipPort) -> None:
    await wire.slot.insert(card_with(TryOut()), CardFault(CardFaultKind.SILENT))
    await port.card_in()
    chip = await port.power_on()
    with pytest.raises(ChipSilent):
        await chip.transmit(CHALLENGE)


async def test_a_card_pulled_out_before_a_reset_is_gone(wire: SocketWire, port: ChipPort) -> None:
    await wire.slot.insert(card_with(TryOut()))
    await port.card_in()
    chip = await port.power_on()
    await wire.slot.remove()
    with pytest.raises(ChipGone):
        await chip.reset()


async def test_a_card_that_is_reset_badly_is_mute() -> None:
    answers = iter([framed(ATR), b"", framed(ATR), b"", framed(b"\x00\xff")])
    async with Script(lambda _: next(answers)) as script:
        port = await script.open()
        chip = await port.power_on()
        with pytest.raises(ChipMute):
            await chip.reset()
        await port.close()


async def test_whoever_gives_up_leaves_the_wire_in_step(wire: SocketWire, port: ChipPort) -> None:
    chip_there = TryOut()
    await wire.slot.insert(card_with(chip_there))
    await port.card_in()
    chip = await port.power_on()
    await chip.transmit(SELECT)
    for _ in range(20):
        giving_up = asyncio.create_task(chip.transmit(CHALLENGE))
        await asyncio.sleep(0)
        giving_up.cancel()
        with pytest.raises(asyncio.CancelledError):
            await giving_up
    assert await chip.transmit(bytes.fromhex("00FE000000")) == b"\x6d\x00"
    assert chip_there.heard.count(CHALLENGE) == 20


async def test_two_who_talk_at_once_take_turns(wire: SocketWire, port: ChipPort) -> None:
    await wire.slot.insert(card_with(TryOut()))
    await port.card_in()
    chip = await port.power_on()
    await chip.transmit(SELECT)
    answers = await asyncio.gather(
        *(chip.transmit(CHALLENGE if even else b"\x00\xfe\x00\x00\x00") for even in (1, 0) * 5)
    )
    assert answers == [bytes(range(8)) + b"\x90\x00", b"\x6d\x00"] * 5


async def test_a_port_that_was_closed_is_lost(wire: SocketWire, port: ChipPort) -> None:
    await wire.slot.insert(card_with(TryOut()))
    await port.card_in()
    chip = await port.power_on()
    await port.close()
    await port.close()
    for use in (port.card_in(), port.power_on(), chip.transmit(CHALLENGE), chip.reset()):
        with pytest.raises(PortLost):
            await use
    await chip.power_off()


async def test_a_new_terminal_takes_the_place_of_an_old_one(
    wire: SocketWire, port: ChipPort
) -> None:
    newer = await wire.opener()
    with pytest.raises(PortLost):
        await port.card_in()
    await wire.slot.insert(card_with(TryOut()))
    await newer.card_in()
    await newer.close()
