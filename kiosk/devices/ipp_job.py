"""One document on its way through a printer: handed over once, followed, and withdrawn if need be.

A document is sent a single time. Where the answer is lost, the job is looked for by its name; that
it was never taken is believed only of a printer that is there, has not been switched off meanwhile,
knows no such job, and has an odometer that is known to move and has not moved.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.devices.api import DeviceCause, DeviceError, Effect, PrintProgress
from kiosk.devices.clock import Clock
from kiosk.devices.codecs.ipp_jobs import IppJob, JobState, job_of
from kiosk.devices.codecs.ipp_reply import IppAttributes, IppReply
from kiosk.devices.codecs.ipp_request import Attribute
from kiosk.devices.codecs.ipp_state import ODOMETER_ATTRIBUTES, STATE_ATTRIBUTES, obstacle_of
from kiosk.devices.ipp_count import Moved, Odometer, Told, Trust
from kiosk.devices.ipp_link import (
    IppLink,
    IppTimings,
    is_for_later,
    is_half_way,
    refusal,
    trouble_of,
)
from kiosk.devices.ports.ipp_port import IppNonsense, IppNotServed, IppUnanswered, IppUnsent
from kiosk.domain.terminal import Remedy

_TRIES_TO_CANCEL = 3
_WHILE_PRINTING = (*STATE_ATTRIBUTES, *ODOMETER_ATTRIBUTES)


@dataclass(frozen=True, slots=True)
class Sheets:
    """What is printed: ``name`` in the printer's queue, the ticket, and so many pages."""

    name: str
    ticket: tuple[Attribute, ...]
    pages: int


