"""Trace numbers (流水号, F11) and the batch (批次, F60.2) they count in."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.bank_card import MOST_TRACE


@dataclass(frozen=True, slots=True)
class Counting:
    """How far the numbers have come.

    ``batch`` is the acquirer's, 0 before the first; ``trace`` the last one taken, 0 before the
    first; ``taken`` how many this batch has had. Traces go on across batches, and after 999999
    from 1, so that a number comes again as late as can be.
    """

    batch: int = 0
    trace: int = 0
    taken: int = 0

    @property
    def used_up(self) -> bool:
        """Whether the next trace would be one that this batch has had."""
        return self.taken >= MOST_TRACE

    def next(self) -> Counting:
        """With the next trace taken. Raises ValueError when they are used up."""
        if self.used_up:
            raise ValueError("a trace twice in a batch")
        return Counting(self.batch, self.trace % MOST_TRACE + 1, self.taken + 1)

    def adopted(self, batch: int) -> Counting:
        """In another batch. Raises ValueError for the same one, or for what is no batch number."""
        if batch == self.batch or not 1 <= batch <= MOST_TRACE:
            raise ValueError("not another batch")
        return Counting(batch, self.trace)
