"""A whole terminal without its hardware, and a citizen who uses it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.devices.codecs.printer_profile import GENERIC_80
from kiosk.domain.criteria import Criteria
from kiosk.domain.hours import OpeningHours
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.order import OrderNumber
from kiosk.domain.tender import Tender
from kiosk.flows.visit import start_visit
from kiosk.ledger import Ledger
from kiosk.observe import EventLog
from kiosk.runtime.engine import Engine, Equipment
from kiosk.runtime.reporting import Observation
from kiosk.runtime.workings import Staffing
from kiosk.session.answers import (
    Answer,
    BaseEntered,
    Begin,
    Choice,
    Chosen,
    Confirmed,
    CriteriaChosen,
    GroupChosen,
    InsuranceChosen,
    Module,
    ModuleChosen,
    PeriodChosen,
    TenderChosen,
    Ticked,
)
from kiosk.session.events import Answered
from kiosk.session.handover import Ending
from kiosk.session.views import (
    AttractView,
    BaseView,
    CardView,
    CriteriaView,
    NoticeView,
    PeriodView,
    QrView,
    ReviewView,
    TenderView,
    TicksView,
    TilesView,
    View,
)
from tests.runtime.conftest import KEY, TIMING, events_in
from tests.runtime.fake_document_printer import FakeDocumentPrinter
from tests.runtime.fake_records import FakeService
from tests.runtime.fakes import (
    FakePrinter,
    FakeReader,
    FakeScanner,
    FakeSocialReader,
    FakeStage,
)
from tests.support.begun_ledger import lay_begun_ledger
from tests.support.manual_clock import ManualClock
from tests.support.samples import BASE, CARD, FACTS, PERIOD


@dataclass(slots=True)
class House:
    """A whole terminal without its hardware."""

    engine: Engine
    reader: FakeReader
    printer: FakePrinter
    social: FakeSocialReader
    scanner: FakeScanner
    document_printer: FakeDocumentPrinter
    service: FakeService
    ledger: Ledger
    stage: FakeStage
    endings: list[Ending]
    clock: ManualClock
    log_path: Path
    ledger_path: Path
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self.task = asyncio.create_task(self.engine.run(self.ending))

    async def end(self) -> None:
        self.ending.set()
        assert self.task is not None
        await self.task

    async def come(self, view: type[View]) -> None:
        """Wait until a view is shown, in seconds of the clock and in whatever the disk takes."""
        async with asyncio.timeout(30):
            while not self.stage.scenes or not isinstance(self.stage.scene.view, view):
                await asyncio.to_thread(self.ledger.open_orders)
                await self.clock.advance(TIMING.order_poll)

    def answer(self, answer: Answer) -> None:
        self.engine.post(Answered(self.stage.scene.number, answer))

    async def to_a_module(self, module: Module) -> None:
        """A citizen comes, chooses a module and logs in."""
        await self.stage.until(AttractView)
        self.answer(Begin())
        for answer in (
            GroupChosen(CitizenGroup.FLEXIBLE),
            ModuleChosen(module),
        ):
            await self.clock.settle()
            assert isinstance(self.stage.scene.view, TilesView)
            self.answer(answer)
        await self.stage.until(CardView)
        self.reader.lay(CARD)
        await self.stage.until(TilesView)

    async def to_a_certificate(self) -> None:
        """A citizen comes and has a certificate issued, which then cannot be drawn."""
        await self.to_a_module(Module.CERTIFICATES)
        for choice in (Choice.TAX_CERTIFICATE, Choice.FIRST_ISSUE):
            await self.clock.settle()
            self.answer(Chosen(choice))
        await self.stage.until(CriteriaView)
        self.answer(CriteriaChosen(Criteria(2024, 2025)))
        await self.stage.until(TicksView)
        self.answer(Ticked((0, 1)))
        await self.stage.until(NoticeView)

    async def to_the_tenders(self) -> None:
        """A citizen comes and gets as far as the ways of paying."""
        await self.to_a_module(Module.PAY)
        self.answer(InsuranceChosen(InsuranceKind.FLEXIBLE_PENSION))
        await self.stage.until(PeriodView)
        self.answer(PeriodChosen(PERIOD))
        await self.stage.until(BaseView)
        self.answer(BaseEntered(BASE))
        await self.stage.until(ReviewView)
        self.answer(Confirmed())
        await self.stage.until(TenderView)

    async def to_the_code(self) -> OrderNumber:
        """A citizen comes and gets as far as the QR code."""
        await self.to_the_tenders()
        self.answer(TenderChosen(Tender.ALIPAY))
        await self.stage.until(QrView)
        (number,) = self.service.orders
        return number

    def logged(self) -> list[str]:
        return events_in(self.log_path)


@asynccontextmanager
async def furnished(
    folder: Path,
    clock: ManualClock,
    log: EventLog,
    log_path: Path,
    observation: Observation | None = None,
    hours: OpeningHours | None = None,
    control: Path | None = None,
    staffing: Staffing | None = None,
) -> AsyncIterator[House]:
    """A terminal that is let go of at the end, begun or not."""
    ledger_path = folder / "ledger.sqlite"
    lay_begun_ledger(ledger_path, at=clock.now(), key=KEY)
    ledger = Ledger.open(ledger_path, now=clock.now, key=KEY)
    reader, printer, stage = FakeReader(), FakePrinter(), FakeStage()
    social, scanner, documents = FakeSocialReader(), FakeScanner(), FakeDocumentPrinter()
    service = FakeService(clock.now)
    endings: list[Ending] = []
    engine = Engine(
        Equipment(reader, printer, GENERIC_80, service, ledger, social, scanner, documents),
        facts=FACTS,
        start_visit=start_visit,
        clock=clock,
        timing=TIMING,
        stage=stage,
        log=log,
        observation=observation,
        hours=hours,
        end=endings.append,
        control=control,
        staffing=staffing,
    )
    made = House(
        engine=engine,
        reader=reader,
        printer=printer,
        social=social,
        scanner=scanner,
        document_printer=documents,
        service=service,
        ledger=ledger,
        stage=stage,
        endings=endings,
        clock=clock,
        log_path=log_path,
        ledger_path=ledger_path,
    )
    yield made
    made.ending.set()
    if made.task is not None:
        await asyncio.gather(made.task, return_exceptions=True)
    else:
        ledger.close()
