"""Where the service's random numbers come from."""

from __future__ import annotations

import secrets
from collections.abc import Callable

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32: none of I, L, O and U, which are mistaken for others."""


class Mint:
    """Makes tokens and serial numbers from a source of random bytes."""

    def __init__(self, source: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._source = source

    def token(self) -> str:
        """An opaque secret of 192 bits, 48 hexadecimal digits."""
        return self._source(24).hex()

    def check_code(self) -> str:
        """What nobody guesses and somebody may have to type: 100 bits, 20 characters of
        ``CODE_LETTERS``."""
        number = int.from_bytes(self._source(13))
        letters = []
        for _ in range(20):
            number, place = divmod(number, len(CODE_LETTERS))
            letters.append(CODE_LETTERS[place])
        return "".join(letters)

    def instruction_number(self) -> str:
        """64 bits but for a few, in groups; a letter begins it, so that it is nobody's number."""
        raw = self._source(8)
        digits = "abcdef"[raw[0] % 6] + raw.hex()[1:]
        return "-".join(digits[place : place + 4] for place in range(0, len(digits), 4))

    def digits(self, count: int) -> str:
        """So many decimal digits."""
        number = int.from_bytes(self._source(count)) % 10**count
        return f"{number:0{count}d}"
