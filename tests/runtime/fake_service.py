"""The collection service's counter in memory: its orders, and all that may go wrong on the way."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from kiosk.backend.client import CollectionService, TerminalStatus
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.instruction import Instruction, UnreadableInstruction
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.citizen import Citizen
from kiosk.domain.closing import NearbyTerminal, PlannedMaintenance
from kiosk.domain.money import ZERO, Money
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus
from kiosk.domain.payment_code import PaymentCode
from kiosk.domain.quote import Quote
from kiosk.domain.tender import Tender

UNPAID = frozenset({OrderState.CREATED, OrderState.PAYING, OrderState.UNKNOWN})
EVENT_ID = "7d1c0e42-9a5b-4c3d-8e2f-1a0b9c8d7e6f"
T = TypeVar("T")


def service_error(kind: ServiceErrorKind, code: str = "") -> ServiceError:
    return ServiceError(kind, code=code, event_id=EVENT_ID, cause="told so")


@dataclass(frozen=True, slots=True)
class Trouble:
    """One call that goes wrong; with ``after`` everything is done and only the answer is lost."""

    error: ServiceError
    after: bool = False


@dataclass(slots=True)
class Gate:
    """Holds a call up: ``reached`` is set when it has come so far, ``opened`` lets it go on."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)

    async def pass_through(self) -> None:
        self.reached.set()
        await self.opened.wait()


class TroubledService(CollectionService):
    """A service that can be told what goes wrong.

    ``calls`` are the names of the calls made; ``witness`` is told of each before it has any effect.
    A call named in ``gates`` waits until its gate is opened; one named in ``bugs`` breaks, and
    every call does if there is a ``bug``.
    """

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.troubles: dict[str, deque[Trouble]] = defaultdict(deque)
        self.gates: dict[str, Gate] = {}
        self.down: ServiceErrorKind | None = None
        self.bug: Exception | None = None
        self.bugs: dict[str, Exception] = {}
        self.witness: Callable[[str, OrderNumber], None] = lambda _call, _number: None
        self.closed = False

    def trouble(
        self, call: str, error: ServiceError, *, times: int = 1, after: bool = False
    ) -> None:
        self.troubles[call].extend([Trouble(error, after)] * times)

    def lose(self, call: str, *, times: int = 1, after: bool = False) -> None:
        self.trouble(call, service_error(ServiceErrorKind.UNREACHABLE), times=times, after=after)

    def gate(self, call: str) -> Gate:
        self.gates[call] = Gate()
        return self.gates[call]

    async def close(self) -> None:
        self.witness("bye", OrderNumber(""))
        self.closed = True

    async def _answered(
        self, call: str, effect: Callable[[], T], number: OrderNumber | None = None
    ) -> T:
        self.calls.append(call)
        self.witness(call, number or OrderNumber(""))
        if call in self.gates:
            await self.gates[call].pass_through()
        bug = self.bugs.get(call, self.bug)
        if bug is not None:
            raise bug
        if self.down is not None:
            raise service_error(self.down)
        troubles = self.troubles[call]
        trouble = troubles.popleft() if troubles else None
        if trouble is not None and not trouble.after:
            raise trouble.error
        answer = effect()
        if trouble is not None:
            raise trouble.error
        return answer


