"""What every code scanner must do, whatever its wire and whether it is told to look or always does.

A test module makes a class of it and gives the fixture ``bench``.
"""

from __future__ import annotations

import asyncio

import pytest

from kiosk.devices.api import CodeScanner, DeviceCause, DeviceError
from kiosk.domain.terminal import DeviceKind, DeviceStatus
from sim.devices.code_scanner import ScanFlaw
from tests.devices.scanner_bench import Bench

WECHAT = "134567890123456789"
ALIPAY = "289876543210987654"
EAN = "6901234567892"


async def ended(reading: asyncio.Task[str]) -> None:
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


class CodeScannerConformance:
    """One scanner, one wire."""

    async def test_says_what_it_is(self, bench: Bench) -> None:
        scanner: CodeScanner = bench.scanner
        assert scanner.kind is DeviceKind.CODE_SCANNER

    async def test_is_online_once_opened(self, bench: Bench) -> None:
        await bench.scanner.open()
        assert (await bench.scanner.condition()).status is DeviceStatus.ONLINE

    async def test_closes_twice_and_without_having_been_opened(self, bench: Bench) -> None:
        await bench.scanner.close()
        await bench.scanner.open()
        await bench.scanner.close()
        await bench.scanner.close()

    async def test_opens_again_after_being_closed(self, bench: Bench) -> None:
        await bench.scanner.open()
        await bench.scanner.close()
        await bench.scanner.open()
        assert (await bench.scanner.condition()).usable

    async def test_cannot_be_used_before_it_is_opened(self, bench: Bench) -> None:
        for use in (bench.scanner.read_code, bench.scanner.condition):
            with pytest.raises(DeviceError) as caught:
                await use()
            assert caught.value.cause is DeviceCause.DISCONNECTED

    async def test_waits_until_a_code_is_held_before_it(self, bench: Bench) -> None:
        await bench.scanner.open()
        reading = await bench.begin()
        assert not reading.done()
        bench.simulator.show(WECHAT)
        assert await reading == WECHAT

    async def test_reads_one_code_after_the_other(self, bench: Bench) -> None:
        await bench.scanner.open()
        for code in (WECHAT, ALIPAY, EAN, "https://example.cn/q?a=1&b=%20"):
            reading = await bench.begin()
            bench.simulator.show(code)
            assert await reading == code

    async def test_a_code_sent_twice_is_read_once(self, bench: Bench) -> None:
        await bench.scanner.open()
        reading = await bench.begin()
        bench.simulator.spoil(ScanFlaw.TWICE)
        bench.simulator.show(WECHAT)
        assert await reading == WECHAT
        again = await bench.begin()
        assert not again.done()
        bench.simulator.show(ALIPAY)
        assert await again == ALIPAY

    async def test_a_code_that_came_before_is_never_returned(self, bench: Bench) -> None:
        await bench.scanner.open()
        bench.simulator.babble(f"{WECHAT}\r".encode())
        reading = await bench.begin()
        assert not reading.done()
        bench.simulator.show(ALIPAY)
        assert await reading == ALIPAY

    async def test_a_code_that_came_to_nobody_is_never_returned(self, bench: Bench) -> None:
        await bench.scanner.open()
        await ended(await bench.begin())
        bench.simulator.babble(f"{WECHAT}\r".encode())
        assert (await bench.scanner.condition()).usable
        bench.simulator.babble(f"{WECHAT}\r".encode())
        reading = await bench.begin()
        assert not reading.done()
        bench.simulator.show(ALIPAY)
        assert await reading == ALIPAY

    @pytest.mark.parametrize("flaw", [ScanFlaw.NOISE, ScanFlaw.TRUNCATED])
    async def test_a_code_that_was_spoilt_is_read_again(self, bench: Bench, flaw: ScanFlaw) -> None:
        await bench.scanner.open()
        reading = await bench.begin()
        bench.simulator.spoil(flaw)
        bench.simulator.show(ALIPAY)
        assert await reading == ALIPAY

    async def test_noise_is_no_code(self, bench: Bench) -> None:
        await bench.scanner.open()
        reading = await bench.begin()
        for noise in (b"\r\n\r\n", b"\x00\x06", b"\xff\xfe 12\x80\r", b"281234567890"):
            await bench.babble(noise)
        assert not reading.done()
        bench.simulator.show(WECHAT)
        assert await reading == WECHAT

    async def test_a_cancelled_wait_leaves_it_usable(self, bench: Bench) -> None:
        await bench.scanner.open()
        await ended(await bench.begin())
        assert (await bench.scanner.condition()).usable
        reading = await bench.begin()
        bench.simulator.show(ALIPAY)
        assert await reading == ALIPAY

    async def test_tells_its_condition_while_it_waits_for_a_code(self, bench: Bench) -> None:
        await bench.scanner.open()
        reading = await bench.begin()
        bench.simulator.show(WECHAT)
        for _ in range(5):
            assert (await bench.scanner.condition()).usable
        assert await reading == WECHAT

    async def test_notices_that_it_was_unplugged_and_works_again_later(self, bench: Bench) -> None:
        await bench.scanner.open()
        reading = await bench.begin()
        bench.simulator.unplug()
        with pytest.raises(DeviceError) as caught:
            await reading
        assert caught.value.cause is DeviceCause.DISCONNECTED
        with pytest.raises(DeviceError) as caught:
            await bench.scanner.open()
        assert caught.value.cause is DeviceCause.DISCONNECTED
        bench.simulator.plug()
        await bench.scanner.open()
        reading = await bench.begin()
        bench.simulator.show(ALIPAY)
        assert await reading == ALIPAY

    async def test_its_condition_notices_that_it_was_unplugged(self, bench: Bench) -> None:
        await bench.scanner.open()
        assert (await bench.scanner.condition()).usable
        bench.simulator.unplug()
        for _ in range(2):
            with pytest.raises(DeviceError) as caught:
                await bench.scanner.condition()
            assert caught.value.cause is DeviceCause.DISCONNECTED
