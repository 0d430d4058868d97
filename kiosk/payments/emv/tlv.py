"""Data objects of chip cards: BER-TLV as EMV Book 3 annex B restricts it.

A tag is a number that is read as it is printed (``0x9F02``). Lengths may be given in one to three
bytes. Between objects there may be bytes 00 and FF that mean nothing; an object never begins with
either, as no tag of class 0 with number 0 and none that begins with FF is used on contact cards.
"""

from __future__ import annotations

from dataclasses import dataclass, field

_PADDING = (0x00, 0xFF)
_CONSTRUCTED = 0x20
_MORE_TAG = 0x1F
_FOLLOWED = 0x80
_LONGEST_TAG = 3
_LONGEST_LENGTH = 2
_SHORT = 0x80


class MalformedTlv(ValueError):
    """Bytes that are no list of data objects. The message quotes none of them."""


@dataclass(frozen=True, slots=True)
class Tlv:
    """One data object. The value may be an account number and is never shown."""

    tag: int
    value: bytes = field(repr=False)

    @property
    def constructed(self) -> bool:
        """Whether the value is a list of data objects itself."""
        return is_constructed(self.tag)


def is_constructed(tag: int) -> bool:
    """Whether objects of that tag hold other objects."""
    return bool(tag_bytes(tag)[0] & _CONSTRUCTED)


def tag_bytes(tag: int) -> bytes:
    """A tag as it is sent."""
    return tag.to_bytes(max(1, (tag.bit_length() + 7) // 8), "big")


def encode(tag: int, value: bytes) -> bytes:
    """One data object with the shortest length. Raises ValueError for more than 65535 bytes."""
    size = len(value)
    if size < _SHORT:
        length = bytes([size])
    elif size <= 0xFF:
        length = bytes([0x81, size])
    elif size <= 0xFFFF:
        length = b"\x82" + size.to_bytes(2, "big")
    else:
        raise ValueError("a data object holds at most 65535 bytes")
    return tag_bytes(tag) + length + value


def decode(data: bytes) -> tuple[Tlv, ...]:
    """The objects of a list, in their order, those inside of them left alone.

    Raises MalformedTlv for anything that breaks off, a tag of more than three bytes, and a length
    that is indefinite or takes more than three bytes.
    """
    found: list[Tlv] = []
    at = 0
    while at < len(data):
        if data[at] in _PADDING:
            at += 1
            continue
        tag, at = read_tag(data, at)
        length, at = _read_length(data, at)
        if at + length > len(data):
            raise MalformedTlv("a value breaks off")
        found.append(Tlv(tag, data[at : at + length]))
        at += length
    return tuple(found)


def read_tag(data: bytes, at: int) -> tuple[int, int]:
    """The tag whose first byte is at ``at``, and where it ends. Raises MalformedTlv."""
    begin = at
    more = data[at] & _MORE_TAG == _MORE_TAG
    at += 1
    while more:
        if at >= len(data):
            raise MalformedTlv("a tag breaks off")
        if at - begin >= _LONGEST_TAG:
            raise MalformedTlv("a tag is too long")
        if at == begin + 1 and data[at] == _FOLLOWED:
            raise MalformedTlv("a tag begins with nothing")
        more = bool(data[at] & _FOLLOWED)
        at += 1
    return int.from_bytes(data[begin:at], "big"), at


def _read_length(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data):
        raise MalformedTlv("a length is missing")
    first = data[at]
    at += 1
    if first < _SHORT:
        return first, at
    octets = first - _SHORT
    if not 1 <= octets <= _LONGEST_LENGTH:
        raise MalformedTlv("a length is indefinite or too long")
    if at + octets > len(data):
        raise MalformedTlv("a length breaks off")
    return int.from_bytes(data[at : at + octets], "big"), at + octets
