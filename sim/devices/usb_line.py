"""A USB cable to a simulated identity-card module, as a pyusb backend to be injected.

Plays both endpoint styles of the field: with two pairs of endpoints, preamble and length travel on
the first and the rest of a frame on the second; with one pair everything travels on it. The program
that uses the backend does so from threads of its own.
"""

from __future__ import annotations

import asyncio
import errno
import queue
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import SimpleNamespace

import usb.core
from usb.backend import IBackend

from sim.devices.serial_line import Received

_VENDOR = 0x0400
_PRODUCT = 0xC35A
_HEADER_SIZE = 7
_PACKET_SIZE = 64
_START = b"\xaa\xaa\xaa\x96\x69"
_BULK = 2


class UsbStyle(Enum):
    """Which endpoints the module has: addresses out, addresses in."""

    TWO_PAIRS = ((0x02, 0x06), (0x81, 0x85))
    ONE_PAIR = ((0x02,), (0x81,))
    NO_BULK = ((), ())
    """A module that speaks HID, which the kiosk does not."""


@dataclass(slots=True)
class _Session:
    received: Received
    loop: asyncio.AbstractEventLoop
    packets: dict[int, queue.Queue[bytes]]


class UsbLine(IBackend):  # type: ignore[misc]  # pyusb ships no types
    """SerialLine and pyusb backend in one. ``forbidden`` refuses to be opened, as without a udev
    rule."""

    def __init__(self, style: UsbStyle, *, forbidden: bool = False) -> None:
        self._out, self._into = style.value
        self._forbidden = forbidden
        self._session: _Session | None = None

    @property
    def speed(self) -> int | None:
        """See SerialLine."""
        return None

    def connect(self, received: Received) -> None:
        """See SerialLine."""
        packets: dict[int, queue.Queue[bytes]] = {end: queue.Queue() for end in self._into}
        self._session = _Session(received, asyncio.get_running_loop(), packets)

    def disconnect(self) -> None:
        """See SerialLine."""
        self._session = None

    def send(self, data: bytes) -> None:
        """See SerialLine. Cut into packets of 64 bytes."""
        while data:
            if len(self._into) == 1:
                self._post(self._into[0], data)
                return
            if not data.startswith(_START):
                noise, start, rest = data.partition(_START)
                self._post(self._into[0], noise)
                data = start + rest
                continue
            end = _HEADER_SIZE + int.from_bytes(data[_HEADER_SIZE - 2 : _HEADER_SIZE], "big")
            self._post(self._into[0], data[:_HEADER_SIZE])
            self._post(self._into[1], data[_HEADER_SIZE:end])
            data = data[end:]

    def _post(self, endpoint: int, data: bytes) -> None:
        if self._session is not None:
            for start in range(0, len(data), _PACKET_SIZE):
                self._session.packets[endpoint].put(data[start : start + _PACKET_SIZE])

    # What follows is the interface of a pyusb backend.

    def enumerate_devices(self) -> Iterator[object]:
        """The module, while it is plugged in."""
        if self._session is not None:
            yield self._session

    def get_device_descriptor(self, device: object) -> SimpleNamespace:
        """USB 2.0, 9.6.1."""
        del device
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x0110, bDeviceClass=0, bDeviceSubClass=0,
            bDeviceProtocol=0, bMaxPacketSize0=64, idVendor=_VENDOR, idProduct=_PRODUCT,
            bcdDevice=0x0100, iManufacturer=0, iProduct=0, iSerialNumber=0, bNumConfigurations=1,
            address=1, bus=1, port_number=1, port_numbers=(1,), speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, device: object, config: int) -> SimpleNamespace:
        """USB 2.0, 9.6.3."""
        del device
        if config > 0:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0x80, bMaxPower=250, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(
        self, device: object, interface: int, alternate: int, config: int
    ) -> SimpleNamespace:
        """USB 2.0, 9.6.5."""
        del device, config
        if interface > 0 or alternate > 0:
            raise IndexError(interface)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0,
            bNumEndpoints=len(self._out) + len(self._into), bInterfaceClass=0xFF,
            bInterfaceSubClass=0, bInterfaceProtocol=0, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(
        self, device: object, endpoint: int, interface: int, alternate: int, config: int
    ) -> SimpleNamespace:
        """USB 2.0, 9.6.6."""
        del device, interface, alternate, config
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(*self._out, *self._into)[endpoint],
            bmAttributes=_BULK, wMaxPacketSize=_PACKET_SIZE, bInterval=0, bRefresh=0,
            bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, device: object) -> object:
        """A handle is good until the cable is pulled."""
        if self._forbidden:
            raise usb.core.USBError("Access denied", -3, errno.EACCES)
        return device

    def close_device(self, handle: object) -> None:
        """Nothing is kept for a handle."""

    def get_configuration(self, handle: object) -> int:
        """The only one."""
        self._present(handle)
        return 1

    def claim_interface(self, handle: object, interface: int) -> None:
        """Nobody else wants it."""
        del interface
        self._present(handle)

    def release_interface(self, handle: object, interface: int) -> None:
        """Given back."""

    def is_kernel_driver_active(self, handle: object, interface: int) -> bool:
        """No kernel driver knows these modules."""
        del handle, interface
        return False

    def bulk_write(
        self, handle: object, endpoint: int, interface: int, data: array[int], timeout: int
    ) -> int:
        """Bytes from the kiosk, in the order of its writes."""
        del interface, timeout
        if endpoint not in self._out:
            raise usb.core.USBError("No such endpoint", -5, errno.ENOENT)
        session = self._present(handle)
        session.loop.call_soon_threadsafe(session.received, bytes(data))
        return len(data)

    def bulk_read(
        self, handle: object, endpoint: int, interface: int, buffer: array[int], timeout: int
    ) -> int:
        """One packet, or a timeout in milliseconds."""
        del interface
        try:
            packet = self._present(handle).packets[endpoint].get(timeout=timeout / 1000)
        except queue.Empty:
            self._present(handle)
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT) from None
        buffer[: len(packet)] = array("B", packet)
        return len(packet)

    def _present(self, handle: object) -> _Session:
        if self._session is None or handle is not self._session:
            raise usb.core.USBError("No such device", -4, errno.ENODEV)
        return self._session
