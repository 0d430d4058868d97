"""Field 55: what the bank is told of the chip (devices.md 3.2 and 5.7), and what it answers."""

from __future__ import annotations

from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.tlv import encode

PURCHASE = (
    Tag.CRYPTOGRAM, Tag.CRYPTOGRAM_INFORMATION, Tag.ISSUER_DATA, Tag.UNPREDICTABLE, Tag.COUNTER,
    Tag.TVR, Tag.DATE, Tag.TYPE, Tag.AMOUNT, Tag.CURRENCY, Tag.AIP, Tag.COUNTRY, Tag.AMOUNT_OTHER,
    Tag.CAPABILITIES, Tag.CVM_RESULTS, Tag.TERMINAL_TYPE, Tag.SERIAL, Tag.DF_NAME,
    Tag.TERMINAL_VERSION, Tag.SEQUENCE_COUNTER,
)  # fmt: skip
"""Of a purchase (0200), in this order."""

REVERSAL = (Tag.TVR, Tag.SERIAL, Tag.ISSUER_DATA, Tag.COUNTER)
"""Of its reversal (0400)."""


def field_55(tags: tuple[Tag, ...], values: DataObjects) -> bytes:
    """The objects one after the other. Raises MalformedTlv when one is missing."""
    return b"".join(encode(tag, values.need(tag)) for tag in tags)
