"""The MODBUS board over each of its wires."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.devices.auxiliary_bench import BRISK, Bench, pty_bench, tcp_bench
from tests.devices.conformance_auxiliaries import AuxiliariesConformance


class TestOverASerialLine(AuxiliariesConformance):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[Bench]:
        async with pty_bench(tmp_path) as bench:
            yield bench

    @pytest.fixture
    async def brisk(self, tmp_path: Path) -> AsyncIterator[Bench]:
        async with pty_bench(tmp_path, timing=BRISK) as bench:
            yield bench


class TestOverATcpSocket(AuxiliariesConformance):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[Bench]:
        async with tcp_bench() as bench:
            yield bench

    @pytest.fixture
    async def brisk(self) -> AsyncIterator[Bench]:
        async with tcp_bench(timing=BRISK) as bench:
            yield bench
