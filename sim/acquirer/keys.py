"""The keys between host and terminals: the master key both have, and new working keys each day."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from sim.acquirer.ciphers import Suite, check_value, encipher

MASTER_KEYS = {
    Suite.TRIPLE_DES: bytes.fromhex("11111111111111112222222222222222"),
    Suite.SM4: bytes.fromhex("1234567890ABCDEFABCDEF0987654321"),
}
"""The simulated PIN pad has these too. Published with the vectors, so they protect nothing."""

_SINGLE = 8


@dataclass(frozen=True, slots=True)
class WorkingKeys:
    """The keys of one sign-in: for PINs, for MACs, for tracks (SM4 alone)."""

    suite: Suite
    pin: bytes = field(repr=False)
    mac: bytes = field(repr=False)
    data: bytes = field(default=b"", repr=False)

    def under(self, master: bytes) -> bytes:
        """F62: each key enciphered under the master key, with its check value.

        A single-length key takes the place of a double one, filled with zeros behind.
        """
        return b"".join(
            encipher(self.suite, master, key).ljust(16, b"\0") + check_value(self.suite, key)
            for key in (self.pin, self.mac, self.data)
            if key
        )


def new_keys(suite: Suite, draw: Callable[[int], bytes] = secrets.token_bytes) -> WorkingKeys:
    """Keys nobody has had before."""
    if suite is Suite.SM4:
        return WorkingKeys(suite, draw(16), draw(16), draw(16))
    return WorkingKeys(suite, draw(16), draw(_SINGLE))
