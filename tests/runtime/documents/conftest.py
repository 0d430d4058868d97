"""A document that has been looked at, and a printer that may do with it whatever printers do."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from kiosk.domain.certificate import ServiceDocument
from kiosk.flows.requests.certificates import PagesOut
from kiosk.flows.requests.receipt import Printed
from kiosk.ledger import LedgerDocument
from kiosk.runtime.document_press import DocumentPress
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.supervision import Supervisor, Watched
from kiosk.session.faults import FaultCode
from tests.runtime.conftest import TIMING, Room, press_of
from tests.runtime.documents.papers import DOCUMENT, received
from tests.runtime.fake_document_printer import FakeDocumentPrinter


@dataclass(slots=True)
class Corner:
    """The A4 printer of a terminal and whoever prints with it."""

    room: Room
    printer: FakeDocumentPrinter
    press: DocumentPress
    news: list[object] = field(default_factory=list)
    waits: asyncio.Event = field(default_factory=asyncio.Event)
    """The printer has said that it waits for people."""

    @property
    def document(self) -> LedgerDocument:
        (kept,) = self.room.ledger.documents()
        return kept

    def begin(self, document: ServiceDocument = DOCUMENT) -> asyncio.Task[Printed]:
        """A citizen touches 打印."""
        return asyncio.create_task(self.press.print(document, self._hear))

    def _hear(self, news: object) -> None:
        self.news.append(news)
        if isinstance(news, PagesOut) and news.waits_for is not None:
            self.waits.set()

    async def fault(self, document: ServiceDocument = DOCUMENT) -> FaultCode:
        """Why it is not printed."""
        with pytest.raises(RequestFailed) as failed:
            await self.begin(document)
        return failed.value.fault.code

    async def given_up(self, printing: asyncio.Task[Printed]) -> int | None:
        """The citizen touches 取消打印; how many pages are out."""
        printing.cancel()
        await asyncio.gather(printing, return_exceptions=True)
        return (await self.press.stop(DOCUMENT)).pages

    async def replacement(self) -> ServiceDocument:
        """A 补打 of it, printed."""
        other = replace(DOCUMENT, pdf=DOCUMENT.pdf + b"1", reprint=1)
        self.room.ledger.document_received(received(other))
        assert await self.begin(other) == Printed(1)
        return other

    def agree(self) -> None:
        """Ledger and paper are of one mind, as far as the printer can tell, and no page of the
        same bytes is there twice."""
        assert len(self.printer.sheets) == len(set(self.printer.sheets))
        if all(document.sheets is not None for document in self.room.ledger.documents()):
            assert self.room.ledger.sheets_on_paper() == len(self.printer.sheets)
        assert self.room.ledger.verify().sound


@pytest.fixture
async def corner(room: Room) -> Corner:
    printer = FakeDocumentPrinter()
    await printer.open()
    room.ledger.document_received(received(DOCUMENT))
    keeper = Supervisor(printer, room.clock, TIMING, room.log, lambda _condition: None)
    return Corner(room, printer, press_of(room, Watched(printer, keeper)))
