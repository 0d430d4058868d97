"""The ciphers of host and PIN pad, and the MAC that UnionPay makes of them."""

from __future__ import annotations

from enum import Enum

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

_MAC_CHARACTERS = 8


class Suite(Enum):
    """Which cipher a terminal speaks; the value is the length of its blocks."""

    TRIPLE_DES = 8
    SM4 = 16


def _ecb(suite: Suite, key: bytes) -> Cipher[modes.ECB]:
    if suite is Suite.SM4:
        return Cipher(SM4(key), modes.ECB())  # noqa: S305 as the terminals' standard says
    whole = {8: key * 3, 16: key + key[:8]}[len(key)]
    return Cipher(TripleDES(whole), modes.ECB())  # noqa: S305 as the terminals' standard says


def encipher(suite: Suite, key: bytes, blocks: bytes) -> bytes:
    """Whole blocks, each by itself; a DES key may have 8 bytes or 16."""
    encryptor = _ecb(suite, key).encryptor()
    return encryptor.update(blocks) + encryptor.finalize()


def decipher(suite: Suite, key: bytes, blocks: bytes) -> bytes:
    """The inverse of ``encipher``."""
    decryptor = _ecb(suite, key).decryptor()
    return decryptor.update(blocks) + decryptor.finalize()


def check_value(suite: Suite, key: bytes) -> bytes:
    """KCV: the first four bytes of an enciphered block of zeros."""
    return encipher(suite, key, bytes(suite.value))[:4]


def xor(one: bytes, other: bytes) -> bytes:
    """Byte by byte; both are as long."""
    return bytes(left ^ right for left, right in zip(one, other, strict=True))


def union_mac(suite: Suite, key: bytes, data: bytes) -> bytes:
    """F64: fold, write in hexadecimal, encipher, XOR, encipher, and take eight characters."""
    size = suite.value
    folded = bytes(size)
    for start in range(0, len(data), size):
        folded = xor(folded, data[start : start + size].ljust(size, b"\0"))
    characters = folded.hex().upper().encode()
    once = encipher(suite, key, characters[:size])
    twice = encipher(suite, key, xor(once, characters[size:]))
    return twice.hex().upper().encode()[:_MAC_CHARACTERS]
