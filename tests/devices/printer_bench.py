"""A real driver and a simulated printer, joined by a wire of memory or by a real one.

On the wire of memory time is the test's own: it passes only while the driver waits for bytes.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path

from kiosk.devices.codecs.printer_profile import GENERIC_80, PrinterProfile, Repertoire, StatusSet
from kiosk.devices.ports.byte_port import BytePort, PortLost
from kiosk.devices.receipt_printer import EscPosPrinter
from kiosk.documents.rasterise import rasterise_document
from kiosk.documents.receipt_layout import lay_out_receipt
from kiosk.domain.paper import PaperDocument
from sim.devices.receipt_printer import Dialect, Firmware, ReceiptPrinterSimulator
from sim.devices.serial_line import Received, SerialLine
from tests.support.receipts import RECEIPT


@cache
def receipt_for(profile: PrinterProfile) -> PaperDocument:
    return rasterise_document(
        lay_out_receipt(RECEIPT, profile.columns),
        can_draw=profile.can_draw,
        dots=profile.dots,
        prints_qr=profile.prints_qr,
    )


@dataclass
class OwnTime:
    """Time that is advanced by whoever waits on the wire; sleepers wake in order."""

    now: float = 0.0
    _sleepers: list[tuple[float, int, asyncio.Future[None]]] = field(default_factory=list)
    _order: count[int] = field(default_factory=count)

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """For the driver, which alone makes time pass."""
        await self.advance(seconds)

    async def tick(self) -> None:
        """Let everybody else go on; no time passes."""
        await asyncio.sleep(0)

    async def wait(self, seconds: float) -> None:
        """For everybody else."""
        waking: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._order), waking))
        await waking

    async def advance(self, seconds: float) -> None:
        end = self.now + seconds
        while self._sleepers and self._sleepers[0][0] <= end:
            self.now, _, waking = heapq.heappop(self._sleepers)
            if not waking.done():
                waking.set_result(None)
            for _ in range(3):
                await asyncio.sleep(0)
        self.now = end


class MemoryWire:
    """The cable as the printer sees it, and the port as the driver does."""

    def __init__(self, time: OwnTime) -> None:
        self._time = time
        self._received: Received | None = None
        self._opened_in: Received | None = None
        self._inbox = bytearray()
        self.sent = bytearray()
        self.fail_after: int | None = None
        """Lose the wire once so many more bytes have been sent."""

    # SerialLine

    @property
    def speed(self) -> int | None:
        return None

    def connect(self, received: Received) -> None:
        self._received = received

    def disconnect(self) -> None:
        self._received = None

    def send(self, data: bytes) -> None:
        self._inbox += data

    # BytePort

    async def open(self) -> BytePort:
        if self._received is None:
            raise PortLost("no such device")
        self._opened_in = self._received
        self._inbox.clear()
        return self

    async def read(self, at_most: int, timeout_s: float) -> bytes:
        self._there()
        waited = 0.0
        while not self._inbox and waited < timeout_s:
            await self._time.advance(0.01)
            waited += 0.01
            self._there()
        await asyncio.sleep(0)
        taken = bytes(self._inbox[:at_most])
        del self._inbox[:at_most]
        return taken

    async def write(self, data: bytes, timeout_s: float) -> None:
        received = self._there()
        if self.fail_after is not None and len(data) > self.fail_after:
            data = data[: self.fail_after]
            self.disconnect()
        elif self.fail_after is not None:
            self.fail_after -= len(data)
        self.sent += data
        received(data)
        await asyncio.sleep(0)
        self._there()

    async def close(self) -> None:
        self._opened_in = None

    def _there(self) -> Received:
        if self._received is None or self._received is not self._opened_in:
            raise PortLost("unplugged")
        return self._received


@dataclass(frozen=True)
class PrinterBench:
    """The driver under test, the hardware at the other end, and time."""

    printer: EscPosPrinter
    simulator: ReceiptPrinterSimulator
    profile: PrinterProfile

    @property
    def cuts(self) -> bool:
        """Whether the model has a cutter at all."""
        return b"\x1dV" in self.profile.cut

    def tear_off(self) -> None:
        """Do by hand what a model without a cutter leaves to people."""
        if not self.cuts:
            self.simulator.tear_off()

    async def print_receipt(self) -> None:
        await self.printer.print_document(receipt_for(self.profile))


@dataclass(frozen=True)
class MemoryBench(PrinterBench):
    """… on a wire of memory, where time stands still meanwhile."""

    wire: MemoryWire
    time: OwnTime


def simulator_of(
    profile: PrinterProfile,
    line: Path | SerialLine,
    *,
    bytes_per_second: float | None = None,
    buffer_bytes: int = 4096,
    clears_always: bool = False,
    time: OwnTime | None = None,
) -> ReceiptPrinterSimulator:
    """The hardware that a profile is made for."""
    is_csn = profile.status_set is StatusSet.PAPER_SENSOR
    return ReceiptPrinterSimulator(
        [line],
        paper_mm={48: 80, 32: 58}[profile.columns],
        firmware=Firmware(
            codec="gbk" if profile.repertoire is Repertoire.GBK else "gb18030",
            has_qr=profile.prints_qr,
        ),
        dialect=Dialect.CSN_A2 if is_csn else Dialect.EPSON,
        bytes_per_second=bytes_per_second,
        buffer_bytes=buffer_bytes,
        clears_always=clears_always,
        sleep=asyncio.sleep if time is None else time.wait,
    )


@asynccontextmanager
async def memory_bench(
    profile: PrinterProfile = GENERIC_80,
    *,
    bytes_per_second: float | None = None,
    buffer_bytes: int = 4096,
    clears_always: bool = False,
) -> AsyncIterator[MemoryBench]:
    time = OwnTime()
    wire = MemoryWire(time)
    simulator = simulator_of(
        profile,
        wire,
        bytes_per_second=bytes_per_second,
        buffer_bytes=buffer_bytes,
        clears_always=clears_always,
        time=time,
    )
    simulator.plug()
    printer = EscPosPrinter(wire.open, profile, time)
    try:
        yield MemoryBench(printer, simulator, profile, wire, time)
    finally:
        await printer.close()
        simulator.unplug()
