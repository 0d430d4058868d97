"""Frames of an identity-card security module, written from the module's side.

Shares nothing with the kiosk's codec, so that a mistake in one is caught by the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_START = b"\xaa\xaa\xaa\x96\x69"
_LONGEST_REQUEST = 0x40


class Flaw(Enum):
    """Why a request is refused; the value is the status of the refusal."""

    CHECKSUM = 0x10
    LENGTH = 0x11


@dataclass(frozen=True, slots=True)
class Request:
    """A well-formed request: command, parameter, and data if any."""

    body: bytes


def reply_frame(status: int, data: bytes = b"") -> bytes:
    """A reply: ``00 00 status data`` with length and check byte."""
    inside = bytes((0, 0, status)) + data
    length = (len(inside) + 1).to_bytes(2, "big")
    check = 0
    for value in length + inside:
        check ^= value
    return _START + length + inside + bytes((check,))


class RequestParser:
    """Cuts the stream from the host into requests; what precedes a preamble is dropped."""

    def __init__(self) -> None:
        self._stream = b""

    def feed(self, data: bytes) -> Iterator[Request | Flaw]:
        """Take bytes in and yield what they complete."""
        self._stream += data
        while True:
            before, start, after = self._stream.partition(_START)
            if not start:
                self._stream = before[-len(_START) + 1 :]
                return
            if len(after) < 2:
                self._stream = start + after
                return
            length = after[0] << 8 | after[1]
            if not 2 <= length <= _LONGEST_REQUEST:
                self._stream = after
                yield Flaw.LENGTH
                continue
            if len(after) < 2 + length:
                self._stream = start + after
                return
            checked, self._stream = after[: 2 + length], after[2 + length :]
            check = 0
            for value in checked:
                check ^= value
            # With its own check byte included, an intact frame comes to zero.
            yield Flaw.CHECKSUM if check else Request(checked[2:-1])
