"""How a bank card can fail while it pays."""

from __future__ import annotations

from enum import Enum


class ChipFault(Enum):
    """What is wrong with the chip, or when it is pulled out. The value names it in scenarios."""

    PULLED_BEFORE = "pulled_before"
    """It leaves before it has asked its bank: the first GENERATE AC is not answered."""
    PULLED_BETWEEN = "pulled_between"
    """It has asked its bank, and leaves before it hears the answer."""
    PULLED_DECIDING = "pulled_deciding"
    """It decides and leaves: the answer to the second GENERATE AC is lost."""
    PULLED_AFTER = "pulled_after"
    """It answers the second GENERATE AC and leaves."""
    DECLINES_FIRST = "declines_first"
    """AAC at once."""
    DECLINES_SECOND = "declines_second"
    """AAC although its bank has said yes."""
    WRONG_CRYPTOGRAM = "wrong_cryptogram"
    """Its key is not the one the bank has: a copied card."""
    CONTRADICTION = "contradiction"
    """The number in its track is not the one on its front."""
    GARBLED = "garbled"
    """A record breaks off."""
    BLOCKED = "blocked"
    """Its application is locked."""
    EXPIRED = "expired"
