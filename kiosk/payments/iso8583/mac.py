"""The MAC of UnionPay terminals (银联 ECB 算法), of which the pad does the secret half.

All blocks of the message are XORed into one; its sixteen (SM4: 32) hexadecimal characters are two
blocks again; the first enciphered, XORed with the second, and enciphered once more – which is what
a CBC-MAC over the two blocks is, so the pad is asked for that. F64 is the first eight hexadecimal
characters of the result.
"""

from __future__ import annotations

import hmac

from kiosk.payments.iso8583.codec import MAC_BYTES
from kiosk.payments.iso8583.dialect import Dialect


def what_is_sealed(message: bytes) -> bytes:
    """The part of a message that its MAC is about: from the type to the last field before F64."""
    return message[:-MAC_BYTES]


def mac_input(sealed: bytes, dialect: Dialect) -> bytes:
    """The two blocks the pad makes a CBC-MAC of: upper-case hexadecimal characters."""
    size = dialect.block
    padded = sealed + bytes(-len(sealed) % size)
    folded = 0
    for start in range(0, len(padded), size):
        folded ^= int.from_bytes(padded[start : start + size], "big")
    return folded.to_bytes(size, "big").hex().upper().encode("ascii")


def mac_field(result: bytes) -> bytes:
    """F64 for what the pad made of ``mac_input``."""
    return result.hex().upper().encode("ascii")[:MAC_BYTES]


def is_same_mac(one: bytes, other: bytes) -> bool:
    """Whether two values of F64 are the same, without telling by time where they differ."""
    return hmac.compare_digest(one, other)
