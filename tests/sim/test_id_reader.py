"""The simulated identity-card module, asked directly over a pseudo-terminal."""

from __future__ import annotations

import asyncio
import os
import termios
import tty
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.devices.id_reader import NO_DELAYS, CardState, IdReaderSimulator, ReaderDelays
from sim.devices.identity_record_encoder import encode_record
from sim.devices.reader_faults import NAMED_FAULTS, Command, FaultKind, ReaderFault, named_fault
from sim.devices.sam_frames import Flaw, Request, RequestParser, reply_frame
from sim.people import PEOPLE, Person, find_person

PERSON = find_person("zhang-san")


def request(body: str) -> bytes:
    inside = bytes.fromhex(body)
    covered = (len(inside) + 1).to_bytes(2, "big") + inside
    check = 0
    for value in covered:
        check ^= value
    return b"\xaa\xaa\xaa\x96\x69" + covered + bytes((check,))


FIND, SELECT, READ = request("20 01"), request("20 02"), request("30 01")
FOUND = bytes.fromhex("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97")
NONE = bytes.fromhex("AA AA AA 96 69 00 04 00 00 80 84")
SELECTED = bytes.fromhex("AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C")
FAILED = bytes.fromhex("AA AA AA 96 69 00 04 00 00 41 45")
OK = bytes.fromhex("AA AA AA 96 69 00 04 00 00 90 94")


