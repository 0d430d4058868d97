"""IPP as a printer reads and writes it, written from RFC 8010 and not from the driver."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = "int | bool | str | bytes | dict[str, list[Value]] | None"
Group: TypeAlias = dict[str, list[Value]]

OPERATION, JOB, END, PRINTER, UNSUPPORTED = 1, 2, 3, 4, 5
NO_VALUE, INTEGER, BOOLEAN, ENUM, OCTETS, COLLECTION, END_COLLECTION = (
    0x13,
    0x21,
    0x22,
    0x23,
    0x30,
    0x34,
    0x37,
)
TEXT, NAME, KEYWORD, URI, CHARSET, LANGUAGE, MIME, MEMBER = (
    0x41,
    0x42,
    0x44,
    0x45,
    0x47,
    0x48,
    0x49,
    0x4A,
)


@dataclass
class Request:
    """A request as it came over the wire."""

    operation: int
    number: int
    about: Group
    ticket: Group
    document: bytes
    tags: dict[str, int]

    def word(self, name: str) -> str:
        (value,) = self.about[name]
        assert isinstance(value, str)
        return value

    def whole(self, name: str) -> int:
        (value,) = self.about[name]
        assert isinstance(value, int)
        return value


def read_request(data: bytes) -> Request:
    major, _, operation, number = struct.unpack_from(">BBHI", data)
    assert major in (1, 2)
    groups: dict[int, Group] = {OPERATION: {}, JOB: {}}
    tags: dict[str, int] = {}
    offset, current, name = 8, groups[OPERATION], ""
    while (tag := data[offset]) != END:
        if tag < 0x10:
            current = groups[tag]
            offset += 1
            continue
        found, value, offset = _value(data, offset)
        name = found or name
        current.setdefault(name, []).append(value)
        tags[name] = tag
    return Request(operation, number, groups[OPERATION], groups[JOB], data[offset + 1 :], tags)


def _value(data: bytes, offset: int) -> tuple[str, Value, int]:
    tag = data[offset]
    (length,) = struct.unpack_from(">H", data, offset + 1)
    name = data[offset + 3 : offset + 3 + length].decode()
    offset += 3 + length
    (length,) = struct.unpack_from(">H", data, offset)
    raw, offset = data[offset + 2 : offset + 2 + length], offset + 2 + length
    assert len(raw) == length
    if tag == COLLECTION:
        members, offset = _members(data, offset)
        return name, members, offset
    if tag in (INTEGER, ENUM):
        return name, struct.unpack(">i", raw)[0], offset
    if tag == BOOLEAN:
        return name, raw == b"\x01", offset
    return name, raw.decode(), offset


def _members(data: bytes, offset: int) -> tuple[Group, int]:
    members: Group = {}
    member = ""
    while True:
        tag = data[offset]
        _, value, offset = _value(data, offset)
        if tag == END_COLLECTION:
            return members, offset
        if tag == MEMBER:
            assert isinstance(value, str)
            member = value
        else:
            members.setdefault(member, []).append(value)


def attribute(tag: int, name: str, *values: Value) -> bytes:
    """One attribute as a printer writes it."""
    written = b""
    for value in values or (None,):
        raw = _raw(tag, value)
        own = tag if value is not None else NO_VALUE
        written += struct.pack(">BH", own, len(name)) + name.encode()
        written += struct.pack(">H", len(raw)) + raw
        name = ""
    return written


def _raw(tag: int, value: Value) -> bytes:
    if value is None:
        return b""
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return value
    assert isinstance(value, int)
    return struct.pack(">B" if tag == BOOLEAN else ">i", value)


def reply(status: int, number: int, *groups: tuple[int, bytes]) -> bytes:
    """A whole reply; charset and language come first in it."""
    head = struct.pack(">BBHI", 2, 0, status, number)
    leading = attribute(CHARSET, "attributes-charset", "utf-8")
    leading += attribute(LANGUAGE, "attributes-natural-language", "en")
    body = bytes([OPERATION]) + leading
    body += b"".join(bytes([tag]) + content for tag, content in groups)
    return head + body + bytes([END])
