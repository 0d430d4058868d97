"""The motorised card reader at the end of a bad wire."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.devices.api import DeviceCause, Effect
from kiosk.devices.motor_card_reader import MotorCardReader
from kiosk.devices.ports.serial_port import serial_port
from kiosk.domain.terminal import ONLINE, Remedy
from sim.cards.inserted import CardFault, CardFaultKind
from sim.devices.motor_card_reader import MotorCardReaderSimulator
from sim.devices.motor_reader_faults import FaultKind, Motion, MotorReaderFault, named_fault
from sim.devices.motor_transport import NO_DELAYS
from tests.devices.id_reader_bench import StepClock
from tests.devices.invented_chips import (
    CHALLENGE,
    SELECT,
    TryOut,
    card_with,
)
from tests.devices.motor_reader_bench import (
    BRISK,
    STEADY,
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


@pytest.fixture
async def brisk(tmp_path: Path) -> AsyncIterator[Bench]:
    async with pty_bench(tmp_path, BRISK) as bench:
        yield bench


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
