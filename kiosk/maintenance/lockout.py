"""How long somebody who gave a wrong PIN has to wait before the next try."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_TRIES = 3
_FIRST = timedelta(seconds=30)
_LONGEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Refusals:
    """Wrong tries in a row since the last right one, and when the last of them was."""

    count: int = 0
    last: datetime | None = None

    def another(self, at: datetime) -> Refusals:
        """With one more wrong try."""
        return Refusals(self.count + 1, at)

    def closed_until(self) -> datetime | None:
        """Until when no try is taken; None while the next one is free. The delay doubles with every
        wrong try after the first three, up to an hour."""
        if self.last is None or self.count < FREE_TRIES:
            return None
        doublings = min(self.count - FREE_TRIES, 16)
        return self.last + min(_FIRST * (1 << doublings), _LONGEST)
