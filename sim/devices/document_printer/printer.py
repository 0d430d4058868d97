"""The A4 printer of the hall: what people do at it, and what its print command is told."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path

import pypdfium2
from pydantic import BaseModel, ConfigDict

from sim.devices.document_printer.ipp_questions import IppQuestions
from sim.devices.document_printer.paper_path import FULL_TRAY, PaperPath, Told, Work, WorkEnd
from sim.devices.document_printer.processes import PrinterProcesses
from sim.impossible import Impossible

_COMMAND = Path(__file__).with_name("command.py")
_PANEL = "panel"
"""The name of a job of the hall's own: only a print command may tell ippeveprinter how it is."""
_FULL_TONER = 75
_TOLD_S = 5.0
_SOON_S = 0.005


class _Handed(BaseModel):
    """What the print command says of its job."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    job: int
    name: str
    file: Path


class DocumentPrinterSimulator:
    """Used on a running event loop. ``paper`` may be looked at; what is done to it goes through
    here, so that the printer says so too."""

    def __init__(self, *, port: int = 0, seconds_a_page: float, sheets: int = FULL_TRAY) -> None:
        self._room = Path(tempfile.mkdtemp(prefix="a4-"))
        self._full = sheets
        self._toner = _FULL_TONER
        self._audible = asyncio.Event()
        self._audible.set()
        self._told = Told()
        self._printing: Work | None = None
        self._line = self._room / "line"
        self._server: asyncio.Server | None = None
        self._calls: set[asyncio.Task[None]] = set()
        self._panel_read = asyncio.Event()
        self.paper = PaperPath(seconds_a_page, sheets)
        self._processes = PrinterProcesses(self._room, self._room / "command", port)
        self._ipp = IppQuestions(self._processes.port)

    @property
    def uri(self) -> str:
        """Where the kiosk finds it."""
        return f"ipp://localhost:{self._processes.port}/ipp/print"

    @property
    def switched_on(self) -> bool:
        """Whether it has power."""
        return self._processes.running

    @property
    def silent(self) -> bool:
        """Whether it takes connections and answers nothing."""
        return not self._audible.is_set()

    @property
    def toner(self) -> int:
        """Per cent left."""
        return self._toner

    @property
    def printing(self) -> str | None:
        """The name of the job in the works."""
        return None if self._printing is None else self._printing.name

    async def start(self) -> None:
        """Fit and switch it on. Raises OSError when it does not start."""
        command = self._room / "command"
        command.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -IS "{_COMMAND}" "{self._line}" "$1"\n',
            encoding="utf-8",
        )
        command.chmod(0o700)
        self._server = await asyncio.start_unix_server(self._called, self._line)
        await self.switch_on()

    async def close(self) -> None:
        """Take it away, and everything of it. May be done twice."""
        self._processes.end()
        await self._hang_up()
        if self._server is not None:
            self._server.close()
            self._server = None
        shutil.rmtree(self._room, ignore_errors=True)

    async def switch_on(self) -> None:
        """It remembers no job."""
        if self._processes.running:
            return
        await self._processes.start()
        if self._toner != _FULL_TONER:
            await self._ipp.set_toner(self._toner)
        await self.say_so()

    async def switch_off(self) -> None:
        """In the middle of whatever it does; the sheet on its way is not printed."""
        self._processes.stop()
        await self._hang_up()
        self._told = Told()
        self._audible.set()

    def fall_silent(self) -> None:
        """Connections are taken and nothing is answered; printing stops too."""
        if self._processes.running and not self.silent:
            self._processes.freeze()
            self._audible.clear()

    async def answer_again(self) -> None:
        """It goes on where it was."""
        if self.silent:
            self._processes.thaw()
            self._audible.set()
            await self.say_so()

    async def set_toner(self, percent: int) -> None:
        """Change the cartridge, or use it up."""
        self._toner = percent
        if self._processes.running and not self.silent:
            await self._ipp.set_toner(percent)

    async def cancel(self) -> None:
        """The red button at the printer. Raises Impossible when nothing is printed."""
        if self._printing is None or self.silent:
            raise Impossible("nothing is being printed")
        await self._ipp.cancel(self._printing.number)

    async def say_so(self) -> None:
        """Let the printer report how its paper is. A job in the works does so itself."""
        idle = self._processes.running and not self.silent and self._printing is None
        if not idle or self._told.reasons == self.paper.reasons:
            return
        self._panel_read.clear()
        async with asyncio.timeout(_TOLD_S):
            await _until(lambda: self._ipp.submit(_PANEL, "text/plain", b"\n"))
            await self._panel_read.wait()
            await _until(self._ipp.is_idle)

    async def reset(self) -> None:
        """As it was when the hall opened, its memory of jobs included; quick when nothing happened
        to it."""
        if self.silent or self._printing is not None or self.paper.out:
            await self.switch_off()
        self.paper = PaperPath(self.paper.seconds, self._full)
        if self._toner != _FULL_TONER:
            await self.set_toner(_FULL_TONER)
        await self.switch_on()
        await self.say_so()

    async def _called(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The print command of a job calls."""
        if (task := asyncio.current_task()) is None:
            return
        self._calls.add(task)
        try:
            handed = _Handed.model_validate(json.loads(await reader.readline()))
            end = await self._obey(handed, writer)
            writer.write(f"EXIT {end.value}\n".encode())
            await writer.drain()
        except (OSError, asyncio.CancelledError):
            # Switched off.
            pass
        finally:
            self._calls.discard(task)
            self._printing = None
            writer.close()

    async def _obey(self, handed: _Handed, writer: asyncio.StreamWriter) -> WorkEnd:
        def speak(line: str) -> None:
            writer.write(f"{line}\n".encode("ascii"))

        # It forgets this one whenever it begins a job.
        self._told.reasons -= {"media-needed"}
        if handed.name == _PANEL:
            self._told.catch_up(self.paper.reasons, speak)
            await writer.drain()
            self._panel_read.set()
            return WorkEnd.DONE
        work = _work(handed)
        if work is None:
            return WorkEnd.ABORTED
        self._printing = work
        return await self.paper.run(work, speak, self._told, lambda: self._is_cancelled(work))

    async def _is_cancelled(self, work: Work) -> bool:
        await self._audible.wait()
        with contextlib.suppress(OSError, TimeoutError):
            return await self._ipp.is_being_cancelled(work.number)
        return False

    async def _hang_up(self) -> None:
        calls = tuple(self._calls)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        self._printing = None


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    while True:
        if await holds():
            return
        await asyncio.sleep(_SOON_S)


def _work(handed: _Handed) -> Work | None:
    """The job, or None for a document that no printer can make anything of."""
    pdf = handed.file.read_bytes()
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            pages = len(document)
    except pypdfium2.PdfiumError:
        return None
    return Work(handed.job, handed.name, pages, sha256(pdf).hexdigest(), pdf)
