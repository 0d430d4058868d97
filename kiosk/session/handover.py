"""Taking the terminal from citizens and giving it back, each part of it agreeing first.

As XFS4IoT's vendor mode: requested → pending → every part has acknowledged → active → leaving.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Ending(Enum):
    """Why the program ends by itself."""

    RESTART = "restart"
    SHUT_DOWN = "shut_down"


class Part(Enum):
    """What must have come to rest before anybody but citizens gets the terminal."""

    ORDERS = "orders"
    CARDS = "cards"
    RECEIPTS = "receipts"
    DOCUMENTS = "documents"

    @property
    def label(self) -> str:
        """What it does, for people who wait for it."""
        return {
            "orders": "核对缴费",
            "cards": "银行卡和银联",
            "receipts": "打印小票",
            "documents": "打印凭证",
        }[self.value]


ALL_PARTS = frozenset(Part)


class Direction(Enum):
    """Which way the terminal changes hands."""

    PAUSE = "pause"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the terminal is wanted for besides serving citizens.

    ``held`` while the operator switch is on: staff may log in again and again until it is turned
    back. ``ending`` waits for citizens and staff alike.
    """

    service: bool = False
    held: bool = False
    ending: Ending | None = None

    @property
    def any(self) -> bool:
        """Whether citizens have to wait."""
        return self.service or self.ending is not None


NONE_WANTED = Wishes()
