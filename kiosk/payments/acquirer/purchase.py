"""A purchase by bank card, as it is asked of the acquirer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Protocol

from kiosk.domain.bank_card import MOST_TRACE
from kiosk.domain.money import Money
from kiosk.payments.iso8583.fields import EntryMode

_ACCOUNT = re.compile(r"[0-9]{13,19}", re.ASCII)
_EXPIRY = re.compile(r"[0-9]{4}", re.ASCII)
_TRACK = re.compile(r"(?=.{1,37}\Z)[0-9]{13,19}[=D][0-9]*", re.ASCII)
_MOST_SEQUENCE = 99
_MOST_FEN = 10**12 - 1
_MOST_CHIP_BYTES = 255
_PIN_BLOCKS = (8, 16)


class ChargedCard(Protocol):
    """What a purchase needs of a card; what the chip's reading gives is such."""

    @property
    def account(self) -> str:
        """The account number (PAN), 13 to 19 figures."""
        ...

    @property
    def track2(self) -> str:
        """Track 2 or the chip's equivalent, with ``=`` or ``D``; empty if there is none."""
        ...

    @property
    def expiry(self) -> str:
        """``YYMM``."""
        ...

    @property
    def sequence(self) -> int | None:
        """The card's sequence number, None where it has none."""
        ...


@dataclass(frozen=True, slots=True)
class Purchase:
    """What is to be charged to which card. ``trace`` is F11, ``batch`` F60.2, both 1 to 999999.

    ``pin_block`` is as the pad enciphered it, 8 or 16 bytes, None where no PIN was asked;
    ``field_55`` what the chip says, empty for a stripe. Raises ValueError, which never shows what
    was wrong.
    """

    amount: Money
    trace: int
    batch: int
    card: ChargedCard = field(repr=False)
    entry: EntryMode = EntryMode.CHIP
    pin_block: bytes | None = field(default=None, repr=False)
    field_55: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        check_charge(self.amount, self.trace, self.batch)
        check_card(self.card.account, self.card.expiry, self.card.sequence)
        if self.card.track2 and _TRACK.fullmatch(self.card.track2) is None:
            raise ValueError("no track 2")
        if self.pin_block is not None and len(self.pin_block) not in _PIN_BLOCKS:
            raise ValueError("a PIN block has 8 or 16 bytes")
        if bool(self.field_55) is not (self.entry is EntryMode.CHIP):
            raise ValueError("a chip's purchase has F55, a stripe's has none")
        check_chip(self.field_55)


def check_charge(amount: Money, trace: int, batch: int) -> None:
    """Raises ValueError unless these can be amount, trace and batch of a purchase."""
    if not 1 <= amount.fen <= _MOST_FEN:
        raise ValueError("an amount has one to twelve figures of fen")
    if not (1 <= trace <= MOST_TRACE and 1 <= batch <= MOST_TRACE):
        raise ValueError("trace and batch are 1 to 999999")


def check_card(account: str, expiry: str, sequence: int | None) -> None:
    """Raises ValueError, without the values, unless these can be a card's."""
    if _ACCOUNT.fullmatch(account) is None:
        raise ValueError("no account number")
    if _EXPIRY.fullmatch(expiry) is None:
        raise ValueError("no expiry")
    if sequence is not None and not 0 <= sequence <= _MOST_SEQUENCE:
        raise ValueError("no sequence number")


def check_chip(field_55: bytes) -> None:
    """Raises ValueError for more than F55 can hold."""
    if len(field_55) > _MOST_CHIP_BYTES:
        raise ValueError("F55 has at most 255 bytes")
