"""Frames of Creator's motorised card readers (CRT-571, CRT-591) and their kin; sans-I/O.

Shape, both ways::

    F2 | ADDR | LEN hi lo | text … | 03 | BCC        LEN = len(text)

BCC is the XOR of everything from F2 to 03. Between frames single bytes pass: ACK and NAK for what
was heard, EOT to clear the line. Source: the protocol manual of the MTK-F31 and CRT-591 (docs/
hardware/bank-card-reader.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import reduce
from operator import xor

STX = 0xF2
ETX = 0x03
HEADER_SIZE = 4
LONGEST_PACKAGE = 1024
LONGEST_TEXT = LONGEST_PACKAGE - HEADER_SIZE - 2
SHORTEST_TEXT = 3
"""Head, command and parameter, which every text has."""
MOST_ADDRESS = 0x0F


class CrtFrameError(ValueError):
    """Bytes that are no frame, or no reply, of this protocol. Never quotes the bytes."""


class Signal(Enum):
    """A byte that is a message by itself."""

    ACK = 0x06
    NAK = 0x15
    EOT = 0x04

    @property
    def byte(self) -> bytes:
        """As sent."""
        return bytes((self.value,))


class Damage(Enum):
    """What was wrong with bytes that had to be given up."""

    NOISE = "noise"
    LENGTH = "length"
    END = "end"
    CHECKSUM = "checksum"


@dataclass(frozen=True, slots=True)
class CrtFrame:
    """A frame that arrived intact. The text may hold an account number, so it is not shown."""

    address: int
    text: bytes = field(repr=False)


def checksum(covered: bytes) -> int:
    """XOR of ``covered``, which begins with F2 and ends with 03."""
    return reduce(xor, covered, 0)


def encode_frame(text: bytes, address: int = 0) -> bytes:
    """Wrap a text. Raises CrtFrameError for one that is too short or too long, or an address
    above 15."""
    if not SHORTEST_TEXT <= len(text) <= LONGEST_TEXT:
        raise CrtFrameError(f"a text of {len(text)} bytes does not fit a frame")
    if not 0 <= address <= MOST_ADDRESS:
        raise CrtFrameError("a reader has an address from 0 to 15")
    covered = bytes((STX, address)) + len(text).to_bytes(2, "big") + text + bytes((ETX,))
    return covered + bytes((checksum(covered),))


class CrtDecoder:
    """Finds signals and frames in a stream that is cut anywhere and may hold noise.

    After a damaged frame it looks for the next beginning one byte further on, so that a good frame
    inside or behind the damaged one is still found. What it then takes for signals may be bytes of
    the damaged frame; whoever reads them has been told of the damage before.
    """

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def begun(self) -> bool:
        """Whether a frame has begun and is not complete yet."""
        return bool(self._held)

    def reset(self) -> None:
        """Forget everything held back."""
        self._held.clear()

    def feed(self, chunk: bytes) -> tuple[CrtFrame | Signal | Damage, ...]:
        """Take in what has arrived; give back what it completes, in order. Raises nothing."""
        self._held += chunk
        found: list[CrtFrame | Signal | Damage] = []
        while (event := self._next()) is not None:
            found.append(event)
        return tuple(found)

    def _next(self) -> CrtFrame | Signal | Damage | None:
        if not self._held:
            return None
        if self._held[0] == STX:
            return self._frame()
        if self._held[0] in _SIGNALS:
            return _SIGNALS[self._held.pop(0)]
        self._drop_noise()
        return Damage.NOISE

    def _frame(self) -> CrtFrame | Damage | None:
        if len(self._held) < HEADER_SIZE:
            return None
        length = int.from_bytes(self._held[2:HEADER_SIZE], "big")
        if not SHORTEST_TEXT <= length <= LONGEST_TEXT:
            return self._given_up(Damage.LENGTH)
        end = HEADER_SIZE + length
        if len(self._held) < end + 2:
            return None
        if self._held[end] != ETX:
            return self._given_up(Damage.END)
        if checksum(bytes(self._held[: end + 1])) != self._held[end + 1]:
            return self._given_up(Damage.CHECKSUM)
        frame = CrtFrame(self._held[1], bytes(self._held[HEADER_SIZE:end]))
        del self._held[: end + 2]
        return frame

    def _given_up(self, damage: Damage) -> Damage:
        del self._held[0]
        return damage

    def _drop_noise(self) -> None:
        for place, value in enumerate(self._held):
            if value == STX or value in _SIGNALS:
                del self._held[:place]
                return
        self._held.clear()


_SIGNALS = {signal.value: signal for signal in Signal}
