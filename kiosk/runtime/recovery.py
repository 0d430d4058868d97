"""Orders and prints left open by a crash, or by a citizen who went away, are asked about until
finished."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from kiosk.domain.order import OrderState
from kiosk.ledger import LedgerOrder
from kiosk.observe import Event, EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock, no_longer_than
from kiosk.runtime.document_press import DocumentPress
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.orders import OrderDesk
from kiosk.runtime.paper import PaperDesk
from kiosk.runtime.timing import LONGEST_REQUEST_S, Timing
from kiosk.session.faults import FaultCode

_NO_ANSWER = frozenset({FaultCode.NETWORK_LOST, FaultCode.SERVICE_SLOW, FaultCode.SERVICE_DOWN})
_NO_LINE = frozenset({FaultCode.NETWORK_LOST})
_ROUNDS_FOR_THE_SERVICE = 5


class Recovery:
    """Runs beside the citizens from start-up on; leaves the orders of a served citizen alone.

    ``printer_known`` returns once the printer has been reached or found out of reach. ``settled``
    is called when citizens may be served as far as earlier orders are concerned. What nobody
    foresaw about one order is logged as an error, every round anew, and keeps neither the others
    from being followed up nor citizens from being served: in the ledger that order stays open and
    blocks its own payer alone.
    """

    def __init__(
        self,
        *,
        orders: OrderDesk,
        paper: PaperDesk,
        documents: DocumentPress,
        books: Bookkeeping,
        clock: Clock,
        timing: Timing,
        log: EventLog,
        settled: Callable[[], None],
        printer_known: Callable[[], Awaitable[None]],
    ) -> None:
        self._orders = orders
        self._paper = paper
        self._documents = documents
        self._books = books
        self._clock = clock
        self._timing = timing
        self._log = log
        self._settled = settled
        self._printer_known = printer_known

    async def run(self) -> None:
        """At start-up every open order is asked about, soon and until it has been; then rounds.

        While the line is down nobody is served anyway. A service that is there but fails on one
        order keeps other citizens waiting for a few rounds only: the ledger itself refuses another
        payment for that order's payer, insurance and period.
        """
        # A state that only a person can end is no reason to keep citizens waiting.
        unasked = [
            order for order in await self._open() if order.state is not OrderState.NEEDS_PERSON
        ]
        rounds = 0
        while unasked:
            rounds += 1
            waits = _NO_ANSWER if rounds < _ROUNDS_FOR_THE_SERVICE else _NO_LINE
            unasked = [order for order in unasked if await self._see_through(order) in waits]
            if unasked:
                await self._clock.sleep(self._timing.service_poll_down)
        await self._print_what_was_cut_off()
        self._settled()
        while True:
            await self._follow_up_documents()
            await self._clock.sleep(self._timing.follow_up)
            for order in await self._open():
                if not self._orders.is_in_hand(order.number):
                    await self._see_through(order)

    async def _open(self) -> tuple[LedgerOrder, ...]:
        """Every order that is not final; waits until the ledger can be read."""
        while True:
            try:
                return await self._books(self._books.ledger.open_orders)
            except RequestFailed:
                # The terminal is out of service by now; reading may still become possible again.
                await self._clock.sleep(self._timing.follow_up)

    async def _see_through(self, order: LedgerOrder) -> FaultCode | None:
        """Why the service could not be asked, None if it was."""
        try:
            status = await self._orders.see_through(order.number, order.state)
        except RequestFailed as failure:
            code = failure.fault.code
            self._log.record(Event.ORDER_FOLLOW_UP_FAILED, order=order.number, cause=code.value)
            return code
        except Exception as error:  # one order does not keep the others waiting
            self._unforeseen("see_through", error)
            return FaultCode.INTERNAL
        self._log.record(Event.ORDER_FOLLOWED_UP, order=order.number, state=status.state.value)
        return None

    async def _print_what_was_cut_off(self) -> None:
        """A receipt that the crash kept from a citizen who may still be standing there, and not
        staff, who may have the terminal by now."""
        await self._paper.free()
        now = self._clock.now()
        since = now - timedelta(seconds=self._timing.receipt_grace)
        try:
            found = await self._books(self._books.ledger.unreceipted, since)
        except RequestFailed:
            return
        # By a clock that was set back, as by a flat battery, everything ever done is yet to come.
        recent = [order for order in found if since <= order.terms.created_at <= now]
        if recent:
            await self._printer_known()
        for order in recent:
            try:
                async with no_longer_than(self._clock, LONGEST_REQUEST_S):
                    await self._paper.print_receipt(order.number)
            except RequestFailed:
                self._log.record(Event.RECEIPT_NOT_RECOVERED, order=order.number)
            except Exception as error:  # one receipt does not keep the others waiting
                self._unforeseen("print_receipt", error)

    async def _follow_up_documents(self) -> None:
        """Prints that nobody has seen end; nobody waits for them."""
        try:
            await self._documents.follow_up()
        except RequestFailed:
            return  # The terminal is out of service by now; the next round asks again.
        except Exception as error:  # the orders are followed up whatever becomes of paper
            self._unforeseen("follow_up_documents", error)

    def _unforeseen(self, request: str, error: Exception) -> None:
        self._log.record(Event.INTERNAL_ERROR, request=request, error=type(error).__name__)
