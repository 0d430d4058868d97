"""What the chip of an identity card holds: the 256-byte text record, written for a person."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from sim.people import Person

_SIZE = 256
_KIND_AT = 248


def encode_record(person: Person) -> bytes:
    """The record in UTF-16LE, padded with spaces; the layout follows ``person.card_type``.

    Raises ValueError when a field is too long for its place.
    """
    record = bytearray(" ".encode("utf-16-le") * (_SIZE // 2))
    match person.card_type:
        case " ":
            _common(record, person)
            _put(record, 32, 4, person.nation_code)
        case "J":
            _common(record, person)
            _put(record, 220, 18, person.pass_number)
            _put(record, 238, 4, person.issue_count)
        case "I":
            _put(record, 0, 120, person.english_name)
            _put(record, 120, 2, person.sex.value)
            _put(record, 122, 30, person.number)
            _put(record, 152, 6, person.country)
            _put(record, 158, 30, person.name)
            _put(record, 220, 16, _day(person.birth))
            _put(record, 236, 4, "01")
            _put(record, 240, 8, person.authority)
        case "Y":
            _put(record, 0, 30, person.name)
            _put(record, 30, 2, person.sex.value)
            _put(record, 32, 4, person.issue_count)
            _put(record, 36, 16, _day(person.birth))
            _put(record, 52, 70, person.english_name[:35])
            _put(record, 122, 36, person.number)
            _put(record, 220, 22, person.english_name[35:])
            _put(record, 242, 6, person.country)
        case _:
            assert_never(person.card_type)
    _put(record, 188, 16, _day(person.valid_from))
    _put(record, 204, 16, "长期" if person.valid_to is None else _day(person.valid_to))
    _put(record, _KIND_AT, 2, person.card_type)
    return bytes(record)


def _common(record: bytearray, person: Person) -> None:
    _put(record, 0, 30, person.name)
    _put(record, 30, 2, person.sex.value)
    _put(record, 36, 16, _day(person.birth))
    _put(record, 52, 70, person.address)
    _put(record, 122, 36, person.number)
    _put(record, 158, 30, person.authority)


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _put(record: bytearray, offset: int, size: int, text: str) -> None:
    encoded = text.encode("utf-16-le")
    if len(encoded) > size:
        raise ValueError(f"{len(encoded)} bytes do not fit {size} at {offset}")
    record[offset : offset + len(encoded)] = encoded
