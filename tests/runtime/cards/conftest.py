"""A bank, and a terminal before it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.runtime.cards import bench
from tests.runtime.cards.bench import Bank, Counter


@pytest.fixture
async def bank() -> AsyncIterator[Bank]:
    async with bench.bank() as opened:
        yield opened


@pytest.fixture
async def counter(bank: Bank, tmp_path: Path) -> AsyncIterator[Counter]:
    async with bench.counter(bank, tmp_path) as opened:
        await opened.quiet()
        yield opened
