"""Requests of IPP as bytes (RFC 8010, "Encoding and Transport"), collections among them.

pyipp's own serializer knows no collections, so no tray can be chosen with it, and drops without a
word every attribute that is not in its table. Here an attribute carries its tag with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

VERSION = (2, 0)
_END_OF_ATTRIBUTES = b"\x03"
_OPERATION_GROUP = b"\x01"
_JOB_GROUP = b"\x02"
_MOST_BYTES = 0x7FFF


class Operation(IntEnum):
    """Operations of RFC 8011 that are used, by their numbers on the wire."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


class ValueTag(IntEnum):
    """Kinds of values that are sent (RFC 8010 3.5.2)."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    BEGIN_COLLECTION = 0x34
    END_COLLECTION = 0x37
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute; one that has members is a collection and has no values."""

    name: str
    tag: ValueTag
    values: tuple[int | str, ...] = ()
    members: tuple[Attribute, ...] = ()


def keyword(name: str, *values: str) -> Attribute:
    """One keyword, or a set of them."""
    return Attribute(name, ValueTag.KEYWORD, values)


def integer(name: str, value: int) -> Attribute:
    """A signed number of 32 bits."""
    return Attribute(name, ValueTag.INTEGER, (value,))


def boolean(name: str, *, value: bool) -> Attribute:
    """One byte, 0 or 1."""
    return Attribute(name, ValueTag.BOOLEAN, (value,))


def text(name: str, tag: ValueTag, value: str) -> Attribute:
    """A value that is written: a name, a URI, a media type."""
    return Attribute(name, tag, (value,))


def collection(name: str, *members: Attribute) -> Attribute:
    """Attributes inside an attribute (RFC 8010 3.1.6)."""
    return Attribute(name, ValueTag.BEGIN_COLLECTION, members=members)


def encode_request(
    operation: Operation,
    request_id: int,
    about: tuple[Attribute, ...],
    job: tuple[Attribute, ...] = (),
    document: bytes = b"",
) -> bytes:
    """The whole message: ``about`` in the operation's own group, after charset and language, which
    must come first; ``job`` in the group of job template attributes; then the document."""
    leading = (
        text("attributes-charset", ValueTag.CHARSET, "utf-8"),
        text("attributes-natural-language", ValueTag.LANGUAGE, "en"),
    )
    head = bytes(VERSION) + operation.to_bytes(2) + request_id.to_bytes(4)
    groups = _OPERATION_GROUP + b"".join(map(_encoded, (*leading, *about)))
    if job:
        groups += _JOB_GROUP + b"".join(map(_encoded, job))
    return head + groups + _END_OF_ATTRIBUTES + document


def _encoded(attribute: Attribute) -> bytes:
    if attribute.members:
        return _tagged(attribute.tag, attribute.name, b"") + _inside(attribute.members)
    # Every further value of a set has no name.
    names = (attribute.name, *([""] * (len(attribute.values) - 1)))
    return b"".join(
        _tagged(attribute.tag, name, _value(attribute.tag, value))
        for name, value in zip(names, attribute.values, strict=True)
    )


def _inside(members: tuple[Attribute, ...]) -> bytes:
    """What follows the beginning of a collection, its end included."""
    encoded = b""
    for member in members:
        encoded += _tagged(ValueTag.MEMBER_NAME, "", member.name.encode())
        if member.members:
            encoded += _tagged(member.tag, "", b"") + _inside(member.members)
        for value in member.values:
            encoded += _tagged(member.tag, "", _value(member.tag, value))
    return encoded + _tagged(ValueTag.END_COLLECTION, "", b"")


def _tagged(tag: ValueTag, name: str, value: bytes) -> bytes:
    written = name.encode()
    if len(value) > _MOST_BYTES:
        raise ValueError(f"{name}: no value is longer than {_MOST_BYTES} bytes")
    return bytes([tag]) + len(written).to_bytes(2) + written + len(value).to_bytes(2) + value


def _value(tag: ValueTag, value: int | str) -> bytes:
    if isinstance(value, str):
        return value.encode()
    return value.to_bytes(1 if tag is ValueTag.BOOLEAN else 4, signed=tag is not ValueTag.BOOLEAN)
