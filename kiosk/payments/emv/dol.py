"""Lists of data objects that a card asks for: PDOL, CDOL1, CDOL2 (EMV Book 3, 5.4)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.tags import COMPRESSED, NUMERIC
from kiosk.payments.emv.tlv import MalformedTlv, is_constructed, read_tag

_LONGEST = 252
"""Bytes that fit into one command beside what frames them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One entry: which object, and how many bytes of it."""

    tag: int
    length: int


def parse_dol(data: bytes) -> tuple[Wanted, ...]:
    """The entries of a list. Raises MalformedTlv when it breaks off."""
    entries: list[Wanted] = []
    at = 0
    while at < len(data):
        tag, at = read_tag(data, at)
        if at >= len(data):
            raise MalformedTlv("a list of data objects breaks off")
        entries.append(Wanted(tag, data[at]))
        at += 1
    return tuple(entries)


def fill_dol(data: bytes, values: DataObjects) -> bytes:
    """What the card asks for with the list ``data``, one after the other without tags.

    What is not known, or holds other objects, is zeros. Raises MalformedTlv for a list that breaks
    off or asks for more than one command carries.
    """
    entries = parse_dol(data)
    if sum(entry.length for entry in entries) > _LONGEST:
        raise MalformedTlv("a card asks for more than a command carries")
    return b"".join(_fit(entry, values) for entry in entries)


def _fit(wanted: Wanted, values: DataObjects) -> bytes:
    value = values.get(wanted.tag)
    if value is None or is_constructed(wanted.tag):
        return bytes(wanted.length)
    numeric = wanted.tag in NUMERIC
    if len(value) >= wanted.length:
        return value[len(value) - wanted.length :] if numeric else value[: wanted.length]
    if numeric:
        return value.rjust(wanted.length, b"\x00")
    return value.ljust(wanted.length, b"\xff" if wanted.tag in COMPRESSED else b"\x00")
