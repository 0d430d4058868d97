"""Lights shine one after another and then as they should; contacts are told as they change."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.devices.api import AuxiliaryInputs, Light
from kiosk.domain.terminal import Remedy
from kiosk.flows.requests.maintenance.device_tests import (
    ContactsSeen,
    DeviceTest,
    DeviceTestOutcome,
    LightShines,
)
from kiosk.maintenance.device_tests.cabinet import NAMES, SHINES_S
from kiosk.settings import Settings
from tests.devices.auxiliary_bench import LIGHTS, pty_bench
from tests.maintenance.device_tests.bench import Bench, Devices, opened
from tests.runtime.conftest import Room
from tests.runtime.fake_board import FakeBoard


def board(bench: Bench) -> FakeBoard:
    assert isinstance(bench.devices.board, FakeBoard)
    return bench.devices.board


async def pass_by(bench: Bench, seconds: int) -> None:
    """Time passes in looks at the contacts."""
    for _ in range(seconds * 4):
        await bench.room.clock.advance(0.25)


async def test_each_light_shines_alone_and_then_as_it_should(bench: Bench) -> None:
    fitted = [light for light in Light if light in board(bench).lights]
    board(bench).lit = {Light.STATUS_SUPERVISOR, Light.CARD_READER}
    trying = bench.trying(DeviceTest.LIGHTS)
    for place, light in enumerate(fitted, 1):
        await bench.room.clock.fall_asleep()
        assert board(bench).lit == {light}
        assert bench.told[-1] == LightShines(NAMES[light], place, len(fitted))
        await bench.room.clock.advance(SHINES_S)
    assert (await trying).outcome is None
    assert board(bench).lit == {Light.STATUS_SUPERVISOR}


async def test_lights_that_are_given_up_shine_as_they_should_at_once(bench: Bench) -> None:
    trying = bench.trying(DeviceTest.LIGHTS)
    await bench.room.clock.fall_asleep()
    bench.wanted.clear()
    bench.wanted.add(Light.STATUS_GOOD)
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying
    assert board(bench).lit == {Light.STATUS_GOOD}


async def test_a_board_that_is_gone_has_failed(bench: Bench) -> None:
    board(bench).plugged = False
    for test in (DeviceTest.LIGHTS, DeviceTest.SENSORS):
        tried = await bench.tried(test)
        assert tried.outcome is DeviceTestOutcome.FAILED
        assert tried.remedy is Remedy.MAINTENANCE


async def test_every_contact_is_told_until_the_door_has_moved_and_rests(bench: Bench) -> None:
    trying = bench.trying(DeviceTest.SENSORS)
    await bench.room.clock.fall_asleep()
    for says in (
        AuxiliaryInputs(operator_switch=True),
        AuxiliaryInputs(operator_switch=True, cabinet_closed=False),
        AuxiliaryInputs(operator_switch=True, cabinet_closed=False, untampered=False),
        AuxiliaryInputs(operator_switch=True),
    ):
        board(bench).says = says
        await pass_by(bench, 1)
        assert not trying.done()
    await pass_by(bench, 8)
    tried = await trying
    assert (tried.outcome, tried.what) == (None, "看到柜门动过。")
    assert bench.told == [
        ContactsSeen((("钥匙开关", key), ("柜门", door), ("防拆", walls)))
        for key, door, walls in (
            ("运行", "关着", "完好"),
            ("维护", "关着", "完好"),
            ("维护", "开着", "完好"),
            ("维护", "开着", "被撬动"),
            ("维护", "关着", "完好"),
        )
    ]


async def test_a_door_that_nobody_moves_is_said_not_to_have_moved(bench: Bench) -> None:
    trying = bench.trying(DeviceTest.SENSORS)
    await bench.room.clock.fall_asleep()
    await pass_by(bench, 60)
    assert (await trying).what == "没有看到柜门动过。"


async def test_on_a_real_wire_the_coils_follow_each_other(
    room: Room, settings: Settings, tmp_path: Path
) -> None:
    async with pty_bench(tmp_path) as wired:
        devices = Devices(board=wired.board)
        bench = await opened(room, settings, devices)
        trying = bench.trying(DeviceTest.LIGHTS)
        for light in (one for one in Light if one in LIGHTS):
            await room.clock.fall_asleep()
            assert wired.lit == {light}
            await room.clock.advance(SHINES_S)
        assert (await trying).outcome is None
        assert wired.lit == {Light.STATUS_SUPERVISOR}
        watching = bench.trying(DeviceTest.SENSORS)
        await room.clock.fall_asleep()
        wired.move_door(closed=False)
        await room.clock.advance(0.25)
        await room.clock.fall_asleep()
        assert bench.told[-1] == ContactsSeen(
            (("钥匙开关", "运行"), ("柜门", "开着"), ("防拆", "完好"))
        )
        watching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await watching
