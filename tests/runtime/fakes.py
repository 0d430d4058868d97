"""Devices, service and screen in memory. They behave: what is done to one shows in its answers."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from kiosk.backend.client import CollectionService, TerminalStatus
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.devices.api import DeviceCause, DeviceError, PaperLevel, PrinterReading
from kiosk.domain.citizen import Citizen, IdentityCard
from kiosk.domain.enrolment import Enrolment
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.money import ZERO, Money
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus
from kiosk.domain.paper import PaperDocument, TextLine
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.quote import Quote
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import ONLINE, Condition, DeviceKind, Remedy
from kiosk.session.views import Scene, View
from tests.support.samples import CITIZEN, PENSION, quote

UNPAID = frozenset({OrderState.CREATED, OrderState.PAYING, OrderState.UNKNOWN})
EVENT_ID = "7d1c0e42-9a5b-4c3d-8e2f-1a0b9c8d7e6f"
GONE = DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE)


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


class CounterService(CollectionService):
    """The collection service with its books in a dictionary.

    ``calls`` are the names of the calls made; ``witness`` is told of each before it has any effect.
    A call named in ``gates`` waits until its gate is opened.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.orders: dict[OrderNumber, OrderStatus] = {}
        self.keys: list[str] = []
        self.calls: list[str] = []
        self.troubles: dict[str, deque[Trouble]] = defaultdict(deque)
        self.gates: dict[str, Gate] = {}
        self.down: ServiceErrorKind | None = None
        self.channel_reachable = True
        self.skew = 0.0
        self.tenders = frozenset({Tender.ALIPAY, Tender.WECHAT})
        self.lie: Callable[[OrderStatus], OrderStatus] = lambda status: status
        self.bug: Exception | None = None
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

    async def _happens(
        self, call: str, effect: Callable[[], OrderStatus], number: OrderNumber
    ) -> OrderStatus:
        self.calls.append(call)
        self.witness(call, number)
        if call in self.gates:
            await self.gates[call].pass_through()
        if self.bug is not None:
            raise self.bug
        if self.down is not None:
            raise service_error(self.down)
        troubles = self.troubles[call]
        trouble = troubles.popleft() if troubles else None
        if trouble is not None and not trouble.after:
            raise trouble.error
        status = effect()
        if trouble is not None:
            raise trouble.error
        return self.lie(status)

    async def close(self) -> None:
        self.witness("bye", OrderNumber(""))
        self.closed = True

    async def terminal(self) -> TerminalStatus:
        self.calls.append("terminal")
        if self.down is not None:
            raise service_error(self.down)
        troubles = self.troubles["terminal"]
        if troubles:
            raise troubles.popleft().error
        now = self._now()
        return TerminalStatus(
            datetime.fromtimestamp(now.timestamp() + self.skew, now.tzinfo), self.tenders
        )

    async def look_up_citizen(self, card: IdentityCard) -> Citizen:
        self.calls.append("look_up")
        if self.down is not None:
            raise service_error(self.down)
        return replace(CITIZEN, name=card.name, number=card.number)

    async def enrolments(self, citizen: Citizen, group: CitizenGroup) -> tuple[Enrolment, ...]:
        self.calls.append("enrolments")
        return (PENSION,)

    async def quote(
        self, citizen: Citizen, enrolment: Enrolment, period: ContributionPeriod, base: Money
    ) -> Quote:
        self.calls.append("quote")
        return quote(period, base)

    async def put_order(
        self, number: OrderNumber, idempotency_key: str, quote: Quote, tender: Tender
    ) -> OrderStatus:
        def effect() -> OrderStatus:
            self.keys.append(idempotency_key)
            opened = OrderStatus(
                number, OrderState.PAYING, quote.total, tender, "https://wallet.example/1", 180
            )
            return self.orders.setdefault(number, opened)

        return await self._happens("put", effect, number)

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


class FakeDevice:
    """What every device can do: be plugged in or not, answer, hang, or break in its own way."""

    def __init__(self, kind: DeviceKind) -> None:
        self._kind = kind
        self.plugged = True
        self.state = ONLINE
        self.hung: set[str] = set()
        self.bug: Exception | None = None
        self.errors: deque[DeviceError] = deque()
        self.trace: list[str] = []
        self.is_open = False

    @property
    def kind(self) -> DeviceKind:
        return self._kind

    async def open(self) -> None:
        await self._asked("open")
        self.is_open = True

    async def close(self) -> None:
        self.is_open = False
        self.trace.append("close")
        if "close" in self.hung:
            await asyncio.Event().wait()

    async def condition(self) -> Condition:
        await self._asked("condition")
        return self.state

    async def _asked(self, what: str) -> None:
        self.trace.append(what)
        if what in self.hung:
            await asyncio.Event().wait()
        if self.bug is not None:
            raise self.bug
        if self.errors:
            raise self.errors.popleft()
        if not self.plugged or (what != "open" and not self.is_open):
            raise GONE


class FakeReader(FakeDevice):
    """A card reader; a card laid on it is read once."""

    def __init__(self) -> None:
        super().__init__(DeviceKind.ID_CARD_READER)
        self._cards: asyncio.Queue[IdentityCard | DeviceError] = asyncio.Queue()

    def lay(self, card: IdentityCard | DeviceError) -> None:
        self._cards.put_nowait(card)

    async def read_card(self) -> IdentityCard:
        await self._asked("read")
        seen = await self._cards.get()
        if isinstance(seen, DeviceError):
            raise seen
        return seen


class FakePrinter(FakeDevice):
    """A receipt printer; ``paper`` is what lies in the tray."""

    def __init__(self) -> None:
        super().__init__(DeviceKind.RECEIPT_PRINTER)
        self.paper: list[PaperDocument] = []
        self.ruins: deque[DeviceError] = deque()
        self.witness: Callable[[], None] = lambda: None
        self.gate: Gate | None = None

    @property
    def columns(self) -> int:
        return 48

    async def reading(self) -> PrinterReading:
        return PrinterReading(await self.condition(), PaperLevel.ENOUGH)

    async def print_document(self, document: PaperDocument) -> None:
        await self._asked("print")
        self.witness()
        if self.gate is not None:
            await self.gate.pass_through()
        if self.ruins:
            raise self.ruins.popleft()
        self.paper.append(document)

    def says(self, index: int = -1) -> str:
        """The text of one piece of paper."""
        return "\n".join(
            item.text for item in self.paper[index].items if isinstance(item, TextLine)
        )


@dataclass(slots=True)
class FakeStage:
    """A screen that remembers what it was shown."""

    trace: list[str] = field(default_factory=list)
    scenes: list[Scene] = field(default_factory=list)
    seconds: list[int] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, scene: Scene) -> None:
        self.trace.append(f"show {type(scene.view).__name__}")
        self.scenes.append(scene)
        self._changed.set()

    def countdown(self, seconds: int) -> None:
        self.seconds.append(seconds)

    def wipe(self) -> None:
        self.trace.append("wipe")

    @property
    def scene(self) -> Scene:
        return self.scenes[-1]

    async def until(self, view: type[View]) -> Scene:
        """Wait, however long a thread takes, until such a view is shown."""
        return await self.when(lambda scene: isinstance(scene.view, view))

    async def when(self, is_it: Callable[[Scene], bool]) -> Scene:
        """Wait, however long a thread takes, until such a scene is shown."""
        while not self.scenes or not is_it(self.scene):
            self._changed.clear()
            await self._changed.wait()
        return self.scene
