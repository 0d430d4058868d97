"""Prints documents on A4, each once: written down before, found out about afterwards."""

from __future__ import annotations

import asyncio
import contextlib
from hashlib import sha256

from kiosk.devices.api import (
    DeviceCause,
    DeviceError,
    DocumentPrinter,
    Effect,
    JobEnd,
    JobReport,
    PrintProgress,
)
from kiosk.domain.certificate import ServiceDocument
from kiosk.domain.terminal import DeviceKind, Remedy
from kiosk.flows.requests.certificates import (
    PAGE_SECONDS,
    STAFF_SECONDS,
    PagesOut,
    PrintStopped,
)
from kiosk.flows.requests.receipt import Printed
from kiosk.ledger import DocumentState, DocumentUnknown, DocumentViolation, LedgerDocument
from kiosk.observe import Event, EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock, within
from kiosk.runtime.failures import RequestFailed, device_fault
from kiosk.runtime.news import Tell
from kiosk.runtime.supervision import Watched
from kiosk.session.faults import Fault, FaultCode

_CAUSES = {cause.value: cause for cause in DeviceCause}
_ENDS = {JobEnd.CANCELLED: DeviceCause.JOB_CANCELLED, JobEnd.ABORTED: DeviceCause.JOB_ABORTED}
_NOT_PRINTED = Fault(FaultCode.DOCUMENT_PRINTER_LOST)
_DOUBTFUL = Fault(FaultCode.DOCUMENT_PRINT_DOUBTFUL)
_FINDING_OUT_S = 20.0
_PARTING_S = 10.0


