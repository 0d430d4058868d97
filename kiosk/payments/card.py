"""A chip card as this room needs it: something that answers commands.

``kiosk.devices.api.ChipCard`` fits, and so does anything else that is spoken to in APDUs.
"""

from __future__ import annotations

from typing import Protocol


class CardAnswer(Protocol):
    """What a card answered."""

    @property
    def data(self) -> bytes:
        """The answer without the status bytes; may be an account number."""
        ...

    @property
    def sw(self) -> int:
        """Both status bytes as one number; 0x9000 is well."""
        ...


class Card(Protocol):
    """An inserted and powered card."""

    async def exchange(self, command: bytes) -> CardAnswer:
        """Send one command APDU, wait for the whole answer; 61xx and 6Cxx are followed below here.

        What it raises when the card or its reader is gone passes through this room unchanged.
        """
        ...
