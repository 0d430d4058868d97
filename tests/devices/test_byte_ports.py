"""Wires: what arrives is not lost, what is gone is noticed, what is cancelled stays whole."""

from __future__ import annotations

import asyncio
import gc
import threading
from array import array
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.devices.ports.address import port_at
from kiosk.devices.ports.byte_port import BytePort, PortLost, PortRefused
from kiosk.devices.ports.serial_port import serial_port
from kiosk.devices.ports.threaded_port import BlockingWire, ThreadedPort
from kiosk.devices.ports.usb_port import usb_port
from sim.devices.serial_line import PtyLine, TcpLine
from sim.devices.usb_line import UsbLine, UsbStyle


class Far:
    """The far end of a wire: keeps what it hears."""

    def __init__(self, line: PtyLine | TcpLine | UsbLine) -> None:
        self.line = line
        self.pieces: list[bytes] = []
        self._news = asyncio.Event()
        line.connect(self._hear)

    def _hear(self, data: bytes) -> None:
        self.pieces.append(data)
        self._news.set()

    async def hears(self, data: bytes) -> None:
        while b"".join(self.pieces) != data:
            self._news.clear()
            await self._news.wait()


@pytest.fixture(params=["pty", "tcp", "usb"])
async def wire(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[tuple[BytePort, Far]]:
    match request.param:
        case "pty":
            far = Far(PtyLine(tmp_path / "line"))
            port = await serial_port(str(tmp_path / "line"), speed=115200)()
        case "tcp":
            line = TcpLine()
            far = Far(line)
            port = await serial_port(line.address, speed=115200)()
        case _:
            usb = UsbLine(UsbStyle.ONE_PAIR)
            far = Far(usb)
            port = await usb_port(0x0400, 0xC35A, backend=usb)()
    yield port, far
    await port.close()
    far.line.disconnect()


async def gather(port: BytePort, size: int) -> bytes:
    gathered = b""
    while len(gathered) < size:
        chunk = await port.read(64, 5.0)
        assert chunk
        gathered += chunk
    return gathered


async def test_bytes_go_both_ways(wire: tuple[BytePort, Far]) -> None:
    port, far = wire
    await port.write(b"\x00\xff\x11\x13\r\n", 1.0)
    await far.hears(b"\x00\xff\x11\x13\r\n")
    far.line.send(bytes(range(256)))
    assert await gather(port, 256) == bytes(range(256))


async def test_silence_is_an_empty_read(wire: tuple[BytePort, Far]) -> None:
    port, _ = wire
    assert await port.read(64, 0.0) == b""
    assert await port.read(64, 0.02) == b""


async def test_no_more_is_taken_than_asked_for(wire: tuple[BytePort, Far]) -> None:
    port, far = wire
    await port.write(b"x", 1.0)
    far.line.send(b"abcdef")
    assert (await port.read(4, 5.0))[:1] == b"a"
    gathered = b""
    while not gathered.endswith(b"f"):
        chunk = await port.read(1, 5.0)
        assert len(chunk) == 1
        gathered += chunk


async def test_a_cancelled_read_loses_no_byte(wire: tuple[BytePort, Far]) -> None:
    port, far = wire
    await port.write(b"x", 1.0)
    await far.hears(b"x")
    for _ in range(5):
        reading = asyncio.create_task(port.read(64, 5.0))
        await asyncio.sleep(0)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
    far.line.send(b"answer")
    assert await gather(port, 6) == b"answer"


async def test_a_cancelled_read_gives_the_wire_back_soon(wire: tuple[BytePort, Far]) -> None:
    port, far = wire
    reading = asyncio.create_task(port.read(64, 60.0))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    async with asyncio.timeout(20):
        await port.write(b"x", 1.0)
        await far.hears(b"x")


async def test_a_wire_that_is_gone_is_noticed_by_a_waiting_read(
    wire: tuple[BytePort, Far],
) -> None:
    port, far = wire
    await port.write(b"x", 1.0)
    await far.hears(b"x")
    reading = asyncio.create_task(port.read(64, 30.0))
    await asyncio.sleep(0)
    far.line.disconnect()
    with pytest.raises(PortLost):
        await reading


async def test_writing_to_a_wire_that_is_gone_is_noticed(wire: tuple[BytePort, Far]) -> None:
    port, far = wire
    await port.write(b"x", 1.0)
    await far.hears(b"x")
    far.line.disconnect()

    async def write_on() -> None:
        # A socket takes a little more before it learns that the far end is gone.
        for _ in range(50):
            await port.write(b"x", 1.0)

    with pytest.raises(PortLost):
        await write_on()


async def test_closing_twice_is_fine_and_ends_everything(wire: tuple[BytePort, Far]) -> None:
    port, _ = wire
    reading = asyncio.create_task(port.read(64, 30.0))
    await asyncio.sleep(0)
    await port.close()
    await port.close()
    assert await reading == b""
    with pytest.raises(PortLost):
        await port.read(1, 1.0)
    with pytest.raises(PortLost):
        await port.write(b"x", 1.0)


async def test_an_absent_device_is_lost(tmp_path: Path) -> None:
    line = TcpLine()
    line.connect(lambda _: None)
    line.disconnect()
    for address in (str(tmp_path / "none"), line.address):
        with pytest.raises(PortLost):
            await serial_port(address, speed=9600)()
    with pytest.raises(PortLost):
        await usb_port(0x0400, 0xC35A, backend=UsbLine(UsbStyle.ONE_PAIR))()


async def test_a_file_or_a_strange_address_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for address in (str(file), "gopher://somewhere"):
        with pytest.raises(PortRefused):
            await serial_port(address, speed=9600)()


async def test_a_line_is_not_shared(tmp_path: Path) -> None:
    far = Far(PtyLine(tmp_path / "line"))
    first = await serial_port(str(tmp_path / "line"), speed=9600)()
    with pytest.raises(PortRefused):
        await serial_port(str(tmp_path / "line"), speed=9600)()
    await first.close()
    far.line.disconnect()


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (UsbLine(UsbStyle.NO_BULK), PortRefused),
        (UsbLine(UsbStyle.ONE_PAIR, forbidden=True), PortRefused),
    ],
    ids=["a HID module", "no permission"],
)
async def test_a_usb_device_that_cannot_be_used_is_refused(
    line: UsbLine, error: type[Exception]
) -> None:
    line.connect(lambda _: None)
    with pytest.raises(error):
        await usb_port(0x0400, 0xC35A, backend=line)()
    line.disconnect()


