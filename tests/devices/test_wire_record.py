"""A session on the wire is recorded, keeps no personal data, and plays back as a test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.codecs.sdt_conceal import SdtConceal
from kiosk.devices.codecs.sdt_frame import Damage, SdtDecoder, SdtFrame, encode_frame
from kiosk.devices.id_card_reader import Ga467Reader
from kiosk.devices.ports.byte_port import PortLost
from kiosk.devices.ports.recording import (
    EventKind,
    WireEvent,
    nothing_concealed,
    read_record,
    recorded,
)
from kiosk.devices.ports.replay import ReplayMismatch, ReplayPort, replayed
from kiosk.devices.ports.serial_port import serial_port
from sim.devices.id_reader import NO_DELAYS, IdReaderSimulator
from sim.devices.identity_record_encoder import encode_record
from sim.devices.reader_faults import named_fault
from tests.devices.conformance_id_card import card_of
from tests.devices.id_reader_bench import PATIENT, ZHANG_SAN, StepClock


async def record_a_session(directory: Path, *, conceal: bool, lost: bool = False) -> list[str]:
    lines: list[str] = []
    link = directory / "id-reader"
    simulator = IdReaderSimulator(link, delays=NO_DELAYS)
    port = recorded(
        serial_port(str(link), speed=115200),
        lines.append,
        SdtConceal if conceal else nothing_concealed,
        StepClock(),
    )
    reader = Ga467Reader([port], StepClock(), PATIENT)
    simulator.plug()
    await reader.open()
    simulator.inject(named_fault("cut_header"))
    simulator.place(ZHANG_SAN)
    assert await reader.read_card() == card_of(ZHANG_SAN)
    simulator.unplug()
    if lost:
        with pytest.raises(DeviceError):
            await reader.condition()
    await reader.close()
    return lines


async def test_a_session_with_an_invented_person_plays_back(tmp_path: Path) -> None:
    lines = await record_a_session(tmp_path, conceal=False, lost=True)
    reader = Ga467Reader([replayed(read_record(lines))], StepClock())
    await reader.open()
    assert await reader.read_card() == card_of(ZHANG_SAN)
    with pytest.raises(DeviceError) as caught:
        await reader.condition()
    assert caught.value.cause is DeviceCause.DISCONNECTED


async def test_a_session_is_recorded_without_what_the_card_said(tmp_path: Path) -> None:
    lines = await record_a_session(tmp_path, conceal=True)
    received = b"".join(
        bytes.fromhex(event["in"]) for event in map(json.loads, lines) if "in" in event
    )
    personal = encode_record(ZHANG_SAN)
    for start in range(0, len(personal) - 4, 2):
        piece = personal[start : start + 4]
        assert piece == b" \0 \0" or piece not in received
    # The frames themselves are intact, so the session still plays, up to the empty card.
    reader = Ga467Reader([replayed(read_record(lines))], StepClock())
    await reader.open()
    with pytest.raises(DeviceError) as caught:
        await reader.read_card()
    assert caught.value.cause is DeviceCause.CARD_UNREADABLE


def test_a_record_is_lines_of_json() -> None:
    event = WireEvent(1.25, EventKind.RECEIVED, b"\xaa\x00")
    assert event.line() == '{"at": 1.25, "in": "aa00"}'
    assert list(read_record([event.line()])) == [event]
    lost = WireEvent(2.0, EventKind.LOST)
    assert list(read_record([lost.line()])) == [lost]


@pytest.mark.parametrize("line", ["{}", "[]", '{"at": 1, "up": ""}', '{"at": 1, "in": "x"}', "("])
def test_what_is_no_record_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        list(read_record([line]))


async def test_a_replay_gives_no_more_than_asked_for() -> None:
    port = ReplayPort([WireEvent(0, EventKind.RECEIVED, b"abc")])
    assert [await port.read(2, 1.0), await port.read(2, 1.0), await port.read(2, 1.0)] == [
        b"ab", b"c", b"",
    ]  # fmt: skip
    assert port.finished


async def test_a_replay_refuses_what_was_not_sent_then() -> None:
    port = ReplayPort([WireEvent(0, EventKind.SENT, b"a")])
    with pytest.raises(ReplayMismatch):
        await port.write(b"b", 1.0)
    with pytest.raises(ReplayMismatch):
        await port.write(b"b", 1.0)
    await port.close()


async def test_a_replay_loses_the_wire_where_it_was_lost() -> None:
    port = ReplayPort([WireEvent(0, EventKind.SENT, b"a"), WireEvent(0, EventKind.LOST)])
    with pytest.raises(PortLost):
        await port.write(b"a", 1.0)


class BrokenWire:
    async def read(self, at_most: int, timeout_s: float) -> bytes:
        raise PortLost("gone")

    async def write(self, data: bytes, timeout_s: float) -> None:
        raise PortLost("gone")

    async def close(self) -> None:
        pass


async def test_a_loss_is_recorded() -> None:
    lines: list[str] = []

    async def opener() -> BrokenWire:
        return BrokenWire()

    port = await recorded(opener, lines.append, nothing_concealed, StepClock())()
    with pytest.raises(PortLost):
        await port.write(b"a", 1.0)
    with pytest.raises(PortLost):
        await port.read(1, 1.0)
    assert [event.kind for event in read_record(lines)] == [
        EventKind.SENT, EventKind.LOST, EventKind.LOST,
    ]  # fmt: skip


bodies = st.binary(min_size=3, max_size=40)


def concealed(stream: bytes, size: int) -> bytes:
    conceal = SdtConceal()
    return b"".join(conceal(stream[start : start + size]) for start in range(0, len(stream), size))


@given(st.lists(bodies, max_size=5), st.integers(1, 50))
def test_concealed_frames_stay_frames_with_their_status(sent: list[bytes], size: int) -> None:
    stream = b"".join(encode_frame(body) for body in sent)
    kept = concealed(stream, size)
    assert len(kept) == len(stream)
    assert SdtDecoder().feed(kept) == tuple(
        SdtFrame(body[:3] + bytes(len(body) - 3)) for body in sent
    )


@given(bodies)
def test_a_damaged_frame_stays_damaged(body: bytes) -> None:
    frame = encode_frame(body)
    damaged = frame[:-1] + bytes((frame[-1] ^ 0x10,))
    assert Damage.CHECKSUM in SdtDecoder().feed(concealed(damaged, 7))


@given(st.binary(max_size=200))
def test_noise_is_blanked(noise: bytes) -> None:
    kept = concealed(noise, 9)
    assert len(kept) == len(noise)
    if b"\xaa\xaa\xaa\x96\x69" not in noise:
        assert set(kept) <= {0x00, 0xAA, 0x96, 0x69}


def test_a_preamble_after_more_start_bytes_is_recognised() -> None:
    frame = encode_frame(b"\x00\x00\x9f1234")
    blank = encode_frame(b"\x00\x00\x9f" + bytes(4))
    assert concealed(b"\xaa\xaa" + frame, 3) == b"\xaa\xaa" + blank
    assert concealed(b"\xaa\xaa\xaa\x96" + frame, 3) == b"\xaa\xaa\xaa\x96" + blank
    assert concealed(b"\xaa\xaa\x41" + frame, 3) == b"\xaa\xaa\x00" + blank
