"""Whoever watches a terminal from outside sees what it does, and nobody whom it serves."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.insurance import CitizenGroup
from kiosk.flows.visit import VISIT
from kiosk.ledger.outbox import Outbox
from kiosk.observe import EventLog
from kiosk.observe.exposition import LOOPBACK, Exposition
from kiosk.observe.glimpse import Onlooker, steps_of
from kiosk.observe.metrics import Metrics
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.instructions import InstructionDesk
from kiosk.runtime.reporting import Reporter, open_orders_of
from kiosk.runtime.timing import Timing
from kiosk.session.answers import (
    Begin,
    Choice,
    Chosen,
    Finished,
    GroupChosen,
    Leave,
    Module,
    ModuleChosen,
)
from kiosk.session.views import AttractView, CardView, NoticeView, SuccessView
from sim.backend import reports
from sim.backend.hall_page import add_hall_page
from sim.backend.hall_sight import look
from sim.backend.wallet import create_wallet
from sim.backend.wire_reports import EventReport, StateReport
from tests.runtime.house import House, furnished
from tests.sim.backend.desk import HERE, WALLET, Desk
from tests.support.manual_clock import ManualClock
from tests.support.samples import BANK_CARD, CARD, CODE, PAYEE_NUMBER, SECRETS

CANARIES = (*SECRETS, PAYEE_NUMBER, BANK_CARD.masked, CARD.number.value[:10], CARD.name[:2])
CONTENT: dict[str, type[StateReport] | type[EventReport]] = {
    "state": StateReport,
    "event": EventReport,
}


@dataclass(slots=True)
class Tower:
    """Metrics and reports of a terminal, in full."""

    folder: Path
    clock: ManualClock
    log: EventLog
    metrics: Metrics = field(init=False)

    def __post_init__(self) -> None:
        self.metrics = Metrics(
            steps_of(VISIT),
            version="9.8.7",
            monotonic=self.clock.monotonic,
            lost=lambda: {"unheard": self.log.unheard},
        )
        self.log.listen(self.metrics.heard)

    @property
    def onlookers(self) -> tuple[Onlooker, ...]:
        return (self.metrics,)

    def reporter(
        self,
        service: CollectionService,
        books: Bookkeeping,
        timing: Timing,
        instructions: InstructionDesk,
    ) -> Reporter | None:
        return Reporter(
            outbox=Outbox.open(self.folder / "reports.db"),
            service=service,
            open_orders=open_orders_of(books),
            clock=self.clock,
            timing=timing,
            log=self.log,
            version="9.8.7",
            instructions=instructions,
        )

    def value(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0.0


@pytest.fixture
def tower(tmp_path: Path, clock: ManualClock, log: EventLog) -> Tower:
    return Tower(tmp_path, clock, log)


@pytest.fixture
async def house(
    tmp_path: Path, clock: ManualClock, log: EventLog, log_path: Path, tower: Tower
) -> AsyncIterator[House]:
    async with furnished(tmp_path, clock, log, log_path, tower) as made:
        yield made


async def a_payment(house: House) -> None:
    number = await house.to_the_code()
    house.service.pay(number)
    house.service.post(number)
    await house.come(SuccessView)
    await house.stage.when(
        lambda scene: isinstance(scene.view, SuccessView) and not scene.view.printing
    )
    house.answer(Finished())
    await house.stage.until(AttractView)


async def a_payment_by_code(house: House) -> None:
    before = set(house.service.orders)
    await house.to_the_tenders()
    house.answer(Chosen(Choice.PAYMENT_CODE))
    await house.stage.until(CardView)
    house.scanner.lay(CODE.digits)
    while set(house.service.orders) == before:
        await house.clock.settle()
    (number,) = set(house.service.orders) - before
    house.service.post(number)
    await house.come(SuccessView)
    house.answer(Finished())
    await house.come(AttractView)


async def an_abandoned_payment(house: House) -> None:
    await house.to_the_tenders()
    house.answer(Leave())
    await house.stage.until(AttractView)


async def a_certificate(house: House) -> None:
    await house.to_a_certificate()
    house.answer(Leave())
    await house.stage.until(AttractView)


async def a_fault(house: House) -> None:
    """Somebody logs in, and the line is gone."""
    house.answer(Begin())
    for answer in (GroupChosen(CitizenGroup.FLEXIBLE), ModuleChosen(Module.PAY)):
        await house.clock.settle()
        house.answer(answer)
    await house.stage.until(CardView)
    house.reader.lay(CARD)
    await house.stage.until(NoticeView)


async def told(house: House) -> None:
    """Wait until the service has heard what there was to hear."""
    for _ in range(40):
        await house.clock.advance(1)
        await house.clock.settle()


def files_of(folder: Path) -> bytes:
    """The log and the outbox, with all that SQLite keeps beside it."""
    found = [*folder.glob("kiosk.jsonl*"), *folder.glob("reports.db*")]
    assert len(found) >= 2
    return b"".join(file.read_bytes() for file in found)


async def exposed(metrics: Metrics) -> str:
    exposition = Exposition(metrics.registry, 0)
    exposition.open()
    try:
        async with httpx2.AsyncClient(trust_env=False) as collector:
            answer = await collector.get(f"http://{LOOPBACK}:{exposition.port}/metrics")
            return answer.text
    finally:
        exposition.close()


async def hall_page(house: House, desk: Desk) -> str:
    """The hall as the simulated service shows it once it has these reports."""
    for series, sequence, content in house.service.reports:
        kind = CONTENT[str(content["kind"])]
        reports.take(desk.collection, HERE, series, sequence, kind.model_validate(content))
    app = create_wallet(desk.collection.platforms, lambda _token: None)
    add_hall_page(app, lambda: look(desk.collection), desk.admin.instruct)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=WALLET) as browser:
        return (await browser.get("/hall")).text


async def test_nobody_who_was_served_is_seen_from_outside(
    house: House, tower: Tower, tmp_path: Path
) -> None:
    house.begin()
    for visit in (a_payment, a_payment_by_code, an_abandoned_payment, a_certificate):
        await visit(house)
    await told(house)
    house.service.down = ServiceErrorKind.UNREACHABLE
    await a_fault(house)
    for _ in range(5):
        await house.clock.advance(1)
    desk = Desk()
    seen = {
        "files": files_of(tmp_path).decode("utf-8", "replace"),
        "metrics": await exposed(tower.metrics),
        "reports": json.dumps([list(one) for one in house.service.reports], ensure_ascii=False),
        "hall": await hall_page(house, desk),
    }
    desk.close()
    assert "VISIT_FAULT" in seen["files"]
    assert '"standing":"serving"' in seen["files"], "what waits in the outbox was looked at"
    assert 'kiosk_visits_ended_total{how="completed"} 2.0' in seen["metrics"]
    assert "JN-03" in seen["hall"]
    for place, text in seen.items():
        for canary in CANARIES:
            assert canary not in text, place
            assert json.dumps(canary).strip('"') not in text, place


async def test_a_payment_is_counted_and_reported(house: House, tower: Tower) -> None:
    house.begin()
    await a_payment(house)
    await an_abandoned_payment(house)
    await told(house)
    assert tower.value("kiosk_visits_started_total") == 2
    assert tower.value("kiosk_visits_ended_total", how="completed") == 1
    assert tower.value("kiosk_visits_abandoned_total", step="payment/tender", how="left") == 1
    assert tower.value("kiosk_payments_total", tender="alipay", state="posted") == 1
    assert tower.value("kiosk_papers_total", paper="receipt", outcome="printed") == 1
    assert tower.value("kiosk_step_seconds_count", step="visit/home") == 2
    assert tower.value("kiosk_standing", standing="waiting") == 1
    assert tower.value("kiosk_service_status", status="up") == 1
    states = [content["state"] for _, _, content in house.service.reports if "state" in content]
    last = states[-1]
    assert isinstance(last, dict)
    assert last["standing"] == "waiting"
    assert last["printed"]["receipts"] == 1
    assert last["open_orders"] == 0
    assert any(isinstance(one, dict) and one["open_orders"] == 1 for one in states)


async def test_an_onlooker_that_breaks_is_felt_by_nobody(
    house: House, tower: Tower, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_anything: object) -> None:
        raise LookupError("a bug")

    # A bug in what only counts.
    monkeypatch.setattr(Metrics, "glimpsed", broken)
    monkeypatch.setattr(Metrics, "_visit_ended", broken)
    house.begin()
    await a_payment(house)
    assert tower.log.unheard == 1


async def test_what_the_end_brings_is_told_at_the_next_start(house: House, tmp_path: Path) -> None:
    house.begin()
    await house.stage.until(AttractView)
    await told(house)
    await house.end()
    outbox = Outbox.open(tmp_path / "reports.db")
    left = []
    while (report := outbox.next()) is not None:
        left.append(report.body)
        outbox.arrived(report)
    outbox.close()
    assert any("TERMINAL_STOPPED" in body for body in left)
