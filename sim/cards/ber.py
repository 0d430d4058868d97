"""Data objects as cards and banks write them (BER-TLV, EMV Book 3 annex B).

The kiosk has a reader of its own; the two are written apart so that one checks the other.
"""

from __future__ import annotations

_MORE_TAG = 0x1F
_LONG = 0x80


def tlv(tag: int, value: bytes = b"") -> bytes:
    """One data object, with the shortest length there is."""
    name = tag.to_bytes((tag.bit_length() + 7) // 8, "big")
    if len(value) < _LONG:
        return name + bytes([len(value)]) + value
    length = len(value).to_bytes((len(value).bit_length() + 7) // 8, "big")
    return name + bytes([_LONG | len(length)]) + length + value


def objects(data: bytes) -> dict[int, bytes]:
    """The objects of a list without nesting; of a tag that comes twice, the last.

    Raises ValueError for a list that breaks off.
    """
    found: dict[int, bytes] = {}
    at = 0
    try:
        while at < len(data):
            tag = data[at]
            at += 1
            if tag & _MORE_TAG == _MORE_TAG:
                while True:
                    tag = tag << 8 | data[at]
                    at += 1
                    if not tag & _LONG:
                        break
            length = data[at]
            at += 1
            if length & _LONG:
                octets = length & ~_LONG
                length = int.from_bytes(data[at : at + octets], "big")
                at += octets
            if at + length > len(data):
                raise ValueError("the list of data objects breaks off")
            found[tag] = data[at : at + length]
            at += length
    except IndexError:
        raise ValueError("the list of data objects breaks off") from None
    return found
