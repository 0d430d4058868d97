"""An application on a simulated chip card."""

from __future__ import annotations

from typing import Protocol

OK = b"\x90\x00"
WRONG_LENGTH = b"\x67\x00"
NOT_SATISFIED = b"\x69\x82"
CONDITIONS = b"\x69\x85"
WRONG_DATA = b"\x6a\x80"
FILE_NOT_FOUND = b"\x6a\x82"
RECORD_NOT_FOUND = b"\x6a\x83"
WRONG_REFERENCE = b"\x6a\x86"
UNKNOWN_INSTRUCTION = b"\x6d\x00"
BLOCKED = b"\x62\x83"


class Application(Protocol):
    """One application. It answers whole: data and two status bytes. Cutting answers to what T=0
    can carry (61xx, 6Cxx) is the card's business, so no answer has more than 256 bytes of data."""

    @property
    def aid(self) -> bytes:
        """Its name."""
        ...

    def select(self) -> bytes:
        """It was selected, and begins anew. Its file control information and status."""
        ...

    def process(self, apdu: bytes) -> bytes:
        """A command while it is selected: four bytes of header, then Lc and data where there is
        data, then Le where the reader sent one. The answer and its status."""
        ...