class CounterService(TroubledService):
    """The collection service with its order book in a dictionary.

    ``refused_codes`` are payment codes it does not take; ``asks_password`` has a code charged only
    when the order is paid, and ``charges_slowly`` leaves it begun. ``proxies`` are the tokens of
    who paid for others, ``card_payments`` what was reported of bank cards, ``reports`` what it was
    told of the terminal, each answered as ``instruct`` says.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.orders: dict[OrderNumber, OrderStatus] = {}
        self.keys: list[str] = []
        self.proxies: list[str] = []
        self.card_payments: dict[OrderNumber, CardPayment] = {}
        self.reports: list[tuple[str, int, Mapping[str, object]]] = []
        self.refused_codes: set[str] = set()
        self.asks_password = False
        self.charges_slowly = False
        self.channel_reachable = True
        self.skew = 0.0
        self.tenders = frozenset({Tender.ALIPAY, Tender.WECHAT})
        self.plans: tuple[PlannedMaintenance, ...] = ()
        self.instruct: Callable[[], Instruction | UnreadableInstruction | None] = lambda: None
        self.nearby: tuple[NearbyTerminal, ...] = ()
        self.lie: Callable[[OrderStatus], OrderStatus] = lambda status: status

    def pay(self, number: OrderNumber) -> None:
        self.set(number, OrderState.PAID, paid_at=self._now(), channel_trade_number="T1")

    def post(self, number: OrderNumber) -> None:
        self.set(number, OrderState.POSTED, posting_serial="S1")

    def set(
        self,
        number: OrderNumber,
        state: OrderState,
        *,
        paid_at: datetime | None = None,
        channel_trade_number: str | None = None,
        posting_serial: str | None = None,
    ) -> None:
        old = self.orders[number]
        waiting = state in UNPAID
        self.orders[number] = replace(
            old,
            state=state,
            qr_payload=old.qr_payload if waiting else None,
            expires_in=old.expires_in if waiting else None,
            paid_at=paid_at or old.paid_at,
            channel_trade_number=channel_trade_number or old.channel_trade_number,
            posting_serial=posting_serial or old.posting_serial,
        )

    async def put_report(
        self, series: str, sequence: int, content: Mapping[str, object]
    ) -> Instruction | UnreadableInstruction | None:
        def effect() -> Instruction | UnreadableInstruction | None:
            self.reports.append((series, sequence, content))
            return self.instruct()

        return await self._answered("report", effect)

    async def terminal(self) -> TerminalStatus:
        def effect() -> TerminalStatus:
            now = self._now()
            server = datetime.fromtimestamp(now.timestamp() + self.skew, now.tzinfo)
            return TerminalStatus(server, self.tenders, self.plans, self.nearby)

        return await self._answered("terminal", effect)

    async def put_order(
        self,
        number: OrderNumber,
        idempotency_key: str,
        quote: Quote,
        tender: Tender,
        proxy: Citizen | None = None,
        payment_code: PaymentCode | None = None,
    ) -> OrderStatus:
        def effect() -> OrderStatus:
            self.keys.append(idempotency_key)
            if proxy is not None:
                self.proxies.append(proxy.token)
            by_card = tender is Tender.BANK_CARD
            shown = None if payment_code or by_card else "https://wallet.example/1"
            left = None if by_card else 180
            opened = OrderStatus(number, OrderState.PAYING, quote.total, tender, shown, left)
            self.orders.setdefault(number, opened)
            if payment_code is not None:
                self._charge(number, payment_code)
            return self.orders[number]

        return await self._happens("put", effect, number)

    def _charge(self, number: OrderNumber, code: PaymentCode) -> None:
        if code.digits in self.refused_codes:
            self.set(number, OrderState.CLOSED)
            raise service_error(ServiceErrorKind.REFUSED, "code_refused")
        if self.charges_slowly:
            self.set(number, OrderState.CREATED)
        elif not self.asks_password:
            self.pay(number)

    async def order(self, number: OrderNumber) -> OrderStatus:
        def effect() -> OrderStatus:
            if number not in self.orders:
                raise service_error(ServiceErrorKind.REFUSED, "order_unknown")
            return self.orders[number]

        return await self._happens("order", effect, number)

    async def close_order(self, number: OrderNumber) -> OrderStatus:
        def effect() -> OrderStatus:
            if number not in self.orders:
                tombstone = OrderStatus(number, OrderState.CLOSED, ZERO, Tender.WECHAT)
                return self.orders.setdefault(number, tombstone)
            if self.orders[number].state in UNPAID:
                reachable = self.channel_reachable
                self.set(number, OrderState.CLOSED if reachable else OrderState.UNKNOWN)
            return self.orders[number]

        return await self._happens("close", effect, number)

    async def report_card_payment(
        self, number: OrderNumber, payment: CardPayment, amount: Money
    ) -> OrderStatus:
        def effect() -> OrderStatus:
            order = self.orders.get(number)
            if order is None:
                raise service_error(ServiceErrorKind.REFUSED, "order_unknown")
            if (order.amount, order.tender) != (amount, Tender.BANK_CARD):
                raise service_error(ServiceErrorKind.REFUSED, "card_payment_conflict")
            if self.card_payments.setdefault(number, payment) != payment:
                raise service_error(ServiceErrorKind.REFUSED, "card_payment_conflict")
            if order.paid_at is None:
                closed = order.state is OrderState.CLOSED
                self.set(
                    number,
                    OrderState.REFUNDING if closed else OrderState.PAID,
                    paid_at=payment.approved_at,
                    channel_trade_number=payment.reference,
                )
            return self.orders[number]

        return await self._happens("report_card_payment", effect, number)

    async def _happens(
        self, call: str, effect: Callable[[], OrderStatus], number: OrderNumber
    ) -> OrderStatus:
        return self.lie(await self._answered(call, effect, number))