async def test_with_two_pairs_of_endpoints_header_and_body_travel_apart() -> None:
    line = UsbLine(UsbStyle.TWO_PAIRS)
    far = Far(line)
    port = await usb_port(0x0400, 0xC35A, backend=line)()
    frame = bytes.fromhex("AA AA AA 96 69 00 03 20 01 22")
    await port.write(frame, 1.0)
    await far.hears(frame)
    assert far.pieces == [frame[:7], frame[7:]]
    answer = bytes.fromhex("AA AA AA 96 69 00 64") + bytes(100)
    line.send(answer)
    assert await gather(port, len(answer)) == answer
    await port.close()
    line.disconnect()


async def test_noise_on_the_first_pair_does_not_hide_the_answer_on_both() -> None:
    line = UsbLine(UsbStyle.TWO_PAIRS)
    line.connect(lambda _: None)
    port = await usb_port(0x0400, 0xC35A, backend=line)()
    answer = bytes.fromhex("AA AA AA 96 69 00 04 00 00 80 84")
    line.send(b"7 bytes" + answer)
    assert await gather(port, 18) == b"7 bytes" + answer
    await port.close()
    line.disconnect()


async def test_a_body_that_never_came_is_not_waited_for_after_the_next_question() -> None:
    line = UsbLine(UsbStyle.TWO_PAIRS)
    line.connect(lambda _: None)
    port = await usb_port(0x0400, 0xC35A, backend=line)()
    answer = bytes.fromhex("AA AA AA 96 69 00 04 00 00 80 84")
    line.send(answer[:7])
    assert await port.read(64, 5.0) == answer[:7]
    assert await port.read(64, 0.01) == b""
    await port.write(bytes.fromhex("AA AA AA 96 69 00 03 20 01 22"), 1.0)
    line.send(answer)
    assert await gather(port, len(answer)) == answer
    await port.close()
    line.disconnect()


