"""The banks behind the acquirer: they know each card's keys, its PIN and how it stands.

What is spent and how many PINs were wrong is the business of whoever keeps the accounts.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from sim.cards.ber import objects, tlv
from sim.cards.cast import CAST
from sim.cards.cryptogram import (
    SessionKeys,
    card_key,
    cryptogram,
    response_cryptogram,
    session_key,
)
from sim.cards.plastic import BankCard

ISSUER_KEY = bytes.fromhex("0123456789ABCDEF1111111111111111")
"""Master key of every simulated bank; published with the vectors, so it protects nothing."""

SIGNED_TAGS = (0x9F02, 0x9F03, 0x9F1A, 0x95, 0x5F2A, 0x9A, 0x9C, 0x9F37, 0x82, 0x9F36)
"""What a cryptogram is over, in this order; the card verification results of 9F10 follow."""

_RESULTS = slice(3, 7)


class CryptogramRefused(Exception):
    """The cryptogram in field 55 is not that card's over that transaction, or data are missing."""


class Issuer:
    """Knows the cards of the cast, or those it is given."""

    def __init__(self, cards: Iterable[BankCard] = CAST.values()) -> None:
        self._cards = {card.account: card for card in cards}

    def find(self, account: str) -> BankCard | None:
        """The card with that number; None for one that no bank has issued (F39 14)."""
        return self._cards.get(account)

    def pin_is_right(self, account: str, pin: str) -> bool:
        """Whether that is the PIN; never for a card without one or a number nobody issued."""
        card = self.find(account)
        return card is not None and card.pin is not None and hmac.compare_digest(card.pin, pin)

    def verify(self, account: str, sequence: int | None, field_55: bytes) -> None:
        """Compute the ARQC again from field 55 and compare. Raises CryptogramRefused."""
        self._checked(account, sequence, field_55)

    def authenticate(self, account: str, sequence: int | None, field_55: bytes, code: str) -> bytes:
        """The bank's answer to the card: object 91 with ARPC and ``code`` (F39, two characters),
        as it goes into field 55 of the answer. Raises CryptogramRefused as ``verify`` does."""
        key, request = self._checked(account, sequence, field_55)
        response = code.encode("ascii")
        return tlv(0x91, response_cryptogram(key, request, response) + response)

    def _checked(self, account: str, sequence: int | None, field_55: bytes) -> tuple[bytes, bytes]:
        card = self.find(account)
        if card is None:
            raise CryptogramRefused("no such card")
        try:
            data = objects(field_55)
            request = data[0x9F26]
            counter = int.from_bytes(data[0x9F36], "big")
            signed = b"".join(data[tag] for tag in SIGNED_TAGS) + data[0x9F10][_RESULTS]
        except (KeyError, ValueError):
            raise CryptogramRefused("field 55 is not complete") from None
        if data[0x9F27] != b"\x80":
            raise CryptogramRefused("not a request for authorisation")
        key = transaction_key(card, sequence, counter)
        if not hmac.compare_digest(cryptogram(key, signed), request):
            raise CryptogramRefused("the cryptogram is wrong")
        return key, request


def transaction_key(card: BankCard, sequence: int | None, counter: int) -> bytes:
    """The session key that card and bank share for one transaction (16 bytes)."""
    own = card_key(ISSUER_KEY, card.account, sequence)
    keys: SessionKeys = card.style.keys
    return session_key(own, counter, keys)
