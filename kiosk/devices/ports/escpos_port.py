"""Wires to receipt printers over the transports of python-escpos: serial, USB, TCP 9100.

Only its transports serve here; what is printed is our own (``codecs.escpos_text``). What was found
of python-escpos 3.1 and is kept away from the rest of the program:

* importing it takes a fifth of a second, sets up the root logger and leaves a temporary folder, so
  it is imported when the first printer is opened, and tidied up after; opening logs at the root;
* ``Serial`` asks for DTR/DSR flow control unless told otherwise, has no write timeout, waits for
  the whole of 16 bytes, and its ``close`` drains a line that may never drain;
* ``Network.open`` leaks the socket that could not connect and knows only IPv4;
* ``__del__`` closes again and raises when the printer was unplugged, unless ``device`` is False.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import importlib
import logging
import os
import shutil
import socket
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Protocol, cast

import serial
import usb.core
import usb.util

from kiosk.devices.ports.byte_port import BytePort, PortLost, PortOpener, PortRefused
from kiosk.devices.ports.threaded_port import SLICE_S, BlockingWire, ThreadedPort
from kiosk.devices.ports.usb_port import UsbBackend

_READ_BYTES = 512
_PRINTER_CLASS = 7
_NOT_THERE = frozenset({errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO})
_LOST = (OSError, TypeError, termios.error)


@dataclass(frozen=True, slots=True)
class SerialPrinter:
    """A printer on a serial line or a USB-CDC adapter: 8N1 at ``baud``, no flow control, so that
    status queries get through while the printer is offline."""

    path: str
    baud: int = 19_200


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer that listens on a TCP port."""

    host: str
    port: int = 9100


@dataclass(frozen=True, slots=True)
class UsbPrinter:
    """A printer of USB class 07 by its numbers, as ``lsusb`` shows them."""

    vendor: int
    product: int


PrinterAddress = SerialPrinter | NetworkPrinter | UsbPrinter


def printer_port(
    address: PrinterAddress, *, connect_s: float = 3.0, usb_backend: UsbBackend | None = None
) -> PortOpener:
    """How to open the wire to a printer; a TCP connection is given up after ``connect_s``.

    ``usb_backend`` is pyusb's, libusb by default.
    """

    def connect() -> BlockingWire:
        match address:
            case SerialPrinter():
                return _SerialWire(address)
            case NetworkPrinter():
                return _NetworkWire(address, connect_s)
            case UsbPrinter():
                return _UsbWire(address, usb_backend)

    async def opener() -> BytePort:
        return await ThreadedPort.open(connect, "printer-port")

    return opener


class _Transport(Protocol):
    """The part of an escpos printer that is used; the library itself is untyped."""

    device: object
    timeout: float
    out_ep: int

    def open(self) -> None: ...

    def _raw(self, msg: bytes) -> None: ...


class _SerialWire:
    def __init__(self, address: SerialPrinter) -> None:
        if not Path(address.path).exists():
            raise PortLost("no such device")
        escpos = _escpos()
        self._printer = cast(
            _Transport,
            escpos.Serial(
                devfile=address.path, baudrate=address.baud, timeout=SLICE_S, dsrdtr=False
            ),
        )
        try:
            with _root_logger_untouched():
                self._printer.open()
        except (_not_found(), *_LOST) as failed:
            self._printer.device = False
            if isinstance(cause := failed.__context__, OSError) and cause.errno in _NOT_THERE:
                raise PortLost("cannot be opened") from failed
            raise PortRefused("cannot be opened") from failed
        self._line = cast(serial.Serial, self._printer.device)
        try:
            self._line.exclusive = True
        except _LOST as refused:
            self.close()
            raise PortRefused("in use by another program") from refused

    def read_slice(self, wait_s: float) -> bytes:
        try:
            waiting = self._line.in_waiting
            if waiting == 0 and wait_s == 0.0:
                return b""
            return bytes(self._line.read(max(1, waiting)))
        except _LOST as lost:
            raise PortLost(type(lost).__name__) from lost

    def write_all(self, data: bytes, timeout_s: float) -> None:
        try:
            if self._line.write_timeout != timeout_s:
                self._line.write_timeout = timeout_s
            self._printer._raw(data)  # noqa: SLF001 - the library's only way to send bytes
        except _LOST as lost:
            raise PortLost(type(lost).__name__) from lost

    def close(self) -> None:
        self._printer.device = False
        with contextlib.suppress(*_LOST):
            self._line.close()


