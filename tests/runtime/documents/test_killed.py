"""The process is killed at any moment of a print, and the printer goes on, stands still, or is
switched off too: the next start finds out, and there is one valid paper or a 补打."""

from __future__ import annotations

import asyncio
import pickle
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.devices.api import JobEnd
from kiosk.domain.certificate import ServiceDocument
from kiosk.ledger import DocumentState, Ledger
from kiosk.observe import EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.document_press import DocumentPress
from kiosk.runtime.supervision import Supervisor, Watched
from tests.ledger.given import KEY
from tests.runtime.conftest import TIMING
from tests.runtime.documents.doomed import LEDGER, PRINTER
from tests.runtime.documents.papers import DOCUMENT, PAGES, received
from tests.runtime.fake_document_printer import FakeDocumentPrinter
from tests.support.manual_clock import ManualClock

ROOT = Path(__file__).parents[3]
MOST_MOMENTS = 60
"""More than there are; a test says how many there are."""
REPRINT = replace(DOCUMENT, pdf=DOCUMENT.pdf + b", 1", reprint=1)


def goes_on(printer: FakeDocumentPrinter) -> None:
    """The printer has the whole document and needs no terminal any more."""
    for job in printer.jobs.values():
        while job.end is None and job.out < job.pages:
            job.out += 1
            printer.sheets.append((DOCUMENT.pdf, job.out))
        job.end = job.end or JobEnd.COMPLETED


def stands_still(_printer: FakeDocumentPrinter) -> None:
    """The job waits, for paper or for the rest of the document."""


def switched_off(printer: FakeDocumentPrinter) -> None:
    """The power failed for both of them."""
    printer.forget()


def does_not_count(printer: FakeDocumentPrinter) -> None:
    """Nothing is to be learned but that there was such a job."""
    printer.counts = False


@pytest.fixture
async def doomed() -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.runtime.documents.doomed",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    yield process
    assert process.stdin is not None
    process.stdin.close()
    await process.wait()


async def lived_until(doomed: asyncio.subprocess.Process, folder: Path, moment: int) -> int | None:
    """Let a terminal live until that moment; the number of moments if it outlived them all."""
    assert doomed.stdin is not None
    assert doomed.stdout is not None
    doomed.stdin.write(f"{folder} {moment}\n".encode())
    await doomed.stdin.drain()
    said = (await doomed.stdout.readline()).decode().strip()
    return None if said == "killed" else int(said)


async def recover(folder: Path, printer: FakeDocumentPrinter, log: EventLog) -> DocumentState:
    """Start anew and help the citizen to a paper; how the document had ended."""
    clock = ManualClock()
    ledger = Ledger.open(folder / LEDGER, now=clock.now, key=KEY)
    books = Bookkeeping(ledger, lambda: None)
    await printer.open()
    keeper = Supervisor(printer, clock, TIMING, log, lambda _condition: None)
    press = DocumentPress(printer=Watched(printer, keeper), books=books, clock=clock, log=log)
    await press.follow_up()
    assert ledger.unfinished_documents() == ()
    ended = ledger.document_received(received(DOCUMENT)).state
    valid: ServiceDocument = DOCUMENT
    if ended is DocumentState.DOUBTFUL:
        valid = REPRINT
        ledger.document_received(received(REPRINT))
    if ended is not DocumentState.PRINTED:
        await press.print(valid, lambda _news: None)
    assert len(printer.sheets) == len(set(printer.sheets))
    assert {(valid.pdf, page) for page in range(1, PAGES + 1)} <= set(printer.sheets)
    if all(document.sheets is not None for document in ledger.documents()):
        assert ledger.sheets_on_paper() == len(printer.sheets)
    assert ledger.verify().sound
    books.close()
    return ended


def found_again(folder: Path) -> FakeDocumentPrinter:
    """The printer as the killed terminal left it."""
    printer, kept = FakeDocumentPrinter(), folder / PRINTER
    if kept.exists():
        printer.jobs, printer.sheets = pickle.loads(kept.read_bytes())  # noqa: S301
    return printer


def left_behind(folder: Path) -> tuple[int, bytes]:
    """How many entries the ledger has and what the printer knows: before a call and after the one
    before it are the same, and need not be recovered from twice."""
    with closing(sqlite3.connect(folder / LEDGER)) as ledger:
        ((entries,),) = ledger.execute("SELECT count(*) FROM entries")
    kept = folder / PRINTER
    return entries, kept.read_bytes() if kept.exists() else b""


def fresh(folder: Path, name: str, like: Path | None = None) -> Path:
    own = folder / name
    own.mkdir()
    if like is not None:
        shutil.copytree(like, own, dirs_exist_ok=True)
    return own


FATES = (goes_on, stands_still, switched_off, does_not_count)


async def test_a_terminal_may_be_killed_at_every_moment_of_a_print(
    doomed: asyncio.subprocess.Process, tmp_path: Path, log: EventLog
) -> None:
    ends: dict[str, set[DocumentState]] = {fate.__name__: set() for fate in FATES}
    empty = fresh(tmp_path, "empty")
    Ledger.open(empty / LEDGER, now=ManualClock().now, key=KEY).close()
    seen: set[tuple[int, bytes]] = set()
    moment, outlived = 1, None
    while outlived is None:
        assert moment < MOST_MOMENTS
        folder = fresh(tmp_path, str(moment), empty)
        outlived = await lived_until(doomed, folder, moment)
        moment += 1
        if (left := left_behind(folder)) in seen:
            continue
        seen.add(left)
        for fate in FATES:
            own = fresh(tmp_path, f"{moment}-{fate.__name__}", folder)
            printer = found_again(own)
            fate(printer)
            ends[fate.__name__].add(await recover(own, printer, log))
    # Calls, questions and pages, each before and after.
    assert outlived == moment - 2
    assert outlived >= 16
    received_, printed = DocumentState.RECEIVED, DocumentState.PRINTED
    every = {received_, printed, DocumentState.DOUBTFUL}
    assert all(found == every for found in ends.values())
