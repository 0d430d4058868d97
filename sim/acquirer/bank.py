"""What the bank of a card says to a purchase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kiosk.domain.bank_card import CardKind
from sim.acquirer.books import Books
from sim.acquirer.checks import amount_of
from sim.acquirer.keys import WorkingKeys
from sim.acquirer.pin import open_pin_block
from sim.acquirer.wire import Packet
from sim.cards.ber import objects
from sim.cards.issuer import CryptogramRefused
from sim.cards.plastic import BankCard, Standing

_AMOUNT_TAG = 0x9F02
_SM4_PIN_TAG = b"SM016"
_CHIP = "05"
_STANDINGS = {
    Standing.LOST: "41",
    Standing.STOLEN: "43",
    Standing.FROZEN: "62",
    Standing.CLOSED: "14",
    Standing.PIN_LOCKED: "75",
}


class CardIssuer(Protocol):
    """The banks, as ``sim.cards.issuer`` has them."""

    def find(self, account: str) -> BankCard | None:
        """The card with that number."""
        ...

    def pin_is_right(self, account: str, pin: str) -> bool:
        """Whether that is its PIN."""
        ...

    def verify(self, account: str, sequence: int | None, field_55: bytes) -> None:
        """Raises CryptogramRefused for a chip that is not the card's."""
        ...

    def authenticate(self, account: str, sequence: int | None, field_55: bytes, code: str) -> bytes:
        """F55 of the answer. Raises CryptogramRefused."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """F39, and F55 for a chip that proved itself."""

    code: str
    field_55: bytes = b""


class Bank:
    """The bank of every card; keeps what it must remember in the books."""

    def __init__(self, issuer: CardIssuer, books: Books, today: Callable[[], date]) -> None:
        self._issuer = issuer
        self._books = books
        self._today = today

    def judge(self, packet: Packet, keys: WorkingKeys) -> Verdict:
        """Whether a card may pay for what it is asked to. Nothing is debited here."""
        account = packet.text(2)
        card = self._issuer.find(account)
        if card is None or card.foreign:
            return Verdict("14")
        if packet.text(22)[:2] != _CHIP:
            return Verdict(self._stripe(packet, card) or self._holder(packet, card, keys) or "00")
        sequence = int(packet.text(23)) if packet.text(23) else None
        field_55 = packet.octets[55]
        try:
            self._issuer.verify(account, sequence, field_55)
        except CryptogramRefused:
            return Verdict("34")
        if objects(field_55)[_AMOUNT_TAG].hex() != packet.text(4):
            return Verdict("30")
        code = self._holder(packet, card, keys) or "00"
        return Verdict(code, self._issuer.authenticate(account, sequence, field_55, code))

    def _stripe(self, packet: Packet, card: BankCard) -> str | None:
        """A card with a chip pays with its stripe only where the chip has failed (F60.5)."""
        if packet.text(35) != card.track_2:
            return "59"
        return None if packet.text(60)[12:13] == "2" else "45"

    def _holder(self, packet: Packet, card: BankCard, keys: WorkingKeys) -> str | None:
        if card.expiry != packet.text(14) or card.valid_to < self._today():
            return "54"
        if card.standing is not Standing.GOOD:
            return _STANDINGS[card.standing]
        return self._pin(packet, card, keys) or self._funds(packet, card)

    def _pin(self, packet: Packet, card: BankCard, keys: WorkingKeys) -> str | None:
        if packet.text(22)[2:] != "1":
            return "55" if card.kind is CardKind.DEBIT else None
        if not self._books.tries_left(card.account):
            return "75"
        pin = open_pin_block(_pin_block(packet), card.account, keys)
        if pin is None:
            return "99"
        right = self._issuer.pin_is_right(card.account, pin)
        self._books.note_pin(card.account, right=right)
        if right:
            return None
        return "55" if self._books.tries_left(card.account) else "75"

    def _funds(self, packet: Packet, card: BankCard) -> str | None:
        amount = amount_of(packet)
        if not amount:
            return "13"
        if card.limit is not None and amount > card.limit.fen:
            return "61"
        if amount > card.balance.fen - self._books.spent_fen(card.account):
            return "51"
        return None


def _pin_block(packet: Packet) -> bytes:
    in_62 = packet.octets.get(62, b"")
    if in_62.startswith(_SM4_PIN_TAG):
        return in_62.removeprefix(_SM4_PIN_TAG)
    return packet.octets[52]
