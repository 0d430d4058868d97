"""Everything an ESC/POS printer says, told apart in one stream of bytes (sans-I/O).

Real-time replies (DLE EOT), replies in turn (GS r, ESC v, GS ( H), and unsolicited frames (ASB)
share the wire without any framing of their own; only fixed bits tell them apart. Sources: ESC/POS
command reference of the TM series, "Identification of ASB status and other statuses"; CSN-A2 manual
8.2.6.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from kiosk.devices.codecs.printer_profile import StatusSet

_AUTOMATIC_LENGTH = 4
_BLOCK = 0x37
_IDENTITY = 0x5F
_PROCESS_ID = b"\x22"
_PROCESS_ID_LENGTH = 6
_CLEARED = b"\x25"
_LONGEST_BLOCK = 80
_PRINTABLE = range(0x20, 0x7F)


AUTOMATIC_STATUS_ON = b"\x1da\x0e"
"""GS a: send a frame whenever online state, error or paper change."""

ASK_PAPER = b"\x1dr\x01"
"""GS r 1."""

ASK_PAPER_SENSOR = b"\x1bv\x00"
"""ESC v. The argument is required by CSN-A2 and ignored as NUL by others."""

REAL_TIME_QUERIES = tuple(bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4))
"""DLE EOT 1 printer, 2 cause of being offline, 3 error, 4 paper."""


def ask_process_done(identifier: bytes) -> bytes:
    """GS ( H function 48 with four printable characters of ours."""
    return b"\x1d(H\x06\x0000" + identifier


@dataclass(frozen=True, slots=True)
class RealTimeStatus:
    """Reply to DLE EOT n, one byte ``0xx1xx10``. It does not say which n it answers."""

    value: int


@dataclass(frozen=True, slots=True)
class AutomaticStatus:
    """An ASB frame, four bytes, sent by the printer itself at each change."""

    frame: bytes


@dataclass(frozen=True, slots=True)
class PaperStatus:
    """Reply to GS r 1 or ESC v, one byte ``0xx0xxxx``, given when its turn came in the buffer."""

    value: int


@dataclass(frozen=True, slots=True)
class ProcessDone:
    """Reply to GS ( H function 48, ``37 22 d1 d2 d3 d4 00``."""

    identifier: bytes


@dataclass(frozen=True, slots=True)
class BuffersCleared:
    """Reply to DLE DC4 8, ``37 25 00``."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Reply to GS I 65–69, ``5F … 00``."""

    text: bytes


Report = RealTimeStatus | AutomaticStatus | PaperStatus | ProcessDone | BuffersCleared | Identity


class StatusParser:
    """Cuts the printer's bytes into reports, however they arrive. Never raises; counts noise."""

    def __init__(self, status_set: StatusSet) -> None:
        self._status_set = status_set
        self._pending = bytearray()
        self.noise = 0

    @property
    def unfinished(self) -> int:
        """How many bytes of an unfinished report are held."""
        return len(self._pending)

    def feed(self, data: bytes) -> list[Report]:
        """The reports that these bytes complete, in order."""
        reports: list[Report] = []
        for byte in data:
            report = self._take(byte)
            if report is not None:
                reports.append(report)
        return reports

    def _take(self, byte: int) -> Report | None:
        match self._status_set:
            case StatusSet.PAPER_SENSOR:
                return self._in_turn(byte)
            case StatusSet.REAL_TIME:
                pass
            case _:
                assert_never(self._status_set)
        if not self._pending:
            return self._begin(byte)
        if self._pending[0] in (_BLOCK, _IDENTITY):
            return self._continue_block(byte)
        return self._continue_automatic(byte)

    def _begin(self, byte: int) -> Report | None:
        if byte & 0x93 == 0x12:
            return RealTimeStatus(byte)
        if byte & 0x93 == 0x10 or byte in (_BLOCK, _IDENTITY):
            self._pending.append(byte)
            return None
        return self._in_turn(byte)

    def _in_turn(self, byte: int) -> Report | None:
        if byte & 0x90 == 0x00:
            return PaperStatus(byte)
        self.noise += 1
        return None

    def _continue_automatic(self, byte: int) -> Report | None:
        if byte & 0x90 == 0x00:
            self._pending.append(byte)
            if len(self._pending) < _AUTOMATIC_LENGTH:
                return None
            frame = bytes(self._pending)
            self._pending.clear()
            return AutomaticStatus(frame)
        # A real-time reply may cut in; anything else means that the frame lost its tail.
        if byte & 0x93 != 0x12:
            self._drop()
        return self._begin(byte)

    def _continue_block(self, byte: int) -> Report | None:
        if len(self._pending) >= _LONGEST_BLOCK or not (
            byte == 0 or byte in _PRINTABLE or self._pending[0] == _IDENTITY
        ):
            self._drop()
            return self._begin(byte)
        if byte:
            self._pending.append(byte)
            return None
        block = bytes(self._pending)
        report = _block_report(block)
        if report is None:
            self._drop()
            self.noise += 1
        self._pending.clear()
        return report

    def _drop(self) -> None:
        self.noise += len(self._pending)
        self._pending.clear()


def _block_report(block: bytes) -> Report | None:
    if block[0] == _IDENTITY:
        return Identity(block[1:])
    if block[1:2] == _PROCESS_ID and len(block) == _PROCESS_ID_LENGTH:
        return ProcessDone(block[2:])
    if block[1:] == _CLEARED:
        return BuffersCleared()
    return None
