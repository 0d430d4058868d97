"""Status byte SW3 of a reply of the identity-card security module, GA/T 467-2019."""

from __future__ import annotations

from enum import IntEnum


class SdtStatus(IntEnum):
    """SW3. Every member's ``meaning`` is for technicians."""

    CHECKSUM_ERROR = 0x10
    LENGTH_ERROR = 0x11
    UNKNOWN_COMMAND = 0x21
    NOT_AUTHORISED = 0x23
    UNKNOWN_ERROR = 0x24
    CARD_REFUSED_SAM = 0x31
    SAM_REFUSED_CARD = 0x32
    VERIFY_ERROR = 0x33
    FINGERPRINT_ERROR = 0x37
    INFORMATION_LENGTH = 0x3F
    UNKNOWN_CARD = 0x40
    READ_FAILED = 0x41
    NO_RANDOM = 0x47
    SELF_TEST_FAILED = 0x60
    SAM_NOT_AUTHORISED = 0x66
    NO_CARD = 0x80
    SELECT_FAILED = 0x81
    OK = 0x90
    NO_SUCH_ITEM = 0x91
    CARD_FOUND = 0x9F

    @property
    def meaning(self) -> str:
        """One sentence without any value of the card."""
        return _MEANING[self]


_MEANING = {
    SdtStatus.CHECKSUM_ERROR: "the module received a wrong checksum",
    SdtStatus.LENGTH_ERROR: "the module received a wrong length",
    SdtStatus.UNKNOWN_COMMAND: "the module does not know the command",
    SdtStatus.NOT_AUTHORISED: "the operation is not authorised",
    SdtStatus.UNKNOWN_ERROR: "unknown error in the module",
    SdtStatus.CARD_REFUSED_SAM: "the card failed to authenticate the module",
    SdtStatus.SAM_REFUSED_CARD: "the module failed to authenticate the card",
    SdtStatus.VERIFY_ERROR: "the card's information does not verify",
    SdtStatus.FINGERPRINT_ERROR: "the card's fingerprint does not verify",
    SdtStatus.INFORMATION_LENGTH: "the card's information has a wrong length",
    SdtStatus.UNKNOWN_CARD: "the card is of an unknown kind",
    SdtStatus.READ_FAILED: "reading the card failed",
    SdtStatus.NO_RANDOM: "the module got no random number",
    SdtStatus.SELF_TEST_FAILED: "the module failed its self-test",
    SdtStatus.SAM_NOT_AUTHORISED: "the module is not authorised",
    SdtStatus.NO_CARD: "no card found",
    SdtStatus.SELECT_FAILED: "selecting the card failed",
    SdtStatus.OK: "done",
    SdtStatus.NO_SUCH_ITEM: "the card has no such item",
    SdtStatus.CARD_FOUND: "card found",
}
