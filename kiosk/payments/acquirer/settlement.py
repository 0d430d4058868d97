"""The settlement (批结算) of a batch."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.payments.iso8583.totals import BatchTotals, Reconciliation


@dataclass(frozen=True, slots=True)
class Settlement:
    """A batch that is to be closed, and what the terminal counts in it."""

    trace: int
    batch: int
    totals: BatchTotals


@dataclass(frozen=True, slots=True)
class SettlementAnswer:
    """What the host says to it."""

    batch: int
    reconciliation: Reconciliation

    @property
    def balanced(self) -> bool:
        """对账平: the host counts the same."""
        return self.reconciliation is Reconciliation.BALANCED
