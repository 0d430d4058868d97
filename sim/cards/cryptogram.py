"""Cryptograms between a bank card and its bank: keys, ARQC, TC, AAC, ARPC (EMV Book 2, 8 and A1).

JR/T 0025 (PBOC) derives the session key in its own way; the rest is EMV's. Everything here is
computed as the standards say; only the keys are invented.
"""

from __future__ import annotations

from enum import Enum

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

_BLOCK = 8
_KEY = 16


class SessionKeys(Enum):
    """How a session key comes from the card's key and the transaction counter."""

    PBOC = "pboc"
    """JR/T 0025: the counter and its complement, each behind six zero bytes."""
    EMV_COMMON = "emv_common"
    """EMV Book 2 A1.3.1: the counter, F0 or 0F, and zero bytes."""


def triple_des(key: bytes, data: bytes) -> bytes:
    """``data`` (whole blocks) under a double-length key, block by block."""
    encryptor = Cipher(TripleDES(key + key[:_BLOCK]), modes.ECB()).encryptor()  # noqa: S305 EMV's
    return encryptor.update(data) + encryptor.finalize()


def card_key(issuer_key: bytes, account: str, sequence: int | None) -> bytes:
    """The card's master key, option A: of the last 16 figures of account and card sequence.

    Both keys are 16 bytes; the result has odd parity. A card without a sequence counts as 00.
    """
    figures = f"{account}{sequence or 0:02d}"[-16:].rjust(16, "0")
    seed = bytes.fromhex(figures)
    return _odd_parity(triple_des(issuer_key, seed + _complement(seed)))


def session_key(key: bytes, counter: int, method: SessionKeys) -> bytes:
    """The key of one transaction, 16 bytes, from the card's key and its counter (ATC)."""
    atc = counter.to_bytes(2, "big")
    match method:
        case SessionKeys.PBOC:
            return triple_des(key, bytes(6) + atc + bytes(6) + _complement(atc))
        case SessionKeys.EMV_COMMON:
            return triple_des(key, atc + b"\xf0" + bytes(5) + atc + b"\x0f" + bytes(5))


def cryptogram(key: bytes, data: bytes) -> bytes:
    """ARQC, TC or AAC, 8 bytes: ISO/IEC 9797-1 algorithm 3 with padding 2 under a session key."""
    left, right = key[:_BLOCK], key[_BLOCK:_KEY]
    padded = data + b"\x80"
    padded += bytes(-len(padded) % _BLOCK)
    chained = bytes(_BLOCK)
    for at in range(0, len(padded), _BLOCK):
        chained = _single_des(left, _xor(chained, padded[at : at + _BLOCK]))
    return _single_des(left, _single_des_back(right, chained))


def response_cryptogram(key: bytes, request: bytes, code: bytes) -> bytes:
    """ARPC by method 1, 8 bytes: of the card's ARQC and the two-byte response code."""
    return triple_des(key, _xor(request, code + bytes(_BLOCK - len(code))))


def _single_des(key: bytes, block: bytes) -> bytes:
    return triple_des(key + key, block)


def _single_des_back(key: bytes, block: bytes) -> bytes:
    decryptor = Cipher(TripleDES(key * 3), modes.ECB()).decryptor()  # noqa: S305 EMV's
    return decryptor.update(block) + decryptor.finalize()


def _odd_parity(key: bytes) -> bytes:
    return bytes(byte ^ (1 - byte.bit_count() % 2) for byte in key)


def _complement(data: bytes) -> bytes:
    return bytes(byte ^ 0xFF for byte in data)


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(left, right, strict=True))
