"""Frames of the SZZT pads ZT598, ZT588 and ZT599 (证通), and keys amid them; sans-I/O.

Shape::

    to the pad    02 | LEN (3 figures) | CMD        DATA … | 03 | LRC (2 hexadecimal characters)
    from the pad  02 | LEN (3 figures) | RTN (byte) DATA … | 03 | LRC
    a key         one byte, at any moment

LEN counts CMD and DATA, LRC is the XOR of everything from LEN to 03. The pad sends a key the moment
it is pressed, also while it is sending an answer, so a key may come to lie anywhere between 02 and
the last character of LRC. Answers are text apart from RTN; the keys of a PIN are no text and no
figures, which is what makes them separable. Sources: devices.md 4.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import combinations
from math import comb
from operator import xor
from typing import Generic, TypeVar

from kiosk.devices.codecs.pad_stream import Arrival, Damage, KeyPress, PadFrame, PadFrameError

K = TypeVar("K")

STX = 0x02
ETX = 0x03
LONGEST = 998
"""Most that LEN can say; for more it is 000, which no command or answer here needs."""

_FRAME_OVERHEAD = 7
_LENGTH_FIGURES = 3
_LOWEST_RESULT = 0x60
_TEXT = frozenset(b'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz .-/:"#')
_HEX = frozenset(b"0123456789ABCDEF")
_MOST_KEYS_INSIDE = 3
"""An answer takes 30 to 160 ms at 9600 baud; nobody presses more keys in that time."""
_MOST_TRIALS = 300


def checksum(covered: bytes) -> bytes:
    """LRC over ``covered``, which begins with LEN and ends with 03."""
    return b"%02X" % reduce(xor, covered, 0)


def encode_frame(body: bytes) -> bytes:
    """Wrap CMD and DATA. Raises PadFrameError when they are empty or too long."""
    if not 1 <= len(body) <= LONGEST:
        raise PadFrameError(f"a command of {len(body)} bytes does not fit a frame")
    covered = b"%03d" % len(body) + body + bytes((ETX,))
    return bytes((STX,)) + covered + checksum(covered)


class Zt598Splitter(Generic[K]):
    """PadSplitter for these pads. ``keys`` are the bytes that are keys.

    A key inside an answer is found by what it does to it: the answer is longer than LEN says, and
    its LRC is right only without one certain byte that is a key and cannot be text. Where two
    readings were possible the answer counts as damaged. After damage, what may be the rest of an
    answer is not taken for keys until there was silence or another answer.
    """

    def __init__(self, keys: Mapping[int, K]) -> None:
        self._keys = keys
        self._separable = frozenset(keys) - _TEXT
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
        # The pad may only have paused: its rest, should it still come, is no typing.
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
        elif value in self._separable or (value in self._keys and not self._among_rests):
            yield KeyPress(self._keys[value])

    def _inside(self, value: int) -> Iterator[Arrival[K]]:
        if value == STX:
            # No answer contains it: the one before was broken off.
            yield Damage.BROKEN_OFF
            self._held.clear()
        self._held.append(value)
        beginning = self._held[1 : 1 + _LENGTH_FIGURES + _MOST_KEYS_INSIDE]
        said = bytes(item for item in beginning if item not in self._separable)
        if len(said) < _LENGTH_FIGURES:
            if len(beginning) == _LENGTH_FIGURES + _MOST_KEYS_INSIDE:
                yield self._lose(Damage.LENGTH)
            return
        figures = said[:_LENGTH_FIGURES]
        if not figures.isdigit() or int(figures) == 0:
            yield self._lose(Damage.LENGTH)
            return
        keys_inside = len(self._held) - _FRAME_OVERHEAD - int(figures)
        if keys_inside >= 0:
            yield from self._complete(keys_inside)

    def _complete(self, keys_inside: int) -> Iterator[Arrival[K]]:
        readings = self._readings(keys_inside)
        if len(readings) == 1:
            ((frame, codes),) = readings.items()
            self._held.clear()
            yield from (KeyPress(self._keys[code]) for code in codes)
            yield PadFrame(frame[4], frame[5:-3])
        elif readings or keys_inside == _MOST_KEYS_INSIDE:
            yield self._lose(Damage.CHECKSUM)

    def _readings(self, keys_inside: int) -> dict[bytes, bytes]:
        """Every sound frame that is left without so many keys, and the keys."""
        places = [
            place
            for place, value in enumerate(self._held[:-1])
            if place > 0 and value in self._separable
        ]
        if comb(len(places), keys_inside) > _MOST_TRIALS:
            return {}
        readings: dict[bytes, bytes] = {}
        for left_out in combinations(places, keys_inside):
            frame = bytes(value for place, value in enumerate(self._held) if place not in left_out)
            if _sound(frame):
                readings[frame] = bytes(self._held[place] for place in left_out)
        return readings

    def _lose(self, damage: Damage) -> Damage:
        self._held.clear()
        self._among_rests = True
        return damage


def _sound(frame: bytes) -> bool:
    figures = frame[1 : 1 + _LENGTH_FIGURES]
    return (
        figures.isdigit()
        and int(figures) == len(frame) - _FRAME_OVERHEAD
        and frame[4] >= _LOWEST_RESULT
        and frame[-3] == ETX
        and _HEX.issuperset(frame[-2:])
        and checksum(frame[1:-2]) == frame[-2:]
    )
