"""A terminal's card counter at work: real ledger, real client, a host on TCP, a virtual card."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kiosk.devices.api import BankCardReader, Device, PinPad
from kiosk.domain.citizen import Citizen
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import ONLINE
from kiosk.equipment.cards import acquirer_with
from kiosk.ledger import AttemptState, Ledger
from kiosk.observe import EventLog
from kiosk.payments.acquirer.profile import AcquirerProfile
from kiosk.payments.emv.terminal import TerminalData
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.cards.counter import CardCounter, CardEquipment
from kiosk.runtime.cards.desk import CardDesk, CardManner
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.order_book import OrderBook
from kiosk.runtime.orders import OrderDesk
from kiosk.runtime.supervision import Supervisor, Watched
from kiosk.runtime.timing import Timing
from kiosk.session.faults import FaultCode
from kiosk.session.health import AcquirerStatus
from sim.acquirer.books import Books, PurchaseState
from sim.acquirer.desk import Desk
from sim.acquirer.host import AcquirerHost
from sim.acquirer.terminals import RegisteredTerminal
from sim.cards.bank_card import BankChip
from sim.cards.cast import find_card
from sim.cards.issuer import Issuer
from tests.runtime.cards.soft_pad import SoftPad
from tests.runtime.cards.soft_reader import SoftReader
from tests.runtime.fake_records import FakeService
from tests.support.begun_ledger import lay_begun_ledger
from tests.support.samples import CITIZEN, FACTS, quote

TERMINAL_ID = "12345678"
MERCHANT_ID = "102440000000001"
KEY = bytes(range(32))
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
QUICK = Timing(
    order_poll=0.01,
    close_patience=0.3,
    posting_patience=0.3,
    acquirer_retry=0.02,
    reversal_patience=0.6,
    card_reminder=0.02,
    device_poll=60.0,
)
ANSWER_S = 0.15
FINAL = {AttemptState.APPROVED, AttemptState.DECLINED, AttemptState.REVERSED}


def beijing() -> datetime:
    return SystemClock().now()


@dataclass(slots=True)
class Bank:
    """The acquirer's side, which outlives terminals."""

    books: Books
    host: AcquirerHost
    service: FakeService

    def spent_fen(self, card: str) -> int:
        return self.books.spent_fen(find_card(card).account)

    def standing(self) -> list[PurchaseState]:
        return [purchase.state for purchase in self.books.purchases]


@asynccontextmanager
async def bank() -> AsyncIterator[Bank]:
    opened = closed_bank(FakeService(beijing))
    await opened.host.start()
    try:
        yield opened
    finally:
        await opened.host.stop()


def closed_bank(service: FakeService) -> Bank:
    """A bank whose host does not listen."""
    books = Books()
    desk = Desk(books, Issuer(), beijing)
    desk.register(RegisteredTerminal(TERMINAL_ID, MERCHANT_ID))
    return Bank(books, AcquirerHost(desk), service)


