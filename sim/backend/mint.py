"""Where the service's random numbers come from."""

from __future__ import annotations

import secrets
from collections.abc import Callable


class Mint:
    """Makes tokens and serial numbers from a source of random bytes."""

    def __init__(self, source: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._source = source

    def token(self) -> str:
        """An opaque secret of 192 bits, 48 hexadecimal digits."""
        return self._source(24).hex()

    def digits(self, count: int) -> str:
        """So many decimal digits."""
        number = int.from_bytes(self._source(count)) % 10**count
        return f"{number:0{count}d}"
