"""Frames of a Creator card reader, written from the reader's side.

Shares nothing with the kiosk's codec, so that a mistake in one is caught by the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_START = 0xF2
_END = 0x03
_MOST_TEXT = 1018


class Sign(Enum):
    """A byte that is a message by itself."""

    ACK = b"\x06"
    NAK = b"\x15"
    EOT = b"\x04"


@dataclass(frozen=True, slots=True)
class Order:
    """An intact command: CM and PM, and what goes with them."""

    code: bytes
    data: bytes


class Garbled:
    """A command arrived that was not intact."""


def reply_frame(text: bytes, address: int = 0) -> bytes:
    """Wrap a reply for the line."""
    frame = bytes((_START, address, len(text) >> 8, len(text) & 0xFF)) + text + bytes((_END,))
    check = 0
    for value in frame:
        check ^= value
    return frame + bytes((check,))


class OrderParser:
    """Cuts the stream from the host into commands and signs; what is neither is dropped, and so is
    what is meant for a reader of another address."""

    def __init__(self, address: int) -> None:
        self._address = address
        self._stream = b""

    def forget(self) -> None:
        """Drop the beginning of a command that was broken off."""
        self._stream = b""

    @property
    def amid(self) -> bool:
        """Whether a command has begun and not ended."""
        return bool(self._stream)

    def feed(self, data: bytes) -> Iterator[Order | Sign | Garbled]:
        """Take bytes in and yield what they complete."""
        self._stream += data
        while self._stream:
            first = self._stream[:1]
            if first[0] != _START:
                self._stream = self._stream[1:]
                if first in (sign.value for sign in Sign):
                    yield Sign(first)
                continue
            if len(self._stream) < 4:
                return
            length = self._stream[2] << 8 | self._stream[3]
            if not 3 <= length <= _MOST_TEXT:
                self._stream = b""
                yield Garbled()
                return
            if len(self._stream) < length + 6:
                return
            frame, self._stream = self._stream[: length + 6], self._stream[length + 6 :]
            if frame[1] == self._address:
                yield _order(frame)


def _order(frame: bytes) -> Order | Garbled:
    check = 0
    for value in frame:
        check ^= value
    # With its own check byte included, an intact frame comes to zero.
    if check or frame[-2] != _END or frame[4:5] != b"C":
        return Garbled()
    return Order(frame[5:7], frame[7:-2])
