"""What a code scanner sends: one text a line, ended by CR, LF or both; sans-I/O.

And what it is told: to look for a code, or not to. Scanned texts may be payment codes, which are
money, so nothing here shows one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

LONGEST = 512
"""Bytes of a line before its end. Payment codes have 24 at most; addresses of pages are longer."""

_LINE_ENDS = b"\r\n"
_EDGE = bytes(range(0x21)) + b"\x7f"
_PRINTABLE = frozenset(range(0x20, 0x7F))


class Damage(Enum):
    """Why a line was dropped."""

    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ScannedText:
    """One text as scanned: printable ASCII, never empty, without blanks around it."""

    text: str = field(repr=False)


class ScannerDecoder:
    """Finds scanned texts in a stream that is cut anywhere and may hold noise.

    Empty lines are ignored. Control bytes around a text (STX, ETX, ACK, NUL) are dropped. Whatever
    else is not printable ASCII spoils its line up to the line's end, for a code must never be put
    together from what is left of it.
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self._amid = False

    @property
    def begun(self) -> bool:
        """Whether a line has begun and has not ended yet."""
        return self._amid or bool(self._held)

    def reset(self) -> None:
        """Forget what has begun: it was broken off, and the next byte begins a line."""
        self._held.clear()
        self._amid = False

    def begin_amid(self) -> None:
        """Forget what has begun, and what is still to come of it up to the line's end."""
        self._held.clear()
        self._amid = True

    def feed(self, chunk: bytes) -> tuple[ScannedText | Damage, ...]:
        """Take in what has arrived; give back what it completes, in order. Raises nothing."""
        found: list[ScannedText | Damage] = []
        for value in chunk:
            if value in _LINE_ENDS:
                event = self._line()
                if event is not None:
                    found.append(event)
            elif len(self._held) <= LONGEST:
                # One byte more than allowed is held, to know that there was one.
                self._held.append(value)
        return tuple(found)

    def _line(self) -> ScannedText | Damage | None:
        line, amid = bytes(self._held), self._amid
        self.reset()
        if amid:
            return None
        if len(line) > LONGEST:
            return Damage.TOO_LONG
        text = line.strip(_EDGE)
        if not text:
            return None
        if not _PRINTABLE.issuperset(text):
            return Damage.UNREADABLE
        return ScannedText(text.decode("ascii"))


@dataclass(frozen=True, slots=True)
class TriggerProfile:
    """How a model is told to look for a code; two empty commands for one that always looks."""

    on: bytes
    off: bytes


TRIGGER_PROFILES = {
    "honeywell": TriggerProfile(on=b"\x16T\r", off=b"\x16U\r"),
    "continuous": TriggerProfile(on=b"", off=b""),
}
"""By the names in the settings. SYN T CR and SYN U CR are obeyed by several makers' scanners once
they are set to manual or serial trigger."""
