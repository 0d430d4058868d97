"""付款码: the codes that phones show to be scanned, as the wallet companies know them.

Kept in memory only: a code lives for a minute, so none would be worth keeping over a restart.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from kiosk.domain.tender import Tender
from sim.backend.mint import Mint
from sim.clock import WorldClock

VALID = timedelta(seconds=60)
"""How long a phone shows a code before it shows another."""

_SHAPES = {Tender.WECHAT: ("13", 18), Tender.ALIPAY: ("28", 18), Tender.UNIONPAY_QR: ("62", 19)}
"""What a wallet's codes begin with, and how many digits they have."""


@dataclass(slots=True)
class _Shown:
    tender: Tender
    until: datetime
    spent_on: str | None = None


class PaymentCodes:
    """Every code shown by any phone. Each is good once. Safe to use from any thread."""

    def __init__(self, clock: WorldClock, mint: Mint) -> None:
        self._clock = clock
        self._mint = mint
        self._guard = threading.Lock()
        self._shown: dict[str, _Shown] = {}

    def show(self, tender: Tender) -> str:
        """A phone shows a fresh code. Raises KeyError for a way of paying without codes."""
        beginning, length = _SHAPES[tender]
        with self._guard:
            while True:
                code = beginning + self._mint.digits(length - len(beginning))
                if code not in self._shown:
                    break
            self._shown[code] = _Shown(tender, self._clock.now() + VALID)
        return code

    def spend(self, code: str, tender: Tender, order_number: str) -> bool:
        """A merchant asks to charge whoever shows that code, for that order.

        False for a code that this wallet never showed, or that is too old or spent on another
        order. The same question again gets the same answer.
        """
        with self._guard:
            shown = self._shown.get(code)
            if shown is None or shown.tender is not tender:
                return False
            if shown.spent_on is None and self._clock.now() < shown.until:
                shown.spent_on = order_number
            return shown.spent_on == order_number

    def forget(self) -> None:
        """No phone has ever shown one."""
        with self._guard:
            self._shown.clear()
