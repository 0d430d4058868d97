"""Trace numbers of what is asked of the acquirer beside purchases."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from kiosk.domain.bank_card import MOST_TRACE
from kiosk.ledger import TracesUsedUp
from kiosk.payments.acquirer.trouble import AcquirerTrouble
from kiosk.runtime.bookkeeping import Bookkeeping

T = TypeVar("T")


class Traces:
    """Gives each question a number of its own; one that has not left is used again, or a long
    outage would fill the ledger."""

    def __init__(self, books: Bookkeeping) -> None:
        self._books = books
        self._spare: int | None = None

    async def asked(self, ask: Callable[[int], Awaitable[T]]) -> T:
        """The answer. Raises RequestFailed for a ledger that gives no number, and what ``ask``
        raises."""
        trace, self._spare = self._spare, None
        if trace is None:
            try:
                trace = await self._books(self._books.ledger.next_trace)
            except TracesUsedUp:
                # Only a sign-in opens a new batch, and this is no purchase.
                trace = MOST_TRACE
        try:
            return await ask(trace)
        except AcquirerTrouble as trouble:
            if not trouble.sent:
                self._spare = trace
            raise
