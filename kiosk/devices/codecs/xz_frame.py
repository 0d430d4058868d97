"""Frames of the pads XZ-F35 (旭子, SecuXU), and keys amid them; sans-I/O.

Shape::

    to the pad    1B | CMD (2 letters) | LEN (2, high first) | DATA … | LRC | 0D 0A
    from the pad  02 | 53 'S' or 45 'E' | LEN (2, high first) | DATA …
    a key         one byte, between answers

To the pad, LEN counts DATA and LRC, and LRC is the XOR of everything from 1B on; from the pad, LEN
counts DATA. DATA is binary both ways: 1B, 0D 0A and 02 may occur in it, so only LEN tells where it
ends. Answers have no checksum; what an answer means is checked by its length and its code. Sources:
devices.md 4.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import xor
from typing import Generic, TypeVar

from kiosk.devices.codecs.pad_stream import Arrival, Damage, KeyPress, PadFrame, PadFrameError

K = TypeVar("K")

ESC = 0x1B
STX = 0x02
DONE = 0x53
FAILED = 0x45
LONGEST_COMMAND = 3272
"""Bytes of DATA of a command."""
LONGEST_ANSWER = 3072

_HEADER = 4
_COMMAND_LETTERS = 2


def checksum(covered: bytes) -> int:
    """LRC over ``covered``, which begins with 1B."""
    return reduce(xor, covered, 0)


def encode_frame(command: bytes, data: bytes = b"") -> bytes:
    """Wrap a command of two letters. Raises PadFrameError when it or its data do not fit."""
    if len(command) != _COMMAND_LETTERS or len(data) > LONGEST_COMMAND:
        raise PadFrameError(f"a command with {len(data)} bytes does not fit a frame")
    covered = bytes((ESC,)) + command + (len(data) + 1).to_bytes(2, "big") + data
    return covered + bytes((checksum(covered),)) + b"\r\n"


class XzSplitter(Generic[K]):
    """PadSplitter for these pads. ``keys`` are the bytes that are keys.

    After damage everything is dropped until there was silence or another answer: binary data cannot
    be told from keys.
    """

    def __init__(self, keys: Mapping[int, K]) -> None:
        self._keys = keys
        self._held = bytearray()
        self._among_rests = False

    @property
    def begun(self) -> bool:
        """See PadSplitter."""
        return bool(self._held)

    def quiet(self) -> bool:
        """See PadSplitter."""
        broken_off = self.begun
        self._held.clear()
        self._among_rests = broken_off
        return broken_off

    def feed(self, chunk: bytes) -> tuple[Arrival[K], ...]:
        """See PadSplitter."""
        found: list[Arrival[K]] = []
        for value in chunk:
            found += self._inside(value) if self._held else self._outside(value)
        return tuple(found)

    def _outside(self, value: int) -> Iterator[Arrival[K]]:
        if value == STX:
            self._held.append(value)
            self._among_rests = False
        elif value in self._keys and not self._among_rests:
            yield KeyPress(self._keys[value])

    def _inside(self, value: int) -> Iterator[Arrival[K]]:
        self._held.append(value)
        if len(self._held) == 2 and value not in (DONE, FAILED):
            yield self._lose(Damage.BROKEN_OFF)
            yield from self._outside(value) if value == STX else ()
            return
        if len(self._held) < _HEADER:
            return
        length = int.from_bytes(self._held[2:_HEADER], "big")
        if length > LONGEST_ANSWER:
            yield self._lose(Damage.LENGTH)
        elif len(self._held) == _HEADER + length:
            frame = bytes(self._held)
            self._held.clear()
            yield PadFrame(frame[1], frame[_HEADER:])

    def _lose(self, damage: Damage) -> Damage:
        self._held.clear()
        self._among_rests = True
        return damage
