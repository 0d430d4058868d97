"""One document on its way to paper: sent in batches, each confirmed before much more is sent.

ESC/POS acknowledges nothing by itself. A status query waits its turn in the printer's buffer, so
its reply says that everything before it has been carried out; while a reply is overdue the printer
is asked in real time what keeps it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import assert_never

from kiosk.devices.api import DeviceCause, DeviceError, Effect
from kiosk.devices.clock import Clock
from kiosk.devices.codecs.escpos_status import ASK_PAPER, ASK_PAPER_SENSOR, ask_process_done
from kiosk.devices.codecs.printer_profile import Barrier, PrinterProfile, StatusSet
from kiosk.devices.codecs.printer_state import PrinterState, state_from_paper_sensor
from kiosk.devices.printer_link import PrinterLink, PrinterTimings
from kiosk.domain.terminal import Remedy

_BATCH_BYTES = 256


class PrintJob:
    """A job to be run once. ``identifier`` are four printable characters, new for each job."""

    def __init__(
        self,
        link: PrinterLink,
        profile: PrinterProfile,
        clock: Clock,
        timings: PrinterTimings,
        identifier: bytes,
    ) -> None:
        self._link = link
        self._profile = profile
        self._clock = clock
        self._timings = timings
        self._identifier = identifier
        self.started = False
        """Whether any byte may have reached the printer."""

    async def run(self, pieces: Iterable[bytes]) -> None:
        """Send all and return when the printer has carried out the last of it.

        Raises DeviceError with PARTLY when the printer says what stopped it, with UNKNOWN when it
        says nothing; PortLost when the wire is gone.
        """
        self._link.forget()
        unconfirmed: deque[int] = deque()
        batches = list(_batches(pieces))
        for batch in batches[:-1]:
            while unconfirmed and sum(unconfirmed) + len(batch) > self._profile.window_bytes:
                await self._confirm()
                unconfirmed.popleft()
            self.started = True
            await self._link.write(batch + self._checkpoint())
            unconfirmed.append(len(batch))
        while unconfirmed:
            await self._confirm()
            unconfirmed.popleft()
        self.started = True
        await self._link.write(batches[-1] + self._barrier())
        await self._confirm(last=True)

    def _checkpoint(self) -> bytes:
        match self._profile.status_set:
            case StatusSet.REAL_TIME:
                return ASK_PAPER
            case StatusSet.PAPER_SENSOR:
                return ASK_PAPER_SENSOR
            case _:
                assert_never(self._profile.status_set)

    def _barrier(self) -> bytes:
        match self._profile.barrier:
            case Barrier.PAPER_STATUS:
                return ASK_PAPER
            case Barrier.PAPER_SENSOR:
                return ASK_PAPER_SENSOR
            case Barrier.PROCESS_ID:
                return ask_process_done(self._identifier)
            case _:
                assert_never(self._profile.barrier)

    async def _confirm(self, *, last: bool = False) -> None:
        begun = self._clock.monotonic()
        patience = self._timings.confirm_s
        while not self._is_confirmed(last=last):
            heard = await self._link.listen(self._timings.poll_s)
            if self._is_confirmed(last=last):
                return
            unasked = self._link.take_automatic()
            state = None
            if not heard or (unasked is not None and unasked.fault is not None):
                state = await self._ask_what_keeps_it()
            if state is not None and state.fault is not None:
                if not state.too_hot or state.cover_open:
                    raise _stopped(state)
                # A hot head pauses and goes on by itself, with nothing lost.
                patience = self._timings.cooling_s
            if self._clock.monotonic() - begun > patience:
                raise _stopped(state) if state else _silent()

    def _is_confirmed(self, *, last: bool) -> bool:
        if last and self._profile.barrier is Barrier.PROCESS_ID:
            return self._link.has_finished(self._identifier)
        value = self._link.take_paper_status()
        if value is None:
            return False
        if self._profile.status_set is StatusSet.PAPER_SENSOR:
            state = state_from_paper_sensor(value)
            if state.fault is not None:
                raise _stopped(state)
        return True

    async def _ask_what_keeps_it(self) -> PrinterState | None:
        if self._profile.status_set is StatusSet.PAPER_SENSOR:
            # Its only query waits its turn too; another would confirm nothing.
            return None
        try:
            return await self._link.ask_state()
        except DeviceError as silence:
            raise DeviceError(silence.cause, silence.remedy, Effect.UNKNOWN) from None


def _batches(pieces: Iterable[bytes]) -> Iterator[bytes]:
    batch = b""
    for piece in pieces:
        if batch and len(batch) + len(piece) > _BATCH_BYTES:
            yield batch
            batch = b""
        batch += piece
    yield batch


def _stopped(state: PrinterState) -> DeviceError:
    cause, remedy = state.fault or (DeviceCause.PROTOCOL, Remedy.MAINTENANCE)
    return DeviceError(cause, remedy, Effect.PARTLY if state.fault else Effect.UNKNOWN)


def _silent() -> DeviceError:
    return DeviceError(DeviceCause.SILENT, Remedy.MAINTENANCE, Effect.UNKNOWN)
