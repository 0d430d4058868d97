"""A real driver and a simulated reader, joined by a real wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.devices.id_card_reader import Ga467Reader, ReaderTiming
from kiosk.devices.ports.byte_port import PortOpener
from kiosk.devices.ports.serial_port import serial_port
from kiosk.devices.ports.usb_port import usb_port
from kiosk.devices.sdt_link import LinkTiming
from sim.devices.id_reader import NO_DELAYS, IdReaderSimulator, ReaderDelays
from sim.devices.serial_line import TcpLine
from sim.devices.usb_line import UsbLine, UsbStyle
from sim.people import find_person

ZHANG_SAN = find_person("zhang-san")
LI_SI = find_person("li-si")

PATIENT = ReaderTiming(link=LinkTiming(response_s=5.0, gap_s=0.2), probe_s=5.0)
"""For what is answered: generous, because the machine may be busy."""
BRISK = ReaderTiming(link=LinkTiming(response_s=0.4, gap_s=0.1), probe_s=0.4)
"""For what is not answered: every silence is waited out on a real wire."""

_MOST_SLEEPS = 3000


@dataclass
class StepClock:
    """Time that passes only where it is slept, and then at once; but not for ever."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)
    _slept_again: asyncio.Event = field(default_factory=asyncio.Event)

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)
        self._slept_again.set()
        if len(self.slept) > _MOST_SLEEPS:
            raise AssertionError("waited for something that never came")
        await asyncio.sleep(0)

    async def has_slept(self, times: int) -> None:
        while len(self.slept) < times:
            self._slept_again.clear()
            await self._slept_again.wait()


@dataclass(frozen=True)
class Bench:
    """The reader under test and the hardware at the other end of its wire."""

    reader: Ga467Reader
    simulator: IdReaderSimulator
    clock: StepClock


@asynccontextmanager
async def bench_on(
    simulator: IdReaderSimulator, *ports: PortOpener, timing: ReaderTiming = PATIENT
) -> AsyncIterator[Bench]:
    clock = StepClock()
    reader = Ga467Reader(ports, clock, timing)
    simulator.plug()
    try:
        yield Bench(reader, simulator, clock)
    finally:
        await reader.close()
        simulator.unplug()


@asynccontextmanager
async def pty_bench(
    directory: Path, *, timing: ReaderTiming = PATIENT, delays: ReaderDelays = NO_DELAYS
) -> AsyncIterator[Bench]:
    link = directory / "id-reader"
    simulator = IdReaderSimulator(link, delays=delays)
    port = serial_port(str(link), speed=115200)
    async with bench_on(simulator, port, timing=timing) as bench:
        yield bench


@asynccontextmanager
async def tcp_bench() -> AsyncIterator[Bench]:
    line = TcpLine()
    simulator = IdReaderSimulator(line, delays=NO_DELAYS)
    simulator.plug()
    async with bench_on(simulator, serial_port(line.address, speed=115200)) as bench:
        yield bench


@asynccontextmanager
async def usb_bench(style: UsbStyle) -> AsyncIterator[Bench]:
    line = UsbLine(style)
    simulator = IdReaderSimulator(line, delays=NO_DELAYS)
    async with bench_on(simulator, usb_port(0x0400, 0xC35A, backend=line)) as bench:
        yield bench
