"""Everything that runs in the asyncio thread, put together and kept running until told to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from kiosk.devices.api import Auxiliaries, Device
from kiosk.documents.verification import warm_up
from kiosk.domain.hours import OpeningHours
from kiosk.domain.terminal import Condition, TerminalFacts
from kiosk.observe import Event as LogEvent
from kiosk.observe import EventLog
from kiosk.observe.glimpse import Onlookers
from kiosk.runtime.auxiliary_watch import AuxiliaryWatch
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.cards.at_rest import CardsAtRest
from kiosk.runtime.cards.counter import CardCounter, CardEquipment
from kiosk.runtime.cards.desk import CardDesk
from kiosk.runtime.clock import Clock
from kiosk.runtime.command_trail import CommandTrail
from kiosk.runtime.conductor import Conductor
from kiosk.runtime.control import ControlDesk
from kiosk.runtime.document_desk import DocumentDesk
from kiosk.runtime.document_press import DocumentPress
from kiosk.runtime.guidance import Guidance
from kiosk.runtime.handover import PartsAtRest, Restful
from kiosk.runtime.health_board import HealthBoard
from kiosk.runtime.instructions import InstructionDesk
from kiosk.runtime.opening_watch import OpeningWatch
from kiosk.runtime.order_book import OrderBook
from kiosk.runtime.orders import OrderDesk, nothing_to_reverse
from kiosk.runtime.outage_log import OutageLog
from kiosk.runtime.paper import PaperDesk
from kiosk.runtime.performer import Performer
from kiosk.runtime.performing import repertoire_with
from kiosk.runtime.performing.means import Means
from kiosk.runtime.press import Press
from kiosk.runtime.recovery import Recovery
from kiosk.runtime.reporting import Observation, Unobserved
from kiosk.runtime.service_watch import ServiceReport, ServiceWatch
from kiosk.runtime.stage import Stage
from kiosk.runtime.supervision import Supervisor, Watched
from kiosk.runtime.timing import Timing
from kiosk.runtime.visit_keys import VisitKeys
from kiosk.runtime.workings import Equipment as Equipment
from kiosk.runtime.workings import Staffing, Workings
from kiosk.runtime.workshop import Workshop
from kiosk.session.effects import Moment, Note
from kiosk.session.events import Event, MaintenanceOver, MaintenanceWanted
from kiosk.session.handover import Ending, Part
from kiosk.session.health import AcquirerStatus, ServiceStatus, Situation
from kiosk.session.position import Move
from kiosk.session.terminal import Terminal, Visit

D = TypeVar("D", bound=Device)


def _nobody_ends(_ending: Ending) -> None:
    """Of a program that is ended from outside alone."""


class Engine:
    """The terminal at work. Made and run in the asyncio thread.

    ``staffing`` is None where nobody of the staff is known. ``end`` is called when the program is
    to end by itself, with nothing under way. ``control`` is the socket of the ControlDesk,
    ``observation`` says who watches from outside. ``hours`` is None where it is always open.
    """

    def __init__(
        self,
        equipment: Equipment,
        *,
        facts: TerminalFacts,
        start_visit: Callable[[Situation], Move],
        clock: Clock,
        timing: Timing,
        stage: Stage,
        log: EventLog,
        staffing: Staffing | None = None,
        end: Callable[[Ending], None] = _nobody_ends,
        control: Path | None = None,
        observation: Observation | None = None,
        hours: OpeningHours | None = None,
    ) -> None:
        self._equipment = equipment
        self._staffing = staffing
        self._clock = clock
        self._timing = timing
        self._log = log
        self._workshop = Workshop()
        self._keys = VisitKeys()
        self._board = HealthBoard(self.post)
        self._books = Bookkeeping(equipment.ledger, self._board.ledger_unsound)
        self._keepers: list[Supervisor] = []
        service = equipment.service
        watched = observation or Unobserved()
        instructed = InstructionDesk(books=self._books, post=self.post, clock=clock, log=log)
        self._reporter = watched.reporter(service, self._books, timing, instructed)
        if self._reporter is not None:
            log.listen(self._reporter.heard)
        reader = self._watched(equipment.reader)
        printer = self._watched(equipment.printer)
        guidance = Guidance(stage)
        self._auxiliaries = self._auxiliary_watch(equipment.auxiliaries, guidance)
        counter = self._card_counter(equipment.cards)
        self._orders = OrderDesk(
            service=service,
            book=OrderBook(books=self._books, clock=clock, terminal_number=facts.number, log=log),
            clock=clock,
            timing=timing,
            reversed_=nothing_to_reverse if counter is None else counter.line.settle,
        )
        self._card_line = None if counter is None else counter.line
        self._cards: CardDesk | None = None if counter is None else counter.open(self._orders)
        press = Press(
            printer=equipment.printer,
            profile=equipment.printer_profile,
            supervisor=printer.keeper,
            workshop=self._workshop,
        )
        paper = PaperDesk(
            press=press,
            books=self._books,
            service=service,
            keys=self._keys,
            clock=clock,
            facts=facts,
            log=log,
        )
        self._press = DocumentPress(
            printer=self._watched_if_fitted(equipment.document_printer),
            books=self._books,
            clock=clock,
            log=log,
        )
        means = Means(
            service=service,
            orders=self._orders,
            paper=paper,
            documents=DocumentDesk(
                service=service,
                trusted=equipment.document_authorities,
                workshop=self._workshop,
                books=self._books,
                keys=self._keys,
                clock=clock,
                log=log,
            ),
            document_press=self._press,
            clock=clock,
            log=log,
            reader=reader,
            social_card_reader=self._watched_if_fitted(equipment.social_card_reader),
            scanner=self._watched_if_fitted(equipment.scanner),
            cards=self._cards,
        )
        parts: dict[Part, Restful] = {
            Part.ORDERS: self._orders,
            Part.RECEIPTS: press,
            Part.DOCUMENTS: self._press,
        }
        if self._cards is not None and counter is not None:
            parts[Part.CARDS] = CardsAtRest(self._cards, counter.line)
        self._parts = PartsAtRest(parts, self.post, log)
        repertoire = repertoire_with(means)
        terminal = Terminal(facts, start_visit)
        if staffing is not None:
            workings = Workings(
                equipment=equipment,
                means=means,
                board=self._board,
                books=self._books,
                keepers=tuple(self._keepers),
                press=press,
                line=self._card_line,
                facts=facts,
                clock=clock,
                timing=timing,
                log=log,
                post=self.post,
                lights_wanted=lambda: guidance.wanted,
            )
            staffing.add_to(repertoire, workings)
            terminal = replace(terminal, serve=staffing.serve)
        self._conductor = Conductor(
            terminal,
            performer=Performer(repertoire, clock, log),
            clock=clock,
            stage=guidance,
            note=self._note,
            hand_over=self._parts.carry_out,
            end=end,
            onlookers=Onlookers(
                guidance,
                OutageLog(log, clock),
                *watched.onlookers,
                *(() if self._reporter is None else (self._reporter,)),
            ),
        )
        self._recovery = Recovery(
            orders=self._orders,
            paper=paper,
            documents=self._press,
            books=self._books,
            clock=clock,
            timing=timing,
            log=log,
            settled=self._board.settled,
            printer_known=printer.keeper.known,
        )
        self._control = None if control is None else self._control_desk(control)
        self._opening = OpeningWatch(hours, clock, self._board.opening)
        self._watch = ServiceWatch(service, clock, timing, self._service_heard)

    def post(self, event: Event) -> None:
        """Give the session an event; only in the asyncio thread."""
        self._conductor.post(event)

    async def run(self, ending: asyncio.Event) -> None:
        """Run until ``ending`` is set, then let go of everything."""
        self._log.record(LogEvent.TERMINAL_STARTED)
        self._workshop.open(warm_up)
        if self._card_line is not None:
            self._board.acquirer(AcquirerStatus.STARTING)
        parts = (
            self._conductor.run(),
            *(keeper.run() for keeper in self._keepers),
            self._watch.run(),
            self._opening.run(),
            # Before recovery, so that nobody is served while it is being written.
            *(() if self._staffing is None else (self._staffing.run(),)),
            self._recovery.run(),
            *(() if self._card_line is None else (self._card_line.run(),)),
            *(() if self._auxiliaries is None else (self._auxiliaries.run(),)),
            *(() if self._control is None else (self._control.run(),)),
            *(() if self._reporter is None else (self._reporter.run(),)),
        )
        tasks = [asyncio.create_task(part) for part in parts]
        stop = asyncio.create_task(ending.wait())
        try:
            done, _ = await asyncio.wait({*tasks, stop}, return_when=asyncio.FIRST_COMPLETED)
            for task in done - {stop}:
                task.result()
        finally:
            for task in (*tasks, stop):
                task.cancel()
            await asyncio.gather(*tasks, stop, return_exceptions=True)
            await self._let_go()

    async def _let_go(self) -> None:
        """One after another, whatever goes wrong with any; the ledger's writes are finished."""
        async with AsyncExitStack() as parting:
            if self._reporter is not None:
                parting.push_async_callback(self._reporter.close)
            parting.callback(self._log.record, LogEvent.TERMINAL_STOPPED)
            parting.push_async_callback(asyncio.to_thread, self._books.close)
            parting.callback(self._workshop.close)
            parting.push_async_callback(self._equipment.service.close)
            if self._cards is not None:
                parting.push_async_callback(self._cards.close)
            parting.push_async_callback(self._parts.close)
            for keeper in self._keepers:
                parting.push_async_callback(keeper.device.close)
            # First of all: a job is cancelled over a connection that is still there.
            parting.push_async_callback(self._press.close)

    def _service_heard(self, report: ServiceReport) -> None:
        # What is planned comes first, so that nothing opens for the blink of an eye.
        if report.status is ServiceStatus.UP:
            self._opening.planned(report.plans)
        self._board.service(report)

    def _phase(self) -> str:
        phase = self._conductor.terminal.phase
        staff = isinstance(phase, Visit) and phase.staff
        return "Maintenance" if staff else type(phase).__name__

    def _control_desk(self, path: Path) -> ControlDesk:
        trail = CommandTrail(self._books, self._log)
        desk = partial(
            ControlDesk,
            path,
            post=self.post,
            phase=self._phase,
            log=self._log,
            written=trail.heard,
        )
        return desk() if self._staffing is None else desk(staff_changed=self._staffing.list_changed)

    def _watched(self, device: D) -> Watched[D]:
        """The device, with a supervisor whose findings are on the board."""

        def heard(condition: Condition) -> None:
            self._board.device(device.kind, condition)

        keeper = Supervisor(device, self._clock, self._timing, self._log, heard)
        self._keepers.append(keeper)
        return Watched(device, keeper)

    def _watched_if_fitted(self, device: D | None) -> Watched[D] | None:
        return None if device is None else self._watched(device)

    def _card_counter(self, cards: CardEquipment | None) -> CardCounter | None:
        if cards is None:
            return None
        return CardCounter(
            cards,
            reader=self._watched(cards.reader),
            pad=self._watched(cards.pad),
            books=self._books,
            clock=self._clock,
            timing=self._timing,
            log=self._log,
            changed=self._board.acquirer,
        )

    def _auxiliary_watch(
        self, board: Auxiliaries | None, guidance: Guidance
    ) -> AuxiliaryWatch | None:
        if board is None:
            return None
        return AuxiliaryWatch(
            self._watched(board),
            wanted=lambda: guidance.wanted,
            clock=self._clock,
            timing=self._timing,
            log=self._log,
            switch_turned=self._switch_turned,
            door=self._board.door,
        )

    def _switch_turned(self, on: bool) -> None:
        self.post(MaintenanceWanted(held=True) if on else MaintenanceOver())

    def _note(self, note: Note) -> None:
        if note.what is Moment.VISIT_ENDED:
            self._orders.citizen_left()
            if self._cards is not None:
                self._cards.citizen_left()
            self._keys.forget()
        if note.what is Moment.STAFF_LEFT and self._staffing is not None:
            self._staffing.left(note.why)
        self._log.record(_MOMENTS[note.what], where=note.where, why=note.why)


_MOMENTS = {
    Moment.PHASE_CHANGED: LogEvent.PHASE_CHANGED,
    Moment.VISIT_STARTED: LogEvent.VISIT_STARTED,
    Moment.VISIT_ENDED: LogEvent.VISIT_ENDED,
    Moment.VISIT_TIMED_OUT: LogEvent.VISIT_TIMED_OUT,
    Moment.VISIT_HALTED: LogEvent.VISIT_HALTED,
    Moment.VISIT_FAULT: LogEvent.VISIT_FAULT,
    Moment.STAFF_CAME: LogEvent.STAFF_CAME,
    Moment.STAFF_LEFT: LogEvent.STAFF_LEFT,
}
