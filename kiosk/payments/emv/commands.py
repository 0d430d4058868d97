"""Commands to a payment card as bytes, and their status words (EMV Book 1, 11.3; Book 3, 6.5)."""

from __future__ import annotations

from enum import Enum

DONE = 0x9000
SELECTED_BLOCKED = 0x6283
"""SELECT found it, but the bank has locked it."""
CARD_BLOCKED = 0x6A81
"""SELECT is not supported any more: the card is locked."""
NOT_USABLE = 0x6985
"""Conditions of use are not satisfied: the application does not want this transaction."""

_ANY_LENGTH = b"\x00"
_RECORD_NUMBER = 0x04
_GPO_TEMPLATE = 0x83


class CryptogramKind(Enum):
    """What GENERATE AC asks for, and what a card answers; the value is its two leading bits."""

    AAC = 0x00
    """The transaction is declined."""
    TC = 0x40
    """The transaction is approved."""
    ARQC = 0x80
    """The bank is to be asked."""


def select(name: bytes, *, following: bool = False) -> bytes:
    """SELECT by name; with ``following`` the next application whose name begins like that."""
    return _command(0x00, 0xA4, 0x04, 0x02 if following else 0x00, name) + _ANY_LENGTH


def read_record(file: int, record: int) -> bytes:
    """READ RECORD by number in a file that is named by its short identifier (1 to 30)."""
    return bytes([0x00, 0xB2, record, file << 3 | _RECORD_NUMBER]) + _ANY_LENGTH


def get_processing_options(data: bytes) -> bytes:
    """GET PROCESSING OPTIONS with what the PDOL asked for; empty without a PDOL."""
    return _command(0x80, 0xA8, 0, 0, bytes([_GPO_TEMPLATE, len(data)]) + data) + _ANY_LENGTH


def generate_ac(wanted: CryptogramKind, data: bytes) -> bytes:
    """GENERATE AC with what a CDOL asked for; never with a combined signature (CDA)."""
    return _command(0x80, 0xAE, wanted.value, 0, data) + _ANY_LENGTH


def external_authenticate(authentication: bytes) -> bytes:
    """EXTERNAL AUTHENTICATE with the issuer's data of object 91, 8 to 16 bytes."""
    return _command(0x00, 0x82, 0, 0, authentication)


def _command(cla: int, ins: int, p1: int, p2: int, data: bytes) -> bytes:
    return bytes([cla, ins, p1, p2, len(data)]) + data
