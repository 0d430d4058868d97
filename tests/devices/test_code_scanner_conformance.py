"""The serial code scanner over each of its wires, told to look and always looking."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.devices.conformance_code_scanner import CodeScannerConformance
from tests.devices.scanner_bench import Bench, always_bench, pty_bench, tcp_bench


class TestOverASerialLine(CodeScannerConformance):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[Bench]:
        async with pty_bench(tmp_path) as bench:
            yield bench


class TestLookingAlways(CodeScannerConformance):
    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[Bench]:
        async with always_bench(tmp_path) as bench:
            yield bench


class TestOverATcpSocket(CodeScannerConformance):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[Bench]:
        async with tcp_bench() as bench:
            yield bench
