"""What every board of key, door and lights must do, whatever its wire and its contacts.

A test module makes a class of it and gives the fixtures ``bench`` and, for what stays unanswered,
``brisk``.
"""

from __future__ import annotations

import asyncio

import pytest

from kiosk.devices.api import (
    Auxiliaries,
    AuxiliaryInputs,
    DeviceCause,
    DeviceError,
    Glow,
    Light,
)
from kiosk.domain.terminal import DeviceKind, DeviceStatus, Remedy
from sim.devices.auxiliary_board import BoardFlaw
from tests.devices.auxiliary_bench import LIGHTS, Bench

USUAL = AuxiliaryInputs()
TRANSIENT = [BoardFlaw.CHECKSUM, BoardFlaw.PARTIAL, BoardFlaw.STRANGER, BoardFlaw.NOISE]


LASTING = [flaw for flaw in (*TRANSIENT, BoardFlaw.BUSY) if flaw is not BoardFlaw.NOISE]


async def refused(bench: Bench) -> DeviceError:
    with pytest.raises(DeviceError) as caught:
        await bench.board.inputs()
    return caught.value


class AuxiliariesConformance:
    """One board, one wire."""

    async def test_says_what_it_is_and_which_lights_it_has(self, bench: Bench) -> None:
        board: Auxiliaries = bench.board
        assert board.kind is DeviceKind.AUXILIARIES
        assert board.lights == LIGHTS.keys()

    async def test_is_online_once_opened(self, bench: Bench) -> None:
        await bench.board.open()
        assert (await bench.board.condition()).status is DeviceStatus.ONLINE

    async def test_closes_twice_and_opens_again(self, bench: Bench) -> None:
        await bench.board.close()
        await bench.board.open()
        await bench.board.close()
        await bench.board.close()
        await bench.board.open()
        assert (await bench.board.condition()).usable

    async def test_cannot_be_used_before_it_is_opened(self, bench: Bench) -> None:
        for use in (bench.board.inputs, bench.board.condition):
            with pytest.raises(DeviceError) as caught:
                await use()
            assert caught.value.cause is DeviceCause.DISCONNECTED
        with pytest.raises(DeviceError):
            await bench.board.set_light(Light.CONTACTLESS, Glow.CONTINUOUS)

    async def test_tells_key_door_and_walls_apart(self, bench: Bench) -> None:
        await bench.board.open()
        assert await bench.board.inputs() == USUAL
        bench.turn_key(on=True)
        assert await bench.board.inputs() == AuxiliaryInputs(operator_switch=True)
        bench.turn_key(on=False)
        bench.move_door(closed=False)
        assert await bench.board.inputs() == AuxiliaryInputs(cabinet_closed=False)
        bench.move_door(closed=True)
        bench.prise_open(whole=False)
        assert await bench.board.inputs() == AuxiliaryInputs(untampered=False)

    async def test_lights_shine_and_go_out_each_by_itself(self, bench: Bench) -> None:
        await bench.board.open()
        assert bench.lit == set()
        await bench.board.set_light(Light.CONTACTLESS, Glow.CONTINUOUS)
        await bench.board.set_light(Light.STATUS_SUPERVISOR, Glow.CONTINUOUS)
        assert bench.lit == {Light.CONTACTLESS, Light.STATUS_SUPERVISOR}
        await bench.board.set_light(Light.CONTACTLESS, Glow.OFF)
        await bench.board.set_light(Light.CONTACTLESS, Glow.OFF)
        assert bench.lit == {Light.STATUS_SUPERVISOR}

    async def test_a_light_that_the_cabinet_lacks_is_passed_over(self, bench: Bench) -> None:
        await bench.board.open()
        await bench.board.set_light(Light.PIN_PAD, Glow.CONTINUOUS)
        assert bench.simulator.lit == frozenset()

    async def test_lights_left_on_by_a_program_that_died_are_put_out(self, bench: Bench) -> None:
        await bench.board.open()
        await bench.board.set_light(Light.RECEIPT_PRINTER, Glow.CONTINUOUS)
        await bench.board.close()
        assert bench.lit == {Light.RECEIPT_PRINTER}
        await bench.board.open()
        assert bench.lit == set()

    @pytest.mark.parametrize("flaw", TRANSIENT)
    async def test_an_answer_that_was_spoilt_is_asked_for_again(
        self, bench: Bench, flaw: BoardFlaw
    ) -> None:
        await bench.board.open()
        bench.turn_key(on=True)
        bench.simulator.spoil(flaw)
        assert await bench.board.inputs() == AuxiliaryInputs(operator_switch=True)
        bench.simulator.spoil(flaw)
        await bench.board.set_light(Light.CONTACTLESS, Glow.CONTINUOUS)
        assert bench.lit == {Light.CONTACTLESS}

    async def test_a_busy_board_is_asked_again(self, bench: Bench) -> None:
        await bench.board.open()
        bench.simulator.spoil(BoardFlaw.BUSY)
        assert await bench.board.inputs() == USUAL

    @pytest.mark.parametrize("flaw", LASTING)
    async def test_answers_that_stay_spoilt_are_for_the_technician(
        self, bench: Bench, flaw: BoardFlaw
    ) -> None:
        await bench.board.open()
        for _ in range(4):
            bench.simulator.spoil(flaw)
        error = await refused(bench)
        assert (error.cause, error.remedy) == (DeviceCause.PROTOCOL, Remedy.MAINTENANCE)
        assert await bench.board.inputs() == USUAL

    async def test_a_board_that_calls_itself_broken_is_for_the_technician(
        self, bench: Bench
    ) -> None:
        await bench.board.open()
        bench.simulator.spoil(BoardFlaw.FAILURE)
        error = await refused(bench)
        assert (error.cause, error.remedy) == (DeviceCause.SELF_TEST, Remedy.MAINTENANCE)

    async def test_an_answer_that_was_lost_is_asked_for_again(self, brisk: Bench) -> None:
        await brisk.board.open()
        brisk.simulator.spoil(BoardFlaw.SILENT)
        await brisk.board.set_light(Light.CONTACTLESS, Glow.CONTINUOUS)
        assert brisk.lit == {Light.CONTACTLESS}

    async def test_a_board_that_does_not_answer_is_silent_and_later_well(
        self, brisk: Bench
    ) -> None:
        await brisk.board.open()
        brisk.simulator.fall_silent()
        error = await refused(brisk)
        assert (error.cause, error.remedy) == (DeviceCause.SILENT, Remedy.RESET)
        brisk.simulator.answer_again()
        assert await brisk.board.inputs() == USUAL

    async def test_a_board_that_does_not_answer_cannot_be_opened(self, brisk: Bench) -> None:
        brisk.simulator.fall_silent()
        with pytest.raises(DeviceError) as caught:
            await brisk.board.open()
        assert caught.value.cause is DeviceCause.SILENT
        assert (await refused(brisk)).cause is DeviceCause.DISCONNECTED

    async def test_notices_that_it_was_unplugged_and_works_again_later(self, bench: Bench) -> None:
        await bench.board.open()
        bench.simulator.unplug()
        assert (await refused(bench)).cause is DeviceCause.DISCONNECTED
        with pytest.raises(DeviceError) as caught:
            await bench.board.open()
        assert caught.value.cause is DeviceCause.DISCONNECTED
        bench.simulator.plug()
        await bench.board.open()
        assert await bench.board.inputs() == USUAL

    async def test_a_cancelled_question_leaves_the_next_its_own_answer(self, bench: Bench) -> None:
        await bench.board.open()
        done = len(bench.simulator.obeyed)
        asking = asyncio.create_task(bench.board.set_light(Light.CONTACTLESS, Glow.CONTINUOUS))
        await bench.simulator.has_obeyed(done + 1)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        bench.move_door(closed=False)
        assert await bench.board.inputs() == AuxiliaryInputs(cabinet_closed=False)

    async def test_questions_asked_at_once_are_answered_one_after_the_other(
        self, bench: Bench
    ) -> None:
        await bench.board.open()
        answers = await asyncio.gather(
            bench.board.inputs(),
            bench.board.set_light(Light.CONTACTLESS, Glow.CONTINUOUS),
            bench.board.condition(),
            bench.board.inputs(),
        )
        assert (answers[0], answers[3]) == (USUAL, USUAL)
        assert bench.lit == {Light.CONTACTLESS}
