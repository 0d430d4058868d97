"""The service hears everything in order and once, however long it could not be reached."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.terminal import ONLINE, Condition, DeviceKind, DeviceStatus, Remedy
from kiosk.ledger import LedgerUnavailable
from kiosk.ledger.outbox import Outbox
from kiosk.observe import Event, EventLog
from kiosk.observe.glimpse import Glimpse, Standing
from kiosk.runtime.reporting import REPORTED, Reporter
from kiosk.runtime.terminal_state import Supply
from kiosk.runtime.timing import Timing
from kiosk.session.health import Health, ServiceStatus
from tests.runtime.conftest import events_in
from tests.runtime.fake_records import FakeService
from tests.runtime.fake_service import service_error
from tests.support.manual_clock import ManualClock

TIMING = Timing()
UP = Health(
    devices=tuple((kind, ONLINE) for kind in DeviceKind),
    service=ServiceStatus.UP,
    settled=True,
)
WAITING = Glimpse(Standing.WAITING, UP)
SERVING = Glimpse(Standing.SERVING, UP, "settle/review")
PAPER_OUT = Condition(DeviceStatus.USER_ERROR, Remedy.CLEAR, "paper_out")


@dataclass(slots=True)
class Desk:
    """A reporter at work."""

    path: Path
    clock: ManualClock
    log: EventLog
    service: FakeService
    reporter: Reporter
    open_orders: list[int | None] = field(default_factory=lambda: [0])

    async def until(self, count: int) -> None:
        """Wait until the service has heard so many reports."""
        async with asyncio.timeout(30):
            while len(self.service.reports) < count:
                await self.settled()

    async def settled(self) -> None:
        for _ in range(10):
            await self.clock.settle()
            await asyncio.sleep(0.001)

    @property
    def states(self) -> list[dict[str, object]]:
        return [
            _part(content, "state") for _, _, content in self.service.reports if "state" in content
        ]

    @property
    def events(self) -> list[dict[str, object]]:
        return [
            _part(content, "event") for _, _, content in self.service.reports if "event" in content
        ]


def _part(content: object, name: str) -> dict[str, object]:
    assert isinstance(content, dict)
    part = content[name]
    assert isinstance(part, dict)
    return part


@asynccontextmanager
async def reporting(
    path: Path, clock: ManualClock, log: EventLog, service: FakeService, most: int = 5000
) -> AsyncIterator[Desk]:
    counts: list[int | None] = [0]

    async def open_orders() -> int | None:
        return counts[-1]

    reporter = Reporter(
        outbox=Outbox.open(path, most=most),
        service=service,
        open_orders=open_orders,
        clock=clock,
        timing=TIMING,
        log=log,
        version="9.8.7",
        supplies=lambda: (Supply("receipt_paper", 63),),
    )
    log.listen(reporter.heard)
    running = asyncio.create_task(reporter.run())
    try:
        yield Desk(path, clock, log, service, reporter, counts)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await reporter.close()


@pytest.fixture
def service(clock: ManualClock) -> FakeService:
    return FakeService(clock.now)


@pytest.fixture
async def desk(
    tmp_path: Path, clock: ManualClock, log: EventLog, service: FakeService
) -> AsyncIterator[Desk]:
    async with reporting(tmp_path / "reports.db", clock, log, service) as made:
        yield made


async def test_the_first_report_says_how_the_terminal_starts(desk: Desk) -> None:
    await desk.until(1)
    (state,) = desk.states
    assert state["standing"] == "starting"
    assert state["version"] == "9.8.7"
    assert state["supplies"] == [{"supply": "receipt_paper", "left_percent": 63}]
    assert state["open_orders"] == 0


async def test_every_change_is_told_in_order_and_nothing_that_is_none(desk: Desk) -> None:
    await desk.until(1)
    for count, glimpse in enumerate((WAITING, SERVING, WAITING), start=2):
        for _ in range(3):
            desk.reporter.glimpsed(glimpse)
        await desk.until(count)
    await desk.settled()
    assert [state["standing"] for state in desk.states] == [
        "starting",
        "waiting",
        "serving",
        "waiting",
    ]
    sequences = [sequence for _, sequence, _ in desk.service.reports]
    assert sequences == sorted(set(sequences))
    assert "settle" not in json.dumps(desk.states)


async def test_a_device_is_told_with_its_cause_and_since_when(desk: Desk) -> None:
    desk.reporter.glimpsed(WAITING)
    await desk.until(1)
    await desk.clock.advance(10)
    began = desk.clock.now()
    broken = UP.with_device(DeviceKind.RECEIPT_PRINTER, PAPER_OUT)
    desk.reporter.glimpsed(Glimpse(Standing.WAITING, broken))
    await desk.until(2)
    await desk.clock.advance(10)
    desk.reporter.glimpsed(Glimpse(Standing.SERVING, broken))
    await desk.until(3)
    devices = desk.states[-1]["devices"]
    assert isinstance(devices, list)
    (printer,) = (device for device in devices if device["device"] == "receipt_printer")
    assert printer == {
        "device": "receipt_printer",
        "status": "userError",
        "remedy": "clear",
        "cause": "paper_out",
        "since": began.isoformat(),
    }


async def test_why_nobody_can_be_served_is_told(desk: Desk) -> None:
    await desk.until(1)
    unsettled = Health(devices=UP.devices, service=ServiceStatus.UP)
    desk.reporter.glimpsed(Glimpse(Standing.OUT_OF_SERVICE, unsettled))
    await desk.until(2)
    assert desk.states[-1]["obstacle"] == "unsettled"


async def test_faults_and_papers_are_told_as_they_happen(desk: Desk) -> None:
    await desk.until(1)
    desk.log.record(Event.VISIT_FAULT, where="visit/pay_own/login/read", why="reader_lost")
    desk.log.record(Event.DOCUMENT_PRINTED, reprint=0, sheets=3)
    desk.log.record(Event.ORDER_FOLLOWED_UP, state="closed")
    await desk.until(3)
    assert desk.events == [
        {
            "event": "VISIT_FAULT",
            "facts": {"where": "visit/pay_own/login/read", "why": "reader_lost"},
        }
    ]
    assert desk.states[-1]["printed"] == {"receipts": 0, "slips": 0, "documents": 1, "sheets": 3}


async def test_an_order_changes_how_many_are_open(desk: Desk) -> None:
    await desk.until(1)
    desk.open_orders.append(1)
    desk.log.record(Event.ORDER_CREATED, order="JN0320260131090000000042K", tender="alipay")
    await desk.until(2)
    assert desk.states[-1]["open_orders"] == 1


async def test_a_quiet_terminal_gives_a_sign_of_life_every_minute(desk: Desk) -> None:
    await desk.until(1)
    for minute in range(2, 5):
        await desk.settled()
        await desk.clock.advance(TIMING.report_heartbeat)
        await desk.until(minute)
    assert [state["standing"] for state in desk.states] == ["starting"] * 4


async def test_an_outage_costs_nothing_and_the_order_stays(desk: Desk) -> None:
    await desk.until(1)
    desk.service.down = ServiceErrorKind.UNREACHABLE
    desk.reporter.glimpsed(WAITING)
    await desk.settled()
    desk.log.record(Event.VISIT_FAULT, where="visit/home", why="first")
    await desk.settled()
    desk.reporter.glimpsed(SERVING)
    desk.log.record(Event.VISIT_FAULT, where="visit/home", why="second")
    for _ in range(20):
        await desk.settled()
        await desk.clock.advance(TIMING.report_retry_longest)
    tried = desk.service.calls.count("report")
    assert len(desk.service.reports) == 1
    assert desk.reporter.waiting >= 1
    desk.service.down = None
    await desk.clock.advance(TIMING.report_retry_longest)
    await desk.until(5)
    told = [
        "state" if "state" in content else _part(_part(content, "event"), "facts")["why"]
        for _, _, content in desk.service.reports
    ]
    assert told == ["state", "state", "first", "second", "state"]
    assert tried <= 1 + 6 + 20


async def test_a_lost_answer_is_told_again_under_the_same_number(desk: Desk) -> None:
    await desk.until(1)
    desk.service.lose("report", after=True)
    desk.reporter.glimpsed(WAITING)
    await desk.until(2)
    await desk.settled()
    await desk.clock.advance(TIMING.report_retry_first)
    await desk.until(3)
    assert desk.service.reports[1] == desk.service.reports[2]


@pytest.mark.parametrize("code", ["invalid_request", "idempotency_conflict"])
async def test_what_will_never_be_taken_does_not_stop_the_rest(
    desk: Desk, log_path: Path, code: str
) -> None:
    await desk.until(1)
    desk.service.trouble("report", service_error(ServiceErrorKind.REFUSED, code))
    desk.log.record(Event.VISIT_FAULT, where="visit/home", why="never_taken")
    await desk.settled()
    desk.reporter.glimpsed(WAITING)
    await desk.until(2)
    assert desk.states[-1]["standing"] == "waiting"
    assert desk.service.reports[-1][2]["lost"] == 1
    assert events_in(log_path).count("REPORT_REFUSED") == 1


async def test_a_terminal_that_is_not_known_waits_to_be(desk: Desk) -> None:
    refused = service_error(ServiceErrorKind.REFUSED, "terminal_unknown")
    await desk.until(1)
    desk.service.trouble("report", refused, times=3)
    desk.reporter.glimpsed(WAITING)
    for _ in range(3):
        await desk.settled()
        await desk.clock.advance(TIMING.report_retry_longest)
    await desk.until(2)
    assert desk.states[-1]["standing"] == "waiting"


async def test_what_was_not_told_before_the_end_is_told_after_the_next_start(
    tmp_path: Path, clock: ManualClock, log: EventLog, service: FakeService
) -> None:
    path = tmp_path / "reports.db"
    service.down = ServiceErrorKind.UNREACHABLE
    async with reporting(path, clock, log, service) as desk:
        log.record(Event.VISIT_FAULT, where="visit/home", why="before")
        await desk.settled()
        log.record(Event.TERMINAL_STOPPED)
    service.down = None
    async with reporting(path, clock, log, service) as desk:
        await desk.until(4)
        assert [event["event"] for event in desk.events] == ["VISIT_FAULT", "TERMINAL_STOPPED"]
    assert len({series for series, _, _ in service.reports}) == 1


async def test_where_nothing_can_be_written_down_the_terminal_goes_on(
    desk: Desk, log_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.until(1)

    def full(*_anything: object) -> None:
        raise LedgerUnavailable("disk full")

    # Nothing fills a disk for a moment.
    with monkeypatch.context() as broken:
        broken.setattr(Outbox, "put", full)
        for glimpse in (WAITING, SERVING, WAITING, SERVING):
            desk.reporter.glimpsed(glimpse)
            await desk.settled()
    assert events_in(log_path).count("REPORTS_NOT_KEPT") == 1
    await desk.clock.advance(TIMING.report_heartbeat)
    await desk.until(2)
    assert desk.states[-1]["standing"] == "serving"


async def test_what_nobody_foresaw_is_logged_and_reporting_goes_on(
    desk: Desk, log_path: Path
) -> None:
    await desk.until(1)
    desk.service.bugs["report"] = LookupError("a bug")
    desk.reporter.glimpsed(WAITING)
    async with asyncio.timeout(30):
        while "INTERNAL_ERROR" not in events_in(log_path):
            await desk.settled()
    del desk.service.bugs["report"]
    await desk.settled()
    await desk.clock.advance(TIMING.report_retry_longest)
    await desk.until(2)
    assert desk.states[-1]["standing"] == "waiting"


async def test_events_of_other_threads_are_heard(desk: Desk) -> None:
    await desk.until(1)
    await asyncio.to_thread(desk.log.record, Event.VISIT_FAULT, where="visit/home", why="elsewhere")
    await desk.until(2)
    assert len(desk.events) == 1


def test_nothing_is_reported_that_reporting_itself_brings_about() -> None:
    of_its_own = {Event.REPORT_REFUSED, Event.REPORTS_NOT_KEPT, Event.SERVICE_CALL_FAILED}
    assert not of_its_own & set(REPORTED)
    assert {Event.STAFF_CAME, Event.STAFF_LEFT, Event.VISIT_FAULT} <= set(REPORTED)
