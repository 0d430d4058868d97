"""One command and one reply over a wire that damages either; every wire here is a script."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from kiosk.devices.api import DeviceCause, DeviceError, Effect
from kiosk.devices.codecs.crt_command import (
    INIT_TO_GATE,
    MOVE_TO_GATE,
    STATUS,
    CardPlace,
    CrtCommand,
    CrtDone,
    CrtRefused,
    Refusal,
    apdu_command,
)
from kiosk.devices.codecs.crt_frame import Signal, encode_frame
from kiosk.devices.crt_link import CrtLink, CrtTiming
from kiosk.devices.ports.byte_port import PortLost
from kiosk.devices.ports.recording import EventKind, WireEvent
from kiosk.devices.ports.replay import ReplayPort
from kiosk.domain.terminal import Remedy
from sim.devices.crt_frames import reply_frame

APDU = apdu_command(bytes.fromhex("80 AE 80 00 00"))
INSIDE = reply_frame(b"P10200")
NOWHERE = reply_frame(b"P10000")
AT_GATE = reply_frame(b"P20100")
ANSWER = reply_frame(b"PQ9200\x90\x00")
ACK, NAK, EOT = (signal.byte for signal in (Signal.ACK, Signal.NAK, Signal.EOT))
NOISE = b"\x00\xff\x7f"
LOST = WireEvent(0.0, EventKind.LOST)


def sent(what: CrtCommand | bytes) -> WireEvent:
    return WireEvent(0.0, EventKind.SENT, what if isinstance(what, bytes) else wire(what))


def wire(command: CrtCommand) -> bytes:
    return encode_frame(command.text)


def got(data: bytes) -> WireEvent:
    return WireEvent(0.0, EventKind.RECEIVED, data)


def spoiled(frame: bytes) -> bytes:
    return frame[:-1] + bytes((frame[-1] ^ 0xFF,))


async def ask(command: CrtCommand, events: Sequence[WireEvent]) -> CrtDone | CrtRefused:
    port = ReplayPort(events)
    answer = await CrtLink(port, CrtTiming()).ask(command)
    assert port.finished
    return answer


async def failure(command: CrtCommand, events: Sequence[WireEvent]) -> DeviceError:
    port = ReplayPort(events)
    with pytest.raises(DeviceError) as caught:
        await CrtLink(port, CrtTiming()).ask(command)
    assert port.finished
    return caught.value


CLEARED = [sent(EOT), got(EOT)]


@pytest.mark.parametrize(
    "reply",
    [
        [got(ACK), got(INSIDE)],
        [got(ACK + INSIDE)],
        [got(ACK + INSIDE[:5]), got(INSIDE[5:])],
        [got(NOISE + ACK + INSIDE)],
        [got(ACK), got(NOISE), got(INSIDE)],
        [got(ACK), got(NOISE + INSIDE)],
        [got(INSIDE)],
        [got(NOISE), got(INSIDE)],
        [got(EOT + ACK + INSIDE)],
        [got(ACK + ACK + INSIDE)],
        [got(ACK), got(spoiled(NOWHERE) + INSIDE)],
        [got(ACK), got(spoiled(NOWHERE)), got(INSIDE)],
        [got(reply_frame(b"P10000", address=3) + ACK + INSIDE)],
        [got(AT_GATE + ACK + INSIDE)],
    ],
    ids=["acknowledged", "at once", "in pieces", "behind noise", "after noise", "in noise",
         "without ACK", "noise for ACK", "behind a late EOT", "acknowledged twice",
         "behind a damaged one", "after a damaged one", "beside another reader",
         "behind the reply to another command"],
)  # fmt: skip
async def test_a_reply_is_found_at_once(reply: list[WireEvent]) -> None:
    answer = await ask(STATUS, [sent(STATUS), *reply, sent(ACK)])
    assert answer == CrtDone(CardPlace.INSIDE, bin_full=False)


async def test_a_refusal_is_a_reply() -> None:
    refused = reply_frame(b"N2010")
    events = [sent(MOVE_TO_GATE), got(ACK), got(refused), sent(ACK)]
    assert await ask(MOVE_TO_GATE, events) == CrtRefused(Refusal.JAM)


async def test_a_reader_has_the_address_its_switches_say() -> None:
    frame = encode_frame(STATUS.text, 7)
    events = [sent(frame), got(ACK + reply_frame(b"P10200", address=7)), sent(ACK)]
    answer = await CrtLink(ReplayPort(events), CrtTiming(), address=7).ask(STATUS)
    assert isinstance(answer, CrtDone)


async def test_the_reply_to_another_command_is_acknowledged_and_passed_over() -> None:
    events = [sent(STATUS), got(ACK + AT_GATE), sent(ACK), got(INSIDE), sent(ACK)]
    assert await ask(STATUS, events) == CrtDone(CardPlace.INSIDE, bin_full=False)


@pytest.mark.parametrize("command", [STATUS, APDU], ids=["repeatable", "not repeatable"])
@pytest.mark.parametrize("first", [[], [got(NAK)], [got(EOT)]], ids=["silence", "NAK", "late EOT"])
async def test_a_command_that_was_not_heard_is_sent_again(
    command: CrtCommand, first: list[WireEvent]
) -> None:
    reply = INSIDE if command is STATUS else ANSWER
    events = [sent(command), *first, sent(command), got(ACK + reply), sent(ACK)]
    assert isinstance(await ask(command, events), CrtDone)


async def test_a_reader_that_never_hears_is_silent_and_has_done_nothing() -> None:
    error = await failure(APDU, [sent(APDU)] * 4)
    assert (error.cause, error.remedy) == (DeviceCause.SILENT, Remedy.RESET)
    assert error.effect is Effect.NOTHING


async def test_a_reader_that_never_understands_is_the_technicians() -> None:
    error = await failure(APDU, [sent(APDU), got(NAK)] * 4)
    assert (error.cause, error.remedy) == (DeviceCause.PROTOCOL, Remedy.MAINTENANCE)
    assert error.effect is Effect.NOTHING


@pytest.mark.parametrize("noise", [NOISE, NOISE + NAK], ids=["noise", "a NAK in noise"])
async def test_a_command_that_was_perhaps_heard_is_sent_again_only_where_that_does_no_harm(
    noise: bytes,
) -> None:
    events = [sent(STATUS), got(noise), sent(STATUS), got(ACK + INSIDE), sent(ACK)]
    assert isinstance(await ask(STATUS, events), CrtDone)
    error = await failure(APDU, [sent(APDU), got(noise), *CLEARED])
    assert (error.cause, error.effect) == (DeviceCause.SILENT, Effect.UNKNOWN)


async def test_a_command_whose_acknowledgement_was_damaged_is_answered_all_the_same() -> None:
    events = [sent(APDU), got(NOISE), got(ANSWER), sent(ACK)]
    assert await ask(APDU, events) == CrtDone(CardPlace.INSIDE, False, b"\x90\x00")


@pytest.mark.parametrize(
    "damaged",
    [
        [got(spoiled(ANSWER))],
        [got(ANSWER[:7])],
        [got(ANSWER[:7] + NOISE)],
        [got(NOISE)],
        [got(spoiled(ANSWER) + NAK + EOT)],
    ],
    ids=["check byte", "broken off", "broken off with noise", "noise", "signals in damage"],
)
async def test_a_damaged_reply_is_asked_for_again_and_the_command_not_sent_again(
    damaged: list[WireEvent],
) -> None:
    events = [sent(APDU), got(ACK), *damaged, sent(NAK), got(ANSWER), sent(ACK)]
    assert await ask(APDU, events) == CrtDone(CardPlace.INSIDE, False, b"\x90\x00")


async def test_a_reply_that_stays_damaged_is_given_up() -> None:
    damaged = got(spoiled(ANSWER))
    events = [sent(APDU), got(ACK), damaged, *[sent(NAK), damaged] * 3]
    error = await failure(APDU, events)
    assert (error.cause, error.remedy) == (DeviceCause.PROTOCOL, Remedy.MAINTENANCE)
    assert error.effect is Effect.UNKNOWN


async def test_a_repeatable_command_is_repeated_when_its_reply_stays_damaged() -> None:
    damaged = got(spoiled(INSIDE))
    events = [sent(STATUS), got(ACK), damaged, *[sent(NAK), damaged] * 3]
    events += [sent(STATUS), got(ACK + INSIDE), sent(ACK)]
    assert isinstance(await ask(STATUS, events), CrtDone)


async def test_a_reader_that_acknowledges_and_says_no_more_is_silent() -> None:
    error = await failure(STATUS, [*[sent(STATUS), got(ACK)] * 2, *CLEARED])
    assert (error.cause, error.remedy) == (DeviceCause.SILENT, Remedy.RESET)
    error = await failure(MOVE_TO_GATE, [sent(MOVE_TO_GATE), got(ACK), *CLEARED])
    assert (error.cause, error.effect) == (DeviceCause.SILENT, Effect.UNKNOWN)


async def test_a_reader_that_breaks_off_by_itself_is_not_waited_for() -> None:
    events = [sent(MOVE_TO_GATE), got(ACK + EOT), *CLEARED]
    assert (await failure(MOVE_TO_GATE, events)).cause is DeviceCause.SILENT


async def test_a_reply_without_sense_is_given_up_soon() -> None:
    senseless = reply_frame(b"P20X00")
    error = await failure(MOVE_TO_GATE, [sent(MOVE_TO_GATE), got(ACK + senseless), sent(ACK)])
    assert (error.cause, error.effect) == (DeviceCause.PROTOCOL, Effect.UNKNOWN)


async def test_what_lies_in_the_wire_beforehand_is_no_reply() -> None:
    events = [got(NOWHERE), sent(STATUS), got(ACK + INSIDE), sent(ACK)]
    assert await ask(STATUS, events) == CrtDone(CardPlace.INSIDE, bin_full=False)


async def test_endless_noise_ends_in_an_error() -> None:
    events = [event for _ in range(4) for event in (sent(STATUS), *[got(b"\x00" * 4096)] * 3)]
    with pytest.raises(DeviceError):
        await CrtLink(ReplayPort(events), CrtTiming()).ask(STATUS)


@pytest.mark.parametrize("events", [[LOST], [sent(STATUS), LOST]], ids=["before", "after"])
async def test_a_lost_wire_is_reported_as_such(events: list[WireEvent]) -> None:
    with pytest.raises(PortLost):
        await CrtLink(ReplayPort(events), CrtTiming()).ask(STATUS)


@pytest.mark.parametrize(
    "events",
    [
        [sent(EOT), got(EOT)],
        [sent(EOT), got(NOISE + ACK + EOT)],
        [sent(EOT), sent(EOT), got(EOT)],
        [sent(EOT), got(INSIDE), sent(ACK), got(EOT)],
        [sent(EOT), sent(EOT)],
    ],
    ids=["at once", "behind noise", "the second time", "across a reply", "never"],
)
async def test_the_line_is_cleared(events: list[WireEvent]) -> None:
    port = ReplayPort(events)
    await CrtLink(port, CrtTiming()).clear()
    assert port.finished


class SlowReader:
    """A reader that acknowledges and replies only when it is told to."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self._news = asyncio.Event()
        self._coming: asyncio.Queue[bytes] = asyncio.Queue()

    async def read(self, at_most: int, timeout_s: float) -> bytes:
        del at_most
        if timeout_s == 0.0:
            return b"" if self._coming.empty() else self._coming.get_nowait()
        return await self._coming.get()

    async def write(self, data: bytes, timeout_s: float) -> None:
        del timeout_s
        self.written.append(data)
        self._news.set()

    async def close(self) -> None:
        self.written.append(b"closed")

    async def has_heard(self, data: bytes) -> None:
        while data not in self.written:
            self._news.clear()
            await self._news.wait()

    def say(self, data: bytes) -> None:
        self._coming.put_nowait(data)