class UnconfiguredUsbLine(UsbLine):
    """As after power-on on a machine whose kernel has not configured it, with a driver bound."""

    def __init__(self) -> None:
        super().__init__(UsbStyle.ONE_PAIR)
        self.configured = False
        self.detached = False

    def get_configuration(self, handle: object) -> int:
        return super().get_configuration(handle) if self.configured else 0

    def set_configuration(self, handle: object, value: int) -> None:
        del handle
        self.configured = value == 1

    def is_kernel_driver_active(self, handle: object, interface: int) -> bool:
        del handle, interface
        return not self.detached

    def detach_kernel_driver(self, handle: object, interface: int) -> None:
        del handle, interface
        self.detached = True


async def test_an_unconfigured_module_is_configured_and_freed() -> None:
    line = UnconfiguredUsbLine()
    line.connect(lambda _: None)
    port = await usb_port(0x0400, 0xC35A, backend=line)()
    assert line.configured
    assert line.detached
    await port.close()
    line.disconnect()


class DribblingUsbLine(UsbLine):
    """Takes only half of what is written."""

    def bulk_write(
        self, handle: object, endpoint: int, interface: int, data: array[int], timeout: int
    ) -> int:
        return super().bulk_write(handle, endpoint, interface, data[: len(data) // 2], timeout)


async def test_a_frame_that_is_not_taken_whole_is_a_lost_wire() -> None:
    line = DribblingUsbLine(UsbStyle.ONE_PAIR)
    line.connect(lambda _: None)
    port = await usb_port(0x0400, 0xC35A, backend=line)()
    with pytest.raises(PortLost):
        await port.write(b"frame!", 1.0)
    await port.close()
    line.disconnect()


async def test_a_machine_without_libusb_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("libusb1", "libusb0", "openusb"):
        monkeypatch.setattr(f"usb.backend.{library}.get_backend", lambda: None)
    with pytest.raises(PortRefused, match="libusb"):
        await usb_port(0x0400, 0xC35A)()


@pytest.mark.parametrize("address", ["/dev/ttyS9", "socket://127.0.0.1:9", "usb://0400:C35A"])
def test_an_address_names_a_wire(address: str) -> None:
    assert callable(port_at(address, speed=9600))


@pytest.mark.parametrize("address", ["usb://", "usb://0400", "usb://0400:c35", "usb://0400:c35ag"])
def test_a_malformed_usb_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="usb://vendor:product"):
        port_at(address, speed=9600)


class SlowWire:
    """Takes as long to connect as the test wants."""

    def __init__(self) -> None:
        self.may_connect = threading.Event()
        self.closed = threading.Event()

    def connect(self) -> BlockingWire:
        self.may_connect.wait(5)
        return self

    def read_slice(self, wait_s: float) -> bytes:
        raise AssertionError("never opened")

    def write_all(self, data: bytes, timeout_s: float) -> None:
        raise AssertionError("never opened")

    def close(self) -> None:
        self.closed.set()


async def test_an_opening_that_was_cancelled_leaves_nothing_open() -> None:
    wire = SlowWire()
    opening = asyncio.create_task(ThreadedPort.open(wire.connect, "slow"))
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    wire.may_connect.set()
    assert await asyncio.to_thread(wire.closed.wait, 5)


async def test_an_opening_that_was_cancelled_and_then_fails_is_nobodys_complaint() -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, what: complaints.append(what))
    may_fail, failed = threading.Event(), threading.Event()

    def connect() -> BlockingWire:
        may_fail.wait(5)
        failed.set()
        raise PortLost("no such wire")

    opening = asyncio.create_task(ThreadedPort.open(connect, "failing"))
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    may_fail.set()
    assert await asyncio.to_thread(failed.wait, 5)
    await asyncio.sleep(0)
    gc.collect()
    assert complaints == []
