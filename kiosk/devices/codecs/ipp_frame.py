"""Whether the bytes of a reply are IPP at all, before anybody reads them (RFC 8010 3.1).

pyipp's parser takes lengths for signed and for true: one length below zero makes it walk backwards
for ever, a wrong one shifts everything behind it, and a group without attributes, which RFC 8010
allows, it takes for an error. So every length is checked here first, and groups are left out that
are empty or of no concern (subscriptions, documents).
"""

from __future__ import annotations

_HEAD_BYTES = 8
_END = 0x03
_LAST_DELIMITER = 0x0F
_KEPT_GROUPS = frozenset({0x01, 0x02, 0x04, 0x05})
_BEGIN_COLLECTION = 0x34
_END_COLLECTION = 0x37
_FIXED_BYTES = {0x21: 4, 0x22: 1, 0x23: 4, 0x31: 11, 0x32: 9, 0x33: 8}
_WITH_LANGUAGE = frozenset({0x35, 0x36})
_MOST_BYTES = 0x7FFF
_DEEPEST = 16


class IppMalformed(Exception):
    """These bytes are no IPP message."""


def sound_message(data: bytes) -> bytes:
    """The message with every length true, no group empty or unknown, and nothing behind its end.

    Raises IppMalformed.
    """
    if len(data) < _HEAD_BYTES:
        raise IppMalformed("too short")
    kept = [data[:_HEAD_BYTES]]
    offset = _HEAD_BYTES
    while (delimiter := _byte(data, offset)) != _END:
        if delimiter > _LAST_DELIMITER:
            raise IppMalformed("an attribute outside any group")
        start, offset = offset, _end_of_group(data, offset + 1)
        if offset > start + 1 and delimiter in _KEPT_GROUPS:
            kept.append(data[start:offset])
    return b"".join((*kept, bytes([_END])))


def _end_of_group(data: bytes, offset: int) -> int:
    depth = 0
    named = False
    while (tag := _byte(data, offset)) > _LAST_DELIMITER:
        name_bytes, name_end = _measured(data, offset + 1)
        value_bytes, offset = _measured(data, name_end)
        if not named and name_bytes == 0:
            raise IppMalformed("a value of no attribute")
        named = True
        if value_bytes != _FIXED_BYTES.get(tag, value_bytes):
            raise IppMalformed("a number of the wrong size")
        if tag in _WITH_LANGUAGE:
            _check_language(data[offset - value_bytes : offset])
        depth += (tag == _BEGIN_COLLECTION) - (tag == _END_COLLECTION)
        if not 0 <= depth <= _DEEPEST:
            raise IppMalformed("collections that do not close")
    if depth:
        raise IppMalformed("a collection without an end")
    return offset


def _byte(data: bytes, offset: int) -> int:
    if offset >= len(data):
        raise IppMalformed("cut off")
    return data[offset]


def _measured(data: bytes, offset: int) -> tuple[int, int]:
    """The length that stands at ``offset``, and where what it measures ends."""
    length = int.from_bytes(data[offset : offset + 2])
    end = offset + 2 + length
    if length > _MOST_BYTES or end > len(data):
        raise IppMalformed("cut off")
    return length, end


def _check_language(value: bytes) -> None:
    """A text with its language is two values in one, each with its length."""
    _, language_end = _measured(value, 0)
    _, text_end = _measured(value, language_end)
    if text_end != len(value):
        raise IppMalformed("a text of the wrong size")
