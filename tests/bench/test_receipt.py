"""A receipt: its bytes from the printer's own font and drawn, its time on the wire, its making."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kiosk.devices.codecs.escpos_text import encode_document
from kiosk.devices.codecs.printer_profile import GENERIC_58, GENERIC_80, PrinterProfile
from kiosk.documents.rasterise import rasterise_document
from kiosk.documents.receipt_layout import lay_out_receipt
from kiosk.domain.paper import PaperDocument, RasterLine, TextLine
from kiosk.domain.receipt import Receipt
from tests.bench.figures import Figures
from tests.bench.measuring import taken, typical
from tests.devices.printer_bench import memory_bench
from tests.support.paper_golden import printed
from tests.support.papers import FLEXIBLE, PAPERS
from tests.support.receipts import RECEIPT

BYTES_PER_SECOND = 19_200 / 10
ROWS_PER_SECOND = 100 * 8
"""100 mm of paper a second, which the slowest kiosk printers reach, at 8 rows a millimetre."""

SIZE = "Receipt: bytes for the printer"
TIME = "Receipt: seconds until the printer confirms it, at 19,200 baud"
PAPER_TIME = "Receipt: seconds of the slower of wire (19,200 baud) and paper (100 mm/s)"
MAKING = "Receipt: the kiosk's own work"
KINDS = "Papers: bytes for the printer, 80 mm"
WIDTHS = {"80 mm": GENERIC_80, "58 mm": GENERIC_58}


@dataclass(frozen=True)
class Way:
    """A way to print a receipt."""

    receipt: Receipt
    make: Callable[[Receipt, PrinterProfile], PaperDocument]


def in_text(receipt: Receipt, profile: PrinterProfile) -> PaperDocument:
    """From the printer's own font, but for the characters it lacks."""
    return rasterise_document(
        lay_out_receipt(receipt, profile.columns),
        can_draw=profile.can_draw,
        dots=profile.dots,
        prints_qr=profile.prints_qr,
    )


def as_picture(receipt: Receipt, profile: PrinterProfile) -> PaperDocument:
    """The very same paper, all of it drawn, as for a printer without any Chinese."""
    bitmap = printed(lay_out_receipt(receipt, profile.columns), profile).bitmap
    rows = bitmap.convert("L").point(lambda level: 255 - level).convert("1").tobytes()
    return PaperDocument(profile.columns, (RasterLine(profile.dots // 8, rows, ""),))


WAYS = {
    "in the printer's own font": Way(RECEIPT, in_text),
    "with a rare name and a code": Way(FLEXIBLE, in_text),
    "all of it drawn": Way(FLEXIBLE, as_picture),
}


def text_bytes(document: PaperDocument) -> int:
    """Its words alone, without a single command."""
    return sum(
        len(item.text.encode("gb18030")) for item in document.items if isinstance(item, TextLine)
    )


def sent(document: PaperDocument, profile: PrinterProfile) -> int:
    """How many bytes go to the printer."""
    return sum(map(len, encode_document(document, profile)))


async def confirmed(profile: PrinterProfile, document: PaperDocument) -> float:
    """Seconds of the printer's time from the first byte to its confirmation."""
    async with memory_bench(profile, bytes_per_second=BYTES_PER_SECOND) as bench:
        await bench.printer.open()
        began = bench.time.monotonic()
        await bench.printer.print_document(document)
        assert len(bench.simulator.papers) == 1
        assert bench.simulator.overrun == 0
        return bench.time.monotonic() - began


@pytest.mark.parametrize("paper", WIDTHS)
@pytest.mark.parametrize("way", WAYS)
def test_a_receipt(benchmark: BenchmarkFixture, figures: Figures, paper: str, way: str) -> None:
    profile, chosen = WIDTHS[paper], WAYS[way]
    laid_out = lay_out_receipt(chosen.receipt, profile.columns)
    document = chosen.make(chosen.receipt, profile)
    what = f"{paper}, {way}"

    pieces: tuple[bytes, ...] = benchmark(encode_document, document, profile)

    size = sum(map(len, pieces))
    words = text_bytes(laid_out)
    figures.add(SIZE, what, [size], own=("its words in GB 18030", words), unit="B")
    on_wire = size / BYTES_PER_SECOND
    seconds = asyncio.run(confirmed(profile, document))
    figures.add(TIME, what, [seconds], own=("its bytes on the wire", on_wire))
    moving = printed(laid_out, profile).height / ROWS_PER_SECOND
    figures.add(PAPER_TIME, what, [max(on_wire, moving)], own=("its paper alone", moving))
    joined = "".join(item.text for item in laid_out.items if isinstance(item, TextLine))
    own = ("its words encoded", typical(lambda: joined.encode("gb18030"), 2000))
    figures.add(MAKING, f"{what}: encoded", taken(benchmark), own=own)
    if chosen.make is in_text:
        laid = [typical(partial(in_text, chosen.receipt, profile), 20)]
        figures.add(MAKING, f"{what}: laid out, drawn", laid, own=own)


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_of_every_kind(benchmark: BenchmarkFixture, figures: Figures, kind: str) -> None:
    laid_out = PAPERS[kind](GENERIC_80.columns)
    document = rasterise_document(laid_out, can_draw=GENERIC_80.can_draw, dots=GENERIC_80.dots)
    benchmark(encode_document, document, GENERIC_80)
    own = ("its words in GB 18030", text_bytes(laid_out))
    figures.add(KINDS, kind, [sent(document, GENERIC_80)], own=own, unit="B")
