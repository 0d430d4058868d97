"""A printer for A4 in memory: jobs that it remembers, paper that comes out, people at its panel."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from kiosk.devices.api import (
    DeviceCause,
    DeviceError,
    DocumentPrinterReading,
    Effect,
    JobEnd,
    JobReport,
    PrintProgress,
)
from kiosk.domain.terminal import DeviceKind, Remedy
from tests.runtime.fake_service import Gate
from tests.runtime.fakes import FakeDevice

LOST = DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE, Effect.UNKNOWN)

Trouble: TypeAlias = DeviceCause | JobEnd | DeviceError | Gate | Exception
"""Before a page: the printer waits for people, somebody or something ends the job, the line breaks
while the printer goes on by itself, everything is held up, or the driver has a bug."""


@dataclass(slots=True)
class FakeJob:
    """A job in the printer's queue. ``end`` is None while it is printed."""

    pages: int
    out: int = 0
    end: JobEnd | None = None


@dataclass(slots=True)
class Script:
    """What is going to happen to the next jobs."""

    before_page: dict[int, Trouble] = field(default_factory=dict)
    refusal: DeviceError | None = None
    """What happens to a job before the printer has it."""
    cancels_late: bool = False
    """What is cancelled has come out whole by then."""
    late_end: JobEnd = JobEnd.COMPLETED
    cancels_never: bool = False


class FakeDocumentPrinter(FakeDevice):
    """``sheets`` is what lies in the tray: the bytes of the document and the page of each sheet.
    ``counts`` is whether it says of a job how many pages are out, ``counter`` whether it counts
    those of its life."""

    def __init__(self) -> None:
        super().__init__(DeviceKind.DOCUMENT_PRINTER)
        self.jobs: dict[str, FakeJob] = {}
        self.sheets: list[tuple[bytes, int]] = []
        self.script = Script()
        self.counts = True
        self.counter = True
        self.refilled = asyncio.Event()

    async def reading(self) -> DocumentPrinterReading:
        await self._asked("reading")
        return DocumentPrinterReading(
            self.state, sheets_out=len(self.sheets) if self.counter else None
        )

    async def print_pdf(
        self, pdf: bytes, *, job: str, pages: int, tell: Callable[[PrintProgress], None]
    ) -> int:
        await self._asked("print")
        assert job not in self.jobs, "a name used twice"
        if self.script.refusal is not None:
            raise self.script.refusal
        made = self.jobs[job] = FakeJob(pages)
        try:
            for page in range(1, pages + 1):
                await self._meet(self.script.before_page.pop(page, None), made, pdf, tell)
                self._put_out(made, pdf)
                tell(PrintProgress(made.out))
        except asyncio.CancelledError:
            await self._cancelled(made, pdf)
            raise
        made.end = JobEnd.COMPLETED
        return made.out

    async def find_job(self, job: str) -> JobReport | None:
        await self._asked("find")
        found = self.jobs.get(job)
        if found is None:
            return None
        found.end = found.end or JobEnd.CANCELLED
        return JobReport(found.end, found.out if self.counts else None)

    def forget(self) -> None:
        """Switched off and on: paper stays where it is."""
        self.jobs.clear()

    async def _meet(
        self,
        trouble: Trouble | None,
        job: FakeJob,
        pdf: bytes,
        tell: Callable[[PrintProgress], None],
    ) -> None:
        match trouble:
            case None:
                pass
            case Gate():
                await trouble.pass_through()
            case DeviceCause():
                tell(PrintProgress(job.out, trouble))
                tell(PrintProgress(job.out, trouble))
                await self.refilled.wait()
                tell(PrintProgress(job.out))
            case JobEnd():
                job.end = trouble
                raise self._ended_early(job)
            case _:
                self._print_the_rest(job, pdf)
                raise trouble

    def _put_out(self, job: FakeJob, pdf: bytes) -> None:
        job.out += 1
        self.sheets.append((pdf, job.out))

    def _print_the_rest(self, job: FakeJob, pdf: bytes) -> None:
        while job.out < job.pages:
            self._put_out(job, pdf)
        job.end = JobEnd.COMPLETED

    def _ended_early(self, job: FakeJob) -> DeviceError:
        cancelled = job.end is JobEnd.CANCELLED
        cause = DeviceCause.JOB_CANCELLED if cancelled else DeviceCause.JOB_ABORTED
        effect = Effect.PARTLY if job.out else Effect.NOTHING
        return DeviceError(cause, Remedy.CLEAR, effect if self.counts else Effect.UNKNOWN)

    async def _cancelled(self, job: FakeJob, pdf: bytes) -> None:
        if self.script.cancels_never:
            await asyncio.Event().wait()
        if self.script.cancels_late:
            self._print_the_rest(job, pdf)
            job.end = self.script.late_end
        else:
            job.end = JobEnd.CANCELLED
