"""How much of the roll is left, for whoever watches the terminal from outside."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.doctor.consumption import roll_left
from kiosk.runtime.clock import Clock
from kiosk.runtime.terminal_state import Supply
from kiosk.settings import Settings

EVERY_S = 600.0
"""Reckoning takes a look through ledger and log; paper is used up more slowly than that."""


class RollGauge:
    """Answers at once with what was reckoned last, and reckons anew in a thread of its own when
    that is ten minutes old. Nothing is said where nobody has told of a new roll."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        begin: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        """``begin`` has something done in the background."""
        self._settings = settings
        self._clock = clock
        self._begin = begin or _in_a_thread
        self._reckoned_at: float | None = None
        self._left: int | None = None

    def __call__(self) -> tuple[Supply, ...]:
        """What is left, as far as it is known."""
        now = self._clock.monotonic()
        if self._reckoned_at is None or now - self._reckoned_at >= EVERY_S:
            self._reckoned_at = now
            self._begin(self._reckon)
        return () if self._left is None else (Supply("receipt_paper", self._left),)

    def _reckon(self) -> None:
        self._left = roll_left(self._settings)


def _in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="roll gauge", daemon=True).start()
