"""Receipt printer with cutter, speaking ESC/POS over serial, USB or TCP 9100.

What the wire does not give is made here: a document counts as printed only once the printer has
answered a query behind the cut, and what an interrupted job left in the printer is cleared and cut
off before the next one, so that nobody finds half a stranger's receipt on top of theirs.
"""

from __future__ import annotations

import asyncio
import contextlib

from kiosk.devices.api import (
    DeviceCause,
    DeviceError,
    Effect,
    PaperLevel,
    PrinterReading,
)
from kiosk.devices.clock import Clock
from kiosk.devices.codecs.escpos_status import AUTOMATIC_STATUS_ON
from kiosk.devices.codecs.escpos_text import INITIALISE, Unprintable, encode_document
from kiosk.devices.codecs.printer_profile import CLEAR_BY_RECOVERY, PrinterProfile, StatusSet
from kiosk.devices.codecs.printer_state import PrinterState
from kiosk.devices.ports.byte_port import PortLost, PortOpener, PortRefused
from kiosk.devices.print_job import PrintJob
from kiosk.devices.printer_link import USUAL_TIMINGS, PrinterLink, PrinterTimings
from kiosk.domain.paper import PaperDocument
from kiosk.domain.terminal import ONLINE, STARTING, Condition, DeviceKind, DeviceStatus, Remedy

_STATUS = {
    DeviceCause.COVER_OPEN: DeviceStatus.USER_ERROR,
    DeviceCause.PAPER_OUT: DeviceStatus.USER_ERROR,
    DeviceCause.OVERHEATED: DeviceStatus.OFFLINE,
}
_PAPER_LOW = Condition(DeviceStatus.ONLINE, Remedy.CLEAR, "paper_near_end")
_JOB_IDENTIFIERS = 10_000


