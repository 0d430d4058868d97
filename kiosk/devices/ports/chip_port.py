"""A reader of contact chip cards, whatever it is connected to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol


class ChipError(Exception):
    """It is the card, not the reader. Says what, never what is on the card."""


class ChipGone(ChipError):
    """The card is not in the reader, or not the same one any more."""


class ChipMute(ChipError):
    """A card is in, but answers nothing sensible to getting power: upside down, dirty, no chip."""


class ChipSilent(ChipError):
    """A card that had answered does not any more: a bad contact, or it is just being pulled out."""


class Chip(Protocol):
    """A card with power. Good for one insertion; afterwards every call raises ChipGone."""

    @property
    def answer_to_reset(self) -> bytes:
        """What it said when it got power."""
        ...

    @property
    def t0(self) -> bool:
        """Whether T=0 is spoken with it, else T=1."""
        ...

    async def transmit(self, command: bytes) -> bytes:
        """Send one command as the protocol carries it, and return the answer with its status bytes.

        A command that was sent is seen through even when the caller is cancelled. Raises ChipGone,
        ChipSilent, PortLost.
        """
        ...

    async def reset(self) -> None:
        """Reset it without taking the power away. Raises ChipGone, ChipMute, PortLost."""
        ...

    async def power_off(self) -> None:
        """Take the power away. Never raises; may be called twice."""
        ...


class ChipPort(Protocol):
    """An open reader with one slot. All waits may be cancelled."""

    @property
    def insertion(self) -> int | None:
        """Which insertion the card is that is in now: a number that no other has had since the
        port was opened. None while no card is in."""
        ...

    async def card_in(self) -> int:
        """Wait as long as it takes until a card is in, and return which insertion it is. Raises
        PortLost."""
        ...

    async def card_out(self, insertion: int) -> None:
        """Wait as long as it takes until the card of that insertion has been taken out. Raises
        PortLost."""
        ...

    def check(self) -> None:
        """Raises PortLost when the reader is known to be gone."""
        ...

    async def power_on(self) -> Chip:
        """Give the card power. Raises ChipGone, ChipMute, PortLost, and PortRefused when another
        program holds the card."""
        ...

    async def close(self) -> None:
        """Let go of card and reader. Never raises; may be called twice."""
        ...


ChipPortOpener = Callable[[], Awaitable[ChipPort]]
"""Opens the reader anew each time it is called. Raises PortLost or PortRefused."""
