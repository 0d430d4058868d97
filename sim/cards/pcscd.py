"""A private pcscd with virtual readers, which nothing else on the machine notices.

It runs in a mount namespace of its own, in which /run is empty but for its socket and no driver of
a real USB reader exists, so it takes no reader from the machine's own pcscd and stands beside it.
Its socket is in a directory of ours, where libpcsclite finds it through an environment variable.
"""

from __future__ import annotations

import contextlib
import functools
import os
import random
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

_DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
_DRIVERS = Path("/usr/lib/pcsc/drivers")
_START_S = 10.0
_STEP_S = 0.005
_END_S = 5.0
_FIRST_PORT = 20_000
_LAST_PORT = 32_000
# "$1" is our directory. It is opened before /run, where it may be, is covered. pcscd ends when the
# pipe to its input does, be it closed or with whoever holds its other end.
_IN_NAMESPACE = """
set -e
exec 3<"$1"
mount -t tmpfs tmpfs /run
mkdir /run/pcscd
mount --bind /proc/self/fd/3/ipc /run/pcscd
mount --bind /proc/self/fd/3/drivers "$2"
shift 2
exec 3<&- 4<&0 </dev/null
(read -r end <&4 || kill $$) &
exec "$@" 4<&-
"""


class PcscdUnavailable(Exception):
    """This machine cannot run a private pcscd; the message says why."""


def environment_of(directory: Path) -> dict[str, str]:
    """What makes libpcsclite look for pcscd there. It reads this once in a process, when it is
    first used."""
    return {"PCSCLITE_CSOCK_NAME": str(_socket_in(directory))}


def _socket_in(directory: Path) -> Path:
    return directory / "ipc" / "pcscd.comm"


class PrivatePcscd:
    """pcscd with one virtual reader of two slots. A context manager; it can be stopped and started
    again, as a pcscd that died is."""

    def __init__(
        self, name: str = "Kiosk Virtual Reader", *, directory: Path | None = None
    ) -> None:
        """``directory`` is where its socket and files are, and is made; by default a new one whose
        name nobody knows before. Raises PcscdUnavailable."""
        self._namespace = _namespace()
        self._name = name
        self._directory = directory or Path(tempfile.mkdtemp(prefix="pcscd-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._first_port = _free_ports()
        self._prepare()

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs in its environment to see these readers, not the machine's."""
        return environment_of(self._directory)

    @property
    def ports(self) -> tuple[int, int]:
        """Where a card of the first and of the second slot connects."""
        return self._first_port, self._first_port + 1

    @property
    def readers(self) -> tuple[str, str]:
        """What PC/SC calls the two slots."""
        return f"{self._name} 00 00", f"{self._name} 00 01"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def start(self) -> None:
        """Start it, and return when it takes connections. Raises PcscdUnavailable."""
        self._forget_the_last_one()
        command = [
            *self._namespace, "sh", "-c", _IN_NAMESPACE, "sh", str(self._directory), str(_DRIVERS),
            "pcscd", "--foreground", "--error", "--force-reader-polling",
            "--config", str(self._directory / "readers"), *_options(),
        ]  # fmt: skip
        with (self._directory / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={"PATH": _path()},
            )
        ends = time.monotonic() + _START_S
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > ends:
                said = (self._directory / "log").read_text(errors="replace").strip()
                self.stop()
                raise PcscdUnavailable(f"pcscd does not start: {said[-300:]}")
            time.sleep(_STEP_S)

    def stop(self) -> None:
        """End it. May be done twice."""
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
            try:
                process.wait(_END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def remove(self) -> None:
        """End it for good, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self._directory, ignore_errors=True)

    def _prepare(self) -> None:
        for name in ("ipc", "drivers", "readers"):
            (self._directory / name).mkdir(parents=True)
        # The namespace hides the drivers' directory, so that of the virtual reader is copied.
        driver = self._directory / "vpcd.so"
        shutil.copyfile(_DRIVER, driver)
        (self._directory / "readers" / "virtual").write_text(
            f'FRIENDLYNAME "{self._name}"\n'
            f"DEVICENAME /dev/null:{self._first_port:#x}\n"
            f"LIBPATH {driver}\n"
            f"CHANNELID {self._first_port:#x}\n"
        )

    def _forget_the_last_one(self) -> None:
        self.stop()
        for leftover in _socket_in(self._directory).parent.iterdir():
            leftover.unlink()

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
            line.connect(str(_socket_in(self._directory)))
            return True
        return False


@functools.cache
def _namespace() -> tuple[str, ...]:
    """The command that makes a mount namespace here. Raises PcscdUnavailable."""
    if shutil.which("pcscd", path=_path()) is None:
        raise PcscdUnavailable("pcscd is not installed")
    if not _DRIVER.exists():
        raise PcscdUnavailable("vsmartcard-vpcd is not installed")
    for command in (("unshare", "--mount"), ("unshare", "--user", "--map-root-user", "--mount")):
        with contextlib.suppress(OSError):
            if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
                return command
    raise PcscdUnavailable("this user may not make a mount namespace (unshare --mount)")


@functools.cache
def _options() -> tuple[str, ...]:
    """Newer ones ask polkit who may use them; ours is nobody else's."""
    command = ["pcscd", "--help"]
    said = subprocess.run(command, capture_output=True, check=False, env={"PATH": _path()})
    return ("--disable-polkit",) if b"--disable-polkit" in said.stdout else ()


def _path() -> str:
    return f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"


def _free_ports() -> int:
    """The first of two neighbouring ports that nobody has now."""
    while True:
        first = random.randrange(_FIRST_PORT, _LAST_PORT, 2)
        with contextlib.suppress(OSError), contextlib.ExitStack() as held:
            for port in (first, first + 1):
                held.enter_context(socket.create_server(("", port)))
            return first
