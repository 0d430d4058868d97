"""How much of the roll is left, for whoever watches the terminal from outside."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace

from kiosk.doctor.consumption import used_of_roll
from kiosk.maintenance.counters import REPLENISHED_ROLL, Usage, roll_left_percent
from kiosk.observe import Event
from kiosk.runtime.clock import Clock
from kiosk.runtime.terminal_state import Supply
from kiosk.settings import Settings

EVERY_S = 24 * 3600.0
"""A look through ledger and log costs seconds of a processor; between two of them papers are
counted as they come out."""
_PAPERS = frozenset(
    {
        Event.RECEIPT_PRINTED,
        Event.RECEIPT_REPRINTED,
        Event.SLIP_PRINTED,
        Event.REFERRAL_PRINTED,
    }
)


class RollGauge:
    """Answers at once: what was used by the last reckoning, and every paper since. It reckons anew
    in a thread of its own once a day and after a new roll, so that a paper that came out meanwhile
    and was counted twice is soon counted once. Nothing is said where nobody has told of a new roll.

    It hears of papers and rolls by the event log (``heard``, from any thread).
    """

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
        self._turn = threading.Lock()
        self._reckoned_at: float | None = None
        self._used: Usage | None = None
        self._since = 0

    def __call__(self) -> tuple[Supply, ...]:
        """What is left, as far as it is known."""
        now = self._clock.monotonic()
        with self._turn:
            due = self._reckoned_at is None or now - self._reckoned_at >= EVERY_S
            if due:
                self._reckoned_at = now
            used, since = self._used, self._since
        if due:
            self._begin(self._reckon)
        if used is None:
            return ()
        # One as long as the other: that is how slips are reckoned anyway.
        used = replace(used, slips=used.slips + since)
        roll_m = self._settings.receipt_printer.roll_metres
        return (Supply("receipt_paper", roll_left_percent(roll_m, used)),)

    def heard(self, event: Event, facts: Mapping[str, object]) -> None:
        """Something happened."""
        if event in _PAPERS:
            with self._turn:
                self._since += 1
        elif event is Event.STAFF_ACTED and facts.get("what") == REPLENISHED_ROLL:
            with self._turn:
                self._reckoned_at = None

    def _reckon(self) -> None:
        with self._turn:
            before = self._since
        used = used_of_roll(self._settings)
        with self._turn:
            self._used = used
            self._since -= before


def _in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="roll gauge", daemon=True).start()
