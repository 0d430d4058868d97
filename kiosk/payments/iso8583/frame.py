"""What stands before a message on the wire: length, TPDU and header."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kiosk.payments.iso8583.codec import MalformedMessage

PREFIX_BYTES = 2
TPDU_BYTES = 5
HEADER_BYTES = 6
_BEFORE = TPDU_BYTES + HEADER_BYTES
# Type and bitmap at least; the longest real message has some 1200 bytes.
_SHORTEST = _BEFORE + 2 + 8
_LONGEST = 4096
_ASKING_BYTE = 2


class HostAsk(Enum):
    """What the host would like the terminal to do next (the header's processing request)."""

    NOTHING = 0
    DOWNLOAD_PARAMETERS = 1
    SIGN_IN = 3
    UPDATE_CA_KEYS = 4
    DOWNLOAD_CHIP_PARAMETERS = 5
    DOWNLOAD_CONTACTLESS_PARAMETERS = 9
    SOMETHING_ELSE = -1


@dataclass(frozen=True, slots=True)
class Frame:
    """A message with its TPDU (5 bytes: 60, where to, where from) and header (6 bytes: application
    class, version, state and request, subversion)."""

    tpdu: bytes
    header: bytes
    message: bytes = field(repr=False)

    @property
    def asks(self) -> HostAsk:
        """The wish of the host."""
        nibble = self.header[_ASKING_BYTE] & 0x0F
        try:
            return HostAsk(nibble)
        except ValueError:
            return HostAsk.SOMETHING_ELSE


def encode_frame(frame: Frame) -> bytes:
    """Length, TPDU, header and message; the length does not count itself."""
    if len(frame.tpdu) != TPDU_BYTES or len(frame.header) != HEADER_BYTES:
        raise MalformedMessage("frame")
    body = frame.tpdu + frame.header + frame.message
    if not _SHORTEST <= len(body) <= _LONGEST:
        raise MalformedMessage("frame")
    return len(body).to_bytes(PREFIX_BYTES, "big") + body


def frame_length(prefix: bytes) -> int:
    """How many bytes follow these two. Raises MalformedMessage where that cannot be a message."""
    length = int.from_bytes(prefix, "big")
    if len(prefix) != PREFIX_BYTES or not _SHORTEST <= length <= _LONGEST:
        raise MalformedMessage("frame")
    return length


def decode_frame(body: bytes) -> Frame:
    """The frame that follows its length. Raises MalformedMessage."""
    if not _SHORTEST <= len(body) <= _LONGEST:
        raise MalformedMessage("frame")
    return Frame(body[:TPDU_BYTES], body[TPDU_BYTES:_BEFORE], body[_BEFORE:])
