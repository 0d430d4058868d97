"""End of day (日终): the batch is closed with the acquirer, which says whether it counts the
same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.domain.money import Money
from kiosk.payments.acquirer.client import Acquirer
from kiosk.payments.acquirer.settlement import Settlement
from kiosk.payments.iso8583.totals import BatchSide, BatchTotals, Reconciliation
from kiosk.runtime.bookkeeping import Bookkeeping


class WhyNot(Enum):
    """Why a batch cannot be closed."""

    NO_BATCH = "no_batch"
    """The terminal has never signed in."""
    PURCHASES_WAIT = "purchases_wait"
    """A purchase has no outcome yet, and would be counted by one side alone."""


class NotSettled(Exception):
    """The batch stays open, and nothing was sent."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class BatchClosed:
    """A batch, what this terminal counted in it, and what the host made of that."""

    batch: int
    count: int
    amount: Money
    reconciliation: Reconciliation

    @property
    def balanced(self) -> bool:
        """对账平: the host counts the same."""
        return self.reconciliation is Reconciliation.BALANCED


async def close_batch(acquirer: Acquirer, books: Bookkeeping) -> BatchClosed:
    """Close the terminal's batch. The host opens the next one; its number comes with the next
    sign-in. The pad must be open.

    Raises NotSettled, AcquirerTrouble and RequestFailed; after AcquirerTrouble nobody knows whether
    the host has closed it, and it may be tried again.
    """
    ledger = books.ledger
    batch = await books(ledger.batch)
    if batch is None:
        raise NotSettled(WhyNot.NO_BATCH)
    if await books(ledger.at_risk):
        raise NotSettled(WhyNot.PURCHASES_WAIT)
    counted = await books(ledger.batch_totals, batch)
    totals = BatchTotals(BatchSide(counted.amount, counted.count))
    trace = await books(ledger.next_trace)
    answer = await acquirer.settle(Settlement(trace, batch, totals))
    return BatchClosed(batch, counted.count, counted.amount, answer.reconciliation)
