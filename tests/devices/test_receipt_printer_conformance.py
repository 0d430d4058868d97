from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.devices.codecs.printer_profile import (
    CSN_A2,
    EPSON_80,
    GENERIC_58,
    GENERIC_80,
    PrinterProfile,
)
from kiosk.devices.ports.escpos_port import (
    NetworkPrinter,
    SerialPrinter,
    UsbPrinter,
    printer_port,
)
from kiosk.devices.printer_link import PrinterTimings
from kiosk.devices.receipt_printer import EscPosPrinter
from sim.devices.serial_line import SerialLine, TcpLine
from sim.devices.usb_line import UsbLine, UsbStyle
from tests.devices.conformance_receipt_printer import ReceiptPrinterConformance
from tests.devices.printer_bench import PrinterBench, memory_bench, simulator_of

PATIENT = PrinterTimings(reply_s=0.3)


class WallClock:
    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class PrinterUsbLine(UsbLine):
    """A printer of USB class 07, as far as python-escpos asks more of it than a card reader is."""

    def set_configuration(self, handle: object, value: int) -> None:
        del value
        self.get_configuration(handle)

    def reset_device(self, handle: object) -> None:
        self.get_configuration(handle)


class TestInMemory(ReceiptPrinterConformance):
    @pytest.fixture(params=[GENERIC_80, GENERIC_58, EPSON_80, CSN_A2], ids=lambda one: one.name)
    async def bench(self, request: pytest.FixtureRequest) -> AsyncIterator[PrinterBench]:
        profile: PrinterProfile = request.param
        async with memory_bench(profile) as bench:
            yield bench


class TestOverTcp(ReceiptPrinterConformance):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[PrinterBench]:
        line = TcpLine()
        simulator = simulator_of(GENERIC_80, line)
        simulator.plug()
        port = int(line.address.rpartition(":")[2])
        printer = EscPosPrinter(
            printer_port(NetworkPrinter("127.0.0.1", port)), GENERIC_80, WallClock(), PATIENT
        )
        yield PrinterBench(printer, simulator, GENERIC_80)
        await printer.close()
        simulator.unplug()


class TestOverSerial(ReceiptPrinterConformance):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[PrinterBench]:
        link = tmp_path / "printer"
        simulator = simulator_of(GENERIC_58, link)
        simulator.plug()
        printer = EscPosPrinter(
            printer_port(SerialPrinter(str(link))), GENERIC_58, WallClock(), PATIENT
        )
        yield PrinterBench(printer, simulator, GENERIC_58)
        await printer.close()
        simulator.unplug()


class TestOverUsb(ReceiptPrinterConformance):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[PrinterBench]:
        backend = PrinterUsbLine(UsbStyle.ONE_PAIR)
        line: SerialLine = backend
        simulator = simulator_of(EPSON_80, line)
        simulator.plug()
        opener = printer_port(UsbPrinter(0x0400, 0xC35A), usb_backend=backend)
        printer = EscPosPrinter(opener, EPSON_80, WallClock(), PATIENT)
        yield PrinterBench(printer, simulator, EPSON_80)
        await printer.close()
        simulator.unplug()
