"""ippeveprinter and the D-Bus it wants, as processes that end with whoever started them.

Both listen on loopback or in a private directory only, and nothing is announced to the network.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from sim.server import free_port

_START_S = 10.0
_STEP_S = 0.005
_FORMATS = "application/pdf,text/plain"
_PATH = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"
# The kernel ends it when the thread that started it ends, however that happens.
_WITH_PARENT = ("setpriv", "--pdeathsig", "KILL", "--")


def missing_program() -> str | None:
    """A program that this machine would need for an A4 printer and has not got."""
    programs = ("ippeveprinter", "dbus-daemon", "setpriv")
    return next((one for one in programs if shutil.which(one, path=_PATH) is None), None)


class PrinterProcesses:
    """``room`` is a directory with a short path that nobody else may read: the bus is there, and
    documents are while they are printed."""

    def __init__(self, room: Path, command: Path, port: int) -> None:
        self.port = port or free_port()
        self._room = room
        self._command = command
        self._bus: subprocess.Popen[bytes] | None = None
        self._printer: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        """Whether the printer is switched on."""
        return self._printer is not None

    async def start(self) -> None:
        """Switch the printer on: it knows of no job. Returns when it answers. Raises OSError when
        it does not come to that."""
        if self._printer is not None:
            return
        spool = self._room / "spool"
        shutil.rmtree(spool, ignore_errors=True)
        spool.mkdir()
        bus = self._room / "bus"
        if self._bus is None:
            self._bus = _spawn(
                ("dbus-daemon", "--session", "--nofork", "--nopidfile"),
                ("--address", f"unix:path={bus}"),
            )
            await _until(bus.exists, self._bus)
        self._printer = _spawn(
            ("ippeveprinter", "-p", str(self.port), "-n", "localhost", "-r", "off"),
            ("-d", str(spool), "-f", _FORMATS, "-c", str(self._command), "A4"),
            DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={bus}",
        )
        await _until(self._answers, self._printer)

    def stop(self) -> None:
        """Switch the printer off at once, in the middle of whatever it does."""
        _kill(self._printer)
        self._printer = None

    def freeze(self) -> None:
        """It stays connected and does nothing any more."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on."""
        self._signal(signal.SIGCONT)

    def end(self) -> None:
        """End everything."""
        self.stop()
        _kill(self._bus)
        self._bus = None

    def _signal(self, number: signal.Signals) -> None:
        if self._printer is not None:
            os.killpg(self._printer.pid, number)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError):
            # A port that nobody listens on is refused at once on loopback.
            socket.create_connection(("127.0.0.1", self.port), 1.0).close()
            return True
        return False


def _spawn(
    program: tuple[str, ...], arguments: tuple[str, ...], **more: str
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        (*_WITH_PARENT, *program, *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={"PATH": _PATH, **more},
    )


async def _until(holds: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + _START_S
    while not holds():
        if process.poll() is not None or time.monotonic() > ends:
            raise OSError("the A4 printer does not start")
        await asyncio.sleep(_STEP_S)


def _kill(process: subprocess.Popen[bytes] | None) -> None:
    if process is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
