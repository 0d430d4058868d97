"""What the ledger learns of orders: their terms before the service hears of them, then whatever
the service says of them that can be true."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import uuid4

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.domain.citizen import Citizen
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import ZERO, Money
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus, may_become
from kiosk.domain.quote import Quote
from kiosk.domain.receipt import ReceiptLine
from kiosk.domain.tender import Tender
from kiosk.ledger import (
    NO_FACTS,
    LedgerOrder,
    NewOrder,
    OrderFacts,
    PaymentBlocked,
    RatchetViolation,
)
from kiosk.observe import Event, EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.timing import LONGEST_SETTLING_S
from kiosk.session.faults import Fault, FaultCode

WAITING = frozenset({OrderState.CREATED, OrderState.PAYING})
_NEVER_PAYING = frozenset({OrderState.CREATED, OrderState.UNKNOWN, OrderState.CLOSED})


class OrderBook:
    """The orders of this terminal as its ledger has them."""

    def __init__(
        self, *, books: Bookkeeping, clock: Clock, terminal_number: str, log: EventLog
    ) -> None:
        self._books = books
        self._clock = clock
        self._terminal_number = terminal_number
        self._log = log

    async def draw_up(
        self, citizen: Citizen, quote: Quote, tender: Tender, proxy: Citizen | None = None
    ) -> NewOrder:
        """The terms of a new order, under a number of its own; not yet written. ``proxy`` is who
        pays, if it is not the citizen."""
        ledger = self._books.ledger
        number = await self._books(ledger.mint_order_number, self._terminal_number)
        return NewOrder(
            number=number,
            idempotency_key=str(uuid4()),
            quote_number=quote.number,
            insurance=quote.insurance,
            periods=quote.periods,
            basis=quote.basis,
            lines=receipt_lines(quote),
            amount=quote.total,
            tender=tender,
            payer_name_masked=citizen.shown_name,
            payer_number_masked=citizen.shown_number,
            payer_digest=ledger.digest(citizen.number.value),
            proxy_name_masked="" if proxy is None else proxy.shown_name,
            agency_name=quote.agency_name,
            demonstration=quote.demonstration,
            created_at=self._clock.now(),
        )

    async def open_of(self, citizen: Citizen, insurance: InsuranceKind) -> tuple[LedgerOrder, ...]:
        """Orders of this payer and insurance that are not final, oldest first. Raises
        RequestFailed."""
        ledger = self._books.ledger
        payer = ledger.digest(citizen.number.value)
        return tuple(
            order
            for order in await self._books(ledger.open_orders)
            if (order.terms.payer_digest, order.terms.insurance) == (payer, insurance)
        )

    async def write_down(
        self, order: NewOrder, settle: Callable[[OrderNumber], Awaitable[OrderStatus]]
    ) -> None:
        """Write an order down. Earlier ones in its way are settled first, usually attempts of this
        very citizen whose opening was cut off. Raises RequestFailed: ORDER_OPEN if one cannot be,
        or not in time, and may have been paid; ALREADY_PAID if one turns out to have been paid
        after all."""
        settled: set[OrderNumber] = set()
        end = self._clock.monotonic() + LONGEST_SETTLING_S
        while True:
            try:
                await self._books(self._books.ledger.create_order, order)
            except PaymentBlocked as blocked:
                number = blocked.order_number
                try:
                    earlier = await settle(number)
                except RequestFailed as failure:
                    raise await self._unsettled(number, failure) from failure
                if earlier.state is OrderState.POSTED:
                    raise RequestFailed(Fault(FaultCode.ALREADY_PAID)) from blocked
                late = self._clock.monotonic() > end
                if late or number in settled or not earlier.state.is_final:
                    raise RequestFailed(Fault(FaultCode.ORDER_OPEN)) from blocked
                settled.add(number)
            else:
                self._log.record(Event.ORDER_CREATED, order=order.number, tender=order.tender.value)
                return

    async def _unsettled(self, number: OrderNumber, failure: RequestFailed) -> RequestFailed:
        """Once a code was shown, or one was charged, nobody may say that no money has moved."""
        earlier = await self._books(self._books.ledger.order, number)
        if earlier.state is OrderState.CREATED:
            return failure
        return RequestFailed(Fault(FaultCode.ORDER_OPEN, failure.fault.reference))

    async def order(self, number: OrderNumber) -> LedgerOrder:
        """The order as the ledger has it. Raises RequestFailed."""
        return await self._books(self._books.ledger.order, number)

    async def unreported(self, number: OrderNumber, failure: Exception) -> OrderStatus:
        """What is known of a card payment that the service could not be told of. Raises
        RequestFailed when the ledger cannot be read."""
        cause = failure.kind.value if isinstance(failure, ServiceError) else "ledger"
        self._log.record(Event.CARD_PAYMENT_NOT_REPORTED, order=number, cause=cause)
        if isinstance(failure, ServiceError) and failure.kind is ServiceErrorKind.REFUSED:
            # Asking again would not help; the money is there, and people have to see to it.
            state = OrderState.NEEDS_PERSON
            await self._books(self._books.ledger.advance, number, state, NO_FACTS)
        order = await self.order(number)
        return OrderStatus(
            number,
            order.state,
            order.terms.amount,
            order.terms.tender,
            paid_at=order.facts.paid_at,
            channel_trade_number=order.facts.channel_trade_number,
            check_url=order.facts.check_url,
        )

    async def risk(self, number: OrderNumber) -> None:
        """Write down that from now on the order may be paid without having shown a code: its
        outcome is unknown until the service tells it. Raises RequestFailed."""
        await self._books(self._books.ledger.advance, number, OrderState.UNKNOWN, NO_FACTS)

    def in_doubt(self, order: NewOrder, error: Exception) -> OrderStatus:
        """What is known of an order when nobody could say whether it was charged."""
        self._log.record(Event.CHARGE_IN_DOUBT, order=order.number, error=type(error).__name__)
        return OrderStatus(order.number, OrderState.UNKNOWN, order.amount, order.tender)

    async def enter(self, status: OrderStatus) -> OrderStatus:
        """Write what the service says of an order; what contradicts the ledger is not believed.

        Raises ServiceError(MALFORMED) for a contradiction, RequestFailed.
        """
        known = await self._books(self._books.ledger.order, status.number)
        if _is_tombstone(status) and _may_have_been_missed(known):
            status = replace(status, amount=known.terms.amount, tender=known.terms.tender)
        if (status.amount, status.tender) != (known.terms.amount, known.terms.tender):
            raise self._contradiction(status.number, "order terms changed")
        if known.state is OrderState.UNKNOWN and status.state in WAITING:
            # The channel can be asked again and has nothing new: still not known to be unpaid.
            return status
        if not may_become(known.state, status.state):
            raise self._contradiction(status.number, "order state went back")
        shown_now = status.qr_payload and known.facts.qr_issued_at is None
        facts = OrderFacts(
            qr_issued_at=self._clock.now() if shown_now else None,
            paid_at=status.paid_at,
            posting_serial=status.posting_serial,
            channel_trade_number=status.channel_trade_number,
            tax_ticket_number=status.tax_ticket_number,
            check_url=status.check_url,
        )
        if status.state is known.state and known.facts.completed_by(facts) == known.facts:
            return status
        try:
            await self._books(self._books.ledger.advance, status.number, status.state, facts)
        except RatchetViolation as error:
            raise self._contradiction(status.number, "ratchet") from error
        if status.state is not known.state:
            self._log.record(
                Event.ORDER_ADVANCED,
                order=status.number,
                tender=status.tender.value,
                state=status.state.value,
            )
        return status

    def _contradiction(self, number: OrderNumber, cause: str) -> ServiceError:
        self._log.record(Event.ORDER_CONTRADICTED, order=number)
        return ServiceError(ServiceErrorKind.MALFORMED, cause=cause)


def receipt_lines(quote: Quote) -> tuple[ReceiptLine, ...]:
    """What the receipt itemises: insurance items over all months, where there are any, else months
    or bills; nothing where there is only one of them."""
    if any(line.item for line in quote.lines):
        sums: dict[str, Money] = {}
        for line in quote.lines:
            name = line.item or line.period.label
            sums[name] = sums.get(name, ZERO) + line.amount
        lines = tuple(ReceiptLine(name, amount) for name, amount in sums.items())
    else:
        lines = tuple(ReceiptLine(line.period.label, line.amount) for line in quote.lines)
    return lines if len(lines) > 1 else ()


def _is_tombstone(status: OrderStatus) -> bool:
    """The service was asked to close a number it had not heard of: it knows no terms of it, and
    will refuse the order for ever."""
    return status.state is OrderState.CLOSED and status.amount == ZERO


def _may_have_been_missed(known: LedgerOrder) -> bool:
    """Whether the service can have missed this order. Once it has issued a code it cannot: the
    code may have been paid, and a service that has forgotten so is not believed."""
    return known.state in _NEVER_PAYING and known.facts.qr_issued_at is None
