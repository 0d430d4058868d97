from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.devices.codecs.ipp_ticket import Paper
from tests.devices.conformance_document_printer import DocumentPrinterConformance
from tests.devices.ipp_bench import DocumentBench, MemoryBench
from tests.devices.ippeve_bench import IppEveBench, bus_in, free_port, is_here


class TestInMemory(DocumentPrinterConformance):
    @pytest.fixture(params=["", "main"], ids=["any tray", "one tray"])
    async def bench(self, request: pytest.FixtureRequest) -> DocumentBench:
        return MemoryBench(Paper(tray=request.param))


@pytest.mark.skipif(not is_here(), reason="no ippeveprinter here")
class TestWithIppEvePrinter(DocumentPrinterConformance):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[DocumentBench]:
        with tempfile.TemporaryDirectory(prefix="ippeve-") as folder:
            async with bus_in(Path(folder)) as bus:
                bench = IppEveBench(Path(folder), bus, free_port())
                await bench.plug()
                yield bench
                await bench.unplug()