class _NetworkWire:
    def __init__(self, address: NetworkPrinter, connect_s: float) -> None:
        try:
            self._socket = socket.create_connection((address.host, address.port), connect_s)
        except OSError as unreachable:
            raise PortLost("cannot be reached") from unreachable
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._printer = cast(_Transport, _escpos().Network(address.host, address.port))
        self._printer.device = self._socket

    def read_slice(self, wait_s: float) -> bytes:
        try:
            self._socket.settimeout(wait_s)
            data = self._socket.recv(_READ_BYTES)
        except (TimeoutError, BlockingIOError):
            return b""
        except OSError as lost:
            raise PortLost(type(lost).__name__) from lost
        if not data:
            raise PortLost("the printer hung up")
        return data

    def write_all(self, data: bytes, timeout_s: float) -> None:
        try:
            self._socket.settimeout(timeout_s)
            self._printer._raw(data)  # noqa: SLF001 - the library's only way to send bytes
        except OSError as lost:
            raise PortLost(type(lost).__name__) from lost

    def close(self) -> None:
        self._printer.device = False
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class _UsbWire:
    """Replies come in whole packets, so at least one packet is always asked for."""

    def __init__(self, address: UsbPrinter, backend: UsbBackend | None) -> None:
        self._printer = cast(
            _Transport,
            _escpos().Usb(
                address.vendor,
                address.product,
                usb_args={} if backend is None else {"backend": backend},
            ),
        )
        try:
            with _root_logger_untouched():
                self._printer.open()
            self._device = cast(usb.core.Device, self._printer.device)
            self._in, self._printer.out_ep = _bulk_endpoints(self._device)
        except _not_found() as absent:
            self._printer.device = False
            if isinstance(absent.__context__, usb.core.USBError):
                raise PortRefused("cannot be opened") from absent
            raise PortLost("no such device") from absent
        except (usb.core.NoBackendError, *_LOST) as refused:
            self._printer.device = False
            raise PortRefused("cannot be opened") from refused

    def read_slice(self, wait_s: float) -> bytes:
        try:
            # libusb takes 0 for ever.
            wait_ms = max(1, int(wait_s * 1000))
            return bytes(self._device.read(self._in, _READ_BYTES, wait_ms))
        except usb.core.USBTimeoutError:
            return b""
        except _LOST as lost:
            raise PortLost(type(lost).__name__) from lost

    def write_all(self, data: bytes, timeout_s: float) -> None:
        try:
            self._printer.timeout = int(timeout_s * 1000)
            self._printer._raw(data)  # noqa: SLF001 - the library's only way to send bytes
        except _LOST as lost:
            raise PortLost(type(lost).__name__) from lost

    def close(self) -> None:
        self._printer.device = False
        with contextlib.suppress(*_LOST):
            usb.util.dispose_resources(self._device)


def _bulk_endpoints(device: usb.core.Device) -> tuple[int, int]:
    """The endpoints to read from and write to: python-escpos takes for granted what varies."""
    interfaces = list(device.get_active_configuration())
    for interface in sorted(interfaces, key=lambda one: one.bInterfaceClass != _PRINTER_CLASS):
        bulk = [
            endpoint.bEndpointAddress
            for endpoint in interface.endpoints()
            if usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        ]
        into = [address for address in bulk if address & usb.util.ENDPOINT_IN]
        out = [address for address in bulk if not address & usb.util.ENDPOINT_IN]
        if into and out:
            return into[0], out[0]
    raise PortRefused("no endpoints to talk through")


@functools.cache
def _escpos() -> ModuleType:
    """The library, imported so that it leaves nothing behind on the disk."""
    with _root_logger_untouched():
        module = importlib.import_module("escpos.printer")
        capabilities = importlib.import_module("escpos.capabilities")
    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return module


@contextlib.contextmanager
def _root_logger_untouched() -> Iterator[None]:
    """Logging at a root logger without handlers gives it one that writes to stderr."""
    root = logging.getLogger()
    before = list(root.handlers)
    try:
        yield
    finally:
        for added in [handler for handler in root.handlers if handler not in before]:
            root.removeHandler(added)


def _not_found() -> type[Exception]:
    error: type[Exception] = importlib.import_module("escpos.exceptions").DeviceNotFoundError
    return error
