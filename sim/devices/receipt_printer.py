"""A receipt printer at the other end of its cables.

It speaks ESC/POS with the awkward truths of the field: Chinese mode is off until asked for, queries
wait their turn behind what is still to be printed, real-time queries do not and are carried out
even inside a picture, an offline printer finishes nothing, and after a new roll it goes on in
mid-line.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from pathlib import Path

from sim.devices.escpos_interpreter import Interpreter
from sim.devices.paper_strip import Paper
from sim.devices.printer_composition import Program, Waiting
from sim.devices.printer_font import PrinterFont
from sim.devices.printer_mechanism import PaperLevel, PrinterMechanism
from sim.devices.printer_modes import Firmware
from sim.devices.printer_status import (
    automatic_frame,
    identity,
    paper_byte,
    real_time_byte,
    sensor_byte,
    told_by,
)
from sim.devices.serial_line import PtyLine, SerialLine

__all__ = ["Dialect", "Firmware", "Paper", "PaperLevel", "ReceiptPrinterSimulator"]

DOTS = {80: 576, 58: 384}
"""Printable dots by the width of the paper in millimetres."""

_DOTS_A_MM = 8
_TICK_S = 0.01
_CLEAR = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")
_USUAL = Firmware()
# Glyphs are drawn once for all printers.
_FONT = PrinterFont()


class Dialect(Enum):
    """How the model tells how it is."""

    EPSON = "epson"
    """DLE EOT, GS r, GS a, GS ( H, DLE ENQ, DLE DC4."""
    CSN_A2 = "csn_a2"
    """ESC v, in its turn, and nothing else."""


class ReceiptPrinterSimulator(PrinterMechanism):
    """The printer. Unplugged when made; to be used on a running event loop.

    ``lines`` are its cables, answered on all at once; a path stands for a pseudo-terminal under
    that name. ``buffer_bytes`` is the receive buffer: more than that is lost. ``bytes_per_second``
    is how fast it is worked off and ``mm_per_second`` how fast paper comes out, None at once.
    ``clears_always`` lets DLE ENQ 2 drop the buffer
    even when there is no error to recover from, as some makers have it.
    """

    def __init__(
        self,
        lines: Sequence[Path | SerialLine],
        *,
        paper_mm: int = 80,
        firmware: Firmware = _USUAL,
        dialect: Dialect = Dialect.EPSON,
        buffer_bytes: int = 4096,
        bytes_per_second: float | None = None,
        mm_per_second: float | None = None,
        clears_always: bool = False,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(DOTS[paper_mm])
        self._lines = [PtyLine(line) if isinstance(line, Path) else line for line in lines]
        self._dialect = dialect
        self._codec = firmware.codec
        self._buffer_bytes = buffer_bytes
        self._bytes_per_second = bytes_per_second
        self._rows_per_tick = (
            None if mm_per_second is None else mm_per_second * _DOTS_A_MM * _TICK_S
        )
        self._rows_due = None if mm_per_second is None else 0.0
        self._clears_always = clears_always
        self._sleep = sleep
        self._interpreter = Interpreter(self, self._dots, firmware, _FONT)
        self._begin(self._interpreter.power_on())
        self._buffer: deque[int] = deque()
        self._recent = bytearray()
        self._silent = False
        self._plugged = False
        self._working = False
        self._automatic = 0
        self._last_told = b""
        self._draining: asyncio.Task[None] | None = None
        self.overrun = 0
        """Bytes lost because the buffer was full."""

    # --- what people do with it, beside what they do with its mechanism ------------------------

    def plug(self) -> None:
        """Plug all cables in. May be done twice. The printer has power all the time."""
        if self._plugged:
            return
        self._plugged = True
        for line in self._lines:
            line.connect(self._received)
        if self._bytes_per_second is not None or self._rows_per_tick is not None:
            self._draining = asyncio.get_running_loop().create_task(self._drain())

    def unplug(self) -> None:
        """Pull all cables out; what has arrived stays in the printer."""
        if not self._plugged:
            return
        self._plugged = False
        for line in self._lines:
            line.disconnect()
        if self._draining is not None:
            self._draining.cancel()
            self._draining = None

    def silence(self) -> None:
        """Hang: take bytes, do nothing, say nothing."""
        self._silent = True

    def answer_again(self) -> None:
        """Wake up and work off what has come in."""
        self._silent = False
        self._changed()

    def power_cycle(self) -> None:
        """Switch off and on: buffer, modes and errors are gone, the paper stays where it is."""
        self._automatic = 0
        self._silent = False
        self._cutter_error = False
        self._forget_buffer()
        self._begin(self._interpreter.power_on())

    # --- what can be seen of it ---------------------------------------------------------------

    @property
    def plugged(self) -> bool:
        """Whether the cables are in."""
        return self._plugged

    @property
    def silent(self) -> bool:
        """Whether it hangs."""
        return self._silent

    @property
    def buffered(self) -> int:
        """Bytes that wait to be worked off."""
        return len(self._buffer)

    @property
    def unknown_commands(self) -> list[bytes]:
        """Commands it did not understand."""
        return list(self._interpreter.unknown)

    def answer(self, query: bytes) -> None:
        """See Mechanism."""
        if query == b"\x1bv":
            self._send(bytes((sensor_byte(self),)))
        elif self._dialect is not Dialect.EPSON:
            return
        elif query in (b"\x1dr\x01", b"\x1dr1"):
            self._send(bytes((paper_byte(self),)))
        elif query in (b"\x1dr\x02", b"\x1dr2"):  # a cash drawer that is not there
            self._send(b"\x00")
        elif query.startswith(b"\x1d(H"):
            self._send(b"\x37\x22" + query[3:] + b"\x00")
        elif query.startswith(b"\x1da"):
            self._automatic = query[2]
            self._last_told = b""
            self._report_change()
        elif query.startswith(b"\x1dI"):
            self._send(identity(self._codec, query[2]))

    # --- inside -------------------------------------------------------------------------------

    def _received(self, data: bytes) -> None:
        for byte in data:
            self._recent.append(byte)
            del self._recent[: -len(_CLEAR)]
            if not self._silent and self._carry_out_in_real_time():
                continue
            if len(self._buffer) < self._buffer_bytes:
                self._buffer.append(byte)
            else:
                self.overrun += 1
            if self._bytes_per_second is None:
                self._work()

    def _carry_out_in_real_time(self) -> bool:
        """Whether this byte ended a real-time command that emptied the buffer."""
        if self._dialect is not Dialect.EPSON:
            return False
        if self._recent.endswith(_CLEAR):
            self._forget_buffer()
            self._recover_cutter()
            self._send(b"\x37\x25\x00")
            self._report_change()
            return True
        command, argument = bytes(self._recent[-3:-1]), self._recent[-1]
        if command == b"\x10\x04" and 1 <= argument <= 4:
            self._send(bytes((real_time_byte(self, argument),)))
        elif command == b"\x10\x05" and argument in (1, 2):
            return self._recover(drop=argument == 2)
        return False

    def _recover(self, *, drop: bool) -> bool:
        recoverable = self._cutter_error
        self._recover_cutter()
        dropped = drop and (recoverable or self._clears_always)
        if dropped:
            self._forget_buffer()
        self._report_change()
        return dropped

    def _forget_buffer(self) -> None:
        self._buffer.clear()
        self._recent.clear()
        self._strip.interrupted |= self._strip.has_ink
        self._begin(self._interpreter.restart())

    def _begin(self, program: Program) -> None:
        self._program = program
        self._waiting = next(program)

    def _work(self, most: int | None = None) -> None:
        """Carry out up to so many buffered bytes, as far as the mechanism goes along."""
        if self._working:
            # The roll ended, or the cutter jammed, while this very work was going on.
            return
        self._working = True
        while self.ready and not self._silent:
            if self._waiting is Waiting.MECHANISM:
                if not self.may_burn:
                    break
                self._waiting = self._program.send(0)
                continue
            if not self._buffer or most == 0:
                break
            self._waiting = self._program.send(self._buffer.popleft())
            if most is not None:
                most -= 1
        self._working = False

    async def _drain(self) -> None:
        credit = 0.0
        while True:
            await self._sleep(_TICK_S)
            if self._rows_per_tick is not None and self._rows_due is not None:
                # What a head could have printed while it had nothing to print is no credit.
                fresh = self._rows_due + self._rows_per_tick
                self._rows_due = min(fresh, self._rows_per_tick + 1)
            if self._bytes_per_second is None:
                self._work()
                continue
            credit += self._bytes_per_second * _TICK_S
            whole = int(credit)
            credit -= whole
            self._work(whole)

    def _changed(self) -> None:
        self._report_change()
        if self._bytes_per_second is None:
            self._work()

    def _report_change(self) -> None:
        frame = automatic_frame(self)
        told = told_by(frame, self._automatic)
        if self._automatic and told != self._last_told:
            self._last_told = told
            self._send(frame)

    def _send(self, data: bytes) -> None:
        if not self._silent:
            for line in self._lines:
                line.send(data)
