"""What every PIN pad must do, whatever its maker.

A test module makes a class of it and gives the fixtures ``bench``, opened and without working keys,
and ``brisk``, the same with little patience.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace

import pytest

from kiosk.devices.api import (
    DeviceCause,
    DeviceError,
    KeyCipher,
    KeyUse,
    PinBlockForm,
    PinPad,
)
from kiosk.devices.pin_pad.driver import PadInUse
from kiosk.domain.terminal import DeviceKind, DeviceStatus, Remedy
from tests.devices.pin_pad_bench import (
    ACCOUNT,
    MAC_KEY,
    OTHER_SM4_PIN_KEY,
    PIN_KEY,
    SM4_DATA_KEY,
    SM4_MAC_KEY,
    SM4_PIN_KEY,
    Bench,
    fails,
)

DES_BLOCK = bytes.fromhex("DE2B82DEDAEC6E51")
SM4_BLOCK = bytes.fromhex("FAF4ED1893D1389007C8BC8E623A9B8F")
OTHER_SM4_BLOCK = bytes.fromhex("0F85770DB37B1D2238E5F4A281D2457E")
PADDED_SM4_BLOCK = bytes.fromhex("E639B7346D93D4ECE1E991CDCC84936E")
"""Of the PIN 123456 and the account 640300772688, which is what the published block comes from."""


class PinPadConformance:
    """One pad, one wire."""

    async def test_says_what_it_is(self, bench: Bench) -> None:
        pad: PinPad = bench.pad
        assert pad.kind is DeviceKind.PIN_PAD
        assert "42" in bench.pad.identity

    async def test_is_online(self, bench: Bench) -> None:
        condition = await bench.pad.condition()
        assert (condition.status, condition.cause) == (DeviceStatus.ONLINE, "")

    async def test_closes_twice_and_opens_again(self, bench: Bench) -> None:
        await bench.pad.close()
        await bench.pad.close()
        await bench.pad.open()
        assert (await bench.pad.condition()).usable

    async def test_cannot_be_used_while_it_is_closed(self, bench: Bench) -> None:
        await bench.pad.close()
        uses: list[Coroutine[object, object, object]] = [
            bench.pad.condition(),
            bench.pad.beep(),
            bench.pad.load_working_keys((PIN_KEY,)),
            bench.enter(),
            bench.pad.pin_block(ACCOUNT, PinBlockForm.ISO0_3DES),
            bench.pad.mac(bytes(8), KeyCipher.DES),
        ]
        for use in uses:
            assert await fails(use) is DeviceCause.DISCONNECTED

    async def test_makes_the_block_of_the_standard(self, bench: Bench) -> None:
        await bench.pad.load_working_keys((PIN_KEY, MAC_KEY))
        assert await bench.block(PinBlockForm.ISO0_3DES) == DES_BLOCK

    async def test_makes_both_forms_of_the_sm4_block(self, bench: Bench) -> None:
        await bench.pad.load_working_keys((SM4_PIN_KEY, SM4_MAC_KEY, SM4_DATA_KEY))
        assert await bench.block(PinBlockForm.ISO0_SM4) == SM4_BLOCK
        await bench.pad.load_working_keys((OTHER_SM4_PIN_KEY,))
        assert await bench.block(PinBlockForm.ISO0_SM4) == OTHER_SM4_BLOCK
        padded = await bench.block(PinBlockForm.ISO0_PADDED_SM4, account="640300772688")
        assert padded == PADDED_SM4_BLOCK

    async def test_makes_the_mac_of_messages_under_3des(self, bench: Bench) -> None:
        await bench.pad.load_working_keys((replace(PIN_KEY, use=KeyUse.MAC),))
        mac = await bench.pad.mac(b"4D08F434464FE7BF", KeyCipher.TRIPLE_DES)
        assert mac == bytes.fromhex("84C8B24124A71EAF")

    async def test_makes_the_mac_of_messages_under_sm4(self, bench: Bench) -> None:
        await bench.pad.load_working_keys((replace(OTHER_SM4_PIN_KEY, use=KeyUse.MAC),))
        mac = await bench.pad.mac(b"962844F42B49EFBEDB20B0C06D060801", KeyCipher.SM4)
        assert mac == bytes.fromhex("4934D110A1ECB3FBC2318E7AB43F99AF")

    async def test_tells_how_many_figures_there_are(self, bench: Bench) -> None:
        entering = await bench.begin()
        for key in ("1", "2", "CLEAR", "3"):
            bench.process.press(key)
        await bench.has_heard(0, 1, 2, 0, 1)
        for key in ("4", "5", "6", "ENTER"):
            bench.process.press(key)
        assert await entering == 4

    async def test_an_entry_that_is_too_short_is_not_taken(self, bench: Bench) -> None:
        entering = await bench.begin(least=6)
        for key in ("1", "2", "3", "ENTER"):
            bench.process.press(key)
        await bench.has_heard(0, 1, 2, 3, 3)
        assert not entering.done()
        for key in ("4", "5", "6", "ENTER"):
            bench.process.press(key)
        assert await entering == 6

    async def test_figures_beyond_the_most_do_not_count(self, bench: Bench) -> None:
        bench.process.type_pin("12345678")
        assert await bench.enter(least=4, most=6) == 6
        assert bench.heard == [0, 1, 2, 3, 4, 5, 6]

    async def test_keys_pressed_before_it_was_asked_do_not_count(self, bench: Bench) -> None:
        for key in ("9", "9", "ENTER"):
            bench.process.press(key)
        bench.process.type_pin("1234")
        assert await bench.enter() == 4

    async def test_the_citizen_cancels(self, bench: Bench) -> None:
        bench.process.type_keys(("1", "2", "CANCEL"))
        assert await fails(bench.enter()) is DeviceCause.PIN_CANCELLED
        assert bench.process.state().mode == "off"

    async def test_the_citizen_goes_away(self, bench: Bench) -> None:
        bench.process.type_keys(("1", "2"))
        assert await fails(bench.enter(seconds=0.2)) is DeviceCause.PIN_TIMEOUT
        assert bench.process.state().mode == "off"

    async def test_the_pad_gives_up_first(self, bench: Bench) -> None:
        entering = await bench.begin()
        bench.process.press("1")
        bench.process.give_up()
        assert await fails(asyncio.wait_for(entering, 10)) is DeviceCause.PIN_TIMEOUT

    async def test_a_cancelled_entry_stops_the_pad_and_the_next_one_begins_anew(
        self, bench: Bench
    ) -> None:
        entering = await bench.begin()
        bench.process.press("1")
        await bench.has_heard(0, 1)
        entering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await entering
        assert bench.process.state().mode == "off"
        bench.process.type_pin("1234")
        assert await bench.enter() == 4

    async def test_an_entry_may_be_cancelled_at_any_moment(self, bench: Bench) -> None:
        for steps in range(12):
            entering = asyncio.create_task(bench.enter())
            for _ in range(steps * 3):
                await asyncio.sleep(0)
            await asyncio.sleep(0.001 * steps)
            entering.cancel()
            with pytest.raises(asyncio.CancelledError):
                await entering
            assert bench.process.state().mode == "off"
        await bench.pad.load_working_keys((PIN_KEY,))
        assert await bench.block(PinBlockForm.ISO0_3DES) == DES_BLOCK

    async def test_enter_pressed_twice_does_no_harm(self, bench: Bench) -> None:
        await bench.pad.load_working_keys((PIN_KEY,))
        bench.process.double_enter()
        assert await bench.block(PinBlockForm.ISO0_3DES) == DES_BLOCK
        bench.process.type_pin("4321")
        assert await bench.enter() == 4

    async def test_a_pin_is_told_once(self, bench: Bench) -> None:
        await bench.pad.load_working_keys((PIN_KEY,))
        assert await bench.block(PinBlockForm.ISO0_3DES) == DES_BLOCK
        again = bench.pad.pin_block(ACCOUNT, PinBlockForm.ISO0_3DES)
        assert await fails(again) is DeviceCause.PIN_MISSING

    async def test_no_pin_no_block(self, bench: Bench) -> None:
        await bench.pad.load_working_keys((PIN_KEY,))
        block = bench.pad.pin_block(ACCOUNT, PinBlockForm.ISO0_3DES)
        assert await fails(block) is DeviceCause.PIN_MISSING

    async def test_a_pin_typed_before_the_pad_was_opened_anew_is_gone(self, bench: Bench) -> None:
        bench.process.type_pin("1234")
        await bench.enter()
        await bench.pad.close()
        await bench.pad.open()
        await bench.pad.load_working_keys((PIN_KEY,))
        block = bench.pad.pin_block(ACCOUNT, PinBlockForm.ISO0_3DES)
        assert await fails(block) is DeviceCause.PIN_MISSING

    async def test_keys_of_an_earlier_session_are_not_used(self, bench: Bench) -> None:
        await bench.pad.load_working_keys((PIN_KEY, MAC_KEY))
        await bench.pad.close()
        await bench.pad.open()
        assert await fails(bench.pad.mac(bytes(8), KeyCipher.DES)) is DeviceCause.KEY_MISSING
        assert await fails(bench.block(PinBlockForm.ISO0_3DES)) is DeviceCause.KEY_MISSING

    async def test_a_key_is_used_for_its_own_cipher_only(self, bench: Bench) -> None:
        await bench.pad.load_working_keys((PIN_KEY, MAC_KEY))
        assert await fails(bench.pad.mac(bytes(16), KeyCipher.SM4)) is DeviceCause.KEY_MISUSED
        assert await fails(bench.block(PinBlockForm.ISO0_SM4)) is DeviceCause.KEY_MISUSED

    async def test_a_wrong_check_value_loses_all_keys_of_the_set(self, bench: Bench) -> None:
        await bench.pad.load_working_keys((PIN_KEY, MAC_KEY))
        bench.process.fault("kcv_mismatch")
        loading = bench.pad.load_working_keys((PIN_KEY, MAC_KEY))
        assert await fails(loading) is DeviceCause.KEY_REFUSED
        assert await fails(bench.pad.mac(bytes(8), KeyCipher.DES)) is DeviceCause.KEY_MISSING
        assert not [key for key in bench.process.state().keys if "master" not in key]

    async def test_a_check_value_that_the_pad_refuses(self, bench: Bench) -> None:
        bench.process.fault("kcv_refused")
        assert await fails(bench.pad.load_working_keys((PIN_KEY,))) is DeviceCause.KEY_REFUSED

    async def test_keys_are_loaded_over_older_ones(self, bench: Bench) -> None:
        for _ in range(2):
            await bench.pad.load_working_keys((PIN_KEY, MAC_KEY))
        assert await bench.block(PinBlockForm.ISO0_3DES) == DES_BLOCK

    async def test_keys_of_no_possible_length_are_not_even_sent(self, bench: Bench) -> None:
        for cryptogram, check in ((b"", b"1234"), (bytes(15), b"1234"), (bytes(16), b"")):
            key = replace(PIN_KEY, cryptogram=cryptogram, check_value=check)
            with pytest.raises(ValueError, match="working key"):
                await bench.pad.load_working_keys((key,))

    async def test_an_account_that_is_none_is_not_even_sent(self, bench: Bench) -> None:
        for account in (
            "",
            "04025648900",
            "0402564890012",
            "04025648900A",
            "０４０２５６４８９００１",
        ):
            with pytest.raises(ValueError, match="twelve figures"):
                await bench.pad.pin_block(account, PinBlockForm.ISO0_3DES)

    async def test_half_blocks_are_not_even_sent(self, bench: Bench) -> None:
        for data, cipher in (
            (b"", KeyCipher.DES),
            (bytes(9), KeyCipher.DES),
            (bytes(8), KeyCipher.SM4),
        ):
            with pytest.raises(ValueError, match="whole blocks"):
                await bench.pad.mac(data, cipher)

    async def test_lengths_that_no_pin_has_are_not_even_asked(self, bench: Bench) -> None:
        for least, most in ((0, 6), (6, 4), (4, 13)):
            with pytest.raises(ValueError, match="PIN"):
                await bench.enter(least=least, most=most)

    async def test_its_condition_is_told_while_a_pin_is_asked(self, bench: Bench) -> None:
        entering = await bench.begin()
        told = len(bench.process.state().told)
        assert (await bench.pad.condition()).usable
        await bench.pad.beep()
        assert len(bench.process.state().told) == told
        bench.process.type_pin("1234")
        assert await entering == 4

    async def test_a_low_battery_is_a_warning(self, bench: Bench) -> None:
        bench.process.set_battery_low(True)
        condition = await bench.pad.condition()
        assert condition.usable
        assert (condition.remedy, condition.cause) == (Remedy.MAINTENANCE, "battery_low")
        await bench.pad.load_working_keys((PIN_KEY,))
        assert await bench.block(PinBlockForm.ISO0_3DES) == DES_BLOCK
        bench.process.set_battery_low(False)
        assert (await bench.pad.condition()).cause == ""

    async def test_a_pad_that_was_opened_says_so(self, bench: Bench) -> None:
        await bench.pad.load_working_keys((PIN_KEY,))
        bench.process.tamper()
        condition = await bench.pad.condition()
        assert (condition.status, condition.cause) == (DeviceStatus.FRAUD_ATTEMPT, "tampered")
        assert not condition.usable
        assert await fails(bench.enter()) is DeviceCause.TAMPERED
        assert await fails(bench.pad.load_working_keys((PIN_KEY,))) is DeviceCause.TAMPERED
        await bench.pad.close()
        await bench.pad.open()
        assert (await bench.pad.condition()).status is DeviceStatus.FRAUD_ATTEMPT

    async def test_a_pad_that_was_removed_says_so(self, bench: Bench) -> None:
        bench.process.set_removed(True)
        condition = await bench.pad.condition()
        assert (condition.status, condition.cause) == (DeviceStatus.FRAUD_ATTEMPT, "removed")
        assert await fails(bench.enter()) is DeviceCause.TAMPERED
        bench.process.set_removed(False)
        assert (await bench.pad.condition()).usable

    async def test_it_is_opened_while_somebody_types(self, bench: Bench) -> None:
        entering = await bench.begin()
        bench.process.press("1")
        bench.process.tamper()
        # Its keys are dead from then on: nobody goes on typing.
        entering.cancel()
        with pytest.raises(asyncio.CancelledError):
            await entering
        assert (await bench.pad.condition()).status is DeviceStatus.FRAUD_ATTEMPT

    async def test_a_figure_that_is_named_is_a_fault_and_never_told(self, bench: Bench) -> None:
        bench.process.name_figures(True)
        bench.process.type_pin("7391")
        with pytest.raises(DeviceError) as caught:
            await bench.enter()
        assert caught.value.cause is DeviceCause.TAMPERED
        assert caught.value.remedy is Remedy.MAINTENANCE
        assert bench.heard == [0]
        assert bench.process.state().mode == "off"
        shown = repr(caught.value) + repr(caught.value.args) + repr(vars(caught.value))
        assert not any(figure in shown for figure in "7391")

    async def test_the_pad_is_not_lent_while_a_pin_is_asked(self, bench: Bench) -> None:
        entering = await bench.begin()
        with pytest.raises(PadInUse):
            async with bench.pad.lent():
                pass
        assert bench.process.state().mode == "pin"
        bench.process.type_pin("1234")
        assert await entering == 4

    async def test_a_pad_that_is_lent_takes_no_pin(self, bench: Bench) -> None:
        async with bench.pad.lent():
            assert await fails(bench.enter()) is DeviceCause.DISCONNECTED
            condition = await bench.pad.condition()
            assert (condition.usable, condition.remedy) == (False, Remedy.SUSPEND)
            with pytest.raises(PadInUse):
                async with bench.pad.lent():
                    pass
        bench.process.type_pin("1234")
        assert await bench.enter() == 4

    async def test_a_pin_it_holds_is_forgotten_when_it_is_lent(self, bench: Bench) -> None:
        await bench.pad.load_working_keys((PIN_KEY,))
        bench.process.type_pin("1234")
        await bench.enter()
        async with bench.pad.lent():
            pass
        block = bench.pad.pin_block(ACCOUNT, PinBlockForm.ISO0_3DES)
        assert await fails(block) is DeviceCause.PIN_MISSING

    async def test_it_notices_that_it_was_unplugged_and_works_again_later(
        self, bench: Bench
    ) -> None:
        entering = await bench.begin()
        bench.process.unplug()
        assert await fails(asyncio.wait_for(entering, 10)) is DeviceCause.DISCONNECTED
        assert await fails(bench.pad.open()) is DeviceCause.DISCONNECTED
        bench.process.plug()
        await bench.pad.open()
        await bench.pad.load_working_keys((PIN_KEY,))
        assert await bench.block(PinBlockForm.ISO0_3DES) == DES_BLOCK
