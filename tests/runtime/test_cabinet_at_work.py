"""The cabinet as part of a running terminal: its door stops service, its lights follow it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.devices.api import AuxiliaryInputs, Light
from kiosk.devices.codecs.printer_profile import GENERIC_80
from kiosk.flows.visit import start_visit
from kiosk.ledger import Ledger
from kiosk.observe import EventLog
from kiosk.runtime.engine import Engine, Equipment
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.runtime.timing import Timing
from kiosk.runtime.workings import Workings
from kiosk.session.answers import Begin, GroupChosen, ModuleChosen
from kiosk.session.events import Answered
from kiosk.session.health import Situation
from kiosk.session.position import Move
from kiosk.session.views import AttractView, CardView, OutOfServiceView, TilesView
from tests.runtime.conftest import KEY
from tests.runtime.fake_board import FakeBoard
from tests.runtime.fake_records import FakeService
from tests.runtime.fakes import FakePrinter, FakeReader, FakeStage
from tests.support.begun_ledger import lay_begun_ledger
from tests.support.manual_clock import ManualClock
from tests.support.samples import FACTS


@dataclass(slots=True)
class Terminal:
    """A terminal with a board, at work."""

    engine: Engine
    board: FakeBoard
    stage: FakeStage
    clock: ManualClock

    async def passes(self, seconds: float = 2.0) -> None:
        await self.clock.advance(seconds)


class AnyStaff:
    """Staff who see the menu of citizens; here it only counts that they are let in."""

    def serve(self, situation: Situation) -> Move:
        return start_visit(situation)

    def add_to(self, repertoire: Repertoire, workings: Workings) -> None:
        pass

    async def run(self) -> None:
        await asyncio.Event().wait()

    async def list_changed(self, number: str, who: str) -> None:
        pass

    def left(self, why: str) -> None:
        pass


@pytest.fixture
async def terminal(tmp_path: Path, clock: ManualClock, log: EventLog) -> AsyncIterator[Terminal]:
    path = tmp_path / "ledger.sqlite"
    lay_begun_ledger(path, at=clock.now(), key=KEY)
    board, stage = FakeBoard(), FakeStage()
    engine = Engine(
        Equipment(
            FakeReader(),
            FakePrinter(),
            GENERIC_80,
            FakeService(clock.now),
            Ledger.open(path, now=clock.now, key=KEY),
            auxiliaries=board,
        ),
        facts=FACTS,
        start_visit=start_visit,
        clock=clock,
        timing=Timing(),
        stage=stage,
        log=log,
        staffing=AnyStaff(),
    )
    ending = asyncio.Event()
    running = asyncio.create_task(engine.run(ending))
    await stage.until(AttractView)
    yield Terminal(engine, board, stage, clock)
    ending.set()
    await running
    assert board.lit == set()
    assert not board.is_open


async def test_an_open_door_stops_service_and_a_closed_one_brings_it_back(
    terminal: Terminal,
) -> None:
    await terminal.passes()
    assert terminal.board.lit == {Light.STATUS_GOOD}
    terminal.board.says = AuxiliaryInputs(cabinet_closed=False)
    await terminal.passes()
    view = terminal.stage.scene.view
    assert isinstance(view, OutOfServiceView)
    assert "柜门" in str(view.reason)
    assert terminal.board.lit == {Light.STATUS_BAD}
    terminal.board.says = AuxiliaryInputs()
    await terminal.passes()
    assert isinstance(terminal.stage.scene.view, AttractView)


async def test_a_board_that_is_gone_stops_nothing(terminal: Terminal) -> None:
    terminal.board.plugged = False
    await terminal.passes(60)
    assert isinstance(terminal.stage.scene.view, AttractView)


async def test_the_light_beside_the_reader_shines_while_the_card_is_asked_for(
    terminal: Terminal,
) -> None:
    def answer(answer: Begin | GroupChosen | ModuleChosen) -> None:
        terminal.engine.post(Answered(terminal.stage.scene.number, answer))

    answer(Begin())
    await terminal.passes()
    while isinstance(view := terminal.stage.scene.view, TilesView):
        chosen = view.tiles[0].answer
        assert isinstance(chosen, GroupChosen | ModuleChosen)
        answer(chosen)
        await terminal.passes()
    assert isinstance(view, CardView)
    assert terminal.board.lit == {Light.CONTACTLESS, Light.STATUS_GOOD}


async def test_the_key_switch_takes_the_terminal_from_citizens_and_gives_it_back(
    terminal: Terminal,
) -> None:
    terminal.board.says = AuxiliaryInputs(operator_switch=True)
    await terminal.passes()
    assert Light.STATUS_SUPERVISOR in terminal.board.lit
    assert not isinstance(terminal.stage.scene.view, AttractView)
    terminal.board.says = AuxiliaryInputs()
    await terminal.passes()
    assert isinstance(terminal.stage.scene.view, AttractView)
    assert terminal.board.lit == {Light.STATUS_GOOD}
