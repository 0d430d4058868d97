"""The conversation with one connected printer: bytes out, reports in, nothing lost between them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import assert_never

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.clock import Clock
from kiosk.devices.codecs.escpos_status import (
    ASK_PAPER_SENSOR,
    REAL_TIME_QUERIES,
    AutomaticStatus,
    BuffersCleared,
    Identity,
    PaperStatus,
    ProcessDone,
    RealTimeStatus,
    Report,
    StatusParser,
)
from kiosk.devices.codecs.printer_profile import PrinterProfile, StatusSet
from kiosk.devices.codecs.printer_state import (
    PrinterState,
    state_from_automatic,
    state_from_paper_sensor,
    state_from_real_time,
)
from kiosk.devices.ports.byte_port import BytePort
from kiosk.domain.terminal import Remedy

_READ_BYTES = 256


@dataclass(frozen=True, slots=True)
class PrinterTimings:
    """How long to wait for what, in seconds.

    ``reply_s`` a status reply; ``poll_s`` how often a silent printer is asked in mid-job;
    ``confirm_s`` a few lines to be printed; ``cooling_s`` a hot head; ``write_s`` the wire to take
    a piece; ``recovery_s`` the cutter to return after DLE ENQ, tried every ``recovery_every_s``.
    """

    reply_s: float = 0.5
    poll_s: float = 0.25
    confirm_s: float = 8.0
    cooling_s: float = 30.0
    write_s: float = 10.0
    recovery_s: float = 0.8
    recovery_every_s: float = 30.0


USUAL_TIMINGS = PrinterTimings()


class PrinterLink:
    """One connection. Not for two tasks at once. Every call may raise PortLost."""

    def __init__(
        self, port: BytePort, profile: PrinterProfile, clock: Clock, timings: PrinterTimings
    ) -> None:
        self._port = port
        self._profile = profile
        self._clock = clock
        self._timings = timings
        self._parser = StatusParser(profile.status_set)
        self._real_time: deque[int] = deque()
        self._in_turn: deque[int] = deque()
        self._finished: set[bytes] = set()
        self._automatic: PrinterState | None = None
        self._cleared = False

    async def write(self, data: bytes) -> None:
        """Send bytes, all of them."""
        await self._port.write(data, self._timings.write_s)

    async def listen(self, seconds: float) -> bool:
        """Take in what the printer says within ``seconds``, returning at the first of it."""
        data = await self._port.read(_READ_BYTES, seconds)
        for report in self._parser.feed(data):
            self._note(report)
        return bool(data)

    async def settle(self) -> None:
        """Listen until it is quiet, then forget every reply: what comes next answers what is asked
        next."""
        while await self.listen(self._timings.reply_s):
            pass
        self.forget()

    def forget(self) -> None:
        """Forget replies that were not asked for, or came too late."""
        self._real_time.clear()
        self._in_turn.clear()
        self._finished.clear()
        self._cleared = False

    def take_paper_status(self) -> int | None:
        """The oldest reply to a query that waited its turn, each once."""
        return self._in_turn.popleft() if self._in_turn else None

    def take_automatic(self) -> PrinterState | None:
        """What the printer last said unasked, once."""
        state, self._automatic = self._automatic, None
        return state

    def has_finished(self, identifier: bytes) -> bool:
        """Whether the printer has answered GS ( H with this identifier."""
        return identifier in self._finished

    async def await_cleared(self) -> None:
        """Wait for the reply to DLE DC4 8, in vain where it is not known."""
        deadline = self._clock.monotonic() + self._timings.reply_s
        while not self._cleared and (left := deadline - self._clock.monotonic()) > 0:
            await self.listen(left)

    async def ask_state(self) -> PrinterState:
        """Ask the printer how it is. Raises DeviceError SILENT."""
        match self._profile.status_set:
            case StatusSet.REAL_TIME:
                return await self._ask_in_real_time()
            case StatusSet.PAPER_SENSOR:
                return await self._ask_paper_sensor()
            case _:
                assert_never(self._profile.status_set)

    async def _ask_in_real_time(self) -> PrinterState:
        while await self.listen(0.0):
            pass
        printer, offline, error, paper = [
            await self._ask(query, self._real_time) for query in REAL_TIME_QUERIES
        ]
        return state_from_real_time((printer, offline, error, paper))

    async def _ask_paper_sensor(self) -> PrinterState:
        while await self.listen(0.0):
            pass
        return state_from_paper_sensor(await self._ask(ASK_PAPER_SENSOR, self._in_turn))

    async def _ask(self, query: bytes, replies: deque[int]) -> int:
        # A reply does not say what it answers, so nothing older may be lying there.
        replies.clear()
        await self.write(query)
        deadline = self._clock.monotonic() + self._timings.reply_s
        while not replies:
            left = deadline - self._clock.monotonic()
            if left <= 0:
                raise DeviceError(DeviceCause.SILENT, Remedy.MAINTENANCE)
            await self.listen(left)
        return replies.popleft()

    def _note(self, report: Report) -> None:
        match report:
            case RealTimeStatus(value):
                self._real_time.append(value)
            case PaperStatus(value):
                self._in_turn.append(value)
            case AutomaticStatus(frame):
                self._automatic = state_from_automatic(frame)
            case ProcessDone(identifier):
                self._finished.add(identifier)
            case BuffersCleared():
                self._cleared = True
            case Identity():
                pass
            case _:
                assert_never(report)

    async def close(self) -> None:
        """Hang up; never raises."""
        await self._port.close()