class EscPosPrinter:
    """ReceiptPrinter over a port opened by ``open_port``, of the model that ``profile`` tells."""

    def __init__(
        self,
        open_port: PortOpener,
        profile: PrinterProfile,
        clock: Clock,
        timings: PrinterTimings = USUAL_TIMINGS,
    ) -> None:
        self._open_port = open_port
        self._profile = profile
        self._clock = clock
        self._timings = timings
        self._link: PrinterLink | None = None
        self._turn = asyncio.Lock()
        self._printing = False
        self._last = PrinterReading(STARTING, PaperLevel.UNKNOWN)
        # What an earlier life of this program was printing when it died, nobody knows.
        self._has_residue = True
        self._recovery_after = float("-inf")
        self._jobs = 0

    @property
    def kind(self) -> DeviceKind:
        """See Device."""
        return DeviceKind.RECEIPT_PRINTER

    @property
    def columns(self) -> int:
        """See ReceiptPrinter."""
        return self._profile.columns

    @property
    def profile(self) -> PrinterProfile:
        """The model, for whoever draws what it cannot."""
        return self._profile

    async def open(self) -> None:
        """See Device. On an open printer: makes sure that it answers, and connects anew if not."""
        async with self._turn:
            if self._link is not None:
                try:
                    await self._link.ask_state()
                    return
                except (DeviceError, PortLost):
                    await self._hang_up()
            try:
                port = await self._open_port()
            except PortLost:
                raise _disconnected(Effect.NOTHING) from None
            except PortRefused:
                raise DeviceError(DeviceCause.CONFIGURATION, Remedy.CONFIGURATION) from None
            self._link = PrinterLink(port, self._profile, self._clock, self._timings)
            try:
                await self._greet(self._link)
            except PortLost:
                await self._hang_up()
                raise _disconnected(Effect.NOTHING) from None
            except (DeviceError, asyncio.CancelledError):
                await self._hang_up()
                raise

    async def _greet(self, link: PrinterLink) -> None:
        await link.settle()
        # The wire may have been cut in the middle of a command, even one that prints nothing.
        await link.write(self._filling)
        state = await link.ask_state()
        self._last = _reading(state)
        if state.fault is None and self._has_residue:
            # Where this does not succeed it is tried again before the next document.
            with contextlib.suppress(DeviceError):
                await self._tidy(link)
        if self._profile.automatic_status:
            await link.write(AUTOMATIC_STATUS_ON)

    async def close(self) -> None:
        """See Device."""
        async with self._turn:
            await self._hang_up()

    async def _hang_up(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            await link.close()

    async def condition(self) -> Condition:
        """See Device."""
        return (await self.reading()).condition

    async def reading(self) -> PrinterReading:
        """See ReceiptPrinter. While a document is printed: busy, and the paper as last known."""
        if self._printing:
            return PrinterReading(Condition(DeviceStatus.BUSY), self._last.paper)
        async with self._turn:
            try:
                self._last = _reading(await self._ask_and_recover(self._connected()))
            except PortLost:
                await self._hang_up()
                raise _disconnected(Effect.NOTHING) from None
            return self._last

    async def print_document(self, document: PaperDocument) -> None:
        """See ReceiptPrinter. CONFIGURATION when the document does not fit this model's paper or
        font; such documents are for ``kiosk.documents.rasterise`` first."""
        try:
            pieces = encode_document(document, self._profile)
        except Unprintable:
            raise DeviceError(DeviceCause.CONFIGURATION, Remedy.CONFIGURATION) from None
        async with self._turn:
            self._printing = True
            try:
                await self._print(pieces)
            finally:
                self._printing = False

    async def _print(self, pieces: tuple[bytes, ...]) -> None:
        link = self._connected()
        try:
            await self._make_ready(link)
        except PortLost:
            await self._hang_up()
            raise _disconnected(Effect.NOTHING) from None
        except DeviceError as fault:
            raise DeviceError(fault.cause, fault.remedy, Effect.NOTHING) from None
        job = self._new_job(link)
        self._has_residue = True
        try:
            await job.run(pieces)
        except PortLost:
            await self._hang_up()
            raise _disconnected(Effect.UNKNOWN if job.started else Effect.NOTHING) from None
        except DeviceError:
            try:
                await self._clear(link)
            except PortLost:
                await self._hang_up()
            raise
        self._has_residue = False

    async def _make_ready(self, link: PrinterLink) -> None:
        if self._has_residue and self._profile.status_set is StatusSet.PAPER_SENSOR:
            # In the middle of a raster only a real-time query would not be taken for dots.
            await link.write(self._filling)
        state = await self._ask_and_recover(link)
        self._last = _reading(state)
        if state.fault is not None:
            raise DeviceError(*state.fault)
        if self._has_residue:
            await self._tidy(link)

    async def _tidy(self, link: PrinterLink) -> None:
        """Drop what an interrupted job left in the printer, and cut off what it left on paper."""
        await self._clear(link)
        await link.settle()
        await self._new_job(link).run(
            (self._filling, INITIALISE + self._profile.setup, self._profile.cut)
        )
        self._has_residue = False

    @property
    def _filling(self) -> bytes:
        """Zeros enough to end any command; between commands they are idle."""
        return bytes(self._profile.window_bytes)

    async def _clear(self, link: PrinterLink) -> None:
        """Drop what the printer holds, while it is stopped and before anyone loads new paper."""
        await link.write(self._profile.clear)
        if self._profile.clear_is_answered:
            await link.await_cleared()

    async def _ask_and_recover(self, link: PrinterLink) -> PrinterState:
        state = await link.ask_state()
        if state.cover_open:
            self._recovery_after = float("-inf")
        now = self._clock.monotonic()
        if state.needs_recovery and now >= self._recovery_after:
            self._recovery_after = now + self._timings.recovery_every_s
            await link.write(CLEAR_BY_RECOVERY)
            await self._clock.sleep(self._timings.recovery_s)
            state = await link.ask_state()
        return state

    def _new_job(self, link: PrinterLink) -> PrintJob:
        self._jobs = (self._jobs + 1) % _JOB_IDENTIFIERS
        return PrintJob(link, self._profile, self._clock, self._timings, b"%04d" % self._jobs)

    def _connected(self) -> PrinterLink:
        if self._link is None:
            raise _disconnected(Effect.NOTHING)
        return self._link


def _reading(state: PrinterState) -> PrinterReading:
    if state.fault is None:
        low = state.paper is PaperLevel.NEAR_END
        return PrinterReading(_PAPER_LOW if low else ONLINE, state.paper)
    cause, remedy = state.fault
    if cause is DeviceCause.PRINTER_ERROR and remedy is Remedy.SUSPEND:
        status = DeviceStatus.OFFLINE
    else:
        status = _STATUS.get(cause, DeviceStatus.HARDWARE_ERROR)
    return PrinterReading(Condition(status, remedy, cause.value), state.paper)


def _disconnected(effect: Effect) -> DeviceError:
    return DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE, effect)
