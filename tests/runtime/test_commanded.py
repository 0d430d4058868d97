"""A terminal that is asked from outside its screen writes down who asked, before it does so."""

from __future__ import annotations

import asyncio
import os
import pwd
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.flows.visit import start_visit
from kiosk.observe import EventLog
from kiosk.runtime.control import STAFF_CHANGED, ask
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.runtime.workings import Workings
from kiosk.session.handover import Ending
from kiosk.session.health import Situation
from kiosk.session.position import Move
from kiosk.session.views import AttractView
from tests.runtime.house import House, furnished
from tests.support.manual_clock import ManualClock

ME = f"command:{pwd.getpwuid(os.getuid()).pw_name}"


@dataclass
class Listening:
    """Staff of whom nobody comes; ``told`` is who changed whose place in the list of them."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    told: list[tuple[str, str]] = field(default_factory=list)

    def serve(self, situation: Situation) -> Move:
        return start_visit(situation)

    def add_to(self, repertoire: Repertoire, workings: Workings) -> None:
        pass

    async def run(self) -> None:
        self.begun.set()
        await asyncio.Event().wait()

    async def list_changed(self, number: str, who: str) -> None:
        self.told.append((number, who))

    def left(self, why: str) -> None:
        pass


@pytest.fixture
def staff() -> Listening:
    return Listening()


@pytest.fixture
def socket(tmp_path: Path) -> Path:
    return tmp_path / "control.sock"


@pytest.fixture
async def house(
    tmp_path: Path,
    clock: ManualClock,
    log: EventLog,
    log_path: Path,
    socket: Path,
    staff: Listening,
) -> AsyncIterator[House]:
    async with furnished(tmp_path, clock, log, log_path, control=socket, staffing=staff) as made:
        yield made


async def test_a_restart_by_command_is_in_the_trail_when_the_terminal_ends(
    house: House, socket: Path, staff: Listening
) -> None:
    house.begin()
    await house.come(AttractView)
    await staff.begun.wait()
    assert await asyncio.to_thread(ask, socket, "status") == "Attract"
    assert house.ledger.staff_trail() == ()
    await asyncio.to_thread(ask, socket, STAFF_CHANGED, number="T0417")
    assert staff.told == [("T0417", ME)]
    await asyncio.to_thread(ask, socket, "restart")
    (entry,) = house.ledger.staff_trail()
    assert [entry.facts[name] for name in ("who", "what", "before", "outcome")] == [
        ME,
        "command.restart",
        "Attract",
        "heard",
    ]
    async with asyncio.timeout(10):
        while not house.endings:  # noqa: ASYNC110  (nothing says when)
            await asyncio.sleep(0.002)
    assert house.endings == [Ending.RESTART]