async def cancelled(link: CrtLink, reader: SlowReader, command: CrtCommand, said: bytes) -> None:
    asking = asyncio.create_task(link.ask(command))
    await reader.has_heard(wire(command))
    if said:
        reader.say(said)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking


@pytest.mark.parametrize("said", [b"", ACK], ids=["before its ACK", "after its ACK"])
async def test_a_cancelled_command_does_not_answer_the_next_one(said: bytes) -> None:
    reader = SlowReader()
    link = CrtLink(reader, CrtTiming())
    await cancelled(link, reader, MOVE_TO_GATE, said)
    asking = asyncio.create_task(link.ask(STATUS))
    await asyncio.sleep(0)
    assert reader.written == [wire(MOVE_TO_GATE)]
    reader.say((b"" if said else ACK) + AT_GATE)
    await reader.has_heard(wire(STATUS))
    reader.say(ACK + INSIDE)
    assert await asking == CrtDone(CardPlace.INSIDE, bin_full=False)
    assert reader.written == [wire(MOVE_TO_GATE), ACK, wire(STATUS), ACK]


async def test_a_cancelled_command_that_was_not_heard_is_not_waited_for() -> None:
    reader = SlowReader()
    link = CrtLink(reader, CrtTiming())
    await cancelled(link, reader, INIT_TO_GATE, b"")
    reader.say(NAK)
    asking = asyncio.create_task(link.ask(STATUS))
    await reader.has_heard(wire(STATUS))
    reader.say(ACK + INSIDE)
    assert isinstance(await asking, CrtDone)


async def test_closing_lets_go_of_the_wire() -> None:
    reader = SlowReader()
    await CrtLink(reader, CrtTiming()).close()
    assert reader.written == [b"closed"]
