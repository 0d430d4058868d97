"""Key, door and walls are watched without haste, and a board that is gone changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.devices.api import (
    AuxiliaryInputs,
    DeviceCause,
    DeviceError,
    Glow,
    Light,
)
from kiosk.domain.terminal import DeviceStatus, Remedy
from kiosk.observe import EventLog
from kiosk.runtime.auxiliary_watch import POLL_S, AuxiliaryWatch
from kiosk.runtime.supervision import Supervisor, Watched
from kiosk.runtime.timing import Timing
from tests.runtime.conftest import events_in
from tests.runtime.fake_board import FakeBoard
from tests.support.manual_clock import ManualClock

USUAL = AuxiliaryInputs()
OPEN = AuxiliaryInputs(cabinet_closed=False)
TURNED = AuxiliaryInputs(operator_switch=True)
TWO_LOOKS = 2 * POLL_S


@dataclass(slots=True)
class Cabinet:
    """A board that is watched, and what was heard of it."""

    clock: ManualClock
    board: FakeBoard
    keeper: Supervisor
    watch: AuxiliaryWatch
    heard: list[str]
    wanted: set[Light] = field(default_factory=set)

    async def passes(self, seconds: float) -> None:
        await self.clock.advance(seconds)

    async def says(self, inputs: AuxiliaryInputs, seconds: float = TWO_LOOKS) -> None:
        self.board.says = inputs
        await self.passes(seconds)


@pytest.fixture
async def cabinet(clock: ManualClock, log: EventLog) -> AsyncIterator[Cabinet]:
    board, heard, timing = FakeBoard(), list[str](), Timing()
    keeper = Supervisor(board, clock, timing, log, lambda _condition: None)
    wanted: set[Light] = set()
    watch = AuxiliaryWatch(
        Watched(board, keeper),
        wanted=lambda: frozenset(wanted),
        clock=clock,
        timing=timing,
        log=log,
        switch_turned=lambda on: heard.append("key on" if on else "key off"),
        door=lambda closed: heard.append("door closed" if closed else "door open"),
    )
    tasks = [asyncio.create_task(keeper.run()), asyncio.create_task(watch.run())]
    await clock.settle()
    yield Cabinet(clock, board, keeper, watch, heard, wanted)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_of_what_is_usual_nobody_is_told(cabinet: Cabinet) -> None:
    await cabinet.passes(60)
    assert cabinet.heard == []


async def test_the_key_is_told_once_each_way_and_logged(cabinet: Cabinet, log_path: Path) -> None:
    await cabinet.says(TURNED, 5)
    assert cabinet.heard == ["key on"]
    await cabinet.says(USUAL, 5)
    assert cabinet.heard == ["key on", "key off"]
    assert [name for name in events_in(log_path) if "SWITCH" in name] == [
        "OPERATOR_SWITCH_ON",
        "OPERATOR_SWITCH_OFF",
    ]


async def test_the_door_is_told_within_two_looks_and_logged(
    cabinet: Cabinet, log_path: Path
) -> None:
    await cabinet.passes(1)
    await cabinet.says(OPEN)
    assert cabinet.heard == ["door open"]
    await cabinet.says(USUAL)
    assert cabinet.heard == ["door open", "door closed"]
    assert events_in(log_path)[-2:] == ["CABINET_OPENED", "CABINET_CLOSED"]


async def test_a_cabinet_that_is_prised_open_is_logged_and_goes_on(
    cabinet: Cabinet, log_path: Path
) -> None:
    await cabinet.says(AuxiliaryInputs(untampered=False), 5)
    await cabinet.says(USUAL, 5)
    assert events_in(log_path)[-2:] == ["CABINET_TAMPERED", "CABINET_MENDED"]
    assert cabinet.heard == []


async def test_a_key_that_is_on_when_the_terminal_starts_is_told(
    clock: ManualClock, cabinet: Cabinet
) -> None:
    cabinet.board.says = TURNED
    await clock.advance(1)
    assert cabinet.heard == ["key on"]


async def test_a_contact_that_bounces_is_no_change(cabinet: Cabinet) -> None:
    await cabinet.passes(1)
    for _ in range(20):
        await cabinet.says(OPEN, POLL_S)
        await cabinet.says(USUAL, POLL_S)
    assert cabinet.heard == []


async def test_a_contact_that_never_rests_does_not_hide_another(cabinet: Cabinet) -> None:
    await cabinet.passes(1)
    for untampered in (True, False, True, False):
        await cabinet.says(AuxiliaryInputs(cabinet_closed=False, untampered=untampered), POLL_S)
    assert cabinet.heard == ["door open"]


async def test_while_the_board_is_gone_a_door_seen_open_stays_open(cabinet: Cabinet) -> None:
    await cabinet.says(OPEN, 1)
    cabinet.board.plugged = False
    await cabinet.passes(60)
    assert cabinet.keeper.condition.status is DeviceStatus.OFFLINE
    assert cabinet.heard == ["door open"]
    cabinet.board.plugged = True
    await cabinet.says(USUAL, 60)
    assert cabinet.heard == ["door open", "door closed"]


async def test_a_board_that_never_answers_closes_nothing_and_opens_nothing(
    cabinet: Cabinet,
) -> None:
    cabinet.board.plugged = False
    await cabinet.says(OPEN, 120)
    assert cabinet.heard == []


async def test_two_looks_agree_only_without_a_gap_between_them(cabinet: Cabinet) -> None:
    await cabinet.passes(1)
    lost = DeviceError(DeviceCause.SILENT, Remedy.RESET)
    await cabinet.says(OPEN, POLL_S)
    cabinet.board.errors.append(lost)
    await cabinet.says(OPEN, POLL_S)
    await cabinet.says(OPEN, POLL_S)
    assert cabinet.heard == []
    await cabinet.says(OPEN, POLL_S)
    assert cabinet.heard == ["door open"]


async def test_lights_follow_what_is_wanted_and_are_told_only_of_changes(cabinet: Cabinet) -> None:
    cabinet.wanted |= {Light.CONTACTLESS, Light.STATUS_GOOD, Light.SCANNER}
    await cabinet.passes(5)
    assert cabinet.board.lit == {Light.CONTACTLESS, Light.STATUS_GOOD}
    cabinet.wanted -= {Light.CONTACTLESS}
    await cabinet.passes(5)
    assert cabinet.board.lit == {Light.STATUS_GOOD}
    told = [what for what in cabinet.board.trace if " " in what]
    assert told == ["contactless continuous", "statusGood continuous", "contactless off"]


async def test_a_light_that_did_not_take_is_told_again(cabinet: Cabinet) -> None:
    await cabinet.passes(1)
    cabinet.wanted |= {Light.PIN_PAD}
    shine = cabinet.board.set_light
    fails = [DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE)]

    async def once_broken(light: Light, glow: Glow) -> None:
        if fails:
            raise fails.pop()
        await shine(light, glow)

    cabinet.board.set_light = once_broken  # type: ignore[method-assign]  # for once
    await cabinet.passes(60)
    assert cabinet.board.lit == {Light.PIN_PAD}


async def test_a_board_that_was_opened_anew_gets_its_lights_again(cabinet: Cabinet) -> None:
    cabinet.wanted |= {Light.STATUS_GOOD}
    await cabinet.passes(5)
    cabinet.board.plugged = False
    await cabinet.passes(60)
    cabinet.board.plugged = True
    await cabinet.passes(60)
    assert cabinet.keeper.openings == 2
    assert cabinet.board.lit == {Light.STATUS_GOOD}


async def test_lights_go_out_when_the_watch_ends(clock: ManualClock, log: EventLog) -> None:
    board, timing = FakeBoard(), Timing()
    await board.open()
    keeper = Supervisor(board, clock, timing, log, lambda _condition: None)
    keeper.condition = await board.condition()
    watch = AuxiliaryWatch(
        Watched(board, keeper),
        wanted=lambda: frozenset({Light.STATUS_GOOD}),
        clock=clock,
        timing=timing,
        log=log,
        switch_turned=lambda _on: None,
        door=lambda _closed: None,
    )
    for plugged in (True, False):
        watching = asyncio.create_task(watch.run())
        await clock.advance(1)
        assert board.lit == {Light.STATUS_GOOD}
        board.plugged = plugged
        watching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await watching
        assert bool(board.lit) is not plugged


async def test_a_driver_with_a_bug_does_not_bring_the_terminal_down(
    cabinet: Cabinet, log_path: Path
) -> None:
    await cabinet.passes(1)
    cabinet.board.bug = LookupError("a bug")
    await cabinet.passes(POLL_S)
    assert "INTERNAL_ERROR" in events_in(log_path)
    cabinet.board.bug = None
    await cabinet.says(OPEN, 2 * Timing().reopen_longest)
    assert cabinet.heard == ["door open"]
