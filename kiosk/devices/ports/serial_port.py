"""Serial ports through pyserial: real lines, USB adapters, pseudo-terminals and ``socket://``."""

from __future__ import annotations

import contextlib
import errno
import socket
import termios
from typing import Protocol

import serial
from serial.urlhandler import protocol_socket

from kiosk.devices.ports.byte_port import BytePort, PortLost, PortOpener, PortRefused
from kiosk.devices.ports.threaded_port import SLICE_S, ThreadedPort

_NOT_THERE = frozenset({errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO})
_LOST = (OSError, termios.error)
_MOST = 4096


class _Line(Protocol):
    write_timeout: float | None

    @property
    def in_waiting(self) -> int: ...
    def read(self, size: int = ...) -> bytes: ...
    def write(self, b: bytes, /) -> int | None: ...
    def close(self) -> None: ...


class _SocketLine(protocol_socket.Serial):
    """Mends three things of pyserial's: its close pauses, it leaves the socket open when the far
    end is already gone, and it lets short frames wait for company."""

    _socket: socket.socket | None = None

    def open(self) -> None:
        super().open()
        if self._socket is not None:
            # 40 ms for each acknowledgement (Nagle), where a protocol has many.
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        self.is_open = False


class _SerialWire:
    """8N1 without flow control; no modem line is touched, pseudo-terminals have none."""

    def __init__(self, line: _Line) -> None:
        self._line = line

    def read_slice(self, wait_s: float) -> bytes:
        try:
            waiting = self._line.in_waiting
            if waiting == 0 and wait_s == 0.0:
                return b""
            gathered = bytes(self._line.read(max(1, waiting)))
            # A socket only ever tells that at least one byte is waiting.
            while len(gathered) < _MOST and (waiting := self._line.in_waiting):
                gathered += bytes(self._line.read(waiting))
        except _LOST as lost:
            raise PortLost(type(lost).__name__) from lost
        return gathered

    def write_all(self, data: bytes, timeout_s: float) -> None:
        try:
            if self._line.write_timeout != timeout_s:
                self._line.write_timeout = timeout_s
            self._line.write(data)
        except _LOST as lost:
            raise PortLost(type(lost).__name__) from lost

    def close(self) -> None:
        with contextlib.suppress(*_LOST):
            self._line.close()


def _line(address: str, speed: int) -> _Line:
    if address.startswith("socket://"):
        return _SocketLine(address, timeout=SLICE_S, write_timeout=SLICE_S)
    return serial.serial_for_url(
        address, baudrate=speed, timeout=SLICE_S, write_timeout=SLICE_S, exclusive=True
    )


def serial_port(address: str, *, speed: int) -> PortOpener:
    """How to open ``address``: a device path, or a URL that pyserial knows such as
    ``socket://host:port``, at ``speed`` baud."""

    def connect() -> _SerialWire:
        try:
            line = _line(address, speed)
        except serial.SerialException as failure:
            # A socket's failure carries no number; its only common cause is that nobody listens.
            if failure.errno in _NOT_THERE or "://" in address:
                raise PortLost("cannot be opened") from failure
            raise PortRefused("cannot be opened") from failure
        except termios.error as failure:
            raise PortLost("went while being opened") from failure
        except ValueError as failure:
            raise PortRefused("not an address of a serial port") from failure
        return _SerialWire(line)

    async def opener() -> BytePort:
        return await ThreadedPort.open(connect, "serial-port")

    return opener
