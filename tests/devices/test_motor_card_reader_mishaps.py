"""The motorised card reader and a simulated one: motor, chip and power at their worst."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.ports.serial_port import serial_port
from kiosk.domain.terminal import ONLINE, Remedy
from sim.cards.inserted import CardFault, CardFaultKind
from sim.cards.smart_card import SmartCard
from sim.devices.motor_card_reader import MotorCardReaderSimulator
from sim.devices.motor_reader_faults import FaultKind, Motion, MotorReaderFault, named_fault
from sim.devices.motor_transport import MotorDelays, Place
from tests.devices.invented_chips import (
    ATR,
    CHALLENGE,
    SELECT,
    SELECTED,
    UPSIDE_DOWN,
    TryOut,
    card_with,
)
from tests.devices.motor_reader_bench import (
    Bench,
    bench_on,
    failure,
    inserted,
    pty_bench,
)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with pty_bench(tmp_path) as bench:
        await bench.reader.open()
        yield bench


async def refused(bench: Bench, code: bytes, on: Motion, times: int = 1) -> DeviceError:
    """How inserting a card fails when the reader refuses something."""
    bench.simulator.inject(MotorReaderFault(FaultKind.REFUSED, on, code, times=times))
    with pytest.raises(DeviceError) as caught:
        await inserted(bench)
    return caught.value


async def test_a_card_that_jams_on_its_way_in_is_for_hall_staff(bench: Bench) -> None:
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.waits()
    await bench.insert(card_with(TryOut()))
    await bench.simulator.until(lambda: bench.simulator.place is Place.INSIDE)
    bench.simulator.jam()
    error = await failure(asyncio.wait_for(inserting, None))
    assert (error.cause, error.remedy) == (DeviceCause.CARD_JAMMED, Remedy.CLEAR)
    assert bench.simulator.seen[-1] == Motion.INIT_TO_GATE.value
    error = await failure(bench.reader.eject())
    assert error.cause is DeviceCause.CARD_JAMMED
    # Nobody is told that it works before it was tried.
    error = await failure(bench.reader.condition())
    assert (error.cause, error.remedy) == (DeviceCause.CARD_JAMMED, Remedy.CLEAR)
    bench.simulator.clear_jam()
    await bench.reader.open()
    assert bench.simulator.place is Place.GATE
    assert await bench.reader.condition() == ONLINE


async def test_a_reset_gets_many_a_card_free(bench: Bench) -> None:
    await inserted(bench)
    bench.simulator.jam(reset_helps=True)
    await bench.reader.eject()
    assert bench.simulator.place is Place.GATE
    assert await bench.reader.condition() == ONLINE


async def test_a_card_that_moves_again_is_jammed_no_more(bench: Bench) -> None:
    await inserted(bench)
    bench.simulator.inject(MotorReaderFault(FaultKind.REFUSED, Motion.TO_BIN, b"10"))
    error = await failure(bench.reader.capture())
    assert error.cause is DeviceCause.CARD_JAMMED
    await bench.reader.eject()
    assert await bench.reader.condition() == ONLINE


@pytest.mark.parametrize(
    ("code", "on", "cause", "remedy"),
    [
        (b"43", Motion.TO_CONTACTS, DeviceCause.CARD_JAMMED, Remedy.CLEAR),
        (b"45", Motion.TO_CONTACTS, DeviceCause.CARD_REMOVED, Remedy.NONE),
        (b"16", Motion.TO_CONTACTS, DeviceCause.CARD_REMOVED, Remedy.NONE),
        (b"A0", Motion.TO_CONTACTS, DeviceCause.CARD_REMOVED, Remedy.NONE),
        (b"13", Motion.TO_CONTACTS, DeviceCause.CARD_WRONG_KIND, Remedy.NONE),
        (b"14", Motion.TO_CONTACTS, DeviceCause.CARD_WRONG_KIND, Remedy.NONE),
        (b"51", Motion.TO_CONTACTS, DeviceCause.SELF_TEST, Remedy.MAINTENANCE),
        (b"41", Motion.TO_CONTACTS, DeviceCause.SELF_TEST, Remedy.MAINTENANCE),
        (b"01", Motion.TO_CONTACTS, DeviceCause.PROTOCOL, Remedy.MAINTENANCE),
        (b"ZZ", Motion.TO_CONTACTS, DeviceCause.PROTOCOL, Remedy.MAINTENANCE),
        (b"B0", Motion.TO_CONTACTS, DeviceCause.PROTOCOL, Remedy.RESET),
        (b"69", Motion.POWER_UP, DeviceCause.CARD_WRONG_KIND, Remedy.NONE),
        (b"62", Motion.POWER_UP, DeviceCause.CARD_UNREADABLE, Remedy.NONE),
        (b"03", Motion.ALLOW, DeviceCause.PROTOCOL, Remedy.MAINTENANCE),
    ],
)
async def test_what_the_reader_refuses_has_a_cause(
    bench: Bench, code: bytes, on: Motion, cause: DeviceCause, remedy: Remedy
) -> None:
    if on is Motion.ALLOW:
        bench.simulator.inject(MotorReaderFault(FaultKind.REFUSED, on, code))
        error = await failure(bench.reader.insert())
    else:
        error = await refused(bench, code, on)
    assert (error.cause, error.remedy) == (cause, remedy)
    assert not bench.simulator.lets_in


async def test_a_failed_sensor_is_told_at_every_question(bench: Bench) -> None:
    bench.simulator.inject(named_fault("sensor"))
    for _ in range(2):
        error = await failure(bench.reader.condition())
        assert (error.cause, error.remedy) == (DeviceCause.SELF_TEST, Remedy.MAINTENANCE)


async def test_a_motor_that_fails_while_giving_back_is_told(bench: Bench) -> None:
    await inserted(bench)
    bench.simulator.inject(MotorReaderFault(FaultKind.REFUSED, Motion.TO_GATE, b"51"))
    error = await failure(bench.reader.eject())
    assert error.cause is DeviceCause.SELF_TEST


async def test_a_card_torn_out_while_it_moves_was_removed(tmp_path: Path) -> None:
    link = tmp_path / "card-reader"
    moving = asyncio.Event()

    async def sleep(seconds: float) -> None:
        if seconds == 1.0:
            moving.set()
            simulator.pull()
        await asyncio.sleep(0)

    delays = MotorDelays(0.0, 0.0, move=1.0, power_up=0.0, apdu=0.0, other=0.0)
    simulator = MotorCardReaderSimulator(link, delays=delays, sleep=sleep)
    async with bench_on(simulator, serial_port(str(link), speed=9600)) as bench:
        await bench.reader.open()
        with pytest.raises(DeviceError) as caught:
            await inserted(bench)
        assert (caught.value.cause, caught.value.remedy) == (
            DeviceCause.CARD_REMOVED,
            Remedy.NONE,
        )
        assert moving.is_set()
        await bench.reader.eject()
        await bench.reader.taken()


async def test_a_chip_is_given_power_twice_before_it_is_called_mute(bench: Bench) -> None:
    error = await refused(bench, b"61", Motion.POWER_UP, times=2)
    assert (error.cause, error.remedy) == (DeviceCause.CARD_MUTE, Remedy.NONE)
    assert bench.simulator.seen.count(Motion.POWER_UP.value) == 2
    await bench.reader.eject()
    assert bench.simulator.place is Place.GATE


async def test_a_chip_that_answers_the_second_time_is_not_mute(bench: Bench) -> None:
    bench.simulator.inject(MotorReaderFault(FaultKind.REFUSED, Motion.POWER_UP, b"61"))
    card = await inserted(bench)
    assert (await card.exchange(SELECT)).sw == 0x9000


async def test_a_card_that_vanishes_before_its_chip_speaks_was_removed(tmp_path: Path) -> None:
    link = tmp_path / "card-reader"

    async def sleep(seconds: float) -> None:
        if seconds == 1.0:
            simulator.pull()
        await asyncio.sleep(0)

    delays = MotorDelays(0.0, 0.0, 0.0, power_up=1.0, apdu=0.0, other=0.0)
    simulator = MotorCardReaderSimulator(link, delays=delays, sleep=sleep)
    async with bench_on(simulator, serial_port(str(link), speed=9600)) as bench:
        await bench.reader.open()
        with pytest.raises(DeviceError) as caught:
            await inserted(bench)
        assert caught.value.cause is DeviceCause.CARD_REMOVED


async def test_an_answer_to_reset_without_sense_is_a_mute_chip(bench: Bench) -> None:
    with pytest.raises(DeviceError) as caught:
        await inserted(bench, SmartCard((), ATR[:-1]))
    assert caught.value.cause is DeviceCause.CARD_MUTE


async def test_a_card_upside_down_is_given_back_to_be_turned_round(bench: Bench) -> None:
    with pytest.raises(DeviceError):
        await inserted(bench, fault=UPSIDE_DOWN)
    assert bench.simulator.place is Place.GATE
    again = asyncio.create_task(bench.reader.insert())
    await bench.clock.has_slept(len(bench.clock.slept) + 3)
    assert not bench.simulator.lets_in
    await bench.take()
    await bench.waits()
    await bench.insert(card_with(TryOut()))
    assert (await (await again).exchange(SELECT)).sw == 0x9000


async def test_a_chip_that_speaks_t1_is_sent_the_length_it_may_answer(bench: Bench) -> None:
    chip = TryOut()
    card = await inserted(bench, card_with(chip, t0=False))
    assert (await card.exchange(SELECT + b"\x00")).data == SELECTED
    assert (await card.exchange(CHALLENGE)).sw == 0x9000
    assert chip.heard == [CHALLENGE]


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (CardFault(CardFaultKind.SILENT, after=1), DeviceCause.CARD_UNREADABLE),
        (CardFault(CardFaultKind.CUT, after=1, amount=1), DeviceCause.CARD_UNREADABLE),
        (CardFault(CardFaultKind.PULLED_OUT, after=1), DeviceCause.CARD_REMOVED),
    ],
    ids=["silent", "cut", "pulled out"],
)
async def test_a_chip_that_fails_in_the_middle(
    bench: Bench, fault: CardFault, cause: DeviceCause
) -> None:
    card = await inserted(bench, fault=fault)
    error = await failure(card.exchange(SELECT))
    assert (error.cause, error.remedy) == (cause, Remedy.NONE)
    await bench.reader.eject()
    if cause is not DeviceCause.CARD_REMOVED:
        await bench.take()
    assert (await (await inserted(bench)).exchange(SELECT)).sw == 0x9000


async def test_the_handle_of_an_earlier_card_does_not_reach_the_next_one(bench: Bench) -> None:
    earlier = await inserted(bench)
    await bench.pull()
    chip = TryOut()
    await inserted(bench, card_with(chip))
    error = await failure(earlier.exchange(CHALLENGE))
    assert error.cause is DeviceCause.CARD_REMOVED
    assert chip.heard == []


async def test_the_handle_of_a_card_does_not_survive_a_reopening(bench: Bench) -> None:
    card = await inserted(bench)
    await bench.reader.open()
    await bench.take()
    await inserted(bench)
    assert (await failure(card.exchange(CHALLENGE))).cause is DeviceCause.CARD_REMOVED


async def test_what_is_no_command_is_not_sent(bench: Bench) -> None:
    card = await inserted(bench)
    with pytest.raises(ValueError, match="four bytes"):
        await card.exchange(b"\x00\xa4")


async def test_a_reader_that_lost_its_power_gives_the_card_back(bench: Bench) -> None:
    card = await inserted(bench)
    bench.simulator.power_cycle()
    error = await failure(card.exchange(CHALLENGE))
    assert (error.cause, error.remedy) == (DeviceCause.CARD_UNREADABLE, Remedy.NONE)
    assert bench.simulator.place is Place.GATE
    await bench.reader.eject()
    await bench.take()
    await bench.reader.taken()
    await inserted(bench)


async def test_a_reader_that_lost_its_power_lets_cards_in_again(bench: Bench) -> None:
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.waits()
    bench.simulator.power_cycle()
    await bench.waits()
    await bench.insert(card_with(TryOut()))
    await inserting