class DocumentPress:
    """The A4 printer with its books. ``printer`` is None where there is none.

    A print goes on to its end in the books whether or not anybody waits for it: what the citizen
    stops is cancelled at the printer first.
    """

    def __init__(
        self,
        *,
        printer: Watched[DocumentPrinter] | None,
        books: Bookkeeping,
        clock: Clock,
        log: EventLog,
    ) -> None:
        self._printer = printer
        self._books = books
        self._clock = clock
        self._log = log
        self._clearing = asyncio.Lock()
        self._under_way: dict[str, asyncio.Task[LedgerDocument]] = {}

    async def print(self, document: ServiceDocument, tell: Tell) -> Printed:
        """Print it and return when every page is out. Raises RequestFailed: see PrintDocument."""
        if self._printer is None:
            raise RequestFailed(_NOT_PRINTED)
        digest = sha256(document.pdf).hexdigest()
        if digest in self._under_way:
            raise RequestFailed(_DOUBTFUL)
        run = _Run(self._clock)
        task = asyncio.create_task(self._carry_out(document.pdf, digest, run, tell))
        self._under_way[digest] = task
        task.add_done_callback(lambda _: self._under_way.pop(digest))
        # Whoever gave it up does not hear how it ended.
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        try:
            ended = await asyncio.shield(task)
        except asyncio.CancelledError:
            run.give_up()
            raise
        if ended.state is DocumentState.PRINTED:
            return Printed(document.reprint)
        received = ended.state is DocumentState.RECEIVED
        raise RequestFailed(self._fault(run.error) if received else _DOUBTFUL)

    async def stop(self, document: ServiceDocument) -> PrintStopped:
        """Wait until the print that was given up has ended, and say how many pages of the document
        are out. Raises RequestFailed when the ledger cannot tell."""
        digest = sha256(document.pdf).hexdigest()
        task = self._under_way.get(digest)
        if task is not None:
            await asyncio.wait({task})
        found = await self._books(self._books.ledger.documents)
        stopped = next((one for one in found if one.terms.sha256 == digest), None)
        if stopped is None:
            return PrintStopped(0)
        in_doubt = stopped.state is DocumentState.DOUBTFUL
        # All counted and yet something went wrong: nobody knows how they look.
        all_out = stopped.sheets == stopped.terms.pages
        return PrintStopped(None if in_doubt and all_out else stopped.sheets)

    async def end_as_doubtful(self) -> int:
        """Staff have cleared the printer: no print that nobody has seen end keeps others waiting
        any more. How many there were; whatever came out of them is in doubt for good. Raises
        RequestFailed if the ledger cannot be read, or one of them not be written down."""
        async with self._clearing:
            unfinished = await self._books(self._books.ledger.unfinished_documents)
            stuck = [one for one in unfinished if one.terms.sha256 not in self._under_way]
            for document in stuck:
                ended = await self._end(document, None, "ended_by_staff")
                if ended.state is DocumentState.STARTED:
                    raise RequestFailed(Fault(FaultCode.LEDGER_UNAVAILABLE))
            return len(stuck)

    async def rest(self) -> None:
        """Return once no document is being printed; a print ends by itself, within bounds."""
        if self._under_way:
            await asyncio.wait(tuple(self._under_way.values()))

    def resume(self) -> None:
        """Nothing was stopped."""

    async def close(self) -> None:
        """See every print that was given up to its end, within bounds; the rest is found out about
        at the next start."""
        if self._under_way:
            with contextlib.suppress(TimeoutError):
                await within(self._clock, _PARTING_S, _ended(tuple(self._under_way.values())))

    async def follow_up(self) -> None:
        """Ask the printer about every print that nobody has seen end: of an earlier life of the
        program, or from before a lost connection. What cannot be asked yet stays open."""
        if self._printer is not None:
            await self._clear()

    async def _clear(self) -> bool:
        """Whether every earlier print has ended, as far as the printer can be asked."""
        async with self._clearing:
            return await self._cleared()

    async def _cleared(self) -> bool:
        unfinished = await self._books(self._books.ledger.unfinished_documents)
        # What is under way by now may have ended by the time it is its turn.
        under_way = frozenset(self._under_way)
        for document in unfinished:
            if document.terms.sha256 in under_way:
                continue
            if (await self._find_out(document)).state is DocumentState.STARTED:
                # A printer that does not answer shall not keep others waiting once for each.
                return False
        return True

    async def _ready(self) -> int | None:
        """Raise RequestFailed for a printer known not to print, before anything is written; what
        its page counter says."""
        assert self._printer is not None  # noqa: S101
        try:
            reading = await within(self._clock, _FINDING_OUT_S, self._printer.device.reading())
        except TimeoutError:
            raise RequestFailed(_NOT_PRINTED) from None
        except DeviceError as error:
            self._printer.keeper.report(error)
            raise RequestFailed(self._fault(error)) from error
        condition = reading.condition
        if not condition.usable:
            cause = _CAUSES.get(condition.cause, DeviceCause.PRINTER_ERROR)
            raise RequestFailed(self._fault(DeviceError(cause, condition.remedy)))
        return reading.sheets_out

    async def _begin(self, digest: str, counter: int | None) -> LedgerDocument:
        try:
            return await self._books(self._books.ledger.document_started, digest, counter)
        except DocumentViolation:
            raise RequestFailed(_DOUBTFUL) from None
        except DocumentUnknown:
            raise RequestFailed(Fault(FaultCode.DOCUMENT_UNSOUND)) from None

    async def _carry_out(self, pdf: bytes, digest: str, run: _Run, tell: Tell) -> LedgerDocument:
        """The document as its print ended; still STARTED where that cannot be found out now."""
        assert self._printer is not None  # noqa: S101
        if earlier := [task for one, task in self._under_way.items() if one != digest]:
            await asyncio.wait(earlier)
        if not await self._clear():
            # It may still print what somebody else has left.
            raise RequestFailed(_NOT_PRINTED)
        started = await self._begin(digest, await self._ready())
        if run.given_up:
            return await self._end(started, 0, DeviceCause.JOB_CANCELLED.value)

        def told(progress: PrintProgress) -> None:
            run.heard(progress)
            tell(_news(progress))

        driving = asyncio.create_task(
            self._printer.device.print_pdf(
                pdf, job=started.job, pages=started.terms.pages, tell=told
            )
        )
        run.drives(driving, started.terms.pages)
        try:
            await asyncio.wait({driving})
        finally:
            run.over()
            driving.cancel()
        if driving.cancelled():
            return await self._find_out(started)
        match driving.exception():
            case None:
                return await self._end(started, driving.result(), "")
            case DeviceError() as error:
                run.error = error
                self._printer.keeper.report(error)
                if error.effect is Effect.NOTHING:
                    return await self._end(started, 0, error.cause.value)
                return await self._find_out(started, error.cause)
            case error:
                self._log.record(
                    Event.INTERNAL_ERROR, request="print_pdf", error=type(error).__name__
                )
                return await self._find_out(started)

    async def _find_out(
        self, document: LedgerDocument, cause: DeviceCause | None = None
    ) -> LedgerDocument:
        """Ask the printer what became of the job; unchanged where it does not answer."""
        assert self._printer is not None  # noqa: S101
        asking = self._printer.device.find_job(document.job)
        try:
            report = await within(self._clock, _FINDING_OUT_S, asking)
        except (DeviceError, TimeoutError):
            return document
        sheets, why = _told(report, document.terms.pages, cause)
        return await self._end(document, sheets, why)

    async def _end(
        self, document: LedgerDocument, sheets: int | None, cause: str
    ) -> LedgerDocument:
        ledger = self._books.ledger
        ended = document
        # Where it cannot be written it stays open, and is asked about again.
        with contextlib.suppress(RequestFailed):
            ended = await self._books(
                ledger.document_ended, document.terms.sha256, document.attempts, sheets, cause
            )
        reprint = document.terms.reprint
        known = {} if ended.sheets is None else {"sheets": ended.sheets}
        if ended.state is DocumentState.PRINTED:
            self._log.record(Event.DOCUMENT_PRINTED, reprint=reprint, **known)
        else:
            why = cause or ended.state.value
            self._log.record(Event.DOCUMENT_NOT_PRINTED, cause=why, reprint=reprint, **known)
        return ended

    def _fault(self, error: DeviceError | None) -> Fault:
        """Why nothing is on paper: the ledger says so, whatever was feared of the try itself."""
        if error is None:
            return Fault(FaultCode.DOCUMENT_PRINT_CANCELLED)
        return device_fault(DeviceKind.DOCUMENT_PRINTER, DeviceError(error.cause, error.remedy))


