"""The ledger, called from the asyncio thread, which never waits for a disk: a worker writes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from kiosk.ledger import Ledger, LedgerUnavailable
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import Fault, FaultCode

P = ParamSpec("P")
T = TypeVar("T")


class Bookkeeping:
    """Runs ledger calls one after another in their own thread.

    ``unavailable`` is called when the ledger cannot be written any more: the terminal must then
    stop taking money.
    """

    def __init__(self, ledger: Ledger, unavailable: Callable[[], None]) -> None:
        self.ledger = ledger
        self._unavailable = unavailable
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")

    async def __call__(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a ledger call. A call once begun is finished even if nobody waits for it.

        Raises RequestFailed(LEDGER_UNAVAILABLE) instead of LedgerUnavailable; other ledger errors
        as they are.
        """
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.shield(
                loop.run_in_executor(self._thread, lambda: call(*args, **kwargs))
            )
        except LedgerUnavailable as error:
            self._unavailable()
            raise RequestFailed(Fault(FaultCode.LEDGER_UNAVAILABLE)) from error

    def close(self) -> None:
        """Finish what was begun, then let go of the ledger."""
        self._thread.shutdown(wait=True)
        self.ledger.close()
