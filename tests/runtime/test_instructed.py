"""A terminal at work is told to restart: the citizen, the money and the next start."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from kiosk.backend.client import CollectionService
from kiosk.backend.instruction import Instruction
from kiosk.domain.order import OrderState
from kiosk.ledger import Ledger
from kiosk.ledger.outbox import Outbox
from kiosk.observe import EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.instructions import InstructionDesk
from kiosk.runtime.reporting import Reporter, Unobserved, open_orders_of
from kiosk.runtime.timing import Timing
from kiosk.session.answers import Finished
from kiosk.session.handover import Ending
from kiosk.session.views import AttractView, MaintenanceView, SuccessView
from tests.runtime.conftest import KEY
from tests.runtime.house import House, furnished
from tests.support.manual_clock import ManualClock

NUMBER = "c0de-19f3-7b02-4d5e"
MINUTE = Timing().report_heartbeat


class Reporting(Unobserved):
    """Nobody watches, but the service is told."""

    def __init__(self, outbox: Path, clock: ManualClock, log: EventLog) -> None:
        self._outbox = outbox
        self._clock = clock
        self._log = log

    def reporter(
        self,
        service: CollectionService,
        books: Bookkeeping,
        timing: Timing,
        instructions: InstructionDesk,
    ) -> Reporter:
        return Reporter(
            outbox=Outbox.open(self._outbox),
            service=service,
            open_orders=open_orders_of(books),
            clock=self._clock,
            timing=timing,
            log=self._log,
            version="9.8.7",
            instructions=instructions,
        )


@asynccontextmanager
async def terminal(
    folder: Path, clock: ManualClock, log: EventLog, log_path: Path
) -> AsyncIterator[House]:
    observation = Reporting(folder / "reports.db", clock, log)
    async with furnished(folder, clock, log, log_path, observation) as house:
        yield house


def restarts(clock: ManualClock, *numbers: str) -> Callable[[], Instruction]:
    """Answers that want a restart, by each number in turn."""
    turns = itertools.cycle(numbers)
    until = clock.now() + timedelta(hours=1)
    return lambda: Instruction(next(turns), "restart", until)


async def told(house: House, outcome: str) -> None:
    """Wait until the service hears that of the instruction."""
    wanted = {"number": NUMBER, "outcome": outcome, "why": ""}
    async with asyncio.timeout(30):
        while all(wanted != said for said in instructions(house)):
            await house.clock.advance(MINUTE / 10)
            # The disk takes its own time.
            await asyncio.to_thread(house.ledger.open_orders)


def instructions(house: House) -> Iterator[object]:
    for _, _, content in house.service.reports:
        match content.get("state"):
            case {"instruction": said}:
                yield said
            case _:
                pass


async def test_who_pays_finishes_first_and_the_restart_follows_by_itself(
    tmp_path: Path, clock: ManualClock, log: EventLog, log_path: Path
) -> None:
    async with terminal(tmp_path, clock, log, log_path) as house:
        house.begin()
        number = await house.to_the_code()
        house.service.instruct = restarts(clock, NUMBER)
        await told(house, "taken")
        assert house.endings == []
        house.service.pay(number)
        house.service.post(number)
        await house.come(SuccessView)
        await house.stage.when(
            lambda scene: isinstance(scene.view, SuccessView) and not scene.view.printing
        )
        assert house.endings == []
        house.answer(Finished())
        await house.stage.until(MaintenanceView)
        await clock.settle()
        assert house.endings == [Ending.RESTART]
        assert house.ledger.order(number).state is OrderState.POSTED
        await house.end()


async def test_one_that_repeats_itself_finds_the_started_terminal_at_work(
    tmp_path: Path, clock: ManualClock, log: EventLog, log_path: Path
) -> None:
    path = tmp_path / "ledger.sqlite"
    async with terminal(tmp_path, clock, log, log_path) as house:
        # It was begun, and the power went.
        house.ledger.staff_acted("service", "instruction.restart", after=NUMBER, outcome="begun")
        house.service.instruct = restarts(clock, NUMBER)
        house.begin()
        await told(house, "done")
        await house.stage.until(AttractView)
        for _ in range(5):
            await clock.advance(MINUTE)
        assert house.endings == []
        await house.end()
    with Ledger.open(path, now=clock.now, key=KEY) as ledger:
        assert [one.facts["outcome"] for one in ledger.staff_trail()] == ["begun", "done"]


async def test_a_service_that_cannot_make_up_its_mind_has_nothing_told_more_often(
    tmp_path: Path, clock: ManualClock, log: EventLog, log_path: Path
) -> None:
    other = "bad0-0000-0000-0001"
    async with terminal(tmp_path, clock, log, log_path) as house:
        for number in (other, NUMBER):
            house.ledger.staff_acted("service", "instruction.restart", after=number, outcome="done")
        house.begin()
        await told(house, "done")
        await house.stage.until(AttractView)
        await clock.advance(MINUTE)
        before, minutes = len(house.service.reports), 5
        house.service.instruct = restarts(clock, other, NUMBER)
        for _ in range(minutes * 10):
            await clock.advance(MINUTE / 10)
            await asyncio.to_thread(house.ledger.open_orders)
        told_by = len(house.service.reports) - before
        assert 1 < told_by <= minutes + 1
        assert house.endings == []
