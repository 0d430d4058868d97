"""One question and one answer amid keys; every wire is a script."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from kiosk.devices.api import DeviceCause, DeviceError, Effect
from kiosk.devices.codecs import zt598_command as command
from kiosk.devices.codecs.pad_stream import KeyPress, PadCommand, PadFrame, PadKey
from kiosk.devices.codecs.zt598_frame import Zt598Splitter, checksum
from kiosk.devices.pin_pad.link import PadLink, PadTiming
from kiosk.devices.ports.recording import EventKind, WireEvent
from kiosk.devices.ports.replay import ReplayPort

OK = bytes.fromhex("02 30 30 31 60 03 35 32")
FIGURE = KeyPress(PadKey.FIGURE)
MAC = command.mac(0x31, command.ZtMacKind.DES_CBC, bytes(8))


class StoppedClock:
    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("nobody sleeps here")


def answer(code: int, data: bytes = b"") -> bytes:
    covered = b"%03d" % (1 + len(data)) + bytes((code,)) + data + b"\x03"
    return b"\x02" + covered + checksum(covered)


def sent(made: PadCommand) -> WireEvent:
    return WireEvent(0.0, EventKind.SENT, made.frame)


def got(data: bytes) -> WireEvent:
    return WireEvent(0.0, EventKind.RECEIVED, data)


def link_on(port: ReplayPort) -> PadLink[PadKey]:
    return PadLink(port, Zt598Splitter(command.ZT598_PIN_KEYS), StoppedClock(), PadTiming())


async def asked(made: PadCommand, events: Sequence[WireEvent]) -> tuple[int, list[PadKey]]:
    port = ReplayPort(events)
    link = link_on(port)
    code = (await link.ask(made)).code
    assert port.finished
    keys = []
    while isinstance(event := await link.next(0.0), KeyPress):
        keys.append(event.key)
    return code, keys


@pytest.mark.parametrize(
    "first",
    [
        [],
        [got(OK[:-1] + b"!")],
        [got(OK[:4])],
        [got(b"\x00\xff")],
        [got(b"*")],
        [got(b"\x02ABC")],
    ],
    ids=["silence", "damaged", "half", "noise", "a key alone", "no length"],
)
async def test_a_repeatable_command_is_sent_again_after(first: list[WireEvent]) -> None:
    events = [sent(MAC), *first, sent(MAC), got(answer(0x61, b"00"))]
    assert (await asked(MAC, events))[0] == 0x61


async def test_a_command_is_sent_four_times_and_no_more() -> None:
    port = ReplayPort([sent(command.VERSION)] * 4)
    with pytest.raises(DeviceError) as caught:
        await link_on(port).ask(command.VERSION)
    assert port.finished
    assert (caught.value.cause, caught.value.effect) == (DeviceCause.SILENT, Effect.NOTHING)


@pytest.mark.parametrize(
    "made",
    [
        command.START_PIN,
        command.BEEP,
        command.read_pin_block(0x30, "0" * 12),
        command.master_component(1, command.ZtComponent.COMBINED, bytes(16)),
    ],
)
@pytest.mark.parametrize(
    ("first", "cause"),
    [([], DeviceCause.SILENT), ([got(OK[:5])], DeviceCause.PROTOCOL)],
)
async def test_what_is_not_repeatable_is_sent_once(
    made: PadCommand, first: list[WireEvent], cause: DeviceCause
) -> None:
    port = ReplayPort([sent(made), *first])
    with pytest.raises(DeviceError) as caught:
        await link_on(port).ask(made)
    assert port.finished
    assert (caught.value.cause, caught.value.effect) == (cause, Effect.UNKNOWN)


async def test_keys_amid_an_answer_are_kept_in_their_order() -> None:
    inside = OK[:3] + b"*" + OK[3:6] + b"\x08" + OK[6:]
    events = [sent(command.START_PIN), got(b"*"), got(inside + b"*"), got(b"\r")]
    port = ReplayPort(events)
    link = link_on(port)
    await link.ask(command.START_PIN)
    keys = [event.key for _ in range(5) if isinstance(event := await link.next(0.0), KeyPress)]
    assert keys == [PadKey.FIGURE, PadKey.FIGURE, PadKey.CLEAR, PadKey.FIGURE, PadKey.ENTER]
    assert await link.next(0.0) is None


async def test_what_lies_in_the_wire_beforehand_is_no_answer_but_may_be_keys() -> None:
    code, keys = await asked(MAC, [got(OK + b"*"), sent(MAC), got(answer(0x62))])
    assert (code, keys) == (0x62, [PadKey.FIGURE])


async def test_a_late_answer_to_an_earlier_try_is_not_the_next_ones() -> None:
    events = [sent(MAC), sent(MAC), got(answer(0x61)), got(answer(0x61)), sent(MAC)]
    port = ReplayPort([*events, got(answer(0x62))])
    link = link_on(port)
    assert (await link.ask(MAC)).code == 0x61
    assert (await link.ask(MAC)).code == 0x62


async def test_an_answer_that_nobody_asked_for_is_handed_on() -> None:
    link = link_on(ReplayPort([got(answer(0xEE))]))
    event = await link.next(0.0)
    assert isinstance(event, PadFrame)
    assert event.code == 0xEE


async def test_what_is_said_right_after_an_answer_is_handed_on() -> None:
    events = [sent(command.START_PIN), got(OK + b"*" + answer(0xDD))]
    link = link_on(ReplayPort(events))
    assert (await link.ask(command.START_PIN)).code == 0x60
    told = [await link.next(0.0), await link.next(0.0)]
    assert FIGURE in told
    assert PadFrame(0xDD, b"") in told


async def test_keys_can_be_forgotten() -> None:
    link = link_on(ReplayPort([got(b"***")]))
    await link.forget_keys()
    assert await link.next(0.0) is None


class HeldWire:
    """Answers only when let go."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.order: list[bytes] = []
        self._coming: asyncio.Queue[bytes] = asyncio.Queue()

    async def read(self, at_most: int, timeout_s: float) -> bytes:
        del at_most
        if timeout_s == 0.0:
            return b"" if self._coming.empty() else self._coming.get_nowait()
        return await self._coming.get()

    async def write(self, data: bytes, timeout_s: float) -> None:
        del timeout_s
        self.order.append(data)
        self.asked.set()

    async def close(self) -> None:
        pass

    def let_go(self, data: bytes) -> None:
        self._coming.put_nowait(data)


async def test_a_cancelled_question_does_not_answer_the_next_one() -> None:
    wire = HeldWire()
    splitter = Zt598Splitter(command.ZT598_PIN_KEYS)
    link = PadLink(wire, splitter, StoppedClock(), PadTiming())
    first = asyncio.create_task(link.ask(command.START_PIN))
    await wire.asked.wait()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    wire.asked.clear()
    second = asyncio.create_task(link.ask(command.STOP_INPUT))
    await asyncio.sleep(0)
    assert len(wire.order) == 1
    wire.let_go(answer(0x61))
    await wire.asked.wait()
    wire.let_go(answer(0x62))
    assert (await second).code == 0x62
    assert wire.order == [command.START_PIN.frame, command.STOP_INPUT.frame]
