"""Metrics and reports as the settings want them, and the terminal goes on without either."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import httpx2
import pytest
from pydantic import ValidationError

from kiosk.equipment import Observation
from kiosk.equipment.observing import OUTBOX_NAME
from kiosk.ledger import Ledger
from kiosk.observe import Event, EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.instructions import InstructionDesk
from kiosk.runtime.timing import Timing
from kiosk.settings import MetricsSettings, Settings
from tests.runtime.conftest import KEY
from tests.runtime.fake_records import FakeService
from tests.support.configuration import Section, changed, write
from tests.support.manual_clock import ManualClock


def settings(folder: Path, **changes: Section) -> Settings:
    return Settings.load(write(folder / "kiosk.toml", changed(changes)))


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def log(tmp_path: Path, clock: ManualClock) -> Iterator[EventLog]:
    with closing(EventLog.open(tmp_path / "kiosk.jsonl", now=clock.now)) as opened:
        yield opened


@pytest.fixture
def books(tmp_path: Path, clock: ManualClock) -> Iterator[Bookkeeping]:
    ledger = Ledger.open(tmp_path / "books" / "ledger.db", now=clock.now, key=KEY)
    made = Bookkeeping(ledger, lambda: None)
    yield made
    made.close()


@pytest.fixture
def instructed(books: Bookkeeping, clock: ManualClock, log: EventLog) -> InstructionDesk:
    return InstructionDesk(books=books, post=lambda _event: None, clock=clock, log=log)


def logged(folder: Path) -> list[str]:
    lines = (folder / "kiosk.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["event"] for line in lines]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def with_port(folder: Path, port: int) -> Settings:
    return settings(folder, metrics={"port": port})


def test_without_a_port_nobody_listens_and_nobody_watches(
    tmp_path: Path, clock: ManualClock, log: EventLog
) -> None:
    observation = Observation(settings(tmp_path), clock, log)
    assert observation.onlookers == ()
    observation.close()


def test_with_a_port_the_metrics_are_on_this_machine(
    tmp_path: Path, clock: ManualClock, log: EventLog
) -> None:
    port = free_port()
    observation = Observation(with_port(tmp_path, port), clock, log)
    log.record(Event.VISIT_STARTED, where="visit/home", why="")
    answer = httpx2.get(f"http://127.0.0.1:{port}/metrics", trust_env=False)
    assert "kiosk_visits_started_total 1.0" in answer.text
    assert len(observation.onlookers) == 1
    observation.close()
    observation.close()
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"http://127.0.0.1:{port}/metrics", trust_env=False)


def test_a_port_that_is_taken_is_logged_and_stops_nobody(
    tmp_path: Path, clock: ManualClock, log: EventLog
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        observation = Observation(with_port(tmp_path, taken.getsockname()[1]), clock, log)
    assert logged(tmp_path) == ["METRICS_NOT_SERVED"]
    observation.close()


@pytest.mark.parametrize("port", [0, 80, 1023, 65536, -1])
def test_only_ports_that_a_kiosk_may_have_are_accepted(port: int) -> None:
    with pytest.raises(ValidationError):
        MetricsSettings(port=port)


def test_where_it_listens_is_not_to_be_configured() -> None:
    assert set(MetricsSettings.model_fields) == {"port"}


async def test_the_outbox_is_beside_the_ledger_and_tells_metrics_what_waits(
    tmp_path: Path,
    clock: ManualClock,
    log: EventLog,
    books: Bookkeeping,
    instructed: InstructionDesk,
) -> None:
    wanted = with_port(tmp_path, free_port())
    observation = Observation(wanted, clock, log)
    service = FakeService(clock.now)
    reporter = observation.reporter(service, books, Timing(), instructed)
    assert reporter is not None
    running = asyncio.create_task(reporter.run())
    async with asyncio.timeout(20):
        while not service.reports:
            await clock.settle()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    await reporter.close()
    assert wanted.ledger.path.with_name(OUTBOX_NAME).exists()
    (_, _, content), *_ = service.reports
    state = content["state"]
    assert isinstance(state, dict)
    assert state["open_orders"] == 0
    assert state["version"]
    observation.close()


async def test_where_nothing_can_be_written_down_nobody_reports_and_the_log_says_so(
    tmp_path: Path,
    clock: ManualClock,
    log: EventLog,
    books: Bookkeeping,
    instructed: InstructionDesk,
) -> None:
    wanted = settings(tmp_path)
    wanted.ledger.path.parent.mkdir(parents=True, exist_ok=True)
    wanted.ledger.path.with_name(OUTBOX_NAME).mkdir()
    observation = Observation(wanted, clock, log)
    assert observation.reporter(FakeService(clock.now), books, Timing(), instructed) is None
    assert logged(tmp_path) == ["REPORTS_NOT_KEPT"]
