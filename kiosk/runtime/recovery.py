"""Orders left open by a crash, or by a citizen who went away, are asked about until finished."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from kiosk.devices.api import DeviceError
from kiosk.domain.order import OrderState
from kiosk.ledger import LedgerOrder
from kiosk.observe import Event, EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.orders import OrderDesk
from kiosk.runtime.paper import PaperDesk
from kiosk.runtime.timing import Timing


class Recovery:
    """Runs beside the citizens from start-up on; leaves the order of a served citizen alone."""

    def __init__(
        self,
        *,
        orders: OrderDesk,
        paper: PaperDesk,
        books: Bookkeeping,
        clock: Clock,
        timing: Timing,
        log: EventLog,
        settled: Callable[[], None],
        idle: Callable[[], bool],
    ) -> None:
        self._orders = orders
        self._paper = paper
        self._books = books
        self._clock = clock
        self._timing = timing
        self._log = log
        self._settled = settled
        self._idle = idle

    async def run(self) -> None:
        """At start-up every open order is asked about, soon and until it has been; then rounds."""
        ledger = self._books.ledger
        found = await self._books(ledger.open_orders)
        # A state that only a person can end is no reason to keep citizens waiting.
        unasked = [order for order in found if order.state is not OrderState.NEEDS_PERSON]
        while unasked:
            unasked = [order for order in unasked if not await self._see_through(order)]
            if unasked:
                await self._clock.sleep(self._timing.service_poll_down)
        await self._print_what_was_cut_off()
        self._settled()
        while True:
            await self._clock.sleep(self._timing.follow_up)
            for order in await self._books(ledger.open_orders):
                if self._idle():
                    await self._see_through(order)

    async def _see_through(self, order: LedgerOrder) -> bool:
        """Whether the service could be asked."""
        try:
            status = await self._orders.see_through(order.number, order.state)
        except RequestFailed as failure:
            self._log.record(
                Event.ORDER_FOLLOW_UP_FAILED, order=order.number, cause=failure.fault.code.value
            )
            return False
        self._log.record(Event.ORDER_FOLLOWED_UP, order=order.number, state=status.state.value)
        return True

    async def _print_what_was_cut_off(self) -> None:
        """A receipt that the crash kept from a citizen who may still be standing there."""
        ledger = self._books.ledger
        since = self._clock.now() - timedelta(seconds=self._timing.receipt_grace)
        for order in await self._books(ledger.unreceipted, since):
            if order.terms.created_at < since:
                continue
            try:
                await self._paper.print_receipt(order.number)
            except (RequestFailed, DeviceError):
                self._log.record(Event.RECEIPT_NOT_RECOVERED, order=order.number)
