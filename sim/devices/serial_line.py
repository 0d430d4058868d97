"""The cable of a simulated serial device: a pseudo-terminal, or a TCP port for ``socket://``."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import termios
import tty
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

Received = Callable[[bytes], None]

_MOST = 4096
_SPEEDS = {getattr(termios, f"B{speed}"): speed for speed in (9600, 19200, 38400, 57600, 115200)}


class SerialLine(Protocol):
    """A cable as the device sees it. Used on a running event loop only."""

    def connect(self, received: Received) -> None:
        """Plug the cable in; ``received`` gets every byte from the other end."""
        ...

    def disconnect(self) -> None:
        """Pull the cable out. May be done twice."""
        ...

    def send(self, data: bytes) -> None:
        """Send; what a slow or absent other end cannot take is lost, as on a real line."""
        ...

    @property
    def speed(self) -> int | None:
        """Baud the other end has set; None where a line has no speed."""
        ...


class PtyLine:
    """A pseudo-terminal that appears under ``link`` while plugged in, as a USB adapter would."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self._ends: tuple[int, int] | None = None

    def connect(self, received: Received) -> None:
        """See SerialLine. Raises FileExistsError when ``link`` is something else than a link."""
        if self._link.exists() and not self._link.is_symlink():
            raise FileExistsError(self._link)
        # The far end stays open here too, or reading would fail while nobody has it open.
        near, far = os.openpty()
        tty.setraw(far)
        os.set_blocking(near, False)
        self._ends = near, far
        fresh = self._link.with_name(f".{self._link.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(os.ttyname(far))
        fresh.replace(self._link)
        asyncio.get_running_loop().add_reader(near, self._take, near, received)

    def disconnect(self) -> None:
        """See SerialLine."""
        if self._ends is None:
            return
        near, far = self._ends
        self._ends = None
        asyncio.get_running_loop().remove_reader(near)
        self._link.unlink(missing_ok=True)
        os.close(near)
        os.close(far)

    def send(self, data: bytes) -> None:
        """See SerialLine."""
        if self._ends is not None:
            with contextlib.suppress(BlockingIOError):
                os.write(self._ends[0], data)

    @property
    def speed(self) -> int | None:
        """See SerialLine."""
        if self._ends is None:
            return None
        return _SPEEDS.get(termios.tcgetattr(self._ends[0])[4])

    def _take(self, near: int, received: Received) -> None:
        with contextlib.suppress(BlockingIOError):
            received(os.read(near, _MOST))


class TcpLine:
    """A serial device server on loopback: one connection at a time carries the line's bytes."""

    def __init__(self, port: int = 0) -> None:
        self._port = port
        self._server: socket.socket | None = None
        self._peer: socket.socket | None = None

    @property
    def address(self) -> str:
        """Where it is for pyserial; fixed from the first connect on."""
        return f"socket://127.0.0.1:{self._port}"

    @property
    def speed(self) -> int | None:
        """See SerialLine."""
        return None

    def connect(self, received: Received) -> None:
        """See SerialLine."""
        self._server = socket.create_server(("127.0.0.1", self._port))
        self._server.setblocking(False)
        self._port = self._server.getsockname()[1]
        asyncio.get_running_loop().add_reader(self._server, self._accept, self._server, received)

    def disconnect(self) -> None:
        """See SerialLine."""
        if self._server is not None:
            asyncio.get_running_loop().remove_reader(self._server)
            self._server.close()
            self._server = None
        self._hang_up()

    def send(self, data: bytes) -> None:
        """See SerialLine."""
        if self._peer is not None:
            with contextlib.suppress(OSError):
                self._peer.send(data)

    def _accept(self, server: socket.socket, received: Received) -> None:
        self._hang_up()
        self._peer, _ = server.accept()
        self._peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._peer.setblocking(False)
        asyncio.get_running_loop().add_reader(self._peer, self._take, self._peer, received)

    def _take(self, peer: socket.socket, received: Received) -> None:
        try:
            data = peer.recv(_MOST)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            received(data)
        else:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._peer is not None:
            asyncio.get_running_loop().remove_reader(self._peer)
            self._peer.close()
            self._peer = None
