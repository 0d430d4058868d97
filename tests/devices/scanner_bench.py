"""A real driver and a simulated code scanner, joined by a real wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.devices.code_scanner import ScannerTiming, SerialCodeScanner
from kiosk.devices.codecs.scanner_line import TRIGGER_PROFILES
from kiosk.devices.ports.byte_port import BytePort, PortOpener
from kiosk.devices.ports.serial_port import serial_port
from kiosk.runtime.clock import SystemClock
from sim.devices.code_scanner import CodeScannerSimulator, Look
from sim.devices.serial_line import TcpLine

PATIENT = ScannerTiming(gap_s=0.05, settle_s=5.0, retrigger_s=60.0)
"""For what is answered: a silence within a line is none of the machine's making."""
BRISK = ScannerTiming(gap_s=0.05, settle_s=0.3, retrigger_s=0.2)
"""For what is not: every silence is waited out on a real wire."""

SPEED = 9600


@dataclass
class Waits:
    """How often the driver has begun to wait for a code; a test goes on when it has."""

    count: int = 0
    _more: asyncio.Event = field(default_factory=asyncio.Event)

    def one_more(self) -> None:
        self.count += 1
        self._more.set()

    async def reach(self, count: int) -> None:
        while self.count < count:
            self._more.clear()
            await self._more.wait()


class WatchedPort:
    """BytePort that passes everything on and says when it is asked to wait for a code."""

    def __init__(self, port: BytePort, waits: Waits, patience_s: float) -> None:
        self._port = port
        self._waits = waits
        self._patience_s = patience_s

    async def read(self, at_most: int, timeout_s: float) -> bytes:
        if timeout_s == self._patience_s:
            self._waits.one_more()
        return await self._port.read(at_most, timeout_s)

    async def write(self, data: bytes, timeout_s: float) -> None:
        await self._port.write(data, timeout_s)

    async def close(self) -> None:
        await self._port.close()


@dataclass(frozen=True)
class Bench:
    """The scanner under test and the hardware at the other end of its wire."""

    scanner: SerialCodeScanner
    simulator: CodeScannerSimulator
    waits: Waits

    async def begin(self) -> asyncio.Task[str]:
        """Somebody waits for a code, and what was there before has been discarded."""
        waited = self.waits.count
        reading = asyncio.create_task(self.scanner.read_code())
        await self.waits.reach(waited + 1)
        return reading

    async def babble(self, data: bytes) -> None:
        """Something comes while a code is waited for, and the driver makes nothing of it."""
        waited = self.waits.count
        self.simulator.babble(data)
        await self.waits.reach(waited + 1)


@asynccontextmanager
async def bench_on(
    simulator: CodeScannerSimulator,
    port: PortOpener,
    *,
    profile: str = "honeywell",
    timing: ScannerTiming = PATIENT,
) -> AsyncIterator[Bench]:
    waits = Waits()

    async def watched() -> BytePort:
        return WatchedPort(await port(), waits, timing.retrigger_s)

    scanner = SerialCodeScanner(watched, TRIGGER_PROFILES[profile], SystemClock(), timing)
    simulator.plug()
    try:
        yield Bench(scanner, simulator, waits)
    finally:
        await scanner.close()
        simulator.unplug()


@asynccontextmanager
async def pty_bench(
    directory: Path,
    *,
    timing: ScannerTiming = PATIENT,
    suffix: bytes = b"\r",
    speed: int = SPEED,
    look_seconds: float = 60.0,
) -> AsyncIterator[Bench]:
    link = directory / "code-scanner"
    simulator = CodeScannerSimulator(link, suffix=suffix, speed=speed, look_seconds=look_seconds)
    async with bench_on(simulator, serial_port(str(link), speed=SPEED), timing=timing) as bench:
        yield bench


@asynccontextmanager
async def always_bench(
    directory: Path, *, timing: ScannerTiming = PATIENT, reread_seconds: float = 0.5
) -> AsyncIterator[Bench]:
    link = directory / "code-scanner"
    simulator = CodeScannerSimulator(link, look=Look.ALWAYS, reread_seconds=reread_seconds)
    port = serial_port(str(link), speed=SPEED)
    async with bench_on(simulator, port, profile="continuous", timing=timing) as bench:
        yield bench


@asynccontextmanager
async def tcp_bench() -> AsyncIterator[Bench]:
    line = TcpLine()
    simulator = CodeScannerSimulator(line)
    simulator.plug()
    async with bench_on(simulator, serial_port(line.address, speed=SPEED)) as bench:
        yield bench