@dataclass(slots=True)
class Counter:
    """One terminal, started on its ledger."""

    bank: Bank
    ledger: Ledger
    reader: SoftReader
    pad: SoftPad
    pad_keeper: Supervisor
    orders: OrderDesk
    line: CardCounter
    cards: CardDesk
    log_path: Path
    statuses: list[AcquirerStatus]
    books: Bookkeeping
    equipment: CardEquipment
    log: EventLog
    told: list[object] = field(default_factory=list)

    async def order(self, citizen: Citizen = CITIZEN) -> OrderNumber:
        return (await self.orders.open(citizen, quote(), Tender.BANK_CARD)).number

    async def pay(
        self, number: OrderNumber, card: str = "zhang-san-debit", pin: str = ""
    ) -> OrderStatus:
        """The whole of 刷卡支付 with a card that has been pushed in already, or is now."""
        if self.reader.card is None:
            self.reader.push_in(BankChip(find_card(card)))
        inserted = await self.cards.insert(number, 1.0, self.told.append)
        if inserted.needs_pin:
            await self.types(pin or find_card(card).pin or "")
        return await self.cards.charge(number)

    async def types(self, pin: str) -> None:
        self.pad.type_pin(pin)
        await self.cards.enter_pin(1.0, self.told.append)

    async def fails(
        self, number: OrderNumber, card: str = "zhang-san-debit", pin: str = ""
    ) -> FaultCode:
        try:
            status = await self.pay(number, card, pin)
        except RequestFailed as failure:
            return failure.fault.code
        raise AssertionError(f"paid: {status.state}")

    def _is_quiet(self) -> bool:
        return self.line.line.status is AcquirerStatus.READY and not self.ledger.at_risk()

    async def quiet(self) -> None:
        """Wait until nothing is open at the acquirer any more."""
        async with asyncio.timeout(5):
            while not self._is_quiet():  # noqa: ASYNC110 (another thread writes)
                await asyncio.sleep(0.005)

    async def recovered(self, number: OrderNumber) -> None:
        """What follows when the citizen has gone: reversed, reported, closed."""
        await self.quiet()
        state = self.ledger.order(number).state
        if not state.is_final:
            await self.orders.see_through(number, state)

    def agree(self, number: OrderNumber, card: str = "zhang-san-debit") -> bool:
        """Whether account, service and ledger say the same; returns whether it was paid."""
        order, status = self.ledger.order(number), self.bank.service.orders[number]
        assert all(attempt.state in FINAL for attempt in self.ledger.attempts(number))
        assert order.state is status.state
        paid = order.state in {OrderState.PAID, OrderState.POSTING, OrderState.POSTED}
        assert paid or order.state is OrderState.CLOSED
        assert self.bank.spent_fen(card) == (order.terms.amount.fen if paid else 0)
        assert (order.card is not None) is paid
        return paid


@asynccontextmanager
async def counter(
    bank: Bank,
    folder: Path,
    *,
    captures: bool = False,
    port: int = 0,
    holds: BankChip | None = None,
) -> AsyncIterator[Counter]:
    """A terminal starts, and stops at the end. Its acquirer is at ``port``, or the bank's own."""
    clock = SystemClock()
    log_path = folder / "kiosk.jsonl"
    log = EventLog.open(log_path, now=clock.now)
    path = folder / "ledger.sqlite"
    if not path.exists():
        lay_begun_ledger(path, at=LONG_AGO, key=KEY)
    ledger = Ledger.open(path, now=clock.now, key=KEY)
    books = Bookkeeping(ledger, lambda: None)
    reader, pad = SoftReader(captures=captures), SoftPad()
    if holds is not None:
        reader.push_in(holds)
    await reader.open()
    await pad.open()
    profile = AcquirerProfile(
        "127.0.0.1", port or bank.host.port, TERMINAL_ID, MERCHANT_ID, answer_seconds=ANSWER_S
    )
    statuses: list[AcquirerStatus] = []

    def kept(device: Device) -> Supervisor:
        return Supervisor(device, clock, QUICK, log, lambda _condition: None, ONLINE)

    equipment = CardEquipment(
        reader,
        pad,
        acquirer_with(profile, pad, clock),
        TerminalData(TERMINAL_ID, "JN030001", MERCHANT_ID),
        profile,
        manner=CardManner(captures=captures, grace_s=0.2),
    )
    watched_reader: Watched[BankCardReader] = Watched(reader, kept(reader))
    watched_pad: Watched[PinPad] = Watched(pad, kept(pad))
    line = CardCounter(
        equipment,
        reader=watched_reader,
        pad=watched_pad,
        books=books,
        clock=clock,
        timing=QUICK,
        log=log,
        changed=statuses.append,
    )
    orders = OrderDesk(
        service=bank.service,
        book=OrderBook(books=books, clock=clock, terminal_number=FACTS.number, log=log),
        clock=clock,
        timing=QUICK,
        reversed_=line.line.settle,
    )
    cards = line.open(orders)
    running = asyncio.create_task(line.line.run())
    try:
        keeper = watched_pad.keeper
        yield Counter(
            bank,
            ledger,
            reader,
            pad,
            keeper,
            orders,
            line,
            cards,
            log_path,
            statuses,
            books,
            equipment,
            log,
        )
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await cards.close()
        await asyncio.to_thread(books.close)
        log.close()
