"""Names of the data objects used here (EMV Book 3 annex A, JR/T 0025), and how some are written."""

from __future__ import annotations

from enum import IntEnum


class Tag(IntEnum):
    """A data object; the value reads as it is printed in the standards."""

    APPLICATION_ID = 0x4F
    TRACK_2 = 0x57
    ACCOUNT = 0x5A
    DIRECTORY_ENTRY = 0x61
    FCI = 0x6F
    RECORD = 0x70
    SCRIPT_BEFORE = 0x71
    SCRIPT_AFTER = 0x72
    ANSWER_2 = 0x77
    ANSWER_1 = 0x80
    AIP = 0x82
    DF_NAME = 0x84
    SCRIPT_COMMAND = 0x86
    PRIORITY = 0x87
    SFI = 0x88
    RESPONSE_CODE = 0x8A
    CDOL_1 = 0x8C
    CDOL_2 = 0x8D
    CVM_LIST = 0x8E
    ISSUER_AUTHENTICATION = 0x91
    AFL = 0x94
    TVR = 0x95
    DATE = 0x9A
    TSI = 0x9B
    TYPE = 0x9C
    FCI_PROPRIETARY = 0xA5
    HOLDER = 0x5F20
    EXPIRES = 0x5F24
    EFFECTIVE = 0x5F25
    ISSUER_COUNTRY = 0x5F28
    CURRENCY = 0x5F2A
    SEQUENCE = 0x5F34
    CURRENCY_EXPONENT = 0x5F36
    AMOUNT = 0x9F02
    AMOUNT_OTHER = 0x9F03
    AMOUNT_BINARY = 0x81
    AMOUNT_OTHER_BINARY = 0x9F04
    TERMINAL_AID = 0x9F06
    USAGE_CONTROL = 0x9F07
    CARD_VERSION = 0x9F08
    TERMINAL_VERSION = 0x9F09
    HOLDER_EXTENDED = 0x9F0B
    ACTION_DEFAULT = 0x9F0D
    ACTION_DENIAL = 0x9F0E
    ACTION_ONLINE = 0x9F0F
    ISSUER_DATA = 0x9F10
    CATEGORY = 0x9F15
    MERCHANT_ID = 0x9F16
    SCRIPT_ID = 0x9F18
    COUNTRY = 0x9F1A
    FLOOR_LIMIT = 0x9F1B
    TERMINAL_ID = 0x9F1C
    SERIAL = 0x9F1E
    TRACK_1_REST = 0x9F1F
    TRACK_2_REST = 0x9F20
    TIME = 0x9F21
    CRYPTOGRAM = 0x9F26
    CRYPTOGRAM_INFORMATION = 0x9F27
    CAPABILITIES = 0x9F33
    CVM_RESULTS = 0x9F34
    TERMINAL_TYPE = 0x9F35
    COUNTER = 0x9F36
    UNPREDICTABLE = 0x9F37
    PDOL = 0x9F38
    ENTRY_MODE = 0x9F39
    ADDITIONAL_CAPABILITIES = 0x9F40
    SEQUENCE_COUNTER = 0x9F41
    APPLICATION_CURRENCY = 0x9F42
    MERCHANT_NAME = 0x9F4E
    HOLDER_DOCUMENT = 0x9F61
    HOLDER_DOCUMENT_KIND = 0x9F62
    CASH_INDICATOR = 0x9F7A
    CIPHER_INDICATOR = 0xDF69


NUMERIC = frozenset(
    {
        Tag.DATE, Tag.TYPE, Tag.EXPIRES, Tag.EFFECTIVE, Tag.ISSUER_COUNTRY, Tag.CURRENCY,
        Tag.SEQUENCE, Tag.CURRENCY_EXPONENT, Tag.AMOUNT, Tag.AMOUNT_OTHER, Tag.CATEGORY,
        Tag.COUNTRY, Tag.TIME, Tag.TERMINAL_TYPE, Tag.ENTRY_MODE, Tag.SEQUENCE_COUNTER,
        Tag.APPLICATION_CURRENCY,
    }
)  # fmt: skip
"""Figures, two in a byte, zeros in front (format n)."""

COMPRESSED = frozenset({Tag.ACCOUNT, Tag.TRACK_2_REST})
"""Figures, two in a byte, F behind (format cn)."""

PERSONAL = frozenset(
    {
        Tag.HOLDER, Tag.HOLDER_EXTENDED, Tag.HOLDER_DOCUMENT, Tag.HOLDER_DOCUMENT_KIND,
        Tag.TRACK_1_REST,
    }
)  # fmt: skip
"""What a card tells of its holder and nobody here needs: forgotten as it is read."""
