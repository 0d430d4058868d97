"""Why a chip card cannot pay."""

from __future__ import annotations

from enum import Enum


class ChipTroubleCause(Enum):
    """What is the matter with a card that does answer."""

    WRONG_KIND = "wrong_kind"
    """No UnionPay application that would serve here."""
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    BLOCKED = "blocked"
    """The bank has locked the card or its application."""
    MALFORMED = "malformed"
    """Not what the standards prescribe: a damaged chip, or no honest one."""
    DECLINED = "declined"
    """The card itself refuses this purchase (AAC)."""


class ChipTrouble(Exception):
    """A card cannot pay. Carries no personal data."""

    def __init__(self, cause: ChipTroubleCause) -> None:
        super().__init__(cause.value)
        self.cause = cause


def malformed() -> ChipTrouble:
    """The trouble with a card that breaks the standards."""
    return ChipTrouble(ChipTroubleCause.MALFORMED)
