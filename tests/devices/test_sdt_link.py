"""One question and one answer over a wire that damages either; every wire here is a script."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.codecs.sdt_command import (
    FIND_CARD,
    READ_BASE,
    SAM_STATUS,
    SELECT_CARD,
    SdtCommand,
)
from kiosk.devices.codecs.sdt_status import SdtStatus
from kiosk.devices.ports.byte_port import PortLost
from kiosk.devices.ports.recording import EventKind, WireEvent
from kiosk.devices.ports.replay import ReplayMismatch, ReplayPort
from kiosk.devices.sdt_link import LinkTiming, SdtLink
from kiosk.domain.terminal import Remedy
from sim.devices.sam_frames import reply_frame

OK = reply_frame(0x90)
FOUND = reply_frame(0x9F, bytes(4))
SELECTED = reply_frame(0x90, bytes(8))
NO_CARD = reply_frame(0x80)
MISHEARD = reply_frame(0x10)


def sent(command: SdtCommand) -> WireEvent:
    return WireEvent(0.0, EventKind.SENT, command.frame)


def got(data: bytes) -> WireEvent:
    return WireEvent(0.0, EventKind.RECEIVED, data)


def spoiled(frame: bytes) -> bytes:
    return frame[:-1] + bytes((frame[-1] ^ 0xFF,))


LOST = WireEvent(0.0, EventKind.LOST)


async def ask(command: SdtCommand, events: Sequence[WireEvent]) -> tuple[SdtStatus, bool]:
    port = ReplayPort(events)
    answer = await SdtLink(port, LinkTiming()).ask(command)
    assert port.finished
    return answer.reply.status, answer.resent


@pytest.mark.parametrize(
    "answer",
    [
        [got(FOUND)],
        [got(FOUND[:1]), got(FOUND[1:9]), got(FOUND[9:])],
        [got(b"\x00\xff\xaa\xaa\x17" + FOUND)],
        [got(b"\x00\xff"), got(FOUND)],
        [got(FOUND + FOUND)],
        [got(spoiled(NO_CARD) + FOUND)],
        [got(spoiled(NO_CARD)), got(FOUND)],
        [got(bytes.fromhex("AA AA AA 96 69 FF FF")), got(FOUND)],
    ],
    ids=["whole", "in pieces", "behind noise", "after noise", "twice", "behind a damaged one",
         "after a damaged one", "after an impossible length"],
)  # fmt: skip
async def test_an_answer_is_found_at_once(answer: list[WireEvent]) -> None:
    assert await ask(FIND_CARD, [sent(FIND_CARD), *answer]) == (SdtStatus.CARD_FOUND, False)


@pytest.mark.parametrize(
    "first",
    [
        [],
        [got(MISHEARD)],
        [got(reply_frame(0x11))],
        [got(spoiled(FOUND))],
        [got(FOUND[:9])],
        [got(reply_frame(0x92))],
        [got(OK)],
        [got(SELECTED)],
    ],
    ids=["silence", "misheard", "length misheard", "damaged", "cut", "unknown status",
         "an answer without its data", "another command's answer"],
)  # fmt: skip
async def test_a_command_is_sent_again_after(first: list[WireEvent]) -> None:
    events = [sent(FIND_CARD), *first, sent(FIND_CARD), got(FOUND)]
    assert await ask(FIND_CARD, events) == (SdtStatus.CARD_FOUND, True)


async def test_a_selection_is_not_mistaken_for_an_empty_success() -> None:
    events = [sent(SELECT_CARD), got(OK), sent(SELECT_CARD), got(SELECTED)]
    assert await ask(SELECT_CARD, events) == (SdtStatus.OK, True)


async def test_what_lies_in_the_wire_beforehand_is_no_answer() -> None:
    assert await ask(FIND_CARD, [got(FOUND), sent(FIND_CARD), got(NO_CARD)]) == (
        SdtStatus.NO_CARD,
        False,
    )


async def test_three_repetitions_are_made_and_no_more() -> None:
    events = [sent(FIND_CARD), got(MISHEARD)] * 4
    port = ReplayPort(events)
    with pytest.raises(DeviceError) as caught:
        await SdtLink(port, LinkTiming()).ask(FIND_CARD)
    assert port.finished
    assert (caught.value.cause, caught.value.remedy) == (DeviceCause.PROTOCOL, Remedy.MAINTENANCE)


async def test_the_fourth_time_may_still_succeed() -> None:
    events = [sent(FIND_CARD), got(MISHEARD)] * 3 + [sent(FIND_CARD), got(FOUND)]
    assert await ask(FIND_CARD, events) == (SdtStatus.CARD_FOUND, True)


async def test_silence_twice_is_silence() -> None:
    port = ReplayPort([sent(SAM_STATUS), sent(SAM_STATUS)])
    with pytest.raises(DeviceError) as caught:
        await SdtLink(port, LinkTiming()).ask(SAM_STATUS)
    assert port.finished
    assert (caught.value.cause, caught.value.remedy) == (DeviceCause.SILENT, Remedy.RESET)


async def test_endless_noise_ends_in_an_error() -> None:
    noise = [got(b"\x00" * 4096)] * 3
    events = [event for _ in range(4) for event in (sent(SAM_STATUS), *noise)]
    with pytest.raises(DeviceError) as caught:
        await SdtLink(ReplayPort(events), LinkTiming()).ask(SAM_STATUS)
    assert caught.value.cause is DeviceCause.PROTOCOL


@pytest.mark.parametrize("events", [[LOST], [sent(SAM_STATUS), LOST]], ids=["before", "after"])
async def test_a_lost_wire_is_reported_as_such(events: list[WireEvent]) -> None:
    with pytest.raises(PortLost):
        await SdtLink(ReplayPort(events), LinkTiming()).ask(SAM_STATUS)


async def test_the_script_notices_another_command() -> None:
    with pytest.raises(ReplayMismatch):
        await ask(FIND_CARD, [sent(SAM_STATUS), got(OK)])


class HeldWire:
    """Answers READ only when let go, and everything else at once."""

    def __init__(self) -> None:
        self.released = asyncio.Event()
        self.asked = asyncio.Event()
        self.order: list[str] = []
        self._coming: asyncio.Queue[bytes] = asyncio.Queue()

    async def read(self, at_most: int, timeout_s: float) -> bytes:
        del at_most
        if timeout_s == 0.0:
            return b"" if self._coming.empty() else self._coming.get_nowait()
        return await self._coming.get()

    async def write(self, data: bytes, timeout_s: float) -> None:
        del timeout_s
        if data == READ_BASE.frame:
            self.order.append("asked to read")
            self.asked.set()
        else:
            self.order.append("asked something else")
            self._coming.put_nowait(NO_CARD)

    async def close(self) -> None:
        self.order.append("closed")

    def answer_the_read(self) -> None:
        self.order.append("read answered")
        self._coming.put_nowait(reply_frame(0x90, bytes(1284)))


async def test_a_cancelled_question_does_not_answer_the_next_one() -> None:
    wire = HeldWire()
    link = SdtLink(wire, LinkTiming())
    reading = asyncio.create_task(link.ask(READ_BASE))
    await wire.asked.wait()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    finding = asyncio.create_task(link.ask(FIND_CARD))
    await asyncio.sleep(0)
    wire.answer_the_read()
    answer = await finding
    assert answer.reply.status is SdtStatus.NO_CARD
    assert not answer.resent
    assert wire.order == ["asked to read", "read answered", "asked something else"]


async def test_closing_lets_go_of_the_wire() -> None:
    wire = HeldWire()
    await SdtLink(wire, LinkTiming()).close()
    assert wire.order == ["closed"]
