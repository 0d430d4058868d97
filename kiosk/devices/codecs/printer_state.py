"""How a printer is, decoded from whichever bytes its model tells it with.

Bits: ESC/POS command reference (DLE EOT, GS a, GS r); CSN-A2 manual 8.2.6 (ESC v).
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.devices.api import DeviceCause, PaperLevel
from kiosk.domain.terminal import Remedy


@dataclass(frozen=True, slots=True)
class PrinterState:
    """How the printer is. ``offline`` alone, with no cause beside it, is someone feeding paper."""

    paper: PaperLevel = PaperLevel.ENOUGH
    offline: bool = False
    cover_open: bool = False
    cutter_error: bool = False
    recoverable_error: bool = False
    unrecoverable_error: bool = False
    too_hot: bool = False

    @property
    def fault(self) -> tuple[DeviceCause, Remedy] | None:
        """What keeps it from printing and who can put it right; the most telling first."""
        if self.cover_open:
            return DeviceCause.COVER_OPEN, Remedy.CLEAR
        if self.paper is PaperLevel.END:
            return DeviceCause.PAPER_OUT, Remedy.CLEAR
        if self.unrecoverable_error:
            return DeviceCause.PRINTER_ERROR, Remedy.MAINTENANCE
        if self.cutter_error:
            return DeviceCause.CUTTER, Remedy.CLEAR
        if self.recoverable_error:
            return DeviceCause.PRINTER_ERROR, Remedy.CLEAR
        if self.too_hot:
            return DeviceCause.OVERHEATED, Remedy.SUSPEND
        if self.offline:
            return DeviceCause.PRINTER_ERROR, Remedy.SUSPEND
        return None

    @property
    def needs_recovery(self) -> bool:
        """An error that DLE ENQ ends once its cause is gone; never with hands in the open cover."""
        return (self.cutter_error or self.recoverable_error) and not self.cover_open


def state_from_real_time(replies: tuple[int, int, int, int]) -> PrinterState:
    """From the replies to DLE EOT 1, 2, 3 and 4."""
    printer, offline_cause, error, paper = replies
    return PrinterState(
        paper=_paper(
            end=bool(paper & 0x60 or offline_cause & 0x20),
            near_end=bool(paper & 0x0C),
        ),
        offline=bool(printer & 0x08),
        cover_open=bool(offline_cause & 0x04),
        cutter_error=bool(error & 0x08),
        recoverable_error=bool(error & 0x04),
        unrecoverable_error=bool(error & 0x20),
        too_hot=bool(error & 0x40),
    )


def state_from_automatic(frame: bytes) -> PrinterState:
    """From the four bytes of an ASB frame."""
    printer, error, paper, _reserved = frame
    return PrinterState(
        paper=_paper(end=bool(paper & 0x0C), near_end=bool(paper & 0x03)),
        offline=bool(printer & 0x08),
        cover_open=bool(printer & 0x20),
        cutter_error=bool(error & 0x08),
        recoverable_error=bool(error & 0x04),
        unrecoverable_error=bool(error & 0x20),
        too_hot=bool(error & 0x40),
    )


def state_from_paper_sensor(value: int) -> PrinterState:
    """From the reply to ESC v. Bit 0 (online) is left alone: older firmware never sets it."""
    return PrinterState(
        paper=_paper(end=bool(value & 0x04), near_end=False),
        unrecoverable_error=bool(value & 0x08),
        too_hot=bool(value & 0x40),
    )


def paper_from_status(value: int) -> PaperLevel:
    """From the reply to GS r 1."""
    return _paper(end=bool(value & 0x0C), near_end=bool(value & 0x03))


def _paper(*, end: bool, near_end: bool) -> PaperLevel:
    if end:
        return PaperLevel.END
    return PaperLevel.NEAR_END if near_end else PaperLevel.ENOUGH
