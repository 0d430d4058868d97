"""Printer of documents on A4, spoken to over IPP: the printer itself, or a queue of CUPS."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.devices.api import (
    DeviceCause,
    DeviceError,
    DocumentPrinterReading,
    Effect,
    JobEnd,
    JobReport,
    PrintProgress,
)
from kiosk.devices.clock import Clock
from kiosk.devices.codecs.ipp_jobs import IppJob, JobState
from kiosk.devices.codecs.ipp_reply import IppAttributes
from kiosk.devices.codecs.ipp_request import Attribute
from kiosk.devices.codecs.ipp_state import (
    STATE_ATTRIBUTES,
    SUPPLY_ATTRIBUTES,
    is_queue,
    obstacle_of,
    reading_of,
)
from kiosk.devices.codecs.ipp_ticket import (
    A4,
    CAPABILITY_ATTRIBUTES,
    Paper,
    UnsuitablePrinter,
    ticket_for,
)
from kiosk.devices.ipp_count import NOT_KNOWN, QUIET_S, Moved, Odometer, Told, Trust, pages_of
from kiosk.devices.ipp_job import PrintRun, Sheets
from kiosk.devices.ipp_link import USUAL_TIMINGS, IppLink, IppTimings
from kiosk.devices.ports.ipp_port import IppWire
from kiosk.domain.terminal import Condition, DeviceKind, DeviceStatus, Remedy

# An odometer may be a moment late.
_SETTLES_S = 3.0
_EVERYTHING = (*STATE_ATTRIBUTES, *SUPPLY_ATTRIBUTES, *CAPABILITY_ATTRIBUTES)


@dataclass(frozen=True, slots=True)
class PrinterSetup:
    """``uri`` as in the configuration. ``confirms``: that a job is completed means that its paper
    is out, and its count of pages is one of paper. Of a queue of CUPS that is never believed: it
    counts pages when they are drawn, and completes jobs that the printer has given up."""

    uri: str
    paper: Paper = A4
    confirms: bool = True


class IppPrinter:
    """DocumentPrinter over ``wire``. Nothing stays connected between two questions."""

    def __init__(
        self,
        wire: IppWire,
        setup: PrinterSetup,
        clock: Clock,
        timings: IppTimings = USUAL_TIMINGS,
    ) -> None:
        self._link = IppLink(wire, setup.uri, timings)
        self._setup = setup
        self._clock = clock
        self._timings = timings
        self._trust = Trust(confirms=setup.confirms)
        self._seen: Odometer | None = None
        self._last: tuple[str, PrintRun] | None = None
        self._last_ended = clock.monotonic()
        self._turn = asyncio.Lock()
        self._opened = False

    @property
    def kind(self) -> DeviceKind:
        """See Device."""
        return DeviceKind.DOCUMENT_PRINTER

    async def open(self) -> None:
        """See Device. A printer that is there but cannot print these documents opens all the same:
        its condition says so."""
        await self._met()
        self._opened = True

    async def close(self) -> None:
        """See Device. What is being printed is printed on."""
        self._opened = False

    async def condition(self) -> Condition:
        """See Device."""
        return (await self.reading()).condition

    async def reading(self) -> DocumentPrinterReading:
        """See DocumentPrinter; also while a document is printed. The condition's cause is that of
        an obstacle, or of an ``Unsuitable`` printer, or ``paper_near_end`` or ``toner_low``."""
        printer = await self._asked()
        reading = reading_of(printer, self._setup.paper.tray)
        try:
            ticket_for(printer, self._setup.paper)
        except UnsuitablePrinter as unsuitable:
            why = unsuitable.why.value
            condition = Condition(DeviceStatus.HARDWARE_ERROR, Remedy.CONFIGURATION, why)
            return replace(reading, condition=condition)
        return reading

    async def print_pdf(
        self, pdf: bytes, *, job: str, pages: int, tell: Callable[[PrintProgress], None]
    ) -> int:
        """See DocumentPrinter. Where the printer counts no pages, a completed job has them all.

        CONFIGURATION when the printer cannot print these documents; JOB_REFUSED when it does not
        take this one, and, with an unknown effect, when it has had a job of this name already;
        JOB_CANCELLED, JOB_ABORTED when it was ended at the printer; PRINTER_ERROR when more or
        fewer pages came out than there are; DISCONNECTED, SILENT when it was lost and did not come
        back.
        """
        async with self._turn:
            printer = await self._asked()
            ticket = self._ticket(printer)
            obstacle = obstacle_of(printer, self._setup.paper.tray)
            if obstacle is not None:
                raise DeviceError(obstacle.cause, obstacle.remedy)
            if await self._link.find(job) is not None:
                # Whoever prints the same once more has lost count: there is one original.
                raise DeviceError(DeviceCause.JOB_REFUSED, Remedy.NONE, Effect.UNKNOWN)
            before = Odometer.of(printer, self._clock.monotonic())
            run = PrintRun(
                self._link,
                self._clock,
                self._timings,
                Sheets(job, ticket, pages),
                before,
                tray=self._setup.paper.tray,
                trust=self._trust,
                tell=tell,
            )
            self._last = (job, run)
            quiet = before.at >= self._last_ended + QUIET_S
            try:
                ended = await run.run(pdf)
            finally:
                self._last_ended = self._clock.monotonic()
            return await self._outcome(run, ended, pages, quiet=quiet)

    async def find_job(self, job: str) -> JobReport | None:
        """See DocumentPrinter. SILENT when it does not end although it is cancelled."""
        await self._met()
        found = await self._link.find(job)
        if found is None:
            return None
        name, run = self._last or ("", None)
        ours = run if name == job else None
        told = (Told() if ours is None else ours.told).with_word(found)
        number, deadline = found.number, self._clock.monotonic() + self._timings.cancel_s
        if not found.ended:
            await self._link.cancel(number)
        while not found.ended:
            if self._clock.monotonic() >= deadline:
                raise DeviceError(DeviceCause.SILENT, Remedy.MAINTENANCE, Effect.UNKNOWN)
            await self._clock.sleep(self._timings.poll_s)
            again = await self._link.job(number)
            if again is None:
                return JobReport(JobEnd.CANCELLED, None)
            found = again
            told = told.with_word(found)
        moved = NOT_KNOWN if ours is None else await self._moved(ours, 0)
        return _report(found, pages_of(found, self._trust, moved, told))

    async def _asked(self) -> IppAttributes:
        if not self._opened:
            raise DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE)
        return await self._met()

    async def _met(self) -> IppAttributes:
        printer = await self._link.printer(_EVERYTHING)
        now = Odometer.of(printer, self._clock.monotonic())
        if self._seen is not None and not now.same_life(self._seen):
            self._trust = self._trust.anew()
        self._seen = now
        confirms = self._setup.confirms and not is_queue(printer)
        self._trust = replace(self._trust, confirms=confirms)
        return printer

    def _ticket(self, printer: IppAttributes) -> tuple[Attribute, ...]:
        try:
            return ticket_for(printer, self._setup.paper)
        except UnsuitablePrinter as unsuitable:
            raise DeviceError(DeviceCause.CONFIGURATION, Remedy.CONFIGURATION) from unsuitable

    async def _moved(self, run: PrintRun, pages: int) -> Moved:
        """What the odometer has moved by since the document was sent; looked at twice before it is
        believed to have stood still, or not to have come as far as so many pages."""
        moved = await run.moved()
        behind = moved.pages is not None and moved.pages < pages
        if self._trust.nothing_since(moved) or (self._trust.counts_sheets and behind):
            await self._clock.sleep(_SETTLES_S)
            moved = await run.moved()
        return moved

    async def _outcome(
        self, run: PrintRun, ended: IppJob | None, pages: int, *, quiet: bool
    ) -> int:
        moved = await self._moved(run, pages)
        trust = self._trust
        if ended is None:
            # It forgets a job as soon as that ends, or was switched off.
            if run.told.pages and trust.confirms and moved == Moved(pages, same_life=True):
                return pages
            nothing = trust.nothing_since(moved) and not run.told.pages
            effect = Effect.NOTHING if nothing else Effect.UNKNOWN
            raise DeviceError(DeviceCause.JOB_ABORTED, Remedy.MAINTENANCE, effect)
        count = pages_of(ended, trust, moved, run.told)
        if ended.state is JobState.COMPLETED and not ended.has_errors:
            if count not in (None, pages):
                raise DeviceError(DeviceCause.PRINTER_ERROR, Remedy.MAINTENANCE, Effect.PARTLY)
            self._trust = trust.after(ended, pages, moved, run.told, quiet=quiet)
            return pages
        if ended.state is JobState.CANCELLED and count == pages:
            # It came too late.
            return pages
        effect = Effect.NOTHING if count == 0 else Effect.PARTLY if count else Effect.UNKNOWN
        if ended.state is JobState.CANCELLED:
            raise DeviceError(DeviceCause.JOB_CANCELLED, Remedy.NONE, effect)
        if ended.has_errors and effect is Effect.NOTHING:
            effect = Effect.UNKNOWN
        raise DeviceError(DeviceCause.JOB_ABORTED, Remedy.MAINTENANCE, effect)


def _report(job: IppJob, count: int | None) -> JobReport:
    if job.has_errors and not count:
        # It says itself that something went wrong on the way.
        count = None
    match job.state:
        case JobState.COMPLETED if not job.has_errors:
            return JobReport(JobEnd.COMPLETED, count)
        case JobState.CANCELLED:
            return JobReport(JobEnd.CANCELLED, count)
        case _:
            return JobReport(JobEnd.ABORTED, count)
