"""What a terminal found out (TVR, object 95) and did (TSI, object 9B): EMV Book 3 annex C."""

from __future__ import annotations

from enum import IntFlag

_TVR_SIZE = 5
_TSI_SIZE = 2


class Found(IntFlag):
    """Terminal verification results, five bytes; the bits that this terminal can find."""

    NOTHING = 0
    NO_OFFLINE_AUTHENTICATION = 0x80_00_00_00_00
    DATA_MISSING = 0x20_00_00_00_00
    OTHER_VERSION = 0x00_80_00_00_00
    SERVICE_NOT_ALLOWED = 0x00_10_00_00_00
    HOLDER_NOT_VERIFIED = 0x00_00_80_00_00
    METHOD_UNKNOWN = 0x00_00_40_00_00
    PIN_NOT_ENTERED = 0x00_00_08_00_00
    ONLINE_PIN_ENTERED = 0x00_00_04_00_00
    OVER_FLOOR_LIMIT = 0x00_00_00_80_00
    ISSUER_NOT_AUTHENTIC = 0x00_00_00_00_40
    SCRIPT_FAILED_BEFORE = 0x00_00_00_00_20
    SCRIPT_FAILED_AFTER = 0x00_00_00_00_10

    @property
    def data(self) -> bytes:
        """As object 95."""
        return self.value.to_bytes(_TVR_SIZE, "big")

    def touches(self, mask: bytes) -> bool:
        """Whether a bit of an action code (five bytes) is among these."""
        return bool(self.value & int.from_bytes(mask, "big"))


class Performed(IntFlag):
    """Transaction status information, two bytes."""

    NOTHING = 0
    HOLDER_VERIFICATION = 0x40_00
    CARD_RISK_MANAGEMENT = 0x20_00
    ISSUER_AUTHENTICATION = 0x10_00
    TERMINAL_RISK_MANAGEMENT = 0x08_00
    SCRIPTS = 0x04_00

    @property
    def data(self) -> bytes:
        """As object 9B."""
        return self.value.to_bytes(_TSI_SIZE, "big")


class Profile(IntFlag):
    """Application interchange profile (object 82), two bytes: what a card can do."""

    HOLDER_VERIFICATION = 0x10_00
    TERMINAL_RISK_MANAGEMENT = 0x08_00
    ISSUER_AUTHENTICATION = 0x04_00
