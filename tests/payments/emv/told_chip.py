"""Cards whose files are told by a test, for what the cards of the hall never do."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.payments.emv import commands
from kiosk.payments.emv.tlv import encode
from tests.payments.emv.spoken_card import ToldCard

DEBIT = bytes.fromhex("A000000333010101")
CREDIT = bytes.fromhex("A000000333010102")
OK = b"\x90\x00"
BLOCKED = b"\x62\x83"
NOT_FOUND = b"\x6a\x82"
NO_RECORD = b"\x6a\x83"

FACE: Mapping[int, bytes] = {
    0x57: bytes.fromhex("6228480402564890018D30122010000000000F"),
    0x5A: bytes.fromhex("6228480402564890018F"),
    0x5F24: bytes.fromhex("301231"),
    0x5F25: bytes.fromhex("200101"),
    0x5F34: b"\x01",
    0x8C: bytes.fromhex("9F02069505"),
    0x8D: bytes.fromhex("8A029F0206"),
}
"""A card's records, all of them."""


def fci(name: bytes, proprietary: bytes = b"", status: bytes = OK) -> bytes:
    """What SELECT answers."""
    return encode(0x6F, encode(0x84, name) + encode(0xA5, proprietary)) + status


def record(objects: Mapping[int, bytes]) -> bytes:
    """What READ RECORD answers."""
    return encode(0x70, b"".join(encode(tag, value) for tag, value in objects.items())) + OK


def directory(*entries: tuple[bytes, int | None]) -> tuple[bytes, ...]:
    """The directory and its one record: names and priorities."""
    listed = b"".join(
        encode(
            0x61,
            encode(0x4F, aid) + (b"" if rank is None else encode(0x87, bytes([rank]))),
        )
        for aid, rank in entries
    )
    return (
        fci(b"1PAY.SYS.DDF01", encode(0x88, b"\x01")),
        encode(0x70, listed) + OK,
        NO_RECORD,
    )


def reading(
    changes: Mapping[int, bytes | None] | None = None,
    *,
    aip: bytes = b"\x10\x00",
    answers: tuple[bytes, ...] = (),
) -> ToldCard:
    """A debit card with these changes on its face (None takes an object away), and the answers that
    follow the reading."""
    face: dict[int, bytes] = {}
    for tag, value in {**FACE, **(changes or {})}.items():
        if value is not None:
            face[tag] = value
    options = encode(0x80, aip + bytes.fromhex("08010100")) + OK
    return ToldCard(*directory((DEBIT, 1)), fci(DEBIT), options, record(face), *answers)


SELECT_DIRECTORY = commands.select(b"1PAY.SYS.DDF01")
