"""The A4 printer of the hall: a real ippeveprinter, and what people do at it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable

import pypdfium2
import pytest
import pytest_asyncio

from sim.devices.document_printer.ipp_questions import IppQuestions
from sim.devices.document_printer.paper_path import Sheet
from sim.devices.document_printer.pictures import draw
from sim.devices.document_printer.printer import DocumentPrinterSimulator
from sim.devices.document_printer.processes import missing_program
from sim.impossible import Impossible

pytestmark = [
    pytest.mark.skipif(missing_program() is not None, reason=f"no {missing_program()}"),
    pytest.mark.asyncio(loop_scope="module"),
]


def pdf_of(pages: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def fitted() -> AsyncIterator[DocumentPrinterSimulator]:
    printer = DocumentPrinterSimulator(seconds_a_page=0.01)
    await printer.start()
    yield printer
    await printer.close()


@pytest_asyncio.fixture(loop_scope="module")
async def printer(fitted: DocumentPrinterSimulator) -> DocumentPrinterSimulator:
    await fitted.reset()
    return fitted


@pytest.fixture
def anybody(printer: DocumentPrinterSimulator) -> IppQuestions:
    """Somebody on its network."""
    return IppQuestions(int(printer.uri.split(":")[2].partition("/")[0]))


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(2000):
        if holds():
            return
        await asyncio.sleep(0.005)
    raise TimeoutError


def pages(sheets: list[Sheet]) -> list[tuple[str, int, int]]:
    return [(sheet.job, sheet.page, sheet.of) for sheet in sheets]


async def test_every_page_of_a_document_comes_out(
    printer: DocumentPrinterSimulator, anybody: IppQuestions
) -> None:
    assert await anybody.submit("certificate", "application/pdf", pdf_of(2))

    await until(lambda: len(printer.paper.out) == 2)

    assert pages(printer.paper.out) == [("certificate", 1, 2), ("certificate", 2, 2)]
    assert draw(printer.paper.out[0].pdf, 1).startswith(b"\x89PNG")
    assert printer.paper.sheets_left == 248


async def test_a_job_waits_for_paper_and_goes_on_with_the_next_page(
    printer: DocumentPrinterSimulator, anybody: IppQuestions
) -> None:
    printer.paper.sheets_left = 1
    await anybody.submit("certificate", "application/pdf", pdf_of(2))
    await until(lambda: "media-needed" in printer.paper.obstacles)

    printer.paper.sheets_left = 5

    await until(lambda: len(printer.paper.out) == 2)
    assert [sheet.page for sheet in printer.paper.out] == [1, 2]


async def test_whoever_presses_cancel_ends_the_job_that_waits(
    printer: DocumentPrinterSimulator, anybody: IppQuestions
) -> None:
    printer.paper.jam_at = 2
    await anybody.submit("certificate", "application/pdf", pdf_of(2))
    await until(lambda: printer.paper.jammed)

    await printer.cancel()

    await until(lambda: printer.printing is None)
    assert len(printer.paper.out) == 1
    with pytest.raises(Impossible):
        await printer.cancel()


async def test_a_printer_without_power_prints_no_more_and_forgets(
    printer: DocumentPrinterSimulator, anybody: IppQuestions
) -> None:
    printer.paper.jam_at = 2
    await anybody.submit("certificate", "application/pdf", pdf_of(2))
    await until(lambda: printer.paper.jammed)

    await printer.switch_off()
    with pytest.raises(ConnectionRefusedError):
        await anybody.is_idle()
    printer.paper.clear_jam()
    await printer.switch_on()

    assert await anybody.is_idle()
    assert len(printer.paper.out) == 1


async def test_a_silent_printer_goes_on_where_it_was(
    printer: DocumentPrinterSimulator, anybody: IppQuestions
) -> None:
    printer.paper.jam_at = 2
    await anybody.submit("certificate", "application/pdf", pdf_of(2))
    await until(lambda: printer.paper.jammed)
    printer.fall_silent()
    printer.paper.clear_jam()

    await printer.answer_again()

    await until(lambda: len(printer.paper.out) == 2)


async def test_what_is_no_document_is_given_up(
    printer: DocumentPrinterSimulator, anybody: IppQuestions
) -> None:
    await anybody.submit("certificate", "application/pdf", b"%PDF-1.7 and nothing more")
    await until(lambda: printer.printing is None)
    for _ in range(2000):
        if await anybody.is_idle():
            break
        await asyncio.sleep(0.005)
    assert printer.paper.out == []
