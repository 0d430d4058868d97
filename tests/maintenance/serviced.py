"""A terminal under maintenance, asked as its screens ask it: everything goes through the performer,
and the file of staff is that of the simulated hall."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest

from kiosk.devices.codecs.printer_profile import GENERIC_80
from kiosk.domain.staff import OnDuty
from kiosk.flows.requests.maintenance.admission import Admit, Admittance
from kiosk.ledger import Entry, Ledger
from kiosk.maintenance.readiness import Finding, Report, Sinces
from kiosk.maintenance.staffing import MaintenanceStaffing
from kiosk.runtime.cards.counter import CardEquipment
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.health_board import HealthBoard
from kiosk.runtime.performer import Performer
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.runtime.press import Press
from kiosk.runtime.supervision import Supervisor, Watched
from kiosk.runtime.workings import Equipment, Workings
from kiosk.session.events import Event
from kiosk.session.faults import Fault
from kiosk.session.health import Health
from kiosk.session.requests import Request
from kiosk.settings import Settings
from sim.staff import PIN, find_member, write_staff
from tests.runtime.cards.bench import Counter
from tests.runtime.conftest import TIMING, Room, means_of
from tests.runtime.fake_document_printer import FakeDocumentPrinter
from tests.runtime.fakes import FakeReader
from tests.support.configuration import changed, write
from tests.support.samples import FACTS

R = TypeVar("R")


@dataclass
class Reporter:
    """Makes readiness reports of these findings, and keeps what it was told of the terminal."""

    now: Callable[[], datetime]
    findings: list[Finding] = field(default_factory=list)
    asked: list[tuple[Health, Sinces]] = field(default_factory=list)

    def __call__(self, health: Health, sinces: Sinces) -> Report:
        self.asked.append((health, sinces))
        return Report(self.now(), "JN-03", "0.1.0", tuple(self.findings))


@dataclass
class Serviced:
    """What the tests take hold of. ``posted`` is what the machine was told, ``told`` the news of
    requests."""

    workings: Workings
    staffing: MaintenanceStaffing
    staff_file: Path
    performer: Performer
    reporter: Reporter
    posted: list[Event] = field(default_factory=list)
    told: list[object] = field(default_factory=list)

    @property
    def ledger(self) -> Ledger:
        return self.workings.books.ledger

    async def come(self, key: str, *, second: bool = False) -> OnDuty:
        """Somebody of the simulated hall logs in."""
        one = find_member(key)
        code = one.code(self.workings.clock.now())
        admitted = await self.ask(Admit(one.number, PIN, code, second=second), Admittance)
        assert admitted.member is not None
        return admitted.member

    async def ask(self, request: Request[object], kind: type[R]) -> R:
        reply = await self.performer.perform(request, self.told.append)
        assert isinstance(reply, kind)
        return reply

    async def fault(self, request: Request[object]) -> Fault:
        """Why a request fails."""
        with pytest.raises(RequestFailed) as failed:
            await self.performer.perform(request, self.told.append)
        return failed.value.fault

    def trail(self) -> tuple[Entry, ...]:
        """What staff did, without what became of the list of them."""
        return tuple(one for one in self.ledger.staff_trail() if not _is_of_the_list(one))

    def listed(self) -> list[str]:
        """What became of the list of staff: who, what, outcome."""
        names = ("who", "what", "outcome")
        listed = (one.facts for one in self.ledger.staff_trail() if _is_of_the_list(one))
        return [" ".join(str(one[name]) for name in names) for one in listed]

    def done(self) -> list[str]:
        """What was done: who, what, before, after, outcome; empty words left out."""
        names = ("who", "what", "before", "after", "outcome")
        acted = (one.facts for one in self.trail() if one.kind == "staff_acted")
        return [" ".join(str(one[name]) for name in names if one[name]) for one in acted]


def _is_of_the_list(entry: Entry) -> bool:
    return str(entry.facts.get("what", "")).startswith("staff.")


def serviced(workings: Workings, folder: Path, log_path: Path) -> Serviced:
    """Maintenance of a terminal that runs on these parts."""
    staff_file = write_staff(folder / "staff.toml")
    told: Mapping[str, Mapping[str, str]] = {
        "log": {"path": str(log_path)},
        "maintenance": {"staff": str(staff_file)},
    }
    source = write(folder / "kiosk.toml", changed(told))
    reporter = Reporter(workings.clock.now)
    staffing = MaintenanceStaffing(staff_file, Settings.load(source), source, reporter)
    repertoire = Repertoire()
    staffing.add_to(repertoire, workings)
    performer = Performer(repertoire, workings.clock, workings.log)
    return Serviced(workings, staffing, staff_file, performer, reporter)


def in_room(
    room: Room,
    folder: Path,
    *,
    printer: FakeDocumentPrinter | None = None,
    cards: CardEquipment | None = None,
) -> Serviced:
    """A terminal whose line to an acquirer is not there; ``printer`` is that for A4."""
    reader = FakeReader()
    posted: list[Event] = []
    watched = Watched(reader, Supervisor(reader, room.clock, TIMING, room.log, lambda _one: None))
    page = None
    if printer is not None:
        keeper = Supervisor(printer, room.clock, TIMING, room.log, lambda _one: None)
        page = Watched(printer, keeper)
    keepers = [watched.keeper, room.keeper]
    if cards is not None:
        keepers.append(Supervisor(cards.pad, room.clock, TIMING, room.log, lambda _one: None))
    workings = Workings(
        equipment=Equipment(
            reader=reader,
            printer=room.printer,
            printer_profile=GENERIC_80,
            service=room.service,
            ledger=room.ledger,
            document_printer=printer,
            cards=cards,
        ),
        means=means_of(room, watched, printer=page),
        board=HealthBoard(lambda _event: None),
        books=room.books,
        keepers=tuple(keepers),
        press=Press(
            printer=room.printer,
            profile=GENERIC_80,
            supervisor=room.keeper,
            workshop=room.workshop,
        ),
        line=None,
        facts=FACTS,
        clock=room.clock,
        timing=TIMING,
        log=room.log,
        post=posted.append,
    )
    made = serviced(workings, folder, room.log_path)
    made.posted = posted
    return made


def at_counter(counter: Counter, room: Room, folder: Path) -> Serviced:
    """A terminal with a line to its acquirer, in real time; the printer is that of the room."""
    posted: list[Event] = []
    watched = Watched(FakeReader(), room.keeper)
    workings = Workings(
        equipment=Equipment(
            reader=watched.device,
            printer=room.printer,
            printer_profile=GENERIC_80,
            service=counter.bank.service,
            ledger=counter.ledger,
            cards=counter.equipment,
        ),
        means=means_of(room, watched),
        board=HealthBoard(lambda _event: None),
        books=counter.books,
        keepers=(room.keeper,),
        press=Press(
            printer=room.printer,
            profile=GENERIC_80,
            supervisor=room.keeper,
            workshop=room.workshop,
        ),
        line=counter.line.line,
        facts=FACTS,
        clock=SystemClock(),
        timing=TIMING,
        log=counter.log,
        post=posted.append,
    )
    made = serviced(workings, folder, counter.log_path)
    made.posted = posted
    return made
