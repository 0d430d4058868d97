"""A motorised reader at the end of a wire: the card is drawn in, looked at, and put out again."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.flows.requests.maintenance.device_tests import (
    CardOut,
    DeviceTest,
    DeviceTestOutcome,
)
from kiosk.runtime.clock import SystemClock
from kiosk.settings import Settings
from sim.cards.bank_card import BankChip
from sim.cards.cast import find_card
from sim.devices.motor_transport import Place
from tests.devices.motor_reader_bench import pty_bench
from tests.maintenance.device_tests.bench import Devices, opened
from tests.runtime.conftest import Room


async def test_a_card_goes_in_and_comes_out(room: Room, settings: Settings, tmp_path: Path) -> None:
    async with pty_bench(tmp_path) as wired:
        bench = await opened(room, settings, Devices(bank=wired.reader), SystemClock())
        trying = bench.trying(DeviceTest.BANK_CARD_READER)
        await wired.waits()
        await wired.insert(BankChip(find_card("wang-wu-credit")).inserted(None))
        await bench.until(lambda: bool(bench.told))
        await wired.take()
        tried = await trying
        assert tried.outcome is DeviceTestOutcome.PASSED
        assert tried.what == "芯片有应答，银联信用卡（A000000333010102）。"
        assert bench.told == [CardOut()]


async def test_a_test_that_is_given_up_lets_no_card_in_any_more(
    room: Room, settings: Settings, tmp_path: Path
) -> None:
    async with pty_bench(tmp_path) as wired:
        bench = await opened(room, settings, Devices(bank=wired.reader), SystemClock())
        trying = bench.trying(DeviceTest.BANK_CARD_READER)
        await wired.waits()
        trying.cancel()
        with pytest.raises(asyncio.CancelledError):
            await trying
        assert not wired.simulator.lets_in
        assert wired.simulator.place is Place.NOWHERE