class PrintRun:
    """One document. ``before`` is the printer's odometer before it was sent. ``told`` is what the
    printer has said of it so far."""

    def __init__(
        self,
        link: IppLink,
        clock: Clock,
        timings: IppTimings,
        sheets: Sheets,
        before: Odometer,
        *,
        tray: str,
        trust: Trust,
        tell: Callable[[PrintProgress], None],
    ) -> None:
        self._link = link
        self._clock = clock
        self._timings = timings
        self._sheets = sheets
        self._before = before
        self._tray = tray
        self._trust = trust
        self._tell = tell
        self._progress: PrintProgress | None = None
        self.told = Told()
        self._number: int | None = None

    async def run(self, pdf: bytes) -> IppJob | None:
        """Print, and return the job as it ended; None for one that the printer has forgotten.

        Raises DeviceError with the effect that is known. Cancelled, it cancels the job first.
        """
        sending = asyncio.create_task(self._send(pdf))
        try:
            job = await self._taken_in(sending)
            self._number = job.number
            self.told = self.told.with_word(job)
            return await self._follow(job)
        except asyncio.CancelledError:
            sending.cancel()
            await self._withdraw()
            raise
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    async def moved(self) -> Moved:
        """What the printer's odometer has moved by since before; not known of one that does not
        answer."""
        try:
            printer = await self._link.printer(("printer-state", *ODOMETER_ATTRIBUTES))
        except DeviceError:
            return Moved()
        return Odometer.of(printer, self._clock.monotonic()).since(self._before)

    async def _send(self, pdf: bytes) -> IppReply:
        deadline = self._clock.monotonic() + self._timings.busy_s
        while True:
            reply = await self._link.submit(self._sheets.name, self._sheets.ticket, pdf)
            # A job that has been found under its name is not sent a second time.
            over = self._number is not None or self._clock.monotonic() >= deadline
            if over or not is_for_later(reply.status):
                return reply
            await self._clock.sleep(self._timings.poll_s)

    async def _taken_in(self, sending: asyncio.Task[IppReply]) -> IppJob:
        """The job, once the printer has one. It may print while it still receives."""
        started = self._clock.monotonic()
        patience_s = self._timings.busy_s + self._timings.hand_over_s + self._timings.lost_s
        while not sending.done():
            await self._either(sending, self._timings.poll_s)
            waited = self._clock.monotonic() - started
            if sending.done() or waited < self._timings.hand_over_s:
                continue
            with contextlib.suppress(DeviceError):
                if (job := await self._link.find(self._sheets.name)) is not None:
                    return job
            if waited >= patience_s:
                sending.cancel()
                return await self._look_for_it()
        try:
            reply = sending.result()
        except (IppUnsent, IppNotServed) as trouble:
            raise trouble_of(trouble) from trouble
        except (IppUnanswered, IppNonsense):
            return await self._look_for_it()
        if is_half_way(reply.status):
            return await self._look_for_it()
        if not reply.successful:
            raise refusal(reply.status)
        job_taken = job_of(reply.jobs[0]) if reply.jobs else None
        return await self._look_for_it() if job_taken is None else job_taken

    async def _either(self, sending: asyncio.Task[IppReply], seconds: float) -> None:
        waiting: asyncio.Future[None] = asyncio.ensure_future(self._clock.sleep(seconds))
        either: set[asyncio.Future[IppReply] | asyncio.Future[None]] = {sending, waiting}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()

    async def _look_for_it(self) -> IppJob:
        """Nobody knows whether the printer has taken it: ask, and never send again."""
        deadline = self._clock.monotonic() + self._timings.lost_s
        absent_at: float | None = None
        while absent_at is None or self._clock.monotonic() < absent_at:
            try:
                job = await self._link.find(self._sheets.name)
            except DeviceError as error:
                self._give_up_after(deadline, error)
            else:
                if job is not None:
                    return job
                if absent_at is None:
                    absent_at = self._clock.monotonic() + self._timings.absent_s
            await self._clock.sleep(self._timings.poll_s)
        raise DeviceError(DeviceCause.SILENT, Remedy.MAINTENANCE, await self._effect_of_absence())

    async def _effect_of_absence(self) -> Effect:
        nothing = self._trust.nothing_since(await self.moved())
        return Effect.NOTHING if nothing else Effect.UNKNOWN

    async def _follow(self, job: IppJob) -> IppJob | None:
        deadline: float | None = None
        while not job.ended:
            try:
                printer = await self._link.printer(_WHILE_PRINTING)
                found = await self._link.job(job.number)
            except DeviceError as error:
                if deadline is None:
                    deadline = self._clock.monotonic() + self._timings.lost_s
                self._give_up_after(deadline, error)
                await self._clock.sleep(self._timings.poll_s)
                continue
            deadline = None
            if found is None or not self._is_ours(found):
                return None
            job = found
            self._tell_of(job, printer)
            if not job.ended:
                await self._clock.sleep(self._timings.poll_s)
        return job

    def _is_ours(self, job: IppJob) -> bool:
        """Numbers begin anew when a printer is switched on; not every printer tells the name."""
        return job.name in ("", self._sheets.name)

    def _give_up_after(self, deadline: float, error: DeviceError) -> None:
        if self._clock.monotonic() >= deadline:
            raise DeviceError(error.cause, error.remedy, Effect.UNKNOWN) from error

    def _tell_of(self, job: IppJob, printer: IppAttributes) -> None:
        moved = Odometer.of(printer, self._clock.monotonic()).since(self._before)
        self.told = self.told.with_word(job, moved)
        pages = min(self.told.pages, self._sheets.pages) if self._trust.confirms else 0
        progress = PrintProgress(pages, self._awaited(job, printer))
        if progress != self._progress:
            self._progress = progress
            self._tell(progress)

    def _awaited(self, job: IppJob, printer: IppAttributes) -> DeviceCause | None:
        if job.ended:
            return None
        obstacle = obstacle_of(printer, self._tray)
        if obstacle is not None:
            return obstacle.cause
        match job.state:
            case JobState.HELD:
                return DeviceCause.PAUSED
            case JobState.STOPPED:
                return DeviceCause.PRINTER_ERROR
            case _:
                return None

    async def _withdraw(self) -> None:
        """Cancel the job at the printer; whoever asks for it later learns what came out."""
        for _ in range(_TRIES_TO_CANCEL):
            with contextlib.suppress(DeviceError):
                if self._number is None:
                    job = await self._link.find(self._sheets.name)
                    self._number = None if job is None else job.number
                if self._number is not None:
                    await self._link.cancel(self._number)
                    return
            await self._clock.sleep(self._timings.poll_s)
