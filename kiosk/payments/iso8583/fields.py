"""Fields that consist of parts: F22, F53, F60, and the PIN block of the SM4 dialect in F62."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.payments.iso8583.codec import MalformedMessage
from kiosk.payments.iso8583.dialect import Dialect

PURCHASE = "000000"
"""F3 of a purchase (消费) and of its reversal."""
NORMAL = "00"
"""F25 of a purchase."""
LONGEST_PIN = "06"
"""F26."""
RENMINBI = "156"
"""F49."""
OPERATOR = "001"
"""F63 of what a person would start at a counter."""
_SM4_PIN_TAG = b"SM016"
_KIND, _BATCH, _NETWORK = 2, 8, 11
_MOST = 999_999


class EntryMode(Enum):
    """How the card was read: the first two figures of F22."""

    CHIP = "05"
    STRIPE_FALLBACK = "02"
    """The stripe of a card whose chip failed (降级)."""


class Kind(Enum):
    """F60.1: what sort of transaction it is."""

    MANAGEMENT = "00"
    PURCHASE = "22"


class Network(Enum):
    """F60.3 of messages about no purchase."""

    NONE = "000"
    SETTLEMENT = "201"
    ECHO = "301"


def entry_field(entry: EntryMode, *, with_pin: bool) -> str:
    """F22: how the card was read, and whether a PIN was entered."""
    return entry.value + ("1" if with_pin else "2")


def security_field(dialect: Dialect, *, with_pin: bool) -> str:
    """F53: a PIN block with the account number in it or none, its cipher, no enciphered track."""
    return (("2" if with_pin else "0") + dialect.algorithm).ljust(16, "0")


def purchase_60(batch: int, entry: EntryMode) -> str:
    """F60 of a purchase and of its reversal, up to F60.6: the reader reads chips; whether this chip
    failed; no partial amount."""
    condition = "2" if entry is EntryMode.STRIPE_FALLBACK else "0"
    return f"{Kind.PURCHASE.value}{batch:06d}{Network.NONE.value}5{condition}"


def management_60(batch: int, network: str) -> str:
    """F60 of a message about no purchase."""
    return f"{Kind.MANAGEMENT.value}{batch:06d}{network}"


def sm4_pin_62(block: bytes) -> bytes:
    """F62 with a PIN block under SM4."""
    return _SM4_PIN_TAG + block


@dataclass(frozen=True, slots=True)
class Field60:
    """The parts of F60 that an answer is read for; ``network`` empty where it ends before."""

    kind: str
    batch: int
    network: str


def read_60(text: str) -> Field60:
    """F60 taken apart. Raises MalformedMessage for what has no batch of 1 to 999999."""
    batch = text[_KIND:_BATCH]
    if len(batch) < _BATCH - _KIND or not 1 <= int(batch) <= _MOST:
        raise MalformedMessage("F60")
    return Field60(text[:_KIND], int(batch), text[_BATCH:_NETWORK])
