"""The terminal and the purchase in the words of the chip (EMV Book 3 annex A, Book 4 annex A)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.money import Money
from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.tags import Tag

CHINA = 156
"""Country code of China and currency code of the renminbi (ISO 3166, ISO 4217)."""

_ID = re.compile(r"[0-9A-Za-z]{8}", re.ASCII)
_MERCHANT = re.compile(r"[0-9A-Za-z]{15}", re.ASCII)
_MOST_FEN = 10**12 - 1
_MERCHANT_NAME_SIZE = 20
_GOODS_AND_SERVICES = b"\x00"
_CHIP_READ = b"\x05"
_EXPONENT = b"\x02"


@dataclass(frozen=True, slots=True)
class TerminalData:
    """What the terminal tells a card of itself.

    ``terminal_id`` is the acquirer's (9F1C, F41), ``serial`` the maker's (9F1E), both 8 letters or
    figures; ``merchant_id`` has 15 (9F16, F42); ``merchant_name`` is at most 20 ASCII characters.
    ``kind`` 9F35: 24 is unattended, online only, of a merchant. ``capabilities`` 9F33: chip with
    contacts; online PIN and no verification; no offline data authentication. ``additional``
    9F40: services; numeric and command keys; display and print for the cardholder. ``version``
    9F09. ``category`` 9F15: 9311 is tax payments. Raises ValueError for what does not fit.
    """

    terminal_id: str
    serial: str
    merchant_id: str = "0" * 15
    merchant_name: str = ""
    country: int = CHINA
    currency: int = CHINA
    category: int = 9311
    kind: int = 24
    capabilities: bytes = b"\x20\x48\x00"
    additional: bytes = b"\x20\x00\xa0\x50\x01"
    version: bytes = b"\x00\x30"

    def __post_init__(self) -> None:
        if _ID.fullmatch(self.terminal_id) is None or _ID.fullmatch(self.serial) is None:
            raise ValueError("a terminal and its serial number are 8 letters or figures")
        if _MERCHANT.fullmatch(self.merchant_id) is None:
            raise ValueError("a merchant is 15 letters or figures")
        if len(self.merchant_name) > _MERCHANT_NAME_SIZE or not self.merchant_name.isascii():
            raise ValueError("a merchant's name has at most 20 ASCII characters")
        if (len(self.capabilities), len(self.additional), len(self.version)) != (3, 5, 2):
            raise ValueError("9F33 has three bytes, 9F40 five, 9F09 two")
        if not (0 <= self.country < 1000 and 0 <= self.currency < 1000):
            raise ValueError("countries and currencies have three figures")
        if not (0 <= self.category < 10_000 and 0 <= self.kind < 100):
            raise ValueError("9F15 has four figures, 9F35 two")


@dataclass(frozen=True, slots=True)
class EmvPurchase:
    """What is bought: ``amount`` of at most twelve figures in fen, local time ``at``.

    ``unpredictable`` (9F37) is four bytes that nobody can foresee, drawn anew for each attempt.
    Raises ValueError for what does not fit.
    """

    amount: Money
    at: datetime
    unpredictable: bytes = field(repr=False)
    terminal: TerminalData

    def __post_init__(self) -> None:
        if len(self.unpredictable) != 4:
            raise ValueError("an unpredictable number has four bytes")
        if self.amount.fen > _MOST_FEN:
            raise ValueError("an amount has at most twelve figures")


def terminal_objects(purchase: EmvPurchase) -> DataObjects:
    """What a card may ask for before anything has been decided."""
    terminal = purchase.terminal
    return DataObjects(
        {
            Tag.AMOUNT: figures(purchase.amount.fen, 6),
            Tag.AMOUNT_OTHER: figures(0, 6),
            Tag.AMOUNT_BINARY: min(purchase.amount.fen, 0xFFFFFFFF).to_bytes(4, "big"),
            Tag.AMOUNT_OTHER_BINARY: bytes(4),
            Tag.TERMINAL_VERSION: terminal.version,
            Tag.CATEGORY: figures(terminal.category, 2),
            Tag.MERCHANT_ID: terminal.merchant_id.encode("ascii"),
            Tag.COUNTRY: figures(terminal.country, 2),
            Tag.FLOOR_LIMIT: bytes(4),
            Tag.TERMINAL_ID: terminal.terminal_id.encode("ascii"),
            Tag.SERIAL: terminal.serial.encode("ascii"),
            Tag.TIME: bytes.fromhex(f"{purchase.at:%H%M%S}"),
            Tag.DATE: bytes.fromhex(f"{purchase.at:%y%m%d}"),
            Tag.TYPE: _GOODS_AND_SERVICES,
            Tag.CURRENCY: figures(terminal.currency, 2),
            Tag.CURRENCY_EXPONENT: _EXPONENT,
            Tag.CAPABILITIES: terminal.capabilities,
            Tag.TERMINAL_TYPE: figures(terminal.kind, 1),
            Tag.UNPREDICTABLE: purchase.unpredictable,
            Tag.ENTRY_MODE: _CHIP_READ,
            Tag.ADDITIONAL_CAPABILITIES: terminal.additional,
            Tag.MERCHANT_NAME: terminal.merchant_name.encode("ascii").ljust(_MERCHANT_NAME_SIZE),
            Tag.CASH_INDICATOR: b"\x00",
            Tag.CIPHER_INDICATOR: b"\x00",
        }
    )


def figures(number: int, size: int) -> bytes:
    """A number as format n in ``size`` bytes. Raises OverflowError when it does not fit."""
    text = f"{number:0{2 * size}d}"
    if len(text) > 2 * size:
        raise OverflowError("the number has too many figures")
    return bytes.fromhex(text)
