"""The ledger, called from the asyncio thread, which never waits for a disk: a worker writes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from kiosk.ledger import Ledger, LedgerDamaged, LedgerUnavailable
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import Fault, FaultCode

P = ParamSpec("P")
T = TypeVar("T")


class Bookkeeping:
    """Runs ledger calls one after another in their own thread.

    ``unavailable`` is called when the ledger cannot be relied on any more: the terminal must then
    stop taking money.
    """

    def __init__(self, ledger: Ledger, unavailable: Callable[[], None]) -> None:
        self.ledger = ledger
        self._unavailable = unavailable
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")

    async def __call__(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a ledger call. A call once begun is finished even if nobody waits for it.

        Raises RequestFailed(LEDGER_UNAVAILABLE) instead of LedgerUnavailable and LedgerDamaged;
        other ledger errors as they are.
        """
        writing = asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: call(*args, **kwargs)
        )
        writing.add_done_callback(self._judge)
        try:
            return await asyncio.shield(writing)
        except (LedgerUnavailable, LedgerDamaged) as error:
            raise RequestFailed(Fault(FaultCode.LEDGER_UNAVAILABLE)) from error

    def _judge(self, done: asyncio.Future[T]) -> None:
        # Here and not where it was awaited: whoever wrote may have been cancelled meanwhile.
        if not done.cancelled() and isinstance(done.exception(), LedgerUnavailable | LedgerDamaged):
            self._unavailable()

    def close(self) -> None:
        """Finish what was begun, then let go of the ledger."""
        self._thread.shutdown(wait=True)
        self.ledger.close()
