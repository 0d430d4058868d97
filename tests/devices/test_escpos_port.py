from __future__ import annotations

import errno
import gc
import logging
import os
import subprocess
import sys
import textwrap
from array import array
from pathlib import Path

import pytest
import usb.core

from kiosk.devices.ports.byte_port import PortLost, PortRefused
from kiosk.devices.ports.escpos_port import (
    NetworkPrinter,
    SerialPrinter,
    UsbPrinter,
    printer_port,
)
from sim.devices.serial_line import PtyLine, TcpLine
from sim.devices.usb_line import UsbLine, UsbStyle


async def test_an_unplugged_serial_printer_is_let_go_without_a_murmur(tmp_path: Path) -> None:
    line = PtyLine(tmp_path / "printer")
    line.connect(lambda _: None)
    port = await printer_port(SerialPrinter(str(tmp_path / "printer")))()
    line.disconnect()
    with pytest.raises(PortLost):
        await port.read(1, 1.0)
    with pytest.raises(PortLost):
        await port.write(b"\x10\x04\x01", 1.0)
    await port.close()
    # python-escpos closes once more when its object goes, and would raise there.
    gc.collect()


async def test_serial_bytes_come_as_soon_as_there_are_any(tmp_path: Path) -> None:
    line = PtyLine(tmp_path / "printer")
    received = bytearray()
    line.connect(received.extend)
    port = await printer_port(SerialPrinter(str(tmp_path / "printer"), 9600))()
    assert line.speed == 9600
    assert await port.read(16, 0.0) == b""
    line.send(b"\x12\x16")
    assert await port.read(1, 5.0) == b"\x12"
    assert await port.read(16, 5.0) == b"\x16"
    assert await port.read(16, 0.01) == b""
    await port.close()
    line.disconnect()


async def test_a_serial_printer_that_is_not_there_is_lost(tmp_path: Path) -> None:
    with pytest.raises(PortLost):
        await printer_port(SerialPrinter(str(tmp_path / "printer")))()


async def test_a_serial_printer_that_is_no_line_at_all_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "printer"
    path.write_bytes(b"")
    with pytest.raises(PortRefused):
        await printer_port(SerialPrinter(str(path)))()
    gc.collect()


async def test_a_serial_printer_belongs_to_one_program(tmp_path: Path) -> None:
    line = PtyLine(tmp_path / "printer")
    line.connect(lambda _: None)
    opener = printer_port(SerialPrinter(str(tmp_path / "printer")))
    port = await opener()
    with pytest.raises(PortRefused):
        await opener()
    await port.close()
    line.disconnect()


async def test_a_network_printer_that_hangs_up_is_lost() -> None:
    line = TcpLine()
    line.connect(lambda _: None)
    port_number = int(line.address.rpartition(":")[2])
    port = await printer_port(NetworkPrinter("127.0.0.1", port_number))()
    assert await port.read(16, 0.0) == b""
    await port.write(b"\x10\x04\x01", 1.0)
    line.disconnect()
    with pytest.raises(PortLost):
        await port.read(16, 5.0)
    await port.close()
    with pytest.raises(PortLost):
        await printer_port(NetworkPrinter("127.0.0.1", port_number), connect_s=1.0)()
    gc.collect()


class UsbPrinterLine(UsbLine):
    """As far as python-escpos asks more of a device than pyusb itself."""

    busy = False

    def set_configuration(self, handle: object, value: int) -> None:
        del value
        self.get_configuration(handle)

    def reset_device(self, handle: object) -> None:
        self.get_configuration(handle)

    def bulk_write(
        self, handle: object, endpoint: int, interface: int, data: array[int], timeout: int
    ) -> int:
        if self.busy:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        return super().bulk_write(handle, endpoint, interface, data, timeout)


ADDRESS = UsbPrinter(0x0400, 0xC35A)


async def test_a_usb_printer_is_found_by_its_endpoints_and_lost_when_unplugged() -> None:
    line = UsbPrinterLine(UsbStyle.ONE_PAIR)
    line.connect(lambda _: None)
    port = await printer_port(ADDRESS, usb_backend=line)()
    await port.write(b"\x10\x04\x01", 1.0)
    assert await port.read(16, 0.0) == b""
    line.send(b"\x12")
    assert await port.read(16, 5.0) == b"\x12"
    line.busy = True
    with pytest.raises(PortLost):
        await port.write(b"\x10\x04\x01", 0.1)
    line.disconnect()
    with pytest.raises(PortLost):
        await port.read(16, 5.0)
    await port.close()
    gc.collect()


async def test_a_usb_printer_that_is_absent_is_lost() -> None:
    with pytest.raises(PortLost):
        await printer_port(ADDRESS, usb_backend=UsbPrinterLine(UsbStyle.ONE_PAIR))()
    gc.collect()


async def test_a_usb_device_without_endpoints_to_talk_through_is_refused() -> None:
    line = UsbPrinterLine(UsbStyle.NO_BULK)
    line.connect(lambda _: None)
    with pytest.raises(PortRefused):
        await printer_port(ADDRESS, usb_backend=line)()
    gc.collect()


def test_the_library_leaves_no_trace_in_the_log_or_on_the_disk(tmp_path: Path) -> None:
    script = """
        import asyncio, logging, sys
        from kiosk.devices.ports.byte_port import PortRefused
        from kiosk.devices.ports.escpos_port import SerialPrinter, printer_port
        assert "escpos" not in sys.modules
        try:
            asyncio.run(printer_port(SerialPrinter(sys.argv[1]))())
        except PortRefused:
            assert "escpos" in sys.modules
            assert logging.getLogger().handlers == []
            print("quiet")
    """
    not_a_line = tmp_path / "file"
    not_a_line.write_bytes(b"")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(script), str(not_a_line)],
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("quiet\n", "")
    assert list(temporary.iterdir()) == []
    assert logging.getLogger("escpos").handlers == []
