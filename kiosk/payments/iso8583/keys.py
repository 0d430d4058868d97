"""The working keys in F62 of a sign-in's answer, enciphered under the pad's master key."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.payments.iso8583.codec import MalformedMessage
from kiosk.payments.iso8583.dialect import Dialect

_KEY, _SINGLE, _CHECK = 16, 8, 4
_PART = _KEY + _CHECK
_TWO_KEYS, _THREE_KEYS = 2 * _PART, 3 * _PART


@dataclass(frozen=True, slots=True)
class EncipheredKey:
    """A working key under the master key: 8 bytes (single-length DES) or 16, and the first four
    bytes of its zero check value (KCV)."""

    cryptogram: bytes = field(repr=False)
    check_value: bytes


@dataclass(frozen=True, slots=True)
class KeySet:
    """The keys of a sign-in: for PIN blocks (PIK), for MACs (MAK), for tracks (TDK) if any."""

    dialect: Dialect
    pin: EncipheredKey
    mac: EncipheredKey
    data: EncipheredKey | None = None


def read_keys(field_62: bytes, dialect: Dialect) -> KeySet:
    """Two keys (40 bytes) or three (60), each 16 bytes and its check value.

    Under 3DES the second is a single-length key where its last eight bytes are zero. Raises
    MalformedMessage.
    """
    if len(field_62) not in (_TWO_KEYS, _THREE_KEYS):
        raise MalformedMessage("F62")
    parts = [field_62[at : at + _PART] for at in range(0, len(field_62), _PART)]
    pin, mac, *data = (EncipheredKey(part[:_KEY], part[_KEY:]) for part in parts)
    if dialect is Dialect.TRIPLE_DES and mac.cryptogram[_SINGLE:] == bytes(_SINGLE):
        mac = EncipheredKey(mac.cryptogram[:_SINGLE], mac.check_value)
    return KeySet(dialect, pin, mac, data[0] if data else None)
