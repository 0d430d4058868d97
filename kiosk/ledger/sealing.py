"""What it takes to reverse a purchase, kept so that only this terminal can read it.

AES-256-GCM under a key of its own, derived from the ledger's key; a fresh random nonce of 12 bytes
stands before each ciphertext. The order's number and the attempt's ordinal are authenticated with
it, so that no sealed secret can stand in for another.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.domain.order import OrderNumber

_NONCE = 12


class Sealing:
    """Seals secrets and opens them again."""

    def __init__(self, key: bytes) -> None:
        """``key`` is the key of the ledger."""
        self._cipher = AESGCM(hmac.digest(key, b"kiosk ledger: reversal", "sha256"))

    def seal(self, secret: bytes, number: OrderNumber, ordinal: int) -> bytes:
        """Nonce, ciphertext, tag."""
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, secret, _bound_to(number, ordinal))

    def unseal(self, sealed: bytes, number: OrderNumber, ordinal: int) -> bytes:
        """The secret of that attempt. Raises ValueError for what was not sealed here, for it."""
        try:
            return self._cipher.decrypt(
                sealed[:_NONCE], sealed[_NONCE:], _bound_to(number, ordinal)
            )
        except InvalidTag as error:
            raise ValueError("not sealed here for this attempt") from error


def sha256_of(sealed: bytes) -> str:
    """What the chain keeps of a sealed secret: 64 hexadecimal digits."""
    return hashlib.sha256(sealed).hexdigest()


def _bound_to(number: OrderNumber, ordinal: int) -> bytes:
    return f"{number} {ordinal}".encode()
