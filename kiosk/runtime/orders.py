"""Payment orders seen through: written before they are acted upon, and never left in the dark."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from weakref import WeakValueDictionary

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.domain.citizen import Citizen
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus
from kiosk.domain.payment_code import PaymentCode
from kiosk.domain.quote import Quote
from kiosk.domain.tender import Tender
from kiosk.ledger import LedgerOrder, NewOrder
from kiosk.runtime.clock import Clock, no_longer_than
from kiosk.runtime.failures import RequestFailed, service_fault
from kiosk.runtime.order_book import WAITING, OrderBook
from kiosk.runtime.timing import LONGEST_CHARGE_S, LONGEST_SETTLING_S, Timing
from kiosk.session.faults import Fault, FaultCode

_UNPAID = WAITING | {OrderState.UNKNOWN}
_POSTING = frozenset({OrderState.PAID, OrderState.POSTING})
_BEGUN = frozenset({OrderState.CREATED})

_Question = Callable[[OrderNumber], Awaitable[OrderStatus]]


async def nothing_to_reverse(_number: OrderNumber) -> bool:
    """Of a terminal that takes no cards."""
    return True


class OrderDesk:
    """Opens, watches, closes and follows up orders, at the service and in the ledger alike."""

    def __init__(
        self,
        *,
        service: CollectionService,
        book: OrderBook,
        clock: Clock,
        timing: Timing,
        reversed_: Callable[[OrderNumber], Awaitable[bool]] = nothing_to_reverse,
    ) -> None:
        """``reversed_`` sees to it that no card purchase of an order has an open outcome, and
        says whether it managed to."""
        self._service = service
        self._book = book
        self._clock = clock
        self._timing = timing
        self._reversed = reversed_
        self._in_hand: set[OrderNumber] = set()
        # The order of the latest charge, from the moment the service may hear of it.
        self._at_risk: NewOrder | None = None
        self._turns: WeakValueDictionary[OrderNumber, asyncio.Lock] = WeakValueDictionary()

    def is_in_hand(self, number: OrderNumber) -> bool:
        """Whether the citizen of this order is still there: nobody else touches it then."""
        return number in self._in_hand

    def citizen_left(self) -> None:
        """The visit is over; what its orders still need is for the follow-up."""
        self._in_hand.clear()

    async def rest(self) -> None:
        """Return once no question about an order is under way. Orders of citizens who have left go
        on being followed up: that needs no device, and money must not wait for staff."""
        for turn in tuple(self._turns.values()):
            async with turn:
                pass

    def resume(self) -> None:
        """Nothing was stopped."""

    async def open(
        self, citizen: Citizen, quote: Quote, tender: Tender, proxy: Citizen | None = None
    ) -> OrderStatus:
        """Write the order down, then open it at the service. Raises RequestFailed.

        If the service's answer is lost no QR code was shown, so nothing can have been paid; the
        order stays open in the ledger and is closed before the next attempt or by follow-up. So it
        does when it was refused: only the service itself can say that it is closed.
        """
        order = await self._written(citizen, quote, tender, proxy)

        async def put(number: OrderNumber) -> OrderStatus:
            key = order.idempotency_key
            return await self._service.put_order(number, key, quote, tender, proxy)

        try:
            return await self._in_turn(order.number, put)
        except ServiceError as error:
            if error.kind is ServiceErrorKind.REFUSED:
                with contextlib.suppress(ServiceError):
                    await self._close(order.number)
            raise RequestFailed(service_fault(error)) from error

    async def charge(
        self, citizen: Citizen, quote: Quote, code: PaymentCode, proxy: Citizen | None = None
    ) -> OrderStatus:
        """Write the order down, then have the service charge a payment code. The code itself is
        kept nowhere.

        From the moment the service may hear of it money may move, so its outcome is unknown before
        that. Raises RequestFailed only where it is certain that nothing was charged, as when the
        service refuses the code; if nobody can say, the reply is UNKNOWN. It is never CREATED: a
        charge that has only begun is waited for, and then closed.
        """
        self._at_risk = None
        order = await self._written(citizen, quote, code.tender, proxy)
        await self._book.risk(order.number)
        self._at_risk = order

        async def put(number: OrderNumber) -> OrderStatus:
            key = order.idempotency_key
            return await self._service.put_order(number, key, quote, code.tender, proxy, code)

        try:
            return await self._charged(order, put)
        except RequestFailed:
            raise
        except Exception as error:  # whatever it is, money may have moved
            return self._book.in_doubt(order, error)

    async def charge_in_time(
        self, citizen: Citizen, quote: Quote, code: PaymentCode, proxy: Citizen | None = None
    ) -> OrderStatus:
        """As ``charge``, within LONGEST_CHARGE_S: what is cut off is UNKNOWN once the service may
        have heard of it; before that RequestFailed(ORDER_OPEN), for only earlier orders take so
        long to settle."""
        try:
            async with no_longer_than(self._clock, LONGEST_CHARGE_S):
                return await self.charge(citizen, quote, code, proxy)
        except TimeoutError as error:
            if self._at_risk is None:
                raise RequestFailed(Fault(FaultCode.ORDER_OPEN)) from error
            return self._book.in_doubt(self._at_risk, error)

    async def _charged(self, order: NewOrder, put: _Question) -> OrderStatus:
        """Raises RequestFailed only where nothing was charged."""
        try:
            status = await self._in_turn(order.number, put)
        except ServiceError as error:
            return await self._undo_charge(order, error)
        except RequestFailed as failure:
            return self._book.in_doubt(order, failure)
        if status.state in _BEGUN:
            return await self._await_charge(order, status)
        if status.state is OrderState.CLOSED:
            # The refusal itself was lost; asked again, the service says what came of it.
            raise RequestFailed(Fault(FaultCode.CODE_REFUSED))
        return status

    async def _await_charge(self, order: NewOrder, begun: OrderStatus) -> OrderStatus:
        """What becomes of a charge that has only begun: the code is still being charged for a call
        whose answer was lost. Raises RequestFailed only where nothing was charged."""
        status, why, patience = begun, FaultCode.CODE_REFUSED, self._timing.charge_patience
        try:
            with contextlib.suppress(RequestFailed):
                status = await self._until(order.number, patience, _BEGUN, self._ask)
            if status.state in _BEGUN:
                status, why = await self.close(order.number), FaultCode.SERVICE_SLOW
        except RequestFailed as failure:
            return self._book.in_doubt(order, failure)
        if status.state is OrderState.CLOSED:
            raise RequestFailed(Fault(why))
        return _never_begun(status)

    async def _undo_charge(self, order: NewOrder, error: ServiceError) -> OrderStatus:
        """Close an order that was refused or whose answer was lost. If it was charged after all the
        reply says so; else RequestFailed is raised with the first reason."""
        refused = error.kind is ServiceErrorKind.REFUSED
        try:
            status = await (self._close if refused else self.close)(order.number)
        except Exception as second:  # whatever it is, money may have moved
            if refused and isinstance(second, ServiceError | RequestFailed):
                raise RequestFailed(service_fault(error)) from error
            return self._book.in_doubt(order, second)
        if status.state is OrderState.CLOSED:
            raise RequestFailed(service_fault(error)) from error
        return _never_begun(status)

    async def _written(
        self, citizen: Citizen, quote: Quote, tender: Tender, proxy: Citizen | None
    ) -> NewOrder:
        order = await self._book.draw_up(citizen, quote, tender, proxy)
        self._in_hand.add(order.number)
        await self._book.write_down(order, self.close)
        return order

    async def settle_earlier(self, citizen: Citizen, insurance: InsuranceKind) -> bool:
        """Settle what this terminal has left open for a payer and an insurance, as when the answer
        to an opening was lost. Returns whether any of it is final now. Raises RequestFailed if the
        ledger cannot be read."""
        end = self._clock.monotonic() + LONGEST_SETTLING_S
        settled = False
        for earlier in await self._book.open_of(citizen, insurance):
            if self._clock.monotonic() > end:
                break
            with contextlib.suppress(RequestFailed):
                status = await self.close(earlier.number)
                settled = settled or status.state.is_final
        return settled

    async def watch(self, number: OrderNumber, seconds: float) -> OrderStatus:
        """Ask again and again while the order waits for payment, for so many seconds at most.

        A lost answer is no reason to stop asking. Raises RequestFailed if the last one was lost.
        """
        return await self._until(number, seconds, WAITING, self._ask)

    async def close(self, number: OrderNumber) -> OrderStatus:
        """Close an order unless it was paid, trying for ``close_patience`` seconds.

        Raises RequestFailed when the service could not be asked at all.
        """
        return await self._until(number, self._timing.close_patience, _UNPAID, self._close)

    async def await_posting(self, number: OrderNumber) -> OrderStatus:
        """Ask until a paid order is posted or refunded, for ``posting_patience`` seconds."""
        return await self._until(number, self._timing.posting_patience, _POSTING, self._ask)

    async def check_address(self, number: OrderNumber) -> str:
        """Where anybody can have the payment confirmed, empty where the service names no such
        place; it is asked only if the ledger does not know. Raises RequestFailed, ServiceError."""
        known = (await self._book.order(number)).facts.check_url
        return known or (await self._ask(number)).check_url or ""

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
        going_on: frozenset[OrderState],
        ask: _Question,
    ) -> OrderStatus:
        pause = self._timing.order_poll
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

    async def report_card(self, number: OrderNumber) -> OrderStatus:
        """Tell the service of a card payment that the acquirer has approved. If it cannot be told
        now, the reply is what the ledger knows, and it is told again until it has heard."""
        try:
            return await self._ask(number)
        except (ServiceError, RequestFailed) as failure:
            return await self._book.unreported(number, failure)

    async def _ask(self, number: OrderNumber) -> OrderStatus:
        """How an order stands; the service is told first of a card payment it may not know of."""
        return await self._in_turn(number, self._told)

    async def _told(self, number: OrderNumber) -> OrderStatus:
        order = await self._book.order(number)
        if order.state is OrderState.PAID and order.card is not None:
            return await self._service.report_card_payment(number, order.card, order.terms.amount)
        return await self._service.order(number)

    async def _close(self, number: OrderNumber) -> OrderStatus:
        """Never while a card may have been charged: that is reversed first."""
        order = await self._book.order(number)
        if order.terms.tender is Tender.BANK_CARD and not await self._reversed(number):
            return _in_doubt(order)
        if (await self._book.order(number)).card is not None:
            return await self._ask(number)
        return await self._in_turn(number, self._service.close_order)

    async def _in_turn(self, number: OrderNumber, question: _Question) -> OrderStatus:
        """One question about an order at a time, so that answers are entered in their order."""
        turn = self._turns.setdefault(number, asyncio.Lock())
        async with turn:
            return await self._book.enter(await question(number))


def _in_doubt(order: LedgerOrder) -> OrderStatus:
    terms = order.terms
    return OrderStatus(terms.number, OrderState.UNKNOWN, terms.amount, terms.tender)


def _never_begun(status: OrderStatus) -> OrderStatus:
    """A charge that has only begun, and is heard of no more, may have been made."""
    return replace(status, state=OrderState.UNKNOWN) if status.state in _BEGUN else status


async def _try(ask: _Question, number: OrderNumber) -> OrderStatus | ServiceError:
    try:
        return await ask(number)
    except ServiceError as error:
        return error
