"""The reader of GA/T 467 over each of its wires."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sim.devices.usb_line import UsbStyle
from tests.devices.conformance_id_card import IdCardReaderConformance
from tests.devices.id_reader_bench import Bench, pty_bench, tcp_bench, usb_bench


class TestOverASerialLine(IdCardReaderConformance):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[Bench]:
        async with pty_bench(tmp_path) as bench:
            yield bench


class TestOverATcpSocket(IdCardReaderConformance):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[Bench]:
        async with tcp_bench() as bench:
            yield bench


class TestOverUsbWithTwoPairsOfEndpoints(IdCardReaderConformance):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[Bench]:
        async with usb_bench(UsbStyle.TWO_PAIRS) as bench:
            yield bench


class TestOverUsbWithOnePairOfEndpoints(IdCardReaderConformance):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[Bench]:
        async with usb_bench(UsbStyle.ONE_PAIR) as bench:
            yield bench