def _told(
    report: JobReport | None, pages: int, cause: DeviceCause | None
) -> tuple[int | None, str]:
    """Pages out and why not all, as the printer tells it afterwards."""
    if report is None:
        return None, "job_unknown"
    if report.pages_out == pages and report.end is not JobEnd.ABORTED:
        # Where it was cancelled, that came too late.
        return pages, ""
    if report.end is JobEnd.COMPLETED:
        # A completed job without a page is not to be believed.
        return report.pages_out or None, "miscounted"
    return report.pages_out, (cause or _ENDS[report.end]).value


def _news(progress: PrintProgress) -> PagesOut:
    if progress.waits_for is None:
        return PagesOut(progress.pages_out)
    waiting = DeviceError(progress.waits_for, Remedy.NONE)
    return PagesOut(progress.pages_out, device_fault(DeviceKind.DOCUMENT_PRINTER, waiting).code)


class _Run:
    """One print under way.

    It is given up when its citizen does, and when the printer has waited for people, or said
    nothing new, for too long: nobody comes, and the citizen may be gone. Where no pages are
    counted nothing new is said until all are out, so that there is time for each.
    """

    def __init__(self, clock: Clock) -> None:
        self.error: DeviceError | None = None
        self.given_up = False
        self._clock = clock
        self._driving: asyncio.Task[int] | None = None
        self._waiting: asyncio.Task[None] | None = None
        self._held = False
        self._pages = 0

    def drives(self, driving: asyncio.Task[int], pages: int) -> None:
        """The printer is given the document."""
        self._driving, self._pages = driving, pages
        self._wait_anew()

    def give_up(self) -> None:
        """Cancel it at the printer, or before it gets there."""
        self.given_up = True
        if self._driving is not None:
            self._driving.cancel()

    def heard(self, progress: PrintProgress) -> None:
        """The printer waits for people, perhaps still, or it goes on."""
        held = progress.waits_for is not None
        again = held and self._held
        self._held = held
        if not again:
            self._wait_anew()

    def _wait_anew(self) -> None:
        self.over()
        self._waiting = asyncio.create_task(self._lose_patience())

    def over(self) -> None:
        """It has ended."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    async def _lose_patience(self) -> None:
        printing_s = 0 if self._held else PAGE_SECONDS * self._pages
        await self._clock.sleep(STAFF_SECONDS + printing_s)
        self.give_up()


async def _ended(tasks: tuple[asyncio.Task[LedgerDocument], ...]) -> None:
    await asyncio.wait(tasks)
