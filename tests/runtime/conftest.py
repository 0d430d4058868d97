"""A terminal's runtime without its devices, with time standing still and a real ledger."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.devices.api import (
    CodeScanner,
    Device,
    DocumentPrinter,
    IdCardReader,
    SocialCardReader,
)
from kiosk.devices.codecs.printer_profile import GENERIC_80
from kiosk.domain.citizen import Citizen
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.tender import Tender
from kiosk.ledger import NO_FACTS, Ledger, LedgerOrder
from kiosk.observe import EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.document_desk import DocumentDesk
from kiosk.runtime.document_press import DocumentPress
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.order_book import OrderBook
from kiosk.runtime.orders import OrderDesk
from kiosk.runtime.paper import PaperDesk
from kiosk.runtime.performer import Performer
from kiosk.runtime.performing import repertoire_with
from kiosk.runtime.performing.means import Means
from kiosk.runtime.press import Press
from kiosk.runtime.supervision import Supervisor, Watched
from kiosk.runtime.timing import Timing
from kiosk.runtime.visit_keys import VisitKeys
from kiosk.runtime.workshop import Workshop
from kiosk.session.faults import Fault
from kiosk.session.requests import Request
from tests.runtime.fake_document_printer import FakeDocumentPrinter
from tests.runtime.fake_records import FakeService
from tests.runtime.fakes import (
    FakePrinter,
    FakeReader,
    FakeScanner,
    FakeSocialReader,
)
from tests.support.begun_ledger import lay_begun_ledger
from tests.support.manual_clock import ManualClock
from tests.support.samples import CITIZEN, FACTS, quote
from tests.support.signed_documents import authority

KEY = bytes(range(32))
TIMING = Timing()


@dataclass(slots=True)
class Room:
    """Everything between the session and the outside world."""

    clock: ManualClock
    log: EventLog
    log_path: Path
    ledger: Ledger
    books: Bookkeeping
    service: FakeService
    book: OrderBook
    desk: OrderDesk
    printer: FakePrinter
    keeper: Supervisor
    workshop: Workshop
    keys: VisitKeys
    paper: PaperDesk
    unsound: list[str]

    def logged(self) -> list[str]:
        """The names of the events so far."""
        return events_in(self.log_path)

    def kept(self, number: OrderNumber) -> LedgerOrder:
        return self.ledger.order(number)

    async def opened(self, citizen: Citizen = CITIZEN, proxy: Citizen | None = None) -> OrderNumber:
        """An order waiting for payment, in the ledger and at the service."""
        return (await self.desk.open(citizen, quote(), Tender.ALIPAY, proxy)).number

    async def written(self, *states: OrderState, citizen: Citizen = CITIZEN) -> OrderNumber:
        """An order that only the ledger knows, brought to a state."""
        order = await self.book.draw_up(citizen, quote(), Tender.ALIPAY)
        self.ledger.create_order(order)
        for state in states:
            self.ledger.advance(order.number, state, NO_FACTS)
        return order.number

    async def posted(self, citizen: Citizen = CITIZEN, proxy: Citizen | None = None) -> OrderNumber:
        """An order that has been paid and posted."""
        number = await self.opened(citizen, proxy)
        self.service.pay(number)
        self.service.post(number)
        await self.desk.see_through(number, OrderState.PAID)
        self.service.calls.clear()
        return number


@pytest.fixture(scope="session")
def workshop() -> Iterator[Workshop]:
    """One child process for all tests."""
    shared = Workshop()
    yield shared
    shared.close()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def log_path(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.jsonl"


@pytest.fixture
def log(log_path: Path, clock: ManualClock) -> Iterator[EventLog]:
    opened = EventLog.open(log_path, now=clock.now)
    yield opened
    opened.close()


def events_in(path: Path) -> list[str]:
    """The names of the events logged so far."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["event"].upper() for line in lines]


