"""A driver and a printer that speaks IPP, joined by a wire of memory, where time is the test's own.

The printer is a model of paper: what it has put out is the truth that the driver's word is held
against. Every reply goes through bytes, as on a real wire.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from kiosk.devices.api import DeviceCause, PrintProgress
from kiosk.devices.codecs.ipp_reply import IppReply
from kiosk.devices.codecs.ipp_request import Operation
from kiosk.devices.codecs.ipp_ticket import A4, Paper
from kiosk.devices.document_printer import IppPrinter, PrinterSetup
from kiosk.devices.ipp_count import QUIET_S
from kiosk.devices.ports.ipp_port import IppUnsent, IppWire, read_reply
from tests.devices import ipp_wire_format as ipp
from tests.devices.ipp_wire_format import (
    BOOLEAN,
    ENUM,
    INTEGER,
    KEYWORD,
    MIME,
    NAME,
    OCTETS,
    TEXT,
    Request,
    Value,
    attribute,
)
from tests.support.manual_clock import ManualClock

T = TypeVar("T")
URI = "ipp://printer.hall.example/ipp/print"
PDF = b"%PDF-1.7 a document of three pages"
PAGES = 3
IDLE, WORKING, STOPPED = 3, 4, 5
PENDING, HELD, PROCESSING, CANCELLED, ABORTED, COMPLETED = 3, 4, 5, 7, 8, 9


class DocumentBench(Protocol):
    """A driver and its printer, for the tests every pair of them must pass."""

    @property
    def printer(self) -> IppPrinter: ...
    @property
    def obstacle(self) -> DeviceCause: ...
    @property
    def has_odometer(self) -> bool: ...
    def another_life(self) -> IppPrinter: ...
    async def run(self, work: Coroutine[object, object, T]) -> T: ...
    def run_out_before(self, page: int) -> None: ...
    def refill(self) -> None: ...
    async def obstruct(self) -> None: ...
    async def put_right(self) -> None: ...
    async def press_cancel(self) -> None: ...
    def break_down_before(self, page: int) -> None: ...
    async def unplug(self) -> None: ...
    async def plug(self) -> None: ...
    async def be_quiet(self) -> None: ...
    def sheets(self) -> list[tuple[str, int]]: ...


@dataclass
class ModelJob:
    number: int
    name: str
    state: int = PENDING
    out: int = 0
    begun: bool = False
    reasons: list[str] = field(default_factory=lambda: ["none"])


@dataclass
class ModelPrinter:
    """A printer of documents of PAGES pages; one comes out each time a job is asked about."""

    attributes: dict[str, tuple[int, tuple[Value, ...]]] = field(default_factory=dict)
    jobs: list[ModelJob] = field(default_factory=list)
    sheets: list[tuple[str, int]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    state: int | None = None
    out_before: int | None = None
    aborts_before: int | None = None
    counts_jobs: bool = True
    counts_sheets: bool = True
    counts_when_done: bool = False
    sheets_late_s: int = 0
    sheets_when_done: bool = False
    says_when: bool = True
    _counted: list[tuple[float, int]] = field(default_factory=list)
    keeps_history: bool = True
    forgets_at_once: bool = False
    began_s: int = 7
    fails_after_taking: int | None = None
    refuse: dict[int, deque[int]] = field(default_factory=lambda: defaultdict(deque))
    """Status codes with which the next requests of an operation are refused."""

    def __post_init__(self) -> None:
        self.attributes = {
            "printer-is-accepting-jobs": (BOOLEAN, (True,)),
            "printer-input-tray": (OCTETS, (b"type=other;level=250;name=main;",)),
            "document-format-supported": (MIME, ("application/pdf", "image/pwg-raster")),
            "media-supported": (KEYWORD, ("iso_a4_210x297mm", "na_letter_8.5x11in")),
            "media-col-supported": (KEYWORD, ("media-size", "media-source")),
            "media-source-supported": (KEYWORD, ("main", "by-pass-tray")),
            "sides-supported": (KEYWORD, ("one-sided", "two-sided-long-edge")),
            "copies-supported": (ipp.INTEGER, (99,)),
            "number-up-supported": (INTEGER, (1, 2, 4)),
            "print-scaling-supported": (KEYWORD, ("auto", "fit", "none")),
            "job-sheets-supported": (NAME, ("none", "standard")),
            "marker-names": (NAME, ("Black Toner", "Waste")),
            "marker-levels": (INTEGER, (75, 20)),
            "marker-types": (KEYWORD, ("toner", "waste-toner")),
            "printer-impressions-completed": (INTEGER, (1000,)),
            "printer-up-time": (INTEGER, (100,)),
        }

    def answer(self, data: bytes, now: float) -> bytes:
        request = ipp.read_request(data)
        self.requests.append(request)
        if self.refuse[request.operation]:
            return ipp.reply(self.refuse[request.operation].popleft(), request.number)
        match request.operation:
            case Operation.GET_PRINTER_ATTRIBUTES:
                return ipp.reply(0, request.number, (ipp.PRINTER, self._printer(request, now)))
            case Operation.PRINT_JOB:
                return self._take(request)
            case Operation.GET_JOB_ATTRIBUTES:
                job = self._job(request)
                if job is None:
                    return ipp.reply(0x0406, request.number)
                self._work(job)
                return ipp.reply(0, request.number, (ipp.JOB, self._told(job)))
            case Operation.GET_JOBS:
                ended = request.word("which-jobs") == "completed"
                listed = [one for one in self.jobs if (one.state > PROCESSING + 1) is ended]
                groups = [(ipp.JOB, self._told(one)) for one in listed]
                return ipp.reply(0, request.number, *groups)
            case Operation.CANCEL_JOB:
                job = self._job(request)
                if job is None or job.state > PROCESSING + 1:
                    return ipp.reply(0x0404, request.number)
                job.state = CANCELLED
                return ipp.reply(0, request.number)
            case _:
                return ipp.reply(0x0501, request.number)

    def _take(self, request: Request) -> bytes:
        assert request.document == PDF
        job = ModelJob(len(self.jobs) + 1, request.word("job-name"))
        self.jobs.append(job)
        if self.forgets_at_once:
            self.sheets += [(job.name, page) for page in range(1, PAGES + 1)]
            self.jobs.clear()
        if self.fails_after_taking is not None:
            return ipp.reply(self.fails_after_taking, request.number)
        return ipp.reply(0, request.number, (ipp.JOB, self._told(job)))

    def _job(self, request: Request) -> ModelJob | None:
        number = request.whole("job-id")
        job = next((one for one in self.jobs if one.number == number), None)
        forgotten = job is not None and job.state == COMPLETED and not self.keeps_history
        return None if forgotten else job

    def _work(self, job: ModelJob) -> None:
        if job.state > PROCESSING or job.state == HELD:
            return
        if self.out_before == job.out + 1:
            self.reasons = ["media-empty-error", "media-needed"]
        if self.aborts_before == job.out + 1:
            job.state, job.begun, job.reasons = ABORTED, True, ["aborted-by-system"]
            return
        if any(reason.startswith(("media-", "cover-")) for reason in self.reasons):
            job.begun = True
            return
        job.state, job.begun = PROCESSING, True
        job.out += 1
        self.sheets.append((job.name, job.out))
        if job.out == PAGES:
            job.state = COMPLETED

    def _printer(self, request: Request, now: float) -> bytes:
        busy = any(job.state == PROCESSING for job in self.jobs)
        stopped = any(reason.endswith("-error") for reason in self.reasons)
        state = self.state or (STOPPED if stopped else WORKING if busy else IDLE)
        known = dict(self.attributes)
        known["printer-state"] = (ENUM, (state,))
        known["printer-state-reasons"] = (KEYWORD, tuple(self.reasons) or ("none",))
        if "printer-impressions-completed" in known:
            total = 1000 + self._odometer(now)
            known["printer-impressions-completed"] = (INTEGER, (total,))
        if known.get("printer-up-time") == (INTEGER, (100,)):
            known["printer-up-time"] = (INTEGER, (100 + int(now),))
        asked = request.about["requested-attributes"]
        return b"".join(
            attribute(tag, name, *values) for name, (tag, values) in known.items() if name in asked
        )

    def _odometer(self, now: float) -> int:
        going_on = any(job.state != COMPLETED for job in self.jobs)
        if not (self.sheets_when_done and going_on):
            self._counted.append((now, len(self.sheets)))
        by = now - self.sheets_late_s
        known = [sheets for at, sheets in self._counted if at <= by]
        return max(known, default=0) if self.counts_sheets else 0

    def _told(self, job: ModelJob) -> bytes:
        told = attribute(INTEGER, "job-id", job.number) + attribute(NAME, "job-name", job.name)
        told += attribute(ENUM, "job-state", job.state)
        told += attribute(KEYWORD, "job-state-reasons", *job.reasons)
        told += attribute(TEXT, "job-state-message", "")
        late = self.counts_when_done and job.state != COMPLETED
        out = job.out if self.counts_jobs and not late else 0
        told += attribute(INTEGER, "job-impressions-completed", out)
        return told + attribute(
            INTEGER, "time-at-processing", *([self.began_s] if job.begun and self.says_when else [])
        )


@dataclass
class MemoryWire:
    """IppWire to a model. ``before`` and ``after`` are what goes wrong with the next requests of an
    operation, before the printer has got them (None: nothing does), or after it has done what it
    was asked."""

    model: ModelPrinter
    clock: ManualClock
    plugged: bool = True
    before: dict[int, deque[Exception | None]] = field(default_factory=lambda: defaultdict(deque))
    after: dict[int, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))

    holds_requests: bool = False
    holds_answers: bool = False
    """Whether documents are not taken in, or no answer comes while there may be one."""
    answers_after_s: float = 0.0
    """How long the printer takes to say what became of a document."""
    garbles_numbers: bool = False

    async def ask(self, request: bytes, patience_s: float) -> IppReply:
        await asyncio.sleep(0)
        operation = int.from_bytes(request[2:4])
        if operation == Operation.PRINT_JOB and self.holds_requests:
            await self.clock.sleep(patience_s)
        if self.garbles_numbers:
            request = request[:4] + b"\x7f" + request[5:]
        if not self.plugged:
            raise IppUnsent
        trouble = self.before[operation].popleft() if self.before[operation] else None
        if trouble is not None:
            raise trouble
        answer = self.model.answer(request, self.clock.monotonic())
        if operation == Operation.PRINT_JOB and (self.holds_answers or self.answers_after_s):
            await self.clock.sleep(patience_s if self.holds_answers else self.answers_after_s)
        if self.after[operation]:
            raise self.after[operation].popleft()
        return read_reply(answer)


class MemoryBench:
    """… all of it."""

    obstacle = DeviceCause.COVER_OPEN
    has_odometer = True

    def __init__(self, paper: Paper = A4, *, confirms: bool = True) -> None:
        self.clock = ManualClock()
        self.model = ModelPrinter()
        self.wire = MemoryWire(self.model, self.clock)
        self._setup = PrinterSetup(URI, paper, confirms=confirms)
        self.printer = self.another_life()
        self.told: list[PrintProgress] = []

    def another_life(self) -> IppPrinter:
        wire: IppWire = self.wire
        return IppPrinter(wire, self._setup, self.clock)

    async def run(self, work: Coroutine[object, object, T]) -> T:
        return await self.clock.run(work)

    async def print(self, job: str = "JN03-1") -> int:
        """Open and print."""
        await self.printer.open()
        printing = self.printer.print_pdf(PDF, job=job, pages=PAGES, tell=self.told.append)
        return await self.run(printing)

    async def be_quiet(self) -> None:
        """Print nothing until the odometer must have caught up."""
        await self.clock.advance(QUIET_S)

    async def prove(self) -> None:
        """Have it print, so that it is known what it counts and remembers."""
        await self.be_quiet()
        assert await self.print("JN03-0") == PAGES
        self.told.clear()

    def run_out_before(self, page: int) -> None:
        self.model.out_before = page

    def refill(self) -> None:
        self.model.out_before, self.model.reasons = None, []

    async def obstruct(self) -> None:
        self.model.reasons = ["cover-open"]

    async def put_right(self) -> None:
        self.model.reasons = []

    async def press_cancel(self) -> None:
        self.model.jobs[-1].state = CANCELLED

    def break_down_before(self, page: int) -> None:
        self.model.aborts_before = page

    async def unplug(self) -> None:
        self.wire.plugged = False

    async def plug(self) -> None:
        self.wire.plugged = True

    def sheets(self) -> list[tuple[str, int]]:
        return self.model.sheets
