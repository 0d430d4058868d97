"""The reversal (冲正) of a purchase: all that the 0400 repeats, and how it is kept on the disk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kiosk.domain.money import Money
from kiosk.payments.acquirer.profile import AcquirerProfile
from kiosk.payments.acquirer.purchase import Purchase, check_card, check_charge, check_chip
from kiosk.payments.iso8583.codec import (
    MalformedMessage,
    Message,
    decode_message,
    encode_message,
)
from kiosk.payments.iso8583.fields import (
    NORMAL,
    PURCHASE,
    RENMINBI,
    entry_field,
    purchase_60,
    read_60,
)

NO_ANSWER = "98"
"""F39: no answer came."""
WRONG_MAC = "A0"
"""F39: the answer's MAC was wrong."""
UNREADABLE = "96"
"""F39: the answer could not be read."""
CARD_DISAGREED = "06"
"""F39: approved, but the chip did not agree afterwards."""
CUSTOMER_GONE = "17"
"""F39: given up for other reasons."""

_KIND = "0400"
_VERSION = b"\x01"
_ENTRY = re.compile(r"0[25][12]", re.ASCII)
_REASON = re.compile(r"[0-9A-Z]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reversal:
    """Everything the reversal of a purchase repeats of it.

    ``entry`` is F22, ``field_60`` F60 as they were, ``field_55`` what of the chip is repeated (tags
    95, 9F1E, 9F10, 9F36), ``reason`` F39. Raises ValueError, which never shows what was wrong.
    """

    amount: Money
    trace: int
    terminal_id: str
    merchant_id: str
    account: str = field(repr=False)
    expiry: str = field(repr=False)
    entry: str
    sequence: int | None = field(repr=False)
    field_55: bytes = field(repr=False)
    field_60: str
    reason: str = NO_ANSWER

    def __post_init__(self) -> None:
        check_charge(self.amount, self.trace, self.batch)
        check_card(self.account, self.expiry, self.sequence)
        check_chip(self.field_55)
        if _ENTRY.fullmatch(self.entry) is None or _REASON.fullmatch(self.reason) is None:
            raise ValueError("no F22 or no F39")

    @classmethod
    def of(cls, purchase: Purchase, profile: AcquirerProfile, field_55: bytes = b"") -> Reversal:
        """The reversal of a purchase that is about to be sent; ``field_55`` as the chip's reading
        prepared it for this."""
        return cls(
            amount=purchase.amount,
            trace=purchase.trace,
            terminal_id=profile.terminal_id,
            merchant_id=profile.merchant_id,
            account=purchase.card.account,
            expiry=purchase.card.expiry,
            entry=entry_field(purchase.entry, with_pin=purchase.pin_block is not None),
            sequence=purchase.card.sequence,
            field_55=field_55,
            field_60=purchase_60(purchase.batch, purchase.entry),
        )

    @property
    def batch(self) -> int:
        """F60.2 of the purchase."""
        return read_60(self.field_60).batch

    def because(self, reason: str) -> Reversal:
        """The same for another reason (F39)."""
        return replace(self, reason=reason)

    def message(self) -> Message:
        """The 0400, not yet sealed."""
        fields = {
            2: self.account,
            3: PURCHASE,
            4: f"{self.amount.fen:012d}",
            11: f"{self.trace:06d}",
            14: self.expiry,
            22: self.entry,
            25: NORMAL,
            39: self.reason,
            41: self.terminal_id,
            42: self.merchant_id,
            49: RENMINBI,
            60: self.field_60,
        }
        if self.sequence is not None:
            fields[23] = f"{self.sequence:03d}"
        if self.field_55:
            fields[55] = self.field_55.hex().upper()
        return Message(_KIND, fields)

    def to_bytes(self) -> bytes:
        """A version byte and the 0400 itself. Holds the card's number: to be kept sealed."""
        return _VERSION + encode_message(self.message())

    @classmethod
    def from_bytes(cls, kept: bytes) -> Reversal:
        """The inverse of ``to_bytes``. Raises ValueError, which never shows what was there."""
        if kept[:1] != _VERSION:
            raise ValueError("no reversal of a version that is known")
        message = decode_message(kept[1:])
        found = cls._read(message)
        if found.message() != message:
            raise MalformedMessage("reversal")
        return found

    @classmethod
    def _read(cls, message: Message) -> Reversal:
        sequence = message.get(23)
        return cls(
            amount=Money(int(message.get(4) or "0")),
            trace=int(message.get(11) or "0"),
            terminal_id=message.get(41),
            merchant_id=message.get(42),
            account=message.get(2),
            expiry=message.get(14),
            entry=message.get(22),
            sequence=int(sequence) if sequence else None,
            field_55=message.octets(55),
            field_60=message.get(60),
            reason=message.get(39),
        )
