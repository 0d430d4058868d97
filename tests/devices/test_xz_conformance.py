"""The driver of the XZ-F35 against a pad in its own process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from sim.devices.pin_pad.process import PinPadProcess
from tests.devices.conformance_pin_pad import PinPadConformance
from tests.devices.conformance_pin_pad_trouble import PinPadTroubleConformance
from tests.devices.pin_pad_bench import BRISK, Bench, open_bench, pad_process


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PinPadProcess]:
    with pad_process("xz-f35", tmp_path_factory.mktemp("xz-f35")) as process:
        yield process


class TestXzF35(PinPadConformance, PinPadTroubleConformance):
    @pytest.fixture
    async def bench(self, process: PinPadProcess) -> AsyncIterator[Bench]:
        async with open_bench(process, "xz-f35") as bench:
            yield bench

    @pytest.fixture
    async def brisk(self, process: PinPadProcess) -> AsyncIterator[Bench]:
        async with open_bench(process, "xz-f35", timing=BRISK) as bench:
            yield bench
