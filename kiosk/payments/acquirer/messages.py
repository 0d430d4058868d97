"""What the terminal sends, none of it sealed yet."""

from __future__ import annotations

from kiosk.payments.acquirer.profile import AcquirerProfile, Sm4PinPlace
from kiosk.payments.acquirer.purchase import Purchase
from kiosk.payments.acquirer.settlement import Settlement
from kiosk.payments.iso8583.codec import Message
from kiosk.payments.iso8583.dialect import Dialect
from kiosk.payments.iso8583.fields import (
    LONGEST_PIN,
    NORMAL,
    OPERATOR,
    PURCHASE,
    RENMINBI,
    Network,
    entry_field,
    management_60,
    purchase_60,
    security_field,
    sm4_pin_62,
)
from kiosk.payments.iso8583.totals import write_totals

_F52_BYTES = 8


def sign_in_message(profile: AcquirerProfile, trace: int, batch: int) -> Message:
    """0800: working keys, please. ``batch`` is the one the terminal is in."""
    return _management("0800", profile, trace, batch, profile.dialect.sign_in, by_person=True)


def echo_message(profile: AcquirerProfile, trace: int, batch: int) -> Message:
    """0800: are you there?"""
    return _management("0800", profile, trace, batch, Network.ECHO.value, by_person=False)


def settlement_message(profile: AcquirerProfile, settlement: Settlement) -> Message:
    """0500: this is what I have counted in this batch."""
    asked = _management(
        "0500",
        profile,
        settlement.trace,
        settlement.batch,
        Network.SETTLEMENT.value,
        by_person=True,
    )
    return Message(asked.kind, {**asked.fields, 48: write_totals(settlement.totals), 49: RENMINBI})


def purchase_message(profile: AcquirerProfile, purchase: Purchase) -> Message:
    """0200. Raises ValueError when the PIN block is not one of the profile's cipher."""
    card = purchase.card
    with_pin = purchase.pin_block is not None
    fields = {
        2: card.account,
        3: PURCHASE,
        4: f"{purchase.amount.fen:012d}",
        11: f"{purchase.trace:06d}",
        14: card.expiry,
        22: entry_field(purchase.entry, with_pin=with_pin),
        25: NORMAL,
        41: profile.terminal_id,
        42: profile.merchant_id,
        49: RENMINBI,
        53: security_field(profile.dialect, with_pin=with_pin),
        60: purchase_60(purchase.batch, purchase.entry),
    }
    if card.sequence is not None:
        fields[23] = f"{card.sequence:03d}"
    if card.track2:
        fields[35] = card.track2.replace("=", "D")
    if purchase.field_55:
        fields[55] = purchase.field_55.hex().upper()
    if purchase.pin_block is not None:
        fields[26] = LONGEST_PIN
        fields |= _pin_fields(profile, purchase.pin_block)
    return Message("0200", fields)


def _pin_fields(profile: AcquirerProfile, block: bytes) -> dict[int, str]:
    if len(block) != profile.dialect.pin_block:
        raise ValueError("the PIN block is not one of this cipher")
    in_62 = profile.sm4_pin_place is Sm4PinPlace.FIELD_62
    if profile.dialect is Dialect.SM4 and in_62:
        return {52: bytes(_F52_BYTES).hex(), 62: sm4_pin_62(block).hex().upper()}
    return {52: block.hex().upper()}


def _management(
    kind: str, profile: AcquirerProfile, trace: int, batch: int, network: str, *, by_person: bool
) -> Message:
    fields = {
        11: f"{trace:06d}",
        41: profile.terminal_id,
        42: profile.merchant_id,
        60: management_60(batch, network),
    }
    if by_person:
        fields[63] = OPERATOR
    return Message(kind, fields)
