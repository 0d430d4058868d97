"""When a magnetic stripe may stand in for a chip (降级交易; devices.md 3.5).

A chip card pays by its chip. Only where the chip itself has failed, and only where the acquirer's
contract allows it, may its stripe be used; never because somebody took the card out in between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kiosk.payments.emv.trouble import ChipTroubleCause

_STRIPE = re.compile(
    r";?([0-9]{13,19})[=D]([0-9]{2})(0[1-9]|1[0-2])([0-9]{3})([0-9]*)\??", re.ASCII
)
_LONGEST = 37
_CHIP_SERVICES = "26"


class ChipAttempt(Enum):
    """What became of the chip of the same card just before."""

    NONE = "none"
    """Nobody has tried it."""
    CANCELLED = "cancelled"
    """Somebody gave up or took the card out."""
    REFUSED = "refused"
    """The chip works, but says no."""
    FAILED = "failed"
    """The chip does not answer, or makes no sense."""


class StripeRefusal(Enum):
    """Why a stripe is not taken."""

    NOT_ACCEPTED = "not_accepted"
    """This terminal takes no stripes."""
    USE_CHIP_FIRST = "use_chip_first"
    MALFORMED = "malformed"
    EXPIRED = "expired"


class StripeRefused(Exception):
    """A stripe is not taken. Carries no personal data."""

    def __init__(self, refusal: StripeRefusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Stripe:
    """Track 2 as the acquirer is told: ``track2`` with ``D`` for the separator (F35), ``expiry``
    YYMM (F14). ``stands_in`` for a chip that has failed (F60.5 = 2)."""

    account: str = field(repr=False)
    track2: str = field(repr=False)
    expiry: str = field(repr=False)
    stands_in: bool


def chip_attempt(cause: ChipTroubleCause) -> ChipAttempt:
    """What a trouble with a chip means for the stripe: only one that makes no sense has failed."""
    if cause is ChipTroubleCause.MALFORMED:
        return ChipAttempt.FAILED
    return ChipAttempt.REFUSED


def take_stripe(track2: str, attempt: ChipAttempt, on: date, *, accepted: bool = False) -> Stripe:
    """Judge a stripe as the reader gives it, ``;`` and ``?`` and all. Raises StripeRefused."""
    if not accepted:
        raise StripeRefused(StripeRefusal.NOT_ACCEPTED)
    match = _STRIPE.fullmatch(track2)
    if match is None or len(track2.strip(";?")) > _LONGEST:
        raise StripeRefused(StripeRefusal.MALFORMED)
    account, year, month, service, rest = match.groups()
    has_chip = service[0] in _CHIP_SERVICES
    if has_chip and attempt is not ChipAttempt.FAILED:
        raise StripeRefused(StripeRefusal.USE_CHIP_FIRST)
    if (2000 + int(year), int(month)) < (on.year, on.month):
        raise StripeRefused(StripeRefusal.EXPIRED)
    expiry = year + month
    return Stripe(account, f"{account}D{expiry}{service}{rest}", expiry, stands_in=has_chip)
