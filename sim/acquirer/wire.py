"""Messages of UnionPay terminals, written from the host's side.

Shares nothing with the terminal's codec, so that a mistake in one is caught by the other. Fields of
bytes are ``bytes`` here, all others ``str``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

TPDU, HEADER, PREFIX = 5, 6, 2
_BITMAP = 8
_PIN, _TRACK = 52, 35
_LONG_PIN = 16


class Nonsense(ValueError):
    """What came is no message."""


class _Shape(Enum):
    FIGURES = "n"
    TEXT = "an"
    OCTETS = "b"


@dataclass(frozen=True, slots=True)
class _Field:
    shape: _Shape
    length: int
    # Bytes of the length in front; none for a field that is always as long.
    prefix: int = 0
    pad_left: bool = False


def _n(length: int, prefix: int = 0, *, pad_left: bool = False) -> _Field:
    return _Field(_Shape.FIGURES, length, prefix, pad_left)


def _an(length: int, prefix: int = 0) -> _Field:
    return _Field(_Shape.TEXT, length, prefix)


def _b(length: int, prefix: int = 0) -> _Field:
    return _Field(_Shape.OCTETS, length, prefix)


_FIELDS = MappingProxyType(
    {
        2: _n(19, 1),
        3: _n(6),
        4: _n(12),
        11: _n(6),
        12: _n(6),
        13: _n(4),
        14: _n(4),
        15: _n(4),
        22: _n(3),
        23: _n(3, pad_left=True),
        25: _n(2),
        26: _n(2),
        32: _n(11, 1),
        35: _n(37, 1),
        37: _an(12),
        38: _an(6),
        39: _an(2),
        41: _an(8),
        42: _an(15),
        44: _an(25, 1),
        48: _n(322, 2),
        49: _an(3),
        52: _b(8),
        53: _n(16),
        55: _b(255, 2),
        60: _n(17, 2),
        62: _b(512, 2),
        63: _an(163, 2),
        64: _b(8),
    }
)


@dataclass(slots=True)
class Packet:
    """A message with what stands before it. ``kind`` is the MTI; texts and bytes are by number of
    the field."""

    kind: str
    texts: dict[int, str] = field(default_factory=dict, repr=False)
    octets: dict[int, bytes] = field(default_factory=dict, repr=False)
    tpdu: bytes = bytes(TPDU)
    header: bytes = bytes(HEADER)

    def text(self, number: int) -> str:
        """A field of figures or text; empty where there is none."""
        return self.texts.get(number, "")


def read_packet(body: bytes, *, long_pin: bool = False) -> Packet:
    """What follows the length on the wire. ``long_pin``: F52 has sixteen bytes. Raises Nonsense."""
    before = TPDU + HEADER
    message = body[before:]
    bitmap = message[2 : 2 + _BITMAP]
    if len(bitmap) < _BITMAP:
        raise Nonsense("too short")
    packet = Packet(message[:2].hex(), tpdu=body[:TPDU], header=body[TPDU:before])
    bits = int.from_bytes(bitmap, "big")
    at = 2 + _BITMAP
    for number in range(1, 65):
        if bits >> (64 - number) & 1:
            at = _read_field(packet, number, message, at, long_pin=long_pin)
    if at != len(message):
        raise Nonsense("something follows the last field")
    return packet


def write_message(packet: Packet) -> bytes:
    """Type, bitmap and fields, without what stands before them."""
    numbers = sorted(packet.texts.keys() | packet.octets.keys())
    bitmap = sum(1 << (64 - number) for number in numbers).to_bytes(_BITMAP, "big")
    return bytes.fromhex(packet.kind) + bitmap + b"".join(_write(packet, n) for n in numbers)


def frame(packet: Packet, message: bytes) -> bytes:
    """A message with length, TPDU and header in front of it."""
    body = packet.tpdu + packet.header + message
    return len(body).to_bytes(PREFIX, "big") + body


def sealed_part(body: bytes) -> bytes:
    """What the MAC of a frame is about: type to the last field before F64."""
    return body[TPDU + HEADER : -8]


def _read_field(packet: Packet, number: int, message: bytes, at: int, *, long_pin: bool) -> int:
    if number not in _FIELDS:
        raise Nonsense(f"F{number} is not used")
    known = _FIELDS[number]
    length = _LONG_PIN if number == _PIN and long_pin else known.length
    if known.prefix:
        stated = message[at : at + known.prefix].hex()
        if not stated.isdigit() or int(stated) > length:
            raise Nonsense(f"length of F{number}")
        length, at = int(stated), at + known.prefix
    size = (length + 1) // 2 if known.shape is _Shape.FIGURES else length
    content = message[at : at + size]
    if len(content) < size:
        raise Nonsense(f"F{number} is cut off")
    match known.shape:
        case _Shape.FIGURES:
            text = content.hex().upper()
            text = text[len(text) - length :] if known.pad_left else text[:length]
            if number != _TRACK and not text.isdigit():
                raise Nonsense(f"F{number} is not all figures")
            packet.texts[number] = text
        case _Shape.TEXT:
            packet.texts[number] = content.decode("latin-1")
        case _Shape.OCTETS:
            packet.octets[number] = content
    return at + size


def _write(packet: Packet, number: int) -> bytes:
    known = _FIELDS[number]
    content = packet.octets.get(number, b"")
    length = len(content)
    if known.shape is not _Shape.OCTETS:
        text = packet.texts[number]
        length = len(text)
        if known.shape is _Shape.TEXT:
            content = text.encode("latin-1")
        else:
            pad = "0" * (length % 2)
            content = bytes.fromhex(pad + text if known.pad_left else text + pad)
    prefix = bytes.fromhex(f"{length:0{2 * known.prefix}d}") if known.prefix else b""
    return prefix + content
