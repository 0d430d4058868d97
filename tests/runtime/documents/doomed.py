"""A terminal that is killed while it prints: ``python -m tests.runtime.documents.doomed``.

It reads lines ``FOLDER FUSE`` and for each forks a terminal that works in that folder and is killed
(SIGKILL) at the FUSE-th moment that matters: before and after every call of the ledger, question to
the printer and page of paper. It answers with the number of such moments, or ``killed``.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from kiosk.devices.api import DocumentPrinterReading, PrintProgress
from kiosk.ledger import Ledger
from kiosk.observe import EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.document_press import DocumentPress
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.supervision import Supervisor, Watched
from kiosk.runtime.timing import Timing
from tests.ledger.given import KEY
from tests.runtime.cards.doomed import Fuse
from tests.runtime.documents.papers import DOCUMENT, received
from tests.runtime.fake_document_printer import FakeDocumentPrinter, FakeJob

T = TypeVar("T")
PRINTER, LEDGER = "printer.pickle", "ledger.sqlite"


class DurablePrinter(FakeDocumentPrinter):
    """A printer that outlives the terminal."""

    def __init__(self, folder: Path, fuse: Fuse) -> None:
        super().__init__()
        self._file = folder / PRINTER
        self._fuse = fuse

    async def reading(self) -> DocumentPrinterReading:
        return await self._fuse.around(super().reading())

    async def print_pdf(
        self, pdf: bytes, *, job: str, pages: int, tell: Callable[[PrintProgress], None]
    ) -> int:
        return await self._fuse.around(super().print_pdf(pdf, job=job, pages=pages, tell=tell))

    def _put_out(self, job: FakeJob, pdf: bytes) -> None:
        # The job is there, and then its page.
        self._keep()
        self._fuse.moment()
        super()._put_out(job, pdf)
        self._keep()
        self._fuse.moment()

    def _keep(self) -> None:
        self._file.write_bytes(pickle.dumps((self.jobs, self.sheets)))


class FusedBooks(Bookkeeping):
    """Books of a terminal that may be killed before and after each of its calls."""

    def __init__(self, ledger: Ledger, fuse: Fuse) -> None:
        super().__init__(ledger, lambda: None)
        self._fuse = fuse

    async def __call__(self, call: Callable[..., T], *args: object, **named: object) -> T:
        return await self._fuse.around(super().__call__(call, *args, **named))


def log_in(folder: Path) -> EventLog:
    """What the terminal says of itself."""
    return EventLog.open(folder / "kiosk.jsonl", now=SystemClock().now)


async def live(folder: Path, fuse: Fuse) -> int:
    """Look at a document and print it."""
    clock, log = SystemClock(), log_in(folder)
    printer = DurablePrinter(folder, fuse)
    await printer.open()
    keeper = Supervisor(printer, clock, Timing(), log, lambda _condition: None)
    books = FusedBooks(Ledger.open(folder / LEDGER, now=clock.now, key=KEY), fuse)
    press = DocumentPress(printer=Watched(printer, keeper), books=books, clock=clock, log=log)
    with suppress(RequestFailed):
        await books(books.ledger.document_received, received(DOCUMENT))
        await press.print(DOCUMENT, lambda _news: None)
    return fuse.moments


def serve() -> None:
    """Fork one terminal for each line."""
    for line in sys.stdin:
        folder, burns_at = line.split()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            moments = asyncio.run(live(Path(folder), Fuse(int(burns_at))))
            os.write(writing, str(moments).encode())
            os._exit(0)
        os.close(writing)
        said = os.read(reading, 100).decode()
        os.close(reading)
        os.waitpid(child, 0)
        sys.stdout.write(f"{said or 'killed'}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
