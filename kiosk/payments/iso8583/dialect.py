"""The two families of ciphers in which a terminal and its acquirer talk."""

from __future__ import annotations

from enum import Enum


class Dialect(Enum):
    """Which cipher protects PIN and MAC."""

    TRIPLE_DES = "3des"
    """Double-length PIN key, single-length MAC key."""
    SM4 = "sm4"
    """国密: SM4 for both."""

    @property
    def block(self) -> int:
        """Bytes in a block of the cipher."""
        return 16 if self is Dialect.SM4 else 8

    @property
    def pin_block(self) -> int:
        """Bytes in an enciphered PIN block."""
        return self.block

    @property
    def sign_in(self) -> str:
        """F60.3 of a sign-in, which says what keys are wanted."""
        return "006" if self is Dialect.SM4 else "003"

    @property
    def algorithm(self) -> str:
        """The second figure of F53."""
        return "4" if self is Dialect.SM4 else "6"