class Host:
    """Somebody at the other end of the cable, without any driver."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
        tty.setraw(self._file)
        self.set_speed(termios.B115200)
        self._heard = b""
        self._news = asyncio.Event()
        asyncio.get_running_loop().add_reader(self._file, self._hear)

    def _hear(self) -> None:
        self._heard += os.read(self._file, 4096)
        self._news.set()

    def set_speed(self, speed: int) -> None:
        attributes = termios.tcgetattr(self._file)
        attributes[4] = attributes[5] = speed
        termios.tcsetattr(self._file, termios.TCSANOW, attributes)

    def say(self, data: bytes) -> None:
        os.write(self._file, data)

    async def hear(self, size: int) -> bytes:
        while len(self._heard) < size:
            self._news.clear()
            await self._news.wait()
        heard, self._heard = self._heard[:size], self._heard[size:]
        return heard

    async def ask(self, data: bytes, answer: bytes) -> None:
        self.say(data)
        assert await self.hear(len(answer)) == answer

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._file)
        os.close(self._file)


@pytest.fixture
async def simulator(tmp_path: Path) -> AsyncIterator[IdReaderSimulator]:
    simulator = IdReaderSimulator(tmp_path / "reader", delays=NO_DELAYS)
    simulator.plug()
    yield simulator
    simulator.unplug()


@pytest.fixture
async def host(simulator: IdReaderSimulator, tmp_path: Path) -> AsyncIterator[Host]:
    assert simulator.plugged
    host = Host(tmp_path / "reader")
    yield host
    host.close()


def on(simulator: IdReaderSimulator) -> CardState:
    return simulator.card


async def test_a_card_goes_from_found_to_read_and_is_not_found_again(
    simulator: IdReaderSimulator, host: Host
) -> None:
    await host.ask(FIND, NONE)
    simulator.place(PERSON)
    assert on(simulator) is CardState.UNREAD
    await host.ask(SELECT, reply_frame(0x81))
    await host.ask(FIND, FOUND)
    await host.ask(READ, FAILED)
    await host.ask(SELECT, SELECTED)
    host.say(READ)
    answer = await host.hear(1295)
    assert answer[:14] == bytes.fromhex("AA AA AA 96 69 05 08 00 00 90 01 00 04 00")
    assert answer[14:270] == encode_record(PERSON)
    assert on(simulator) is CardState.ALREADY_READ
    await host.ask(READ, FAILED)
    await host.ask(FIND, NONE)
    simulator.lift()
    assert on(simulator) is CardState.NONE
    simulator.place(PERSON)
    await host.ask(FIND, FOUND)


async def test_a_card_without_fingerprints_says_so(
    simulator: IdReaderSimulator, host: Host
) -> None:
    simulator.place(PERSON)
    await host.ask(FIND, FOUND)
    await host.ask(SELECT, SELECTED)
    host.say(request("30 10"))
    answer = await host.hear(1297)
    assert answer[5:16] == bytes.fromhex("05 0A 00 00 90 01 00 04 00 00 00")
    await host.ask(request("30 03"), reply_frame(0x91))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("10 FF", OK),
        ("11 FF", OK),
        ("12 FF", bytes.fromhex(
            "AA AA AA 96 69 00 14 00 00 90 05 00 01 00 D6 B4 32 01 87 D6 12 00 B1 68 DE 3A AF")),
        ("61 FF 50", OK),
        ("30 03", FAILED),
        ("30 05", reply_frame(0x21)),
        ("77 FF", reply_frame(0x21)),
        ("60 09", reply_frame(0x21)),
        ("10", reply_frame(0x21)),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("simulator")
async def test_other_commands(host: Host, said: str, answer: bytes) -> None:
    await host.ask(request(said), answer)


@pytest.mark.usefixtures("simulator")
async def test_bad_frames_are_refused_and_noise_is_not_heard(host: Host) -> None:
    await host.ask(FIND[:-1] + b"\x00", reply_frame(0x10))
    await host.ask(b"\xaa\xaa\xaa\x96\x69\xff\xff", reply_frame(0x11))
    await host.ask(b"noise \xaa\xaa" + FIND, NONE)


async def test_the_speed_changes_after_the_reply(simulator: IdReaderSimulator, host: Host) -> None:
    simulator.place(PERSON)
    await host.ask(request("60 04"), OK)
    host.set_speed(termios.B9600)
    await host.ask(FIND, FOUND)


async def test_there_are_five_speeds(simulator: IdReaderSimulator) -> None:
    with pytest.raises(ValueError, match="no such speed"):
        simulator.set_speed(300)


async def test_a_card_goes_after_as_many_commands_as_it_was_given(
    simulator: IdReaderSimulator, host: Host
) -> None:
    simulator.place(PERSON, remaining=2)
    await host.ask(FIND, FOUND)
    await host.ask(SELECT, SELECTED)
    await host.ask(READ, FAILED)
    assert simulator.card is CardState.NONE


@pytest.mark.parametrize(
    ("fault", "sent"),
    [
        (ReaderFault(FaultKind.STATUS, 0x66), reply_frame(0x66)),
        (ReaderFault(FaultKind.GLUED), FOUND + FOUND),
        (ReaderFault(FaultKind.FLIPPED_CHECK), FOUND[:-1] + b"\x96"),
        (ReaderFault(FaultKind.SILENCE), b""),
        (ReaderFault(FaultKind.LOST_ANSWER), b""),
        (ReaderFault(FaultKind.CUT, 8), FOUND[:8]),
    ],
)
async def test_a_fault_strikes_once(
    simulator: IdReaderSimulator, host: Host, fault: ReaderFault, sent: bytes
) -> None:
    simulator.place(PERSON)
    simulator.inject(fault)
    host.say(FIND)
    await host.ask(FIND, sent + FOUND)


async def test_a_fault_waits_for_its_command_and_lasts_as_often_as_told(
    simulator: IdReaderSimulator, host: Host
) -> None:
    simulator.place(PERSON)
    simulator.inject(ReaderFault(FaultKind.STATUS, 0x81, Command.SELECT, times=2))
    await host.ask(FIND, FOUND)
    await host.ask(SELECT, reply_frame(0x81))
    await host.ask(SELECT, reply_frame(0x81))
    await host.ask(SELECT, SELECTED)


async def test_garbage_comes_before_the_answer(simulator: IdReaderSimulator, host: Host) -> None:
    simulator.inject(named_fault("garbage"))
    host.say(FIND)
    heard = await host.hear(11 + len(NONE))
    assert heard.endswith(NONE)
    assert not heard.startswith(NONE)


async def test_a_lasting_fault_ends_when_it_is_cleared(
    simulator: IdReaderSimulator, host: Host
) -> None:
    simulator.inject(named_fault("self_test"))
    for _ in range(3):
        await host.ask(FIND, reply_frame(0x60))
    simulator.clear_faults()
    await host.ask(FIND, NONE)


async def test_pulling_the_cable_takes_the_link_away_and_the_modules_memory(
    simulator: IdReaderSimulator, host: Host, tmp_path: Path
) -> None:
    simulator.place(PERSON)
    for said, size in ((FIND, 15), (SELECT, 19), (READ, 1295)):
        host.say(said)
        await host.hear(size)
    simulator.unplug()
    simulator.unplug()
    assert not simulator.plugged
    assert not (tmp_path / "reader").is_symlink()
    simulator.plug()
    simulator.plug()
    assert simulator.card is CardState.UNREAD


async def test_a_file_in_the_way_of_the_link_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "reader").write_text("mine")
    with pytest.raises(FileExistsError):
        IdReaderSimulator(tmp_path / "reader").plug()


async def test_a_stale_link_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "reader").symlink_to(tmp_path / "gone")
    simulator = IdReaderSimulator(tmp_path / "reader")
    simulator.plug()
    assert (tmp_path / "reader").exists()
    simulator.unplug()


async def test_every_command_takes_its_own_time(tmp_path: Path) -> None:
    slept: list[float] = []

    async def note(seconds: float) -> None:
        slept.append(seconds)

    delays = ReaderDelays(find=0.1, select=0.2, read=0.3, other=0.4)
    simulator = IdReaderSimulator(tmp_path / "reader", delays=delays, sleep=note)
    simulator.plug()
    host = Host(tmp_path / "reader")
    for said in (FIND, SELECT, READ, request("11 FF")):
        host.say(said)
    await host.hear(4 * 11)
    assert slept == [0.1, 0.2, 0.3, 0.4]
    host.close()
    simulator.unplug()


def test_every_named_fault_is_one() -> None:
    assert all(named_fault(name) is fault for name, fault in NAMED_FAULTS.items())
    with pytest.raises(KeyError):
        named_fault("nothing of the kind")


def test_a_field_too_long_for_its_place_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        encode_record(replace(PERSON, name="样" * 16))


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)
def test_everybody_fits_a_chip(person: Person) -> None:
    assert len(encode_record(person)) == 256


bodies = st.binary(min_size=1, max_size=30)


@given(st.lists(bodies, max_size=5), st.integers(1, 20))
def test_requests_are_found_however_the_stream_is_cut(sent: list[bytes], size: int) -> None:
    stream = b"".join(request(body.hex()) for body in sent)
    parser = RequestParser()
    found = [
        event
        for start in range(0, len(stream), size)
        for event in parser.feed(stream[start : start + size])
    ]
    assert found == [Request(body) for body in sent]


@given(st.lists(st.binary(max_size=30)))
def test_no_bytes_make_the_module_fail(chunks: list[bytes]) -> None:
    parser = RequestParser()
    for chunk in chunks:
        for event in parser.feed(chunk):
            assert isinstance(event, Request | Flaw)
