"""Blanks what a card says in a recorded stream of replies (GA/T 467), and keeps the rest."""

from __future__ import annotations

from kiosk.devices.codecs.sdt_frame import HEADER_SIZE, PREAMBLE

_STATUS_END = HEADER_SIZE + 3


class SdtConceal:
    """Turns the data of every reply into zeros, and noise between frames likewise.

    Preamble, length and status stay. The check byte is changed along, so that an intact frame stays
    intact and a damaged one damaged. Works on a stream cut anywhere.
    """

    def __init__(self) -> None:
        self._place = 0
        self._length = 0
        self._blanked = 0

    def __call__(self, received: bytes) -> bytes:
        """The stream as it may be kept; same length."""
        return bytes(self._pass(value) for value in received)

    def _pass(self, value: int) -> int:
        if self._place < len(PREAMBLE):
            return self._seek(value)
        place = self._place
        self._place += 1
        if place < HEADER_SIZE:
            self._length = (self._length << 8 | value) & 0xFFFF
            self._blanked = 0
            return value
        last = HEADER_SIZE + self._length - 1
        if place >= last:
            self._place = 0
            return value ^ self._blanked
        if place < _STATUS_END:
            return value
        self._blanked ^= value
        return 0

    def _seek(self, value: int) -> int:
        if value == PREAMBLE[self._place]:
            self._place += 1
            return value
        # AA may come more often than three times before 96 69.
        if value == PREAMBLE[0]:
            self._place = 3 if self._place == 3 else 1
            return value
        self._place = 0
        return 0
