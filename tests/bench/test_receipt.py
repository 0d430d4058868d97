"""A receipt: its bytes from the printer's own font and drawn, its time on the wire, its making."""

from __future__ import annotations

import asyncio

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kiosk.devices.codecs.escpos_text import encode_document
from kiosk.devices.codecs.printer_profile import GENERIC_58, GENERIC_80, PrinterProfile
from kiosk.documents.rasterise import rasterise_document
from kiosk.documents.receipt_layout import lay_out_receipt
from kiosk.domain.paper import PaperDocument, TextLine
from tests.bench.figures import Figures
from tests.bench.measuring import taken, typical
from tests.devices.printer_bench import memory_bench
from tests.support.receipts import RECEIPT

BYTES_PER_SECOND = 19_200 / 10
SIZE = "Receipt: bytes for the printer"
TIME = "Receipt: seconds until the printer confirms it, at 19,200 baud"
MAKING = "Receipt: the kiosk's own work"
PAPERS = {"80 mm": GENERIC_80, "58 mm": GENERIC_58}


def drawn(profile: PrinterProfile, *, wholly: bool) -> PaperDocument:
    """The receipt for that model; wholly drawn, as for a printer without any Chinese."""
    return rasterise_document(
        lay_out_receipt(RECEIPT, profile.columns),
        can_draw=_nothing if wholly else profile.can_draw,
        dots=profile.dots,
        prints_qr=profile.prints_qr,
    )


def _nothing(_character: str) -> bool:
    return False


def text_bytes(profile: PrinterProfile) -> int:
    """Its words alone, without a single command."""
    items = lay_out_receipt(RECEIPT, profile.columns).items
    return sum(len(item.text.encode("gb18030")) for item in items if isinstance(item, TextLine))


async def printed(profile: PrinterProfile, document: PaperDocument) -> float:
    """Seconds of the printer's time from the first byte to its confirmation."""
    async with memory_bench(profile, bytes_per_second=BYTES_PER_SECOND) as bench:
        await bench.printer.open()
        began = bench.time.monotonic()
        await bench.printer.print_document(document)
        assert len(bench.simulator.papers) == 1
        assert bench.simulator.overrun == 0
        return bench.time.monotonic() - began


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("way", ["in the printer's own font", "drawn"])
def test_a_receipt(benchmark: BenchmarkFixture, figures: Figures, paper: str, way: str) -> None:
    profile = PAPERS[paper]
    document = drawn(profile, wholly=way == "drawn")
    what = f"{paper}, {way}"

    pieces: tuple[bytes, ...] = benchmark(encode_document, document, profile)

    size = sum(map(len, pieces))
    words = text_bytes(profile)
    figures.add(SIZE, what, [size], own=("its words in GB 18030", words), unit="B")
    seconds = asyncio.run(printed(profile, document))
    figures.add(TIME, what, [seconds], own=("its bytes on the wire", size / BYTES_PER_SECOND))
    joined = "".join(
        item.text
        for item in lay_out_receipt(RECEIPT, profile.columns).items
        if isinstance(item, TextLine)
    )
    own = ("its words encoded", typical(lambda: joined.encode("gb18030"), 2000))
    figures.add(MAKING, f"{what}: encoded", taken(benchmark), own=own)
    rounds = 5 if way == "drawn" else 50
    laid = [typical(lambda: drawn(profile, wholly=way == "drawn"), rounds)]
    figures.add(MAKING, f"{what}: laid out, drawn", laid, own=own)
