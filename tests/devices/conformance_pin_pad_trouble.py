"""What every PIN pad must do when answers are lost, damaged or late.

A test module makes a class of it and gives the fixtures ``bench`` and ``brisk``, as for
``conformance_pin_pad``.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from kiosk.devices.api import DeviceCause, DeviceError, KeyCipher, PinBlockForm
from sim.devices.pin_pad.faults import FaultKind, PadFault, Role
from tests.devices.conformance_pin_pad import DES_BLOCK
from tests.devices.pin_pad_bench import ACCOUNT, MAC_KEY, PIN_KEY, Bench, fails, until


class PinPadTroubleConformance:
    """One pad, one wire that does not always carry."""

    @pytest.mark.parametrize("fault", ["silence", "half_frame", "glued", "noise", "lost_answer"])
    async def test_one_answer_that_is_lost_is_asked_for_again(
        self, brisk: Bench, fault: str
    ) -> None:
        brisk.process.fault(fault)
        assert (await brisk.pad.condition()).usable
        assert (await brisk.pad.condition()).usable

    async def test_a_pad_that_never_answers_is_silent(self, brisk: Bench) -> None:
        brisk.process.fault("dead")
        assert await fails(brisk.pad.condition()) is DeviceCause.SILENT
        assert await fails(brisk.enter()) is DeviceCause.SILENT
        assert await fails(brisk.pad.open()) is DeviceCause.SILENT
        brisk.process.clear_faults()
        await brisk.pad.open()
        assert (await brisk.pad.condition()).usable

    @pytest.mark.parametrize("kind", [FaultKind.SILENCE, FaultKind.LOST_ANSWER, FaultKind.HALF])
    async def test_a_beginning_without_an_answer_is_made_once_more(
        self, brisk: Bench, kind: FaultKind
    ) -> None:
        brisk.process.fault(PadFault(kind, 2, Role.START))
        entering = asyncio.create_task(brisk.enter())
        await until(lambda: brisk.process.state().told.count("start") == 2)
        await until(lambda: brisk.process.state().mode == "pin")
        for key in ("1", "2", "3", "4", "ENTER"):
            brisk.process.press(key)
        assert await entering == 4
        assert brisk.heard == [0, 1, 2, 3, 4]

    @pytest.mark.parametrize("kind", [FaultKind.SILENCE, FaultKind.LOST_ANSWER, FaultKind.HALF])
    async def test_a_block_is_asked_for_once(self, brisk: Bench, kind: FaultKind) -> None:
        await brisk.pad.load_working_keys((PIN_KEY,))
        brisk.process.fault(PadFault(kind, 3, Role.BLOCK))
        brisk.process.type_pin("1234")
        await brisk.enter()
        with pytest.raises(DeviceError) as caught:
            await brisk.pad.pin_block(ACCOUNT, PinBlockForm.ISO0_3DES)
        assert caught.value.cause in (DeviceCause.SILENT, DeviceCause.PROTOCOL)
        assert brisk.process.state().told.count("block") == 1
        again = brisk.pad.pin_block(ACCOUNT, PinBlockForm.ISO0_3DES)
        assert await fails(again) is DeviceCause.PIN_MISSING
        assert (await brisk.pad.condition()).usable

    @pytest.mark.parametrize("kind", [FaultKind.SILENCE, FaultKind.LOST_ANSWER])
    async def test_a_lost_answer_to_a_key_does_not_lose_the_key(
        self, brisk: Bench, kind: FaultKind
    ) -> None:
        brisk.process.fault(PadFault(kind, on=Role.LOAD))
        with suppress(DeviceError):
            await brisk.pad.load_working_keys((PIN_KEY,))
        # Where the pad was not asked blindly a second time, the acquirer's keys are loaded anew.
        await brisk.pad.load_working_keys((PIN_KEY,))
        assert await brisk.block(PinBlockForm.ISO0_3DES) == DES_BLOCK

    async def test_a_lost_answer_to_a_mac_is_computed_anew(self, brisk: Bench) -> None:
        await brisk.pad.load_working_keys((MAC_KEY,))
        expected = await brisk.pad.mac(bytes(16), KeyCipher.DES)
        brisk.process.fault(PadFault(FaultKind.LOST_ANSWER, on=Role.MAC))
        assert await brisk.pad.mac(bytes(16), KeyCipher.DES) == expected

    @pytest.mark.parametrize("fault", ["too_short", "timeout_code"])
    async def test_a_pin_the_pad_does_not_tell_is_missing(self, bench: Bench, fault: str) -> None:
        await bench.pad.load_working_keys((PIN_KEY,))
        bench.process.fault(fault)
        cause = await fails(bench.block(PinBlockForm.ISO0_3DES))
        assert cause in (DeviceCause.PIN_MISSING, DeviceCause.PIN_TIMEOUT)

    async def test_keys_after_the_end_do_not_count(self, bench: Bench) -> None:
        bench.process.fault("key_after_stop")
        bench.process.type_keys(("1", "CANCEL"))
        assert await fails(bench.enter()) is DeviceCause.PIN_CANCELLED
        bench.process.fault("key_after_stop")
        bench.process.type_pin("1234")
        assert await bench.enter() == 4
        assert bench.heard == [0, 1, 0, 1, 2, 3, 4]
