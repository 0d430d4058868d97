"""USB-only devices through pyusb, as a byte port.

Identity-card modules with a USB of their own (0400:C35A) come in two styles, told apart by their
descriptors (both seen in the field's programs, neither written down in the standard):

* two OUT and two IN endpoints: the first of each carries preamble and length (7 bytes), the second
  the rest of the frame;
* one OUT and one IN endpoint: the whole frame on each.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol, cast

import usb.core
import usb.util

from kiosk.devices.codecs.sdt_frame import HEADER_SIZE, PREAMBLE
from kiosk.devices.ports.byte_port import BytePort, PortLost, PortOpener, PortRefused
from kiosk.devices.ports.threaded_port import BlockingWire, ThreadedPort

_PACKET_SIZE: Final = 64
_SHORTEST_WAIT_MS: Final = 1
"""libusb takes 0 for "for ever"."""


class _Endpoint(Protocol):
    bEndpointAddress: int  # noqa: N815  # the USB standard's names
    bmAttributes: int  # noqa: N815


class _Interface(Protocol):
    bInterfaceNumber: int  # noqa: N815

    def endpoints(self) -> Iterable[_Endpoint]: ...


class _Device(Protocol):
    def set_configuration(self) -> None: ...
    def get_active_configuration(self) -> Iterable[_Interface]: ...
    def is_kernel_driver_active(self, interface: int) -> bool: ...
    def detach_kernel_driver(self, interface: int) -> None: ...
    def read(self, endpoint: int, size: int, timeout: int) -> Iterable[int]: ...
    def write(self, endpoint: int, data: bytes, timeout: int) -> int: ...


class UsbBackend(Protocol):
    """A pyusb backend, as ``usb.core.find(backend=…)`` takes it."""

    def enumerate_devices(self) -> Iterable[object]:
        """Handles of all devices on the bus."""
        ...


@dataclass(frozen=True, slots=True)
class _Endpoints:
    interface: int
    out: tuple[int, ...]
    into: tuple[int, ...]


def _endpoints(device: _Device) -> _Endpoints:
    for interface in device.get_active_configuration():
        addresses = sorted(
            endpoint.bEndpointAddress
            for endpoint in interface.endpoints()
            if usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        )
        out = tuple(address for address in addresses if address < usb.util.ENDPOINT_IN)
        into = tuple(address for address in addresses if address >= usb.util.ENDPOINT_IN)
        if len(out) == len(into) and len(out) in (1, 2):
            return _Endpoints(interface.bInterfaceNumber, out, into)
    raise PortRefused("no endpoints of a known style")


class _UsbWire:
    """The whole frame on one pair of endpoints."""

    def __init__(self, device: _Device, endpoints: _Endpoints) -> None:
        self._device = device
        self._endpoints = endpoints

    def read_slice(self, wait_s: float) -> bytes:
        return self._packet(self._endpoints.into[0], wait_s)

    def write_all(self, data: bytes, timeout_s: float) -> None:
        self._send(self._endpoints.out[0], data, timeout_s)

    def close(self) -> None:
        with contextlib.suppress(usb.core.USBError):
            usb.util.dispose_resources(self._device)

    def _packet(self, endpoint: int, wait_s: float) -> bytes:
        wait_ms = max(_SHORTEST_WAIT_MS, int(wait_s * 1000))
        try:
            return bytes(self._device.read(endpoint, _PACKET_SIZE, wait_ms))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as lost:
            raise PortLost("USB transfer failed") from lost

    def _send(self, endpoint: int, data: bytes, timeout_s: float) -> None:
        try:
            sent = self._device.write(endpoint, data, max(_SHORTEST_WAIT_MS, int(timeout_s * 1000)))
        except usb.core.USBError as lost:
            raise PortLost("USB transfer failed") from lost
        if sent != len(data):
            raise PortLost("USB transfer incomplete")


class _SplitUsbWire(_UsbWire):
    """Preamble and length on the first pair of endpoints, the rest on the second."""

    def __init__(self, device: _Device, endpoints: _Endpoints) -> None:
        super().__init__(device, endpoints)
        self._body_left = 0

    def read_slice(self, wait_s: float) -> bytes:
        if self._body_left > 0:
            chunk = self._packet(self._endpoints.into[1], wait_s)
            self._body_left -= len(chunk)
            return chunk
        header = self._packet(self._endpoints.into[0], wait_s)
        if len(header) == HEADER_SIZE and header.startswith(PREAMBLE):
            self._body_left = int.from_bytes(header[-2:], "big")
        return header

    def write_all(self, data: bytes, timeout_s: float) -> None:
        # A body still owed belongs to an answer nobody waits for any longer.
        self._body_left = 0
        self._send(self._endpoints.out[0], data[:HEADER_SIZE], timeout_s)
        self._send(self._endpoints.out[1], data[HEADER_SIZE:], timeout_s)


def usb_port(vendor: int, product: int, *, backend: UsbBackend | None = None) -> PortOpener:
    """How to open the first device ``vendor:product`` on the bus, by default through libusb."""

    def connect() -> BlockingWire:
        try:
            device = cast(
                "_Device | None",
                usb.core.find(idVendor=vendor, idProduct=product, backend=backend),
            )
            if device is None:
                raise PortLost("no such device on the bus")
            return _claimed(device)
        except usb.core.NoBackendError as missing:
            raise PortRefused("libusb is not installed") from missing
        except usb.core.USBError as failure:
            if failure.errno in (errno.EACCES, errno.EBUSY):
                raise PortRefused("no permission, or in use elsewhere") from failure
            raise PortLost("cannot be opened") from failure

    async def opener() -> BytePort:
        return await ThreadedPort.open(connect, "usb-port")

    return opener


def _claimed(device: _Device) -> BlockingWire:
    try:
        device.get_active_configuration()
    except usb.core.USBError:
        device.set_configuration()
    endpoints = _endpoints(device)
    with contextlib.suppress(NotImplementedError):
        if device.is_kernel_driver_active(endpoints.interface):
            device.detach_kernel_driver(endpoints.interface)
    if len(endpoints.out) == 2:
        return _SplitUsbWire(device, endpoints)
    return _UsbWire(device, endpoints)
