"""The real driver and a simulated motorised reader, joined by a real wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.devices.api import ChipCard, DeviceError
from kiosk.devices.crt_link import CrtTiming
from kiosk.devices.motor_card_reader import MotorCardReader, MotorTiming
from kiosk.devices.ports.byte_port import PortOpener
from kiosk.devices.ports.serial_port import serial_port
from sim.cards.inserted import CardFault
from sim.cards.smart_card import SmartCard
from sim.devices.motor_card_reader import MotorCardReaderSimulator
from sim.devices.motor_transport import NO_DELAYS, Place
from sim.devices.serial_line import TcpLine
from tests.devices.id_reader_bench import StepClock
from tests.devices.invented_chips import TryOut, card_with

PATIENT = MotorTiming(link=CrtTiming(ack_s=3.0, quick_s=5.0, action_s=10.0, gap_s=0.3, write_s=5.0))
"""For what is answered: generous, because the machine may be busy."""
BRISK = MotorTiming(link=CrtTiming(ack_s=0.2, quick_s=0.5, action_s=0.7, gap_s=0.05))
"""For what is not answered: every silence is waited out on a real wire."""
STEADY = MotorTiming(link=CrtTiming(ack_s=0.5, quick_s=5.0, action_s=10.0, gap_s=0.1))
"""For what is answered at the second attempt."""


@dataclass(frozen=True)
class Bench:
    """The reader under test, and the hardware and the hands at the other end of its wire."""

    reader: MotorCardReader
    simulator: MotorCardReaderSimulator
    clock: StepClock

    @property
    def captured(self) -> int:
        return self.simulator.captured

    async def waits(self) -> None:
        await self.simulator.until(lambda: self.simulator.lets_in)

    async def insert(self, card: SmartCard, fault: CardFault | None = None) -> None:
        self.simulator.insert(card, fault)

    async def take(self) -> None:
        await self.simulator.until(lambda: self.simulator.place is Place.GATE)
        assert self.simulator.take()

    async def pull(self) -> None:
        self.simulator.pull()

    async def unplug(self) -> None:
        self.simulator.unplug()

    async def plug(self) -> None:
        self.simulator.plug()


@asynccontextmanager
async def bench_on(
    simulator: MotorCardReaderSimulator,
    port: PortOpener,
    timing: MotorTiming = PATIENT,
    address: int = 0,
) -> AsyncIterator[Bench]:
    clock = StepClock()
    reader = MotorCardReader(port, clock, timing, address=address)
    simulator.plug()
    try:
        yield Bench(reader, simulator, clock)
    finally:
        await reader.close()
        simulator.unplug()


@asynccontextmanager
async def pty_bench(directory: Path, timing: MotorTiming = PATIENT) -> AsyncIterator[Bench]:
    link = directory / "card-reader"
    simulator = MotorCardReaderSimulator(link, delays=NO_DELAYS)
    async with bench_on(simulator, serial_port(str(link), speed=9600), timing) as bench:
        yield bench


@asynccontextmanager
async def tcp_bench(
    timing: MotorTiming = PATIENT, *, refusal_head: bytes = b"N"
) -> AsyncIterator[Bench]:
    line = TcpLine()
    simulator = MotorCardReaderSimulator(line, delays=NO_DELAYS, refusal_head=refusal_head)
    simulator.plug()
    async with bench_on(simulator, serial_port(line.address, speed=9600), timing) as bench:
        yield bench


async def inserted(
    bench: Bench, card: SmartCard | None = None, fault: CardFault | None = None
) -> ChipCard:
    """A card that was let in."""
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.waits()
    await bench.insert(card or card_with(TryOut()), fault)
    return await inserting


async def failure(work: Awaitable[object]) -> DeviceError:
    """How it fails."""
    with pytest.raises(DeviceError) as caught:
        await work
    return caught.value
