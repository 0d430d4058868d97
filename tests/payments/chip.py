"""What a chip of the simulated cast says about a purchase (F55), with its true cryptogram."""

from __future__ import annotations

from sim.cards.cryptogram import cryptogram
from sim.cards.issuer import transaction_key
from sim.cards.plastic import BankCard


def field_55(card: BankCard, fen: int, *, counter: int = 1) -> bytes:
    """The objects an issuer wants, of a purchase of so many fen."""
    atc = counter.to_bytes(2, "big")
    issuer_data = bytes.fromhex("07010103A0A000010A0100000000001234ABCD")
    signed = (
        (0x9F02, bytes.fromhex(f"{fen:012d}")),
        (0x9F03, bytes(6)),
        (0x9F1A, b"\x01\x56"),
        (0x95, bytes.fromhex("008004E000")),
        (0x5F2A, b"\x01\x56"),
        (0x9A, bytes.fromhex("261123")),
        (0x9C, b"\x00"),
        (0x9F37, bytes.fromhex("DEADBEEF")),
        (0x82, bytes.fromhex("7C00")),
        (0x9F36, atc),
    )
    data = b"".join(value for _, value in signed) + issuer_data[3:7]
    request = cryptogram(transaction_key(card, card.sequence, counter), data)
    objects = ((0x9F26, request), (0x9F27, b"\x80"), (0x9F10, issuer_data), *signed)
    return b"".join(_tlv(tag, value) for tag, value in objects)


def repeated(field: bytes) -> bytes:
    """What the reversal repeats of it: here 95 and 9F36, which is enough for a host."""
    return field[field.index(b"\x95\x05") :][:7] + field[field.index(b"\x9f\x36\x02") :][:5]


def _tlv(tag: int, value: bytes) -> bytes:
    return tag.to_bytes(2 if tag > 0xFF else 1, "big") + bytes((len(value),)) + value
