"""Tells the service how the terminal is, in order and once each, through every outage."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.ledger import LedgerDamaged, LedgerUnavailable
from kiosk.ledger.outbox import Outbox, Report, ReportKind
from kiosk.observe import Event, EventLog
from kiosk.observe.glimpse import Glimpse, Onlooker
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.instructions import InstructionDesk
from kiosk.runtime.terminal_state import COUNTED, Supply, TerminalState
from kiosk.runtime.timing import Timing

P = ParamSpec("P")
T = TypeVar("T")

_REPORTED_NAMES = frozenset(
    {
        "TERMINAL_STARTED",
        "TERMINAL_STOPPED",
        "VISIT_FAULT",
        "STAFF_CAME",
        "STAFF_LEFT",
        "ORDER_CONTRADICTED",
        "CHARGE_IN_DOUBT",
        "CARD_REVERSAL_DUE",
        "CARD_PURCHASE_REVERSED",
        "BANK_CARD_KEPT",
        "BANK_CARD_FORGOTTEN",
        "RECEIPT_FAILED",
        "DOCUMENT_NOT_PRINTED",
        "DOCUMENT_UNSOUND",
        "INTERNAL_ERROR",
    }
)
REPORTED = tuple(event for event in Event if event.value in _REPORTED_NAMES)
"""Events the service hears of. What a state says as well is not among them, nor what would repeat
itself through an outage."""
_ABOUT_ORDERS = frozenset({Event.ORDER_CREATED, Event.ORDER_ADVANCED, Event.CHARGE_IN_DOUBT})
_MOST_HEARD = 1_000
"""Events that wait for the disk; more than ever come at once."""
# The service will say the same of the same report for ever.
_FOR_EVER = frozenset({"invalid_request", "idempotency_conflict"})


@dataclass(frozen=True, slots=True)
class _Heard:
    event: Event
    facts: Mapping[str, object]
    at: datetime


class Reporter:
    """Keeps reports in the outbox and sends them. Watches the terminal (``glimpsed``), listens to
    the event log (``heard``, from any thread). Whatever fails here is felt by nobody.

    ``open_orders`` counts them, None where that is impossible; ``supplies`` says what paper and
    toner is left. ``instructions`` deals with what the service answers; without it nothing is
    heeded. When nothing has changed for ``timing.report_heartbeat`` seconds the state is told
    again.
    """

    def __init__(
        self,
        *,
        outbox: Outbox,
        service: CollectionService,
        open_orders: Callable[[], Awaitable[int | None]],
        clock: Clock,
        timing: Timing,
        log: EventLog,
        version: str,
        supplies: Callable[[], tuple[Supply, ...]] = tuple,
        instructions: InstructionDesk | None = None,
    ) -> None:
        self._outbox = outbox
        self._service = service
        self._open_orders = open_orders
        self._supplies = supplies
        self._instructions = instructions
        self._clock = clock
        self._timing = timing
        self._log = log
        now = clock.now()
        self._state = TerminalState(version, started_at=now, since=now)
        self._kept: TerminalState | None = None
        self._orders_changed = True
        self._heard: deque[_Heard] = deque(maxlen=_MOST_HEARD)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake, self._more = asyncio.Event(), asyncio.Event()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="outbox")
        self._cannot_keep = False
        self.waiting = 0
        """Reports that waited when last counted."""

    def glimpsed(self, glimpse: Glimpse) -> None:
        """The terminal now."""
        seen = self._state.seen(glimpse, self._clock.now())
        if seen != self._state:
            self._state = seen
            self._wake.set()

    def heard(self, event: Event, facts: Mapping[str, object]) -> None:
        """Something happened; from any thread."""
        if event in REPORTED or event in COUNTED or event in _ABOUT_ORDERS:
            self._heard.append(_Heard(event, dict(facts), self._clock.now()))
            if self._loop is not None:
                # The loop may close at any moment, and what was heard is then written at the end.
                with contextlib.suppress(RuntimeError):
                    self._loop.call_soon_threadsafe(self._wake.set)

    async def run(self) -> None:
        """Keep and send for ever, also after what nobody foresaw."""
        self._loop = asyncio.get_running_loop()
        while True:
            self._wake.set()
            try:
                async with asyncio.TaskGroup() as both:
                    both.create_task(self._keep())
                    both.create_task(self._send())
            except* Exception as bugs:  # citizens are served whatever becomes of reports
                bug = type(bugs.exceptions[0]).__name__
                self._log.record(Event.INTERNAL_ERROR, request="report", error=bug)
            await self._clock.sleep(self._timing.report_retry_longest)

    async def close(self) -> None:
        """Write down what was heard last, for the next start to tell, and let go of the outbox."""
        self._loop = None
        await self._write_events()
        await asyncio.to_thread(self._thread.shutdown, wait=True)
        self._outbox.close()

    async def _keep(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self._write_events()
            await self._look_around()
            if self._state != self._kept:
                await self._write_state()
            self._more.set()

    async def _write_events(self) -> None:
        while self._heard:
            one = self._heard.popleft()
            if one.event in COUNTED:
                printed = self._state.printed.with_one(one.event, one.facts)
                self._state = replace(self._state, printed=printed)
            self._orders_changed |= one.event in _ABOUT_ORDERS
            if one.event in REPORTED:
                told = {"event": one.event.value, "facts": dict(one.facts)}
                await self._put(ReportKind.EVENT, one.at, told)

    async def _look_around(self) -> None:
        """What nobody tells of by itself."""
        desk = self._instructions
        if desk is not None:
            await desk.recall()
        state = replace(self._state, supplies=self._supplies())
        if self._orders_changed:
            self._orders_changed = False
            state = replace(state, open_orders=await self._open_orders())
        # The terminal may have been seen otherwise meanwhile.
        self._state = replace(
            self._state,
            supplies=state.supplies,
            open_orders=state.open_orders,
            instruction=None if desk is None else desk.dealt,
        )

    async def _write_state(self) -> None:
        state = self._state
        if await self._put(ReportKind.STATE, self._clock.now(), state.told()):
            self._kept = state

    async def _put(self, kind: ReportKind, at: datetime, told: Mapping[str, object]) -> bool:
        """Whether it is in the outbox; where it is not, the log says so, once."""
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        try:
            await self._in_thread(self._outbox.put, kind, at, body)
        except (LedgerUnavailable, LedgerDamaged) as error:
            self._complain(error)
            return False
        self._cannot_keep = False
        return True

    async def _send(self) -> None:
        pause = self._timing.report_retry_first
        while True:
            report = await self._next()
            if report is None:
                await self._rest()
                continue
            try:
                said = await self._service.put_report(
                    report.series, report.sequence, _content(report)
                )
            except ServiceError as error:
                if error.kind is ServiceErrorKind.REFUSED and error.code in _FOR_EVER:
                    self._log.record(Event.REPORT_REFUSED, refusal=error.code)
                    await self._strike_out(self._outbox.give_up, report)
                    continue
                await self._clock.sleep(pause)
                pause = min(pause * 2, self._timing.report_retry_longest)
            else:
                pause = self._timing.report_retry_first
                await self._strike_out(self._outbox.arrived, report)
                if self._instructions is not None and await self._instructions.given(said):
                    self._wake.set()

    async def _next(self) -> Report | None:
        self._more.clear()
        try:
            report = await self._in_thread(self._outbox.next)
            self.waiting = await self._in_thread(lambda: self._outbox.waiting)
        except (LedgerUnavailable, LedgerDamaged) as error:
            self._complain(error)
            return None
        return report

    async def _strike_out(self, call: Callable[[Report], None], report: Report) -> None:
        try:
            await self._in_thread(call, report)
        except (LedgerUnavailable, LedgerDamaged) as error:
            self._complain(error)
            # It would be sent again and again at the speed of the line.
            await self._clock.sleep(self._timing.report_retry_longest)

    async def _rest(self) -> None:
        """Until something waits; a minute without is told by a sign of life."""
        more = asyncio.create_task(self._more.wait())
        minute = asyncio.create_task(self._clock.sleep(self._timing.report_heartbeat))
        try:
            await asyncio.wait({more, minute}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            more.cancel()
            minute.cancel()
        if not self._more.is_set():
            self._orders_changed = True
            await self._look_around()
            await self._write_state()

    async def _in_thread(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        writing = asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: call(*args, **kwargs)
        )
        return await asyncio.shield(writing)

    def _complain(self, error: Exception) -> None:
        if not self._cannot_keep:
            self._cannot_keep = True
            self._log.record(Event.REPORTS_NOT_KEPT, cause=type(error).__name__)


class Observation(Protocol):
    """Who watches a terminal from outside."""

    @property
    def onlookers(self) -> tuple[Onlooker, ...]:
        """Who else watches, besides the reporter."""
        ...

    def reporter(
        self,
        service: CollectionService,
        books: Bookkeeping,
        timing: Timing,
        instructions: InstructionDesk,
    ) -> Reporter | None:
        """Who reports to the service, and has done what it answers; None for nobody."""
        ...


class Unobserved:
    """Nobody watches."""

    onlookers: tuple[Onlooker, ...] = ()

    def reporter(
        self,
        _service: CollectionService,
        _books: Bookkeeping,
        _timing: Timing,
        _instructions: InstructionDesk,
    ) -> Reporter | None:
        """Nobody reports either."""
        return None


def open_orders_of(books: Bookkeeping) -> Callable[[], Awaitable[int | None]]:
    """Counts the orders of a ledger that are not final."""

    async def count() -> int | None:
        try:
            return len(await books(books.ledger.open_orders))
        except RequestFailed:
            return None

    return count


def _content(report: Report) -> dict[str, object]:
    return {
        "kind": report.kind.value,
        "at": report.at.isoformat(),
        "lost": report.lost,
        report.kind.value: json.loads(report.body),
    }
