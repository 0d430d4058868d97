"""Payment orders seen through: written before they are acted upon, and never left in the dark."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import uuid4

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.domain.citizen import Citizen
from kiosk.domain.masking import mask_identity, mask_name
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus, may_become
from kiosk.domain.quote import Quote
from kiosk.domain.tender import Tender
from kiosk.ledger import NewOrder, OrderFacts, PaymentBlocked, RatchetViolation
from kiosk.observe import Event, EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock
from kiosk.runtime.failures import RequestFailed, service_fault
from kiosk.runtime.timing import Timing
from kiosk.session.faults import Fault, FaultCode

_WAITING = frozenset({OrderState.CREATED, OrderState.PAYING})
_UNPAID = _WAITING | {OrderState.UNKNOWN}
_POSTING = frozenset({OrderState.PAID, OrderState.POSTING})


class OrderDesk:
    """Opens, watches, closes and follows up orders, at the service and in the ledger alike."""

    def __init__(
        self,
        *,
        service: CollectionService,
        books: Bookkeeping,
        clock: Clock,
        timing: Timing,
        terminal_number: str,
        log: EventLog,
    ) -> None:
        self._service = service
        self._books = books
        self._clock = clock
        self._timing = timing
        self._terminal_number = terminal_number
        self._log = log

    async def open(self, citizen: Citizen, quote: Quote, tender: Tender) -> OrderStatus:
        """Write the order down, then open it at the service. Raises RequestFailed.

        If the service's answer is lost no QR code was shown, so nothing can have been paid; the
        order stays open in the ledger and is closed before the next attempt or by follow-up.
        """
        order = await self._write_down(citizen, quote, tender)
        try:
            status = await self._service.put_order(
                order.number, order.idempotency_key, quote, tender
            )
        except ServiceError as error:
            if error.kind is ServiceErrorKind.REFUSED:
                await self._learn(order.number, OrderState.CLOSED, OrderFacts())
            raise RequestFailed(service_fault(error)) from error
        return await self._enter(status)

    async def _write_down(self, citizen: Citizen, quote: Quote, tender: Tender) -> NewOrder:
        ledger = self._books.ledger
        number = await self._books(ledger.mint_order_number, self._terminal_number)
        order = NewOrder(
            number=number,
            idempotency_key=str(uuid4()),
            quote_number=quote.number,
            insurance=quote.insurance,
            period=quote.period,
            base=quote.base,
            amount=quote.total,
            tender=tender,
            payer_name_masked=mask_name(citizen.name),
            payer_number_masked=mask_identity(citizen.number),
            payer_digest=ledger.digest(citizen.number.value),
            agency_name=quote.agency_name,
            demonstration=quote.demonstration,
            created_at=self._clock.now(),
        )
        try:
            await self._books(ledger.create_order, order)
        except PaymentBlocked as blocked:
            # Usually an attempt of this very citizen whose opening was cut off a moment ago.
            earlier = await self.close(blocked.order_number)
            if not earlier.state.is_final:
                raise RequestFailed(Fault(FaultCode.ORDER_OPEN)) from blocked
            try:
                await self._books(ledger.create_order, order)
            except PaymentBlocked as still:
                raise RequestFailed(Fault(FaultCode.ORDER_OPEN)) from still
        self._log.record(Event.ORDER_CREATED, order=number, tender=tender.value)
        return order

    async def watch(self, number: OrderNumber, seconds: float) -> OrderStatus:
        """Ask again and again while the order waits for payment, for so many seconds at most.

        A lost answer is no reason to stop asking. Raises RequestFailed if the last one was lost.
        """
        return await self._until(number, seconds, self._timing.order_poll, _WAITING, self._ask)

    async def close(self, number: OrderNumber) -> OrderStatus:
        """Close an order unless it was paid, trying for ``close_patience`` seconds.

        Raises RequestFailed when the service could not be asked at all.
        """
        return await self._until(
            number, self._timing.close_patience, self._timing.order_poll, _UNPAID, self._close
        )

    async def await_posting(self, number: OrderNumber) -> OrderStatus:
        """Ask until a paid order is posted or refunded, for ``posting_patience`` seconds."""
        return await self._until(
            number, self._timing.posting_patience, self._timing.order_poll, _POSTING, self._ask
        )

    async def see_through(self, number: OrderNumber, state: OrderState) -> OrderStatus:
        """One attempt to bring an order forward whose citizen has left. Raises RequestFailed."""
        try:
            return await (self._close if state in _UNPAID else self._ask)(number)
        except ServiceError as error:
            raise RequestFailed(service_fault(error)) from error

    async def _until(
        self,
        number: OrderNumber,
        seconds: float,
        pause: float,
        going_on: frozenset[OrderState],
        ask: Callable[[OrderNumber], Awaitable[OrderStatus]],
    ) -> OrderStatus:
        end = self._clock.monotonic() + seconds
        while True:
            last = await _try(ask, number)
            over = self._clock.monotonic() + pause > end
            if isinstance(last, OrderStatus):
                if last.state not in going_on or over:
                    return last
            elif over or last.kind is ServiceErrorKind.REFUSED:
                raise RequestFailed(service_fault(last)) from last
            await self._clock.sleep(pause)

    async def _ask(self, number: OrderNumber) -> OrderStatus:
        return await self._enter(await self._service.order(number))

    async def _close(self, number: OrderNumber) -> OrderStatus:
        return await self._enter(await self._service.close_order(number))

    async def _enter(self, status: OrderStatus) -> OrderStatus:
        """Write what the service says of an order; what contradicts the ledger is not believed."""
        known = await self._books(self._books.ledger.order, status.number)
        if status.amount != known.terms.amount or status.tender is not known.terms.tender:
            self._log.record(Event.ORDER_CONTRADICTED, order=status.number)
            raise ServiceError(ServiceErrorKind.MALFORMED, cause="order terms changed")
        facts = OrderFacts(
            qr_issued_at=self._clock.now()
            if status.qr_payload and known.facts.qr_issued_at is None
            else None,
            paid_at=status.paid_at,
            posting_serial=status.posting_serial,
            channel_trade_number=status.channel_trade_number,
            tax_ticket_number=status.tax_ticket_number,
        )
        if known.state is OrderState.UNKNOWN and status.state in _WAITING:
            # The channel can be asked again and has nothing new: still not known to be unpaid.
            return status
        if not may_become(known.state, status.state):
            self._log.record(Event.ORDER_CONTRADICTED, order=status.number)
            raise ServiceError(ServiceErrorKind.MALFORMED, cause="order state went back")
        await self._learn(status.number, status.state, facts)
        return status

    async def _learn(self, number: OrderNumber, state: OrderState, facts: OrderFacts) -> None:
        try:
            await self._books(self._books.ledger.advance, number, state, facts)
        except RatchetViolation as error:
            self._log.record(Event.ORDER_CONTRADICTED, order=number)
            raise ServiceError(ServiceErrorKind.MALFORMED, cause="ratchet") from error
        self._log.record(Event.ORDER_ADVANCED, order=number, state=state.value)


async def _try(
    ask: Callable[[OrderNumber], Awaitable[OrderStatus]], number: OrderNumber
) -> OrderStatus | ServiceError:
    try:
        return await ask(number)
    except ServiceError as error:
        return error
