"""The motorised reader over each of its wires."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.devices.conformance_bank_card_reader import (
    BankCardReaderConformance,
    UnpluggableBankCardReader,
)
from tests.devices.motor_reader_bench import Bench, pty_bench, tcp_bench


class TestOverASerialLine(BankCardReaderConformance, UnpluggableBankCardReader):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[Bench]:
        async with pty_bench(tmp_path) as bench:
            yield bench


class TestOverATcpSocket(BankCardReaderConformance, UnpluggableBankCardReader):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[Bench]:
        async with tcp_bench() as bench:
            yield bench


class TestOfAModelThatRefusesInAnotherWay(BankCardReaderConformance):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[Bench]:
        async with tcp_bench(refusal_head=b"E") as bench:
            yield bench
