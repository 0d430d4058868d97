"""ippeveprinter (Debian: cups-ipp-utils), a real IPP printer process, and a driver for it.

Its print command is a script that takes a page from the tray at a time, and looks into a folder
for what people do at the printer. It wants a D-Bus to announce itself on, even when told not to.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kiosk.devices.api import DeviceCause
from kiosk.devices.codecs.ipp_request import (
    Operation,
    ValueTag,
    encode_request,
    integer,
    text,
)
from kiosk.devices.document_printer import IppPrinter, PrinterSetup
from kiosk.devices.ipp_link import IppTimings
from kiosk.devices.ports.ipp_port import ipp_port
from tests.devices.ipp_bench import PAGES

T = TypeVar("T")
PROGRAMS = ("ippeveprinter", "ipptool", "dbus-daemon")
QUICK = IppTimings(poll_s=0.03, lost_s=2.0, absent_s=0.3)
_COMMAND = f"""#!/bin/sh
cd "$ROOM"
page=1
while [ $page -le {PAGES} ]; do
    if [ "$(cat breaks 2>/dev/null)" = $page ]; then exit 1; fi
    if [ "$(cat empty 2>/dev/null)" = $page ]; then
        echo "STATE: +media-empty" >&2
        while [ -e empty ]; do
            # Nobody tells the command that its job has been cancelled.
            if ipptool -tv "$URI" -d job=$IPP_JOB_ID ask.test | grep -q to-stop-point; then
                echo "STATE: -media-empty" >&2
                exit 0
            fi
            sleep 0.02
        done
        echo "STATE: -media-empty" >&2
    fi
    echo "$IPP_JOB_NAME $page" >> sheets
    echo "ATTR: job-impressions-completed=$page" >&2
    page=$((page + 1))
    sleep 0.05
done
"""


class WallClock:
    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def is_here() -> bool:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    return all(shutil.which(program, path=path) for program in PROGRAMS)


_ASK = """{
    OPERATION Get-Job-Attributes
    GROUP operation-attributes-tag
    ATTR charset attributes-charset utf-8
    ATTR naturalLanguage attributes-natural-language en
    ATTR uri printer-uri $uri
    ATTR integer job-id $job
    ATTR keyword requested-attributes job-state-reasons
    DISPLAY job-state-reasons
}
"""


@dataclass
class IppEveBench:
    """One printer, in a folder of its own."""

    room: Path
    bus: str
    port: int
    obstacle: DeviceCause = DeviceCause.TONER_EMPTY
    has_odometer: bool = False
    _process: asyncio.subprocess.Process | None = None
    _printer: IppPrinter | None = field(default=None)

    @property
    def uri(self) -> str:
        return f"ipp://localhost:{self.port}/ipp/print"

    @property
    def printer(self) -> IppPrinter:
        if self._printer is None:
            self._printer = self.another_life()
        return self._printer

    def another_life(self) -> IppPrinter:
        clock = WallClock()
        return IppPrinter(ipp_port(self.uri, clock), PrinterSetup(self.uri), clock, QUICK)

    async def run(self, work: Coroutine[object, object, T]) -> T:
        return await work

    async def be_quiet(self) -> None:
        """There is no odometer to wait for."""

    def run_out_before(self, page: int) -> None:
        (self.room / "empty").write_text(str(page), encoding="ascii")

    def refill(self) -> None:
        (self.room / "empty").unlink()

    def break_down_before(self, page: int) -> None:
        (self.room / "breaks").write_text(str(page), encoding="ascii")

    async def obstruct(self) -> None:
        await self._set_toner(0)

    async def put_right(self) -> None:
        await self._set_toner(75)

    async def _set_toner(self, percent: int) -> None:
        """By the printer's own web page."""
        reader, writer = await asyncio.open_connection("localhost", self.port)
        page = f"/supplies?supply0=25&supply1={percent}"
        writer.write(f"GET {page} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        await reader.readline()
        writer.close()
        await writer.wait_closed()

    async def press_cancel(self) -> None:
        about = (
            text("printer-uri", ValueTag.URI, self.uri),
            integer("job-id", len(list((self.room / "spool").glob("*.prn")))),
        )
        request = encode_request(Operation.CANCEL_JOB, 1, about)
        assert (await ipp_port(self.uri, WallClock()).ask(request, 5.0)).successful

    def sheets(self) -> list[tuple[str, int]]:
        path = self.room / "sheets"
        if not path.exists():
            return []
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
        return [(name, int(page)) for name, _, page in (line.partition(" ") for line in lines)]

    async def plug(self) -> None:
        command = self.room / "command"
        command.write_text(_COMMAND, encoding="utf-8")
        command.chmod(0o700)
        (self.room / "ask.test").write_text(_ASK, encoding="utf-8")
        spool = self.room / "spool"
        spool.mkdir(exist_ok=True)
        self._process = await asyncio.create_subprocess_exec(
            *("/usr/sbin/ippeveprinter", "-p", str(self.port), "-n", "localhost", "-r", "off"),
            *("-d", str(spool), "-f", "application/pdf", "-c", str(command), "A4"),
            env={
                **os.environ,
                "DBUS_SYSTEM_BUS_ADDRESS": self.bus,
                "ROOM": str(self.room),
                "URI": self.uri,
            },
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("localhost", self.port), 1).close()
                return
            await asyncio.sleep(0.01)

    async def unplug(self) -> None:
        if self._process is not None:
            self._process.kill()
            await self._process.wait()
            self._process = None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def bus_in(room: Path) -> AsyncIterator[str]:
    """A D-Bus of one's own."""
    address = f"unix:path={room / 'bus'}"
    process = await asyncio.create_subprocess_exec(
        *("dbus-daemon", "--session", "--nofork", "--nopidfile", "--address", address),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        for _ in range(500):
            if (room / "bus").exists():
                break
            await asyncio.sleep(0.01)
        yield address
    finally:
        process.kill()
        await process.wait()