@pytest.fixture
def logged(log: EventLog, log_path: Path) -> Callable[[], list[str]]:
    return lambda: events_in(log_path)


@pytest.fixture
def room(
    tmp_path: Path, clock: ManualClock, log: EventLog, log_path: Path, workshop: Workshop
) -> Iterator[Room]:
    unsound: list[str] = []
    path = tmp_path / "ledger.sqlite"
    lay_begun_ledger(path, at=clock.now(), key=KEY)
    ledger = Ledger.open(path, now=clock.now, key=KEY)
    books = Bookkeeping(ledger, lambda: unsound.append("unsound"))
    service = FakeService(clock.now)
    book = OrderBook(books=books, clock=clock, terminal_number=FACTS.number, log=log)
    desk = OrderDesk(service=service, book=book, clock=clock, timing=TIMING)
    printer = FakePrinter()
    printer.is_open = True
    keeper = Supervisor(printer, clock, TIMING, log, lambda _condition: None)
    keys = VisitKeys()
    paper = PaperDesk(
        press=Press(printer=printer, profile=GENERIC_80, supervisor=keeper, workshop=workshop),
        books=books,
        service=service,
        keys=keys,
        clock=clock,
        facts=FACTS,
        log=log,
    )
    yield Room(
        clock,
        log,
        log_path,
        ledger,
        books,
        service,
        book,
        desk,
        printer,
        keeper,
        workshop,
        keys,
        paper,
        unsound,
    )
    books.close()


@dataclass(slots=True)
class Play:
    """A performer and everything it performs with."""

    room: Room
    reader: FakeReader
    keeper: Supervisor
    social: FakeSocialReader
    scanner: FakeScanner
    printer: FakeDocumentPrinter
    performer: Performer

    async def fault(self, request: Request[object]) -> Fault:
        """Why a request fails."""
        with pytest.raises(RequestFailed) as failed:
            await self.performer.perform(request)
        return failed.value.fault

    def bare(self) -> Performer:
        """The same terminal without any device that it need not have."""
        means = means_of(self.room, Watched(self.reader, self.keeper))
        return Performer(repertoire_with(means), self.room.clock, self.room.log)


def means_of(
    room: Room,
    reader: Watched[IdCardReader],
    social: Watched[SocialCardReader] | None = None,
    scanner: Watched[CodeScanner] | None = None,
    printer: Watched[DocumentPrinter] | None = None,
) -> Means:
    """What requests are carried out with in this room."""
    return Means(
        service=room.service,
        orders=room.desk,
        paper=room.paper,
        documents=DocumentDesk(
            service=room.service,
            trusted=authority().root_pem,
            workshop=room.workshop,
            books=room.books,
            keys=room.keys,
            clock=room.clock,
            log=room.log,
        ),
        document_press=press_of(room, printer),
        clock=room.clock,
        log=room.log,
        reader=reader,
        social_card_reader=social,
        scanner=scanner,
    )


def press_of(room: Room, printer: Watched[DocumentPrinter] | None) -> DocumentPress:
    """A printer of documents with the books of this room."""
    return DocumentPress(printer=printer, books=room.books, clock=room.clock, log=room.log)


@pytest.fixture
async def play(room: Room) -> Play:
    reader, social = FakeReader(), FakeSocialReader()
    scanner, printer = FakeScanner(), FakeDocumentPrinter()

    def kept(device: Device) -> Supervisor:
        return Supervisor(device, room.clock, TIMING, room.log, lambda _condition: None)

    for device in (reader, social, scanner, printer):
        await device.open()
    keeper = kept(reader)
    means = means_of(
        room,
        Watched(reader, keeper),
        Watched(social, kept(social)),
        Watched(scanner, kept(scanner)),
        Watched(printer, kept(printer)),
    )
    performer = Performer(repertoire_with(means), room.clock, room.log)
    return Play(room, reader, keeper, social, scanner, printer, performer)
