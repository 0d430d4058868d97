"""The motorised card reader and a simulated one: hands, motor, chip and power at their worst."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.devices.api import ChipCard, DeviceCause, DeviceError, Effect
from kiosk.devices.motor_card_reader import BIN_FULL, MotorCardReader
from kiosk.devices.ports.serial_port import serial_port
from kiosk.domain.terminal import ONLINE, Remedy
from sim.cards.inserted import CardFault, CardFaultKind
from sim.cards.smart_card import SmartCard
from sim.devices.motor_card_reader import MotorCardReaderSimulator
from sim.devices.motor_reader_faults import FaultKind, Motion, MotorReaderFault, named_fault
from sim.devices.motor_transport import NO_DELAYS, MotorDelays, Place
from tests.devices.id_reader_bench import StepClock
from tests.devices.invented_chips import (
    ATR,
    CHALLENGE,
    READ,
    READ_ANY_LENGTH,
    SELECT,
    SELECTED,
    UPSIDE_DOWN,
    TryOut,
    card_with,
)
from tests.devices.motor_reader_bench import BRISK, STEADY, Bench, bench_on, pty_bench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with pty_bench(tmp_path) as bench:
        await bench.reader.open()
        yield bench


@pytest.fixture
async def brisk(tmp_path: Path) -> AsyncIterator[Bench]:
    async with pty_bench(tmp_path, BRISK) as bench:
        yield bench


async def inserted(
    bench: Bench, card: SmartCard | None = None, fault: CardFault | None = None
) -> ChipCard:
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.waits()
    await bench.insert(card or card_with(TryOut()), fault)
    return await inserting


def lies(bench: Bench) -> Place:
    """Where the card lies by now."""
    return bench.simulator.place


async def refused(bench: Bench, code: bytes, on: Motion, times: int = 1) -> DeviceError:
    """How inserting a card fails when the reader refuses something."""
    bench.simulator.inject(MotorReaderFault(FaultKind.REFUSED, on, code, times=times))
    with pytest.raises(DeviceError) as caught:
        await inserted(bench)
    return caught.value


async def failure(work: object) -> DeviceError:
    assert asyncio.iscoroutine(work)
    with pytest.raises(DeviceError) as caught:
        await work
    return caught.value


# --- Opening and entry ---------------------------------------------------------------------------


async def test_opening_resets_the_reader_and_tells_what_it_is(bench: Bench) -> None:
    assert bench.simulator.seen == (Motion.INIT_TO_GATE.value,)
    assert bench.reader.firmware == "CRT-571-V1.00"


async def test_a_card_left_inside_is_given_back_when_it_opens(bench: Bench) -> None:
    await inserted(bench)
    bench.simulator.power_cycle()
    await bench.reader.close()
    await bench.reader.open()
    assert bench.simulator.place is Place.GATE
    await bench.take()
    await bench.reader.taken()


async def test_a_card_stuck_inside_keeps_it_from_opening(bench: Bench) -> None:
    await inserted(bench)
    bench.simulator.jam()
    error = await failure(bench.reader.open())
    assert (error.cause, error.remedy) == (DeviceCause.CARD_JAMMED, Remedy.CLEAR)
    bench.simulator.clear_jam()
    await bench.reader.open()
    assert bench.simulator.place is Place.GATE


async def test_cards_are_let_in_only_while_somebody_waits_for_one(bench: Bench) -> None:
    bench.simulator.insert(card_with(TryOut()))
    assert await bench.reader.condition() == ONLINE
    assert lies(bench) is Place.GATE
    card = await bench.reader.insert()
    assert lies(bench) is Place.CONTACTS
    assert not bench.simulator.lets_in
    assert (await card.exchange(SELECT)).data == SELECTED


async def test_it_looks_for_a_card_at_the_interval_it_was_given(bench: Bench) -> None:
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.clock.has_slept(3)
    await bench.insert(card_with(TryOut()))
    await inserting
    assert set(bench.clock.slept) == {0.2}


async def test_a_card_that_was_given_back_is_not_drawn_in_for_the_next_citizen(
    bench: Bench,
) -> None:
    await inserted(bench)
    await bench.reader.eject()
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.clock.has_slept(len(bench.clock.slept) + 3)
    assert not bench.simulator.lets_in
    await bench.take()
    await bench.waits()
    await bench.insert(card_with(TryOut()))
    await inserting


async def test_a_card_left_in_the_mouth_from_before_is_not_drawn_in_either(bench: Bench) -> None:
    await inserted(bench)
    await bench.reader.eject()
    await bench.reader.open()
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.clock.has_slept(len(bench.clock.slept) + 3)
    assert not bench.simulator.lets_in
    await bench.take()
    await bench.waits()
    inserting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await inserting


async def test_a_card_in_the_mouth_can_be_made_its_owners_to_take(bench: Bench) -> None:
    bench.simulator.insert(card_with(TryOut()))
    await bench.reader.eject()
    assert Motion.TO_GATE.value not in bench.simulator.seen
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.clock.has_slept(3)
    assert not bench.simulator.lets_in
    await bench.take()
    await bench.waits()
    await bench.insert(card_with(TryOut()))
    await inserting


# --- Cancelling ----------------------------------------------------------------------------------


async def test_a_cancelled_wait_lets_no_card_in_any_more(bench: Bench) -> None:
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.waits()
    inserting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await inserting
    assert not bench.simulator.lets_in
    await bench.insert(card_with(TryOut()))
    assert await bench.reader.condition() == ONLINE
    assert bench.simulator.place is Place.GATE


@pytest.mark.parametrize("reached", [Place.GATE, Place.INSIDE, Place.CONTACTS])
async def test_a_cancelled_wait_gives_back_a_card_on_its_way(bench: Bench, reached: Place) -> None:
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.waits()
    await bench.insert(card_with(TryOut()))
    await bench.simulator.until(lambda: bench.simulator.place is reached)
    inserting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await inserting
    assert bench.simulator.place is Place.GATE
    assert not bench.simulator.lets_in
    await bench.take()
    await inserted(bench)


async def test_cancelled_twice_it_still_lets_no_card_in(bench: Bench) -> None:
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.waits()
    inserting.cancel()
    await asyncio.sleep(0)
    inserting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await inserting
    await bench.simulator.until(lambda: not bench.simulator.lets_in)
    assert await bench.reader.condition() == ONLINE


async def test_a_cancelled_exchange_leaves_the_next_its_own_answer(bench: Bench) -> None:
    card = await inserted(bench)
    await card.exchange(SELECT)
    for turns in range(6):
        asking = asyncio.create_task(card.exchange(CHALLENGE))
        for _ in range(turns):
            await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert (await card.exchange(READ_ANY_LENGTH)).data == READ


# --- Giving back and keeping ---------------------------------------------------------------------


async def test_power_is_cut_before_the_card_moves(bench: Bench) -> None:
    await inserted(bench)
    await bench.reader.eject()
    assert bench.simulator.seen[-2:] == (Motion.POWER_DOWN.value, Motion.TO_GATE.value)


async def test_nothing_moves_where_no_card_is(bench: Bench) -> None:
    # A move would fetch a card from the stacker of a model that issues cards.
    await bench.reader.eject()
    assert await bench.reader.capture() is False
    assert set(bench.simulator.seen[1:]) == {Motion.STATUS.value}


async def test_a_card_given_back_twice_stays_in_the_mouth(bench: Bench) -> None:
    await inserted(bench)
    await bench.reader.eject()
    await bench.reader.eject()
    assert bench.simulator.seen.count(Motion.TO_GATE.value) == 1


async def test_a_card_is_kept_from_the_contacts_and_from_the_mouth(bench: Bench) -> None:
    await inserted(bench)
    assert await bench.reader.capture() is True
    await inserted(bench)
    await bench.reader.eject()
    assert await bench.reader.capture() is True
    assert bench.simulator.captured == 2
    await bench.reader.taken()


async def test_a_full_bin_keeps_no_card_and_says_so(tmp_path: Path) -> None:
    link = tmp_path / "card-reader"
    simulator = MotorCardReaderSimulator(link, delays=NO_DELAYS, bin_size=1)
    async with bench_on(simulator, serial_port(str(link), speed=9600)) as bench:
        await bench.reader.open()
        await inserted(bench)
        assert await bench.reader.capture() is True
        assert await bench.reader.condition() == BIN_FULL
        assert BIN_FULL.usable
        await inserted(bench)
        assert await bench.reader.capture() is False
        assert simulator.place is Place.CONTACTS
        simulator.empty_bin()
        assert await bench.reader.condition() == ONLINE
        assert await bench.reader.capture() is True


@pytest.mark.parametrize("code", [b"40", b"50", b"A1", b"03"])
async def test_a_card_that_does_not_get_to_the_bin_is_not_kept(bench: Bench, code: bytes) -> None:
    await inserted(bench)
    bench.simulator.inject(MotorReaderFault(FaultKind.REFUSED, Motion.TO_BIN, code))
    assert await bench.reader.capture() is False
    assert await bench.reader.condition() == ONLINE


# --- Motor ---------------------------------------------------------------------------------------


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


async def test_a_whole_payment_at_the_pace_of_a_motor(tmp_path: Path) -> None:
    link = tmp_path / "card-reader"
    delays = MotorDelays(0.02, 0.02, 0.02, 0.01, 0.005, 0.001)
    simulator = MotorCardReaderSimulator(link, delays=delays)
    async with bench_on(simulator, serial_port(str(link), speed=9600)) as bench:
        await bench.reader.open()
        card = await inserted(bench)
        assert (await card.exchange(SELECT)).data == SELECTED
        assert (await card.exchange(CHALLENGE)).sw == 0x9000
        await bench.reader.eject()
        await bench.take()
        await bench.reader.taken()


# --- Chip ----------------------------------------------------------------------------------------


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


# --- Power ---------------------------------------------------------------------------------------


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


# --- Wire ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        MotorReaderFault(FaultKind.DEAF, Motion.APDU),
        MotorReaderFault(FaultKind.NAK, Motion.APDU),
        MotorReaderFault(FaultKind.LOST_ACK, Motion.APDU),
        MotorReaderFault(FaultKind.CUT, Motion.APDU, amount=3),
        MotorReaderFault(FaultKind.CUT, Motion.APDU, amount=12),
        MotorReaderFault(FaultKind.FLIPPED_CHECK, Motion.APDU),
        MotorReaderFault(FaultKind.NOISE, Motion.APDU),
    ],
    ids=lambda fault: f"{fault.kind.value}_{fault.amount}",
)
async def test_a_bad_wire_is_put_right_and_the_card_asked_once(
    tmp_path: Path, fault: MotorReaderFault
) -> None:
    async with pty_bench(tmp_path, STEADY) as bench:
        await bench.reader.open()
        chip = TryOut()
        card = await inserted(bench, card_with(chip))
        await card.exchange(SELECT)
        bench.simulator.inject(fault)
        assert (await card.exchange(CHALLENGE)).sw == 0x9000
        assert chip.heard == [CHALLENGE]


@pytest.mark.parametrize("kind", [FaultKind.LOST_REPLY, FaultKind.FLIPPED_CHECKS])
async def test_a_command_whose_outcome_is_lost_is_not_tried_again(
    brisk: Bench, kind: FaultKind
) -> None:
    await brisk.reader.open()
    chip = TryOut()
    card = await inserted(brisk, card_with(chip))
    await card.exchange(SELECT)
    brisk.simulator.inject(MotorReaderFault(kind, Motion.APDU))
    error = await failure(card.exchange(CHALLENGE))
    assert error.effect is Effect.UNKNOWN
    assert chip.heard == [CHALLENGE]
    assert (await card.exchange(CHALLENGE)).sw == 0x9000


async def test_a_reader_that_says_nothing_is_silent(brisk: Bench) -> None:
    await brisk.reader.open()
    brisk.simulator.inject(named_fault("dead"))
    error = await failure(brisk.reader.condition())
    assert (error.cause, error.remedy) == (DeviceCause.SILENT, Remedy.RESET)
    brisk.simulator.clear_faults()
    assert await brisk.reader.condition() == ONLINE


async def test_what_the_reader_babbles_is_not_taken_for_an_answer(bench: Bench) -> None:
    for _ in range(3):
        bench.simulator.babble()
        assert await bench.reader.condition() == ONLINE


async def test_the_speed_of_the_line_has_to_be_right(brisk: Bench) -> None:
    brisk.simulator.set_speed(57600)
    error = await failure(brisk.reader.open())
    assert error.cause in (DeviceCause.SILENT, DeviceCause.PROTOCOL)
    brisk.simulator.set_speed(9600)
    await brisk.reader.open()
    with pytest.raises(ValueError, match="no such speed"):
        brisk.simulator.set_speed(300)


async def test_the_address_has_to_be_right(tmp_path: Path) -> None:
    link = tmp_path / "card-reader"
    simulator = MotorCardReaderSimulator(link, delays=NO_DELAYS, address=5)
    port = serial_port(str(link), speed=9600)
    async with bench_on(simulator, port, BRISK) as bench:
        assert (await failure(bench.reader.open())).cause is DeviceCause.SILENT
        reader = MotorCardReader(port, StepClock(), BRISK, address=5)
        await reader.open()
        assert await reader.condition() == ONLINE
        await reader.close()


async def test_a_port_that_may_not_be_used_is_a_matter_of_configuration(tmp_path: Path) -> None:
    reader = MotorCardReader(serial_port(str(tmp_path), speed=9600), StepClock())
    error = await failure(reader.open())
    assert (error.cause, error.remedy) == (DeviceCause.CONFIGURATION, Remedy.CONFIGURATION)


async def test_nothing_of_a_card_is_in_an_error(bench: Bench) -> None:
    card = await inserted(bench, fault=CardFault(CardFaultKind.CUT, after=1, amount=1))
    error = await failure(card.exchange(SELECT))
    assert error.args == ("card_unreadable",)
    assert error.__cause__ is None
