"""Frames of the identity-card security module (SAM_V / SAM_A), GA/T 467-2019; sans-I/O.

Shape, both ways::

    AA AA AA 96 69 | LEN hi lo | body … | CHK        LEN = len(body) + 1

CHK is the XOR of everything from LEN to the byte before it. A request body is CMD PARA DATA, a
reply body SW1 SW2 SW3 DATA. A frame carries no number and no echo of the command: which reply
belongs to which request is known only from the order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import reduce
from operator import xor

PREAMBLE = bytes.fromhex("AA AA AA 96 69")
HEADER_SIZE = len(PREAMBLE) + 2
LONGEST_LENGTH = 0x090A
"""LEN of the longest reply of the standard: text, photo and 1024 bytes of fingerprint."""
SHORTEST_REPLY_LENGTH = 4
"""LEN of a reply without data: three status bytes and CHK."""


class SdtFrameError(ValueError):
    """Bytes that are no frame, or no reply, of this protocol. Never quotes the bytes."""


class Damage(Enum):
    """What was wrong with a frame that had to be given up."""

    LENGTH = "length"
    CHECKSUM = "checksum"


@dataclass(frozen=True, slots=True)
class SdtFrame:
    """A frame whose length and checksum are right. The body may be personal, so it is not shown."""

    body: bytes = field(repr=False)


def checksum(covered: bytes) -> int:
    """XOR of ``covered``, which begins with the two length bytes."""
    return reduce(xor, covered, 0)


def encode_frame(body: bytes) -> bytes:
    """Wrap a body. Raises SdtFrameError when it is empty or longer than the standard allows."""
    length = len(body) + 1
    if not 2 <= length <= LONGEST_LENGTH:
        raise SdtFrameError(f"a body of {len(body)} bytes does not fit a frame")
    covered = length.to_bytes(2, "big") + body
    return PREAMBLE + covered + bytes((checksum(covered),))


class SdtDecoder:
    """Finds reply frames in a stream that is cut anywhere and may hold noise.

    After a damaged frame it looks for the next preamble one byte further on, so that a good frame
    inside or behind the damaged one is still found.
    """

    def __init__(self) -> None:
        self._held = bytearray()

    @property
    def begun(self) -> bool:
        """Whether a frame has begun and is not complete yet."""
        return self._held.startswith(PREAMBLE)

    def reset(self) -> None:
        """Forget everything held back."""
        self._held.clear()

    def feed(self, chunk: bytes) -> tuple[SdtFrame | Damage, ...]:
        """Take in what has arrived; give back what it completes, in order. Raises nothing."""
        self._held += chunk
        found: list[SdtFrame | Damage] = []
        while (event := self._next()) is not None:
            found.append(event)
        return tuple(found)

    def _next(self) -> SdtFrame | Damage | None:
        self._drop_noise()
        if len(self._held) < HEADER_SIZE:
            return None
        length = int.from_bytes(self._held[len(PREAMBLE) : HEADER_SIZE], "big")
        if not SHORTEST_REPLY_LENGTH <= length <= LONGEST_LENGTH:
            del self._held[0]
            return Damage.LENGTH
        end = HEADER_SIZE + length
        if len(self._held) < end:
            return None
        covered = bytes(self._held[len(PREAMBLE) : end - 1])
        if checksum(covered) != self._held[end - 1]:
            del self._held[0]
            return Damage.CHECKSUM
        del self._held[:end]
        return SdtFrame(covered[2:])

    def _drop_noise(self) -> None:
        start = self._held.find(PREAMBLE)
        if start < 0:
            start = len(self._held) - self._possible_beginning()
        del self._held[:start]

    def _possible_beginning(self) -> int:
        for size in range(min(len(PREAMBLE) - 1, len(self._held)), 0, -1):
            if self._held.endswith(PREAMBLE[:size]):
                return size
        return 0
