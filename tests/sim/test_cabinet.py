"""The cabinet of the hall: key, door and walls, and a kiosk's driver that sees and lights them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.devices.api import AuxiliaryInputs, DeviceError, Glow, Light
from kiosk.equipment import auxiliaries_of
from kiosk.runtime.clock import SystemClock
from kiosk.settings import Settings
from sim.announcement import Announcement
from sim.auxiliary_actions import (
    AuxiliaryAction,
    BoardCable,
    BoardSpoiled,
    BoardVoice,
    CabinetDoor,
    CabinetTampered,
    SwitchTurned,
)
from sim.auxiliary_hall.telling import LIGHTS as NAMES
from sim.auxiliary_hall.telling import tell_auxiliary
from sim.auxiliary_hall.wiring import LIGHTS
from sim.auxiliary_hall.world import CabinetWorld
from sim.client import HallClient
from sim.devices.auxiliary_board import BoardFlaw
from sim.impossible import Impossible
from sim.settings import AuxiliariesSection


def test_every_light_of_the_kiosk_is_wired_and_has_a_name() -> None:
    assert set(LIGHTS) == {light.value for light in Light} == set(NAMES)


async def test_what_is_done_to_the_cabinet_is_what_the_kiosk_is_told(
    hall: HallClient, running: Announcement
) -> None:
    board = auxiliaries_of(Settings.load(running.kiosk_config), SystemClock())
    assert board is not None
    await board.open()
    assert board.lights == set(Light)
    assert await board.inputs() == AuxiliaryInputs()
    for action in (
        SwitchTurned(state="on"),
        CabinetDoor(state="open"),
        CabinetTampered(state="prised"),
    ):
        hall.perform(action)
    assert await board.inputs() == AuxiliaryInputs(
        operator_switch=True, cabinet_closed=False, untampered=False
    )
    hall.perform(BoardSpoiled(flaw=BoardFlaw.CHECKSUM))
    for light in Light:
        await board.set_light(light, Glow.CONTINUOUS)
        seen = hall.state().cabinet
        assert seen is not None
        assert seen.lit == (light.value,)
        await board.set_light(light, Glow.OFF)
    await board.close()


async def test_a_reset_closes_the_cabinet(hall: HallClient, running: Announcement) -> None:
    for action in (
        SwitchTurned(state="on"),
        CabinetDoor(state="open"),
        CabinetTampered(state="prised"),
        BoardVoice(state="silent"),
        BoardCable(state="unplugged"),
    ):
        hall.perform(action)
    broken = hall.state().cabinet
    assert broken is not None
    assert (broken.connected, broken.silent, broken.switch_on) == (False, True, True)
    board = auxiliaries_of(Settings.load(running.kiosk_config), SystemClock())
    assert board is not None
    with pytest.raises(DeviceError):
        await board.open()
    hall.reset()
    mended = hall.state().cabinet
    assert mended is not None
    assert mended.connected
    assert not any((mended.silent, mended.switch_on, mended.door_open, mended.prised))


def test_a_hall_without_a_board_has_nothing_to_turn(tmp_path: Path) -> None:
    cabinet = CabinetWorld(AuxiliariesSection(fitted=False), tmp_path)
    cabinet.start()
    assert (cabinet.port, cabinet.see()) == (None, None)
    with pytest.raises(Impossible):
        cabinet.perform(SwitchTurned(state="on"))
    cabinet.stop()


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (SwitchTurned(state="on"), "维护钥匙转到维护位"),
        (CabinetDoor(state="closed"), "柜门关好"),
        (BoardSpoiled(flaw=BoardFlaw.BUSY), "柜门和指示灯板的下一个应答将只说忙"),
    ],
)
def test_the_log_of_the_bench_tells_of_the_cabinet(action: AuxiliaryAction, words: str) -> None:
    assert tell_auxiliary(action) == words
