"""What a PIN pad computes: 3DES and SM4, check values, MACs and PIN blocks."""

from __future__ import annotations

from enum import Enum

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4


class Family(Enum):
    """Which cipher a key is for."""

    DES = "des"
    SM4 = "sm4"

    @property
    def block(self) -> int:
        """Bytes of a block."""
        return 16 if self is Family.SM4 else 8


def encipher(family: Family, key: bytes, data: bytes) -> bytes:
    """ECB. A DES key has 8, 16 or 24 bytes, an SM4 key 16."""
    return _run(_cipher(family, key).encryptor(), data)


def decipher(family: Family, key: bytes, data: bytes) -> bytes:
    """ECB, the other way."""
    return _run(_cipher(family, key).decryptor(), data)


def check_value(family: Family, key: bytes) -> bytes:
    """E(key, 0): one block."""
    return encipher(family, key, bytes(family.block))


def cbc_mac(family: Family, key: bytes, data: bytes) -> bytes:
    """The last block of CBC with a zero vector over whole blocks."""
    chained = bytes(family.block)
    for place in range(0, len(data), family.block):
        chained = encipher(family, key, xored(chained, data[place : place + family.block]))
    return chained


def pin_field(pin: str, size: int) -> bytes:
    """ISO 9564-1 format 0: ``0 L P… F…`` in ``size`` bytes."""
    return bytes.fromhex(f"0{len(pin):X}{pin}".ljust(2 * size, "F"))


def pin_block(pin: str, account: str, size: int) -> bytes:
    """The clear block of format 0 over the twelve figures of an account."""
    return xored(pin_field(pin, size), bytes.fromhex(account.rjust(2 * size, "0")))


def xored(first: bytes, second: bytes) -> bytes:
    """Bit by bit."""
    return bytes(a ^ b for a, b in zip(first, second, strict=True))


def _cipher(family: Family, key: bytes) -> Cipher[modes.ECB]:
    if family is Family.SM4:
        return Cipher(SM4(key), modes.ECB())  # noqa: S305  # as the pad does
    whole = {8: key * 3, 16: key + key[:8], 24: key}[len(key)]
    return Cipher(TripleDES(whole), modes.ECB())  # noqa: S305


def _run(context: CipherContext, data: bytes) -> bytes:
    return context.update(data) + context.finalize()
