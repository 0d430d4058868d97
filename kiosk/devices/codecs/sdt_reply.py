"""Replies of the identity-card security module, GA/T 467-2019: status, module number, card data."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from kiosk.devices.codecs.sdt_frame import SdtFrameError
from kiosk.devices.codecs.sdt_status import SdtStatus

_SAM_ID = struct.Struct("<HHIII")
_LENGTHS = struct.Struct(">HH")
TEXT_SIZE = 256
"""Size of the text record of GA/T 490."""


@dataclass(frozen=True, slots=True)
class SdtReply:
    """A reply. ``data`` may be personal, so it is not shown."""

    status: SdtStatus
    data: bytes = field(default=b"", repr=False)


def parse_reply(body: bytes) -> SdtReply:
    """Split a frame body SW1 SW2 SW3 DATA.

    Raises SdtFrameError when it is shorter than that, SW1 SW2 is not 00 00, or SW3 is not in the
    standard.
    """
    if len(body) < 3:
        raise SdtFrameError("a reply without status")
    if body[:2] != b"\x00\x00":
        raise SdtFrameError("a reply whose first status bytes are not zero")
    try:
        status = SdtStatus(body[2])
    except ValueError:
        raise SdtFrameError(f"a reply with unknown status {body[2]:02X}") from None
    return SdtReply(status, body[3:])


def sam_number(data: bytes) -> str:
    """The module's own number from the 16 data bytes of its reply, for example
    ``05.01-20100310-0001234567-0987654321``. Raises SdtFrameError at any other size."""
    try:
        maker, model, made, serial, key = _SAM_ID.unpack(data)
    except struct.error:
        raise SdtFrameError(f"a module number of {len(data)} bytes") from None
    return f"{maker:02d}.{model:02d}-{made}-{serial:010d}-{key:010d}"


def text_record(data: bytes) -> bytes:
    """The 256-byte text record out of the data of a "read text and photo" reply::

        text length (2, big endian) | photo length (2) | text | photo

    The photo is left behind: no decoder of its format is open, and nobody here needs a face.
    Raises SdtFrameError when the lengths do not agree with the data.
    """
    if len(data) < _LENGTHS.size:
        raise SdtFrameError("card data without lengths")
    text_size, photo_size = _LENGTHS.unpack_from(data)
    if text_size != TEXT_SIZE:
        raise SdtFrameError(f"a text record of {text_size} bytes")
    if len(data) != _LENGTHS.size + text_size + photo_size:
        raise SdtFrameError("card data that do not fill their lengths")
    return data[_LENGTHS.size : _LENGTHS.size + text_size]
