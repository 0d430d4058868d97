"""The identity-card reader and a simulated module: every state of the card, every fault."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.codecs.sdt_command import SAM_ID, SAM_STATUS
from kiosk.devices.id_card_reader import Ga467Reader
from kiosk.devices.ports.recording import EventKind, WireEvent
from kiosk.devices.ports.replay import replayed
from kiosk.devices.ports.serial_port import serial_port
from kiosk.domain.citizen import Sex
from kiosk.domain.terminal import Remedy
from sim.devices.id_reader import NO_DELAYS, CardState, IdReaderSimulator
from sim.devices.identity_record_encoder import encode_record
from sim.devices.reader_faults import Command, FaultKind, ReaderFault, named_fault
from sim.devices.sam_frames import reply_frame
from sim.people import Case, Person, find_person, people_of
from tests.devices.conformance_id_card import card_of
from tests.devices.id_reader_bench import (
    BRISK,
    LI_SI,
    ZHANG_SAN,
    Bench,
    StepClock,
    bench_on,
    pty_bench,
)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with pty_bench(tmp_path) as bench:
        await bench.reader.open()
        yield bench


@pytest.fixture
async def brisk(tmp_path: Path) -> AsyncIterator[Bench]:
    async with pty_bench(tmp_path, timing=BRISK) as bench:
        yield bench


async def failure(bench: Bench) -> DeviceError:
    with pytest.raises(DeviceError) as caught:
        await bench.reader.read_card()
    return caught.value


async def test_opening_asks_for_status_and_number(bench: Bench) -> None:
    assert bench.simulator.seen == (b"\x11\xff", b"\x12\xff")
    assert bench.reader.module_number == "05.01-20100310-0001234567-0987654321"


async def test_the_card_is_found_selected_and_read(bench: Bench) -> None:
    bench.simulator.place(ZHANG_SAN)
    await bench.reader.read_card()
    assert bench.simulator.seen[-3:] == (b"\x20\x01", b"\x20\x02", b"\x30\x01")


async def test_it_looks_for_a_card_at_the_interval_it_was_given(bench: Bench) -> None:
    reading = asyncio.create_task(bench.reader.read_card())
    await bench.clock.has_slept(4)
    bench.simulator.place(ZHANG_SAN)
    await reading
    assert set(bench.clock.slept) == {0.3}


async def test_an_expired_card_is_returned_as_read(bench: Bench) -> None:
    (person, *_) = people_of(Case.EXPIRED_CARD)
    bench.simulator.place(person)
    card = await bench.reader.read_card()
    assert card.valid_to == person.valid_to
    assert card.valid_to is not None
    assert card.valid_to < date(2025, 1, 1)


@pytest.mark.parametrize(
    ("faults", "remaining"),
    [((), 2), (("read_failed",), 3), (("read_failed",), 4)],
    ids=["before reading", "before being found again", "before the second reading"],
)
async def test_a_card_lifted_while_it_was_read_was_removed_too_early(
    bench: Bench, faults: tuple[str, ...], remaining: int
) -> None:
    for fault in faults:
        bench.simulator.inject(named_fault(fault))
    bench.simulator.place(ZHANG_SAN, remaining=remaining)
    error = await failure(bench)
    assert (error.cause, error.remedy) == (DeviceCause.CARD_REMOVED, Remedy.NONE)
    bench.simulator.place(ZHANG_SAN)
    assert await bench.reader.read_card() == card_of(ZHANG_SAN)


async def test_a_card_only_waved_past_is_no_failure(bench: Bench) -> None:
    bench.simulator.place(ZHANG_SAN, remaining=1)
    reading = asyncio.create_task(bench.reader.read_card())
    await bench.clock.has_slept(3)
    assert not reading.done()
    bench.simulator.place(LI_SI)
    assert await reading == card_of(LI_SI)


async def test_waving_a_card_past_again_and_again_is_no_failure_either(bench: Bench) -> None:
    reading = asyncio.create_task(bench.reader.read_card())
    for _ in range(4):
        bench.simulator.place(ZHANG_SAN, remaining=1)
        await bench.clock.has_slept(len(bench.clock.slept) + 4)
    assert not reading.done()
    bench.simulator.place(LI_SI)
    assert await reading == card_of(LI_SI)


@pytest.mark.parametrize(
    "fault",
    ["read_failed", "select_failed", "misheard", "misheard_length", "garbage", "glued", "checksum",
     "no_random", "confused"],
)  # fmt: skip
async def test_the_citizen_notices_nothing_of(bench: Bench, fault: str) -> None:
    bench.simulator.place(ZHANG_SAN)
    bench.simulator.inject(named_fault(fault))
    assert await bench.reader.read_card() == card_of(ZHANG_SAN)


@pytest.mark.parametrize("on", [Command.FIND, Command.SELECT])
@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        (FaultKind.CUT, 5),
        (FaultKind.CUT, 6),
        (FaultKind.CUT, 9),
        (FaultKind.CUT, 11),
        (FaultKind.GLUED, 0),
        (FaultKind.GARBAGE, 0),
        (FaultKind.FLIPPED_CHECK, 0),
    ],
)
async def test_damage_before_the_reading_is_put_right(
    bench: Bench, on: Command, kind: FaultKind, amount: int
) -> None:
    bench.simulator.place(ZHANG_SAN)
    bench.simulator.inject(ReaderFault(kind, amount, on))
    assert await bench.reader.read_card() == card_of(ZHANG_SAN)


async def test_silence_once_is_put_right(tmp_path: Path) -> None:
    timing = replace(BRISK, link=replace(BRISK.link, response_s=1.0))
    async with pty_bench(tmp_path, timing=timing) as bench:
        await bench.reader.open()
        bench.simulator.place(ZHANG_SAN)
        bench.simulator.inject(ReaderFault(FaultKind.SILENCE, on=Command.SELECT))
        assert await bench.reader.read_card() == card_of(ZHANG_SAN)


@pytest.mark.parametrize("fault", ["checksum_on_read", "cut"])
async def test_a_reading_whose_answer_was_damaged_asks_for_the_card_again(
    bench: Bench, fault: str
) -> None:
    bench.simulator.place(ZHANG_SAN)
    bench.simulator.inject(named_fault(fault))
    error = await failure(bench)
    assert (error.cause, error.remedy) == (DeviceCause.CARD_UNREADABLE, Remedy.NONE)
    assert bench.simulator.card is CardState.ALREADY_READ
    bench.simulator.lift()
    bench.simulator.place(ZHANG_SAN)
    assert await bench.reader.read_card() == card_of(ZHANG_SAN)


@pytest.mark.parametrize(
    ("status", "on", "cause"),
    [
        (0x31, Command.SELECT, DeviceCause.CARD_NOT_GENUINE),
        (0x32, Command.SELECT, DeviceCause.CARD_NOT_GENUINE),
        (0x31, Command.READ, DeviceCause.CARD_NOT_GENUINE),
        (0x32, Command.READ, DeviceCause.CARD_NOT_GENUINE),
        (0x33, Command.READ, DeviceCause.CARD_NOT_GENUINE),
        (0x37, Command.READ, DeviceCause.CARD_NOT_GENUINE),
        (0x3F, Command.READ, DeviceCause.CARD_NOT_GENUINE),
        (0x40, Command.SELECT, DeviceCause.CARD_WRONG_KIND),
        (0x40, Command.READ, DeviceCause.CARD_WRONG_KIND),
    ],
)
async def test_a_refused_card_leaves_the_reader_usable(
    bench: Bench, status: int, on: Command, cause: DeviceCause
) -> None:
    bench.simulator.place(ZHANG_SAN)
    bench.simulator.inject(ReaderFault(FaultKind.STATUS, status, on))
    error = await failure(bench)
    assert (error.cause, error.remedy) == (cause, Remedy.NONE)
    bench.simulator.place(LI_SI)
    assert await bench.reader.read_card() == card_of(LI_SI)


@pytest.mark.parametrize("on", [Command.SELECT, Command.READ])
async def test_a_card_that_stays_and_cannot_be_read_is_unreadable(
    bench: Bench, on: Command
) -> None:
    status = {Command.SELECT: 0x81, Command.READ: 0x41}[on]
    bench.simulator.place(ZHANG_SAN)
    bench.simulator.inject(ReaderFault(FaultKind.STATUS, status, on, times=3))
    assert (await failure(bench)).cause is DeviceCause.CARD_UNREADABLE
    assert bench.simulator.seen.count(on.value) == 3


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (0x60, DeviceCause.SELF_TEST),
        (0x66, DeviceCause.UNAUTHORISED),
        (0x23, DeviceCause.UNAUTHORISED),
        (0x21, DeviceCause.PROTOCOL),
        (0x10, DeviceCause.PROTOCOL),
        (0x91, DeviceCause.PROTOCOL),
        (0x47, DeviceCause.SELF_TEST),
        (0x24, DeviceCause.SELF_TEST),
    ],
)
async def test_a_broken_module_calls_for_a_technician(
    bench: Bench, status: int, cause: DeviceCause
) -> None:
    bench.simulator.inject(ReaderFault(FaultKind.STATUS, status, times=None))
    for use in (bench.reader.read_card, bench.reader.condition, bench.reader.open):
        with pytest.raises(DeviceError) as caught:
            await use()
        assert (caught.value.cause, caught.value.remedy) == (cause, Remedy.MAINTENANCE)
    bench.simulator.clear_faults()
    await bench.reader.open()
    assert (await bench.reader.condition()).usable


async def test_a_confused_module_is_reset_once_and_then_given_up(bench: Bench) -> None:
    bench.simulator.place(ZHANG_SAN)
    bench.simulator.inject(ReaderFault(FaultKind.STATUS, 0x24, Command.SELECT, times=2))
    assert (await failure(bench)).cause is DeviceCause.SELF_TEST
    assert bench.simulator.seen.count(Command.RESET.value) == 1


async def test_a_reset_is_given_its_time(bench: Bench) -> None:
    bench.simulator.inject(ReaderFault(FaultKind.STATUS, 0x47, Command.STATUS))
    await bench.reader.condition()
    assert bench.clock.slept == [0.5]


async def open_scripted(*answers: bytes | None) -> Ga467Reader:
    """Open a reader on a script: the answers to its questions, None where the wire breaks."""
    events: list[WireEvent] = []
    for command, answer in zip((SAM_STATUS, SAM_ID), answers, strict=False):
        events.append(WireEvent(0, EventKind.SENT, command.frame))
        lost = WireEvent(0, EventKind.LOST)
        events.append(lost if answer is None else WireEvent(0, EventKind.RECEIVED, answer))
    reader = Ga467Reader([replayed(events)], StepClock())
    await reader.open()
    return reader


async def test_a_module_number_of_another_shape_is_a_matter_for_a_technician() -> None:
    with pytest.raises(DeviceError) as caught:
        await open_scripted(reply_frame(0x90), reply_frame(0x90, bytes(15)))
    assert (caught.value.cause, caught.value.remedy) == (
        DeviceCause.PROTOCOL,
        Remedy.MAINTENANCE,
    )


@pytest.mark.parametrize("answers", [(None,), (reply_frame(0x90), None)])
async def test_unplugged_while_it_is_opened_it_is_disconnected(
    answers: tuple[bytes | None, ...],
) -> None:
    with pytest.raises(DeviceError) as caught:
        await open_scripted(*answers)
    assert caught.value.cause is DeviceCause.DISCONNECTED


async def test_a_module_confused_at_start_is_reset_and_opened(tmp_path: Path) -> None:
    async with pty_bench(tmp_path) as bench:
        bench.simulator.inject(ReaderFault(FaultKind.STATUS, 0x24, Command.STATUS))
        await bench.reader.open()
        assert (await bench.reader.condition()).usable
        assert bench.simulator.seen.count(Command.RESET.value) == 1


async def test_a_dead_module_is_silent(brisk: Bench) -> None:
    await brisk.reader.open()
    brisk.simulator.inject(named_fault("dead"))
    with pytest.raises(DeviceError) as caught:
        await brisk.reader.condition()
    assert (caught.value.cause, caught.value.remedy) == (DeviceCause.SILENT, Remedy.RESET)


async def test_a_module_that_was_never_there_is_disconnected(tmp_path: Path) -> None:
    reader = Ga467Reader([serial_port(str(tmp_path / "nothing"), speed=115200)], StepClock())
    with pytest.raises(DeviceError) as caught:
        await reader.open()
    assert caught.value.cause is DeviceCause.DISCONNECTED


@pytest.mark.parametrize("address", ["/etc/hostname", "nonsense://1"])
async def test_a_wrong_address_is_a_matter_of_configuration(address: str) -> None:
    reader = Ga467Reader([serial_port(address, speed=115200)], StepClock())
    with pytest.raises(DeviceError) as caught:
        await reader.open()
    assert (caught.value.cause, caught.value.remedy) == (
        DeviceCause.CONFIGURATION,
        Remedy.CONFIGURATION,
    )


async def test_a_reader_without_any_port_is_a_matter_of_configuration() -> None:
    with pytest.raises(DeviceError) as caught:
        await Ga467Reader([], StepClock()).open()
    assert caught.value.cause is DeviceCause.CONFIGURATION


async def test_a_module_left_at_another_speed_is_found_by_trying(tmp_path: Path) -> None:
    link = tmp_path / "id-reader"
    simulator = IdReaderSimulator(link, delays=NO_DELAYS, speed=9600)
    ports = [serial_port(str(link), speed=speed) for speed in (115200, 9600)]
    async with bench_on(simulator, *ports, timing=BRISK) as bench:
        await bench.reader.open()
        bench.simulator.place(ZHANG_SAN)
        assert await bench.reader.read_card() == card_of(ZHANG_SAN)


async def test_a_module_at_the_wrong_speed_is_silent(tmp_path: Path) -> None:
    async with pty_bench(tmp_path, timing=BRISK) as bench:
        bench.simulator.set_speed(9600)
        with pytest.raises(DeviceError) as caught:
            await bench.reader.open()
        assert caught.value.cause is DeviceCause.SILENT


BORN_1990 = replace(ZHANG_SAN, number="110101199001010015", birth=date(1990, 1, 1))
HK_RESIDENT = find_person("xu-gang")
FOREIGNER_2017 = find_person("john-sample")
FOREIGNER_2023 = find_person("christopher-example")


@pytest.mark.parametrize(
    "person",
    [
        replace(BORN_1990, birth=date(1990, 1, 2)),
        replace(BORN_1990, sex=Sex.FEMALE),
        replace(BORN_1990, number="110101199001010016"),
        replace(BORN_1990, number="810000199001010019"),
        replace(BORN_1990, number="110101900101001"),
        replace(BORN_1990, number=""),
        replace(HK_RESIDENT, sex=Sex.FEMALE),
        replace(HK_RESIDENT, number=BORN_1990.number, birth=BORN_1990.birth),
        replace(FOREIGNER_2017, birth=date(1979, 5, 7)),
        replace(FOREIGNER_2023, birth=date(1983, 3, 31)),
        replace(FOREIGNER_2023, number=BORN_1990.number, birth=BORN_1990.birth),
    ],
    ids=[
        "birth", "sex", "check digit", "permit number on a citizen's card", "old number",
        "no number", "permit: sex", "permit: citizen's number", "foreigner 2017: birth",
        "foreigner 2023: birth", "foreigner 2023: citizen's number",
    ],
)  # fmt: skip
async def test_a_card_that_contradicts_itself_is_refused(bench: Bench, person: Person) -> None:
    bench.simulator.place(person)
    assert (await failure(bench)).cause is DeviceCause.CARD_CONTRADICTS_ITSELF


async def test_the_card_those_contradictions_were_made_from_is_good(bench: Bench) -> None:
    bench.simulator.place(BORN_1990)
    assert await bench.reader.read_card() == card_of(BORN_1990)


@pytest.mark.parametrize("sex", [Sex.UNKNOWN, Sex.UNSPECIFIED])
async def test_a_card_that_does_not_tell_the_sex_contradicts_nothing(
    bench: Bench, sex: Sex
) -> None:
    bench.simulator.place(replace(ZHANG_SAN, sex=sex))
    assert (await bench.reader.read_card()).sex is sex


@pytest.mark.parametrize(
    ("offset", "text", "cause"),
    [
        (248, "Z", DeviceCause.CARD_WRONG_KIND),
        (36, "19900230", DeviceCause.CARD_UNREADABLE),
        (0, " " * 15, DeviceCause.CARD_UNREADABLE),
    ],
    ids=["unknown kind", "no such date", "no name"],
)
async def test_a_record_that_makes_no_sense_is_refused(
    bench: Bench, offset: int, text: str, cause: DeviceCause
) -> None:
    record = bytearray(encode_record(ZHANG_SAN))
    encoded = text.encode("utf-16-le")
    record[offset : offset + len(encoded)] = encoded
    bench.simulator.place_record(bytes(record))
    assert (await failure(bench)).cause is cause


async def test_a_record_of_another_size_is_refused(bench: Bench) -> None:
    bench.simulator.place_record(bytes(255))
    assert (await failure(bench)).cause is DeviceCause.CARD_UNREADABLE


async def test_unplugging_in_the_middle_of_a_reading(tmp_path: Path) -> None:
    started = asyncio.Event()

    async def hold(seconds: float) -> None:
        if seconds >= 1.0:
            started.set()
            await asyncio.Event().wait()

    link = tmp_path / "id-reader"
    simulator = IdReaderSimulator(link, sleep=hold)
    async with bench_on(simulator, serial_port(str(link), speed=115200)) as bench:
        await bench.reader.open()
        simulator.place(ZHANG_SAN)
        reading = asyncio.create_task(bench.reader.read_card())
        await started.wait()
        simulator.unplug()
        with pytest.raises(DeviceError) as caught:
            await reading
        assert caught.value.cause is DeviceCause.DISCONNECTED
        with pytest.raises(DeviceError) as caught:
            await bench.reader.condition()
        assert (caught.value.cause, caught.value.remedy) == (
            DeviceCause.DISCONNECTED,
            Remedy.RESET,
        )


async def test_cancelled_in_the_middle_of_a_reading_it_reads_the_next_card(
    tmp_path: Path,
) -> None:
    started, let_go = asyncio.Event(), asyncio.Event()

    async def hold(seconds: float) -> None:
        if seconds >= 1.0:
            started.set()
            await let_go.wait()

    link = tmp_path / "id-reader"
    simulator = IdReaderSimulator(link, sleep=hold)
    async with bench_on(simulator, serial_port(str(link), speed=115200)) as bench:
        await bench.reader.open()
        simulator.place(ZHANG_SAN)
        reading = asyncio.create_task(bench.reader.read_card())
        await started.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        again = asyncio.create_task(bench.reader.read_card())
        let_go.set()
        await bench.clock.has_slept(1)
        assert bench.simulator.card is CardState.ALREADY_READ
        simulator.lift()
        simulator.place(LI_SI)
        assert await again == card_of(LI_SI)


async def test_closing_ends_a_waiting_read(bench: Bench) -> None:
    reading = asyncio.create_task(bench.reader.read_card())
    await bench.clock.has_slept(1)
    await bench.reader.close()
    with pytest.raises(DeviceError) as caught:
        await reading
    assert caught.value.cause is DeviceCause.DISCONNECTED


async def test_errors_carry_nothing_personal(bench: Bench) -> None:
    bench.simulator.place(replace(ZHANG_SAN, sex=Sex.FEMALE))
    error = await failure(bench)
    assert ZHANG_SAN.name not in f"{error!r}{error}"
    assert error.__cause__ is None
