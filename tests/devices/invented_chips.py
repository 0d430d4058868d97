"""A chip that answers a few commands, for readers to be tried with. It knows nobody."""

from __future__ import annotations

from sim.cards.inserted import CardFault, CardFaultKind
from sim.cards.smart_card import SmartCard

HISTORICAL = b"KIOSK"
ATR = b"\x3b\x65\x00\x00" + HISTORICAL
"""An answer to reset as EMV wants it of T=0 (book 1, 8.3): TB1 and TC1, both zero."""
ATR_T1 = b"\x3b\xe5\x00\x00\x81\x31\x20\x45" + HISTORICAL + b"\x12"
"""The same of T=1."""

SELECT = bytes.fromhex("00 A4 04 00 05 D1 56 00 00 99")
SELECTED = bytes.fromhex("6F 07 84 05 D1 56 00 00 99")
CHALLENGE = bytes.fromhex("00 84 00 00 08")
READ_ANY_LENGTH = bytes.fromhex("00 B0 00 00 00")
READ = b"hello"
REFUSED = bytes.fromhex("00 FE 00 00")

UPSIDE_DOWN = CardFault(CardFaultKind.MUTE)


class TryOut:
    """The application on it. It remembers what it was asked, and how often it was selected."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.selected = 0

    @property
    def aid(self) -> bytes:
        return SELECTED[-5:]

    def select(self) -> bytes:
        self.selected += 1
        return SELECTED + b"\x90\x00"

    def process(self, apdu: bytes) -> bytes:
        self.heard.append(apdu)
        match apdu[:4]:
            case b"\x00\x84\x00\x00":
                return bytes(range(8)) + b"\x90\x00"
            case b"\x00\xb0\x00\x00":
                return READ + b"\x90\x00"
            case _:
                return b"\x6d\x00"


def card_with(application: TryOut, *, t0: bool = True) -> SmartCard:
    """A card that carries it."""
    return SmartCard((application,), ATR if t0 else ATR_T1, t0=t0)
