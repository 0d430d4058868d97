"""Staff of a terminal, as its engine knows them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kiosk.flows.maintenance.tasks import start_staff_visit
from kiosk.maintenance.card_admission import CardAdmission
from kiosk.maintenance.card_desk import CardDesk
from kiosk.maintenance.duty import Duty
from kiosk.maintenance.performing import SUBJECTS
from kiosk.maintenance.readiness import NEVER_HEARD, Report, Sinces
from kiosk.maintenance.staff import Staff
from kiosk.maintenance.staff_cards import CardAuthority
from kiosk.maintenance.staff_list import StaffList
from kiosk.maintenance.toolbox import Toolbox, would_start
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.runtime.workings import Workings
from kiosk.session.health import Health, Situation
from kiosk.session.position import Move
from kiosk.settings import Settings


class MaintenanceStaffing:
    """Lets staff in by the file that ``file`` names, and does what they ask for. ``reporter`` makes
    the readiness report, ``rehearse`` says why a terminal would not start with other settings."""

    def __init__(
        self,
        file: Path,
        settings: Settings,
        source: Path | None,
        reporter: Callable[[Health, Sinces], Report],
        rehearse: Callable[[Settings], str] = would_start,
    ) -> None:
        self._rehearse = rehearse
        self._file = file
        self._reporter = reporter
        self._sinces = NEVER_HEARD
        self._settings = settings
        self._source = source
        self._list: StaffList | None = None
        self._duty: Duty | None = None
        self._cards: CardAdmission | None = None

    def serve(self, situation: Situation) -> Move:
        """A staff visit begins with the log-in."""
        return start_staff_visit(situation)

    def add_to(self, repertoire: Repertoire, workings: Workings) -> None:
        """Everything that staff can ask for."""
        maintenance = self._settings.maintenance
        authority = None if maintenance is None else maintenance.card_authority
        staff = StaffList(lambda: Staff.load(self._file), authority, workings.books)
        duty = Duty(staff.read, books=workings.books, clock=workings.clock, log=workings.log)
        self._list = staff
        self._duty = duty
        if authority is not None:
            self._cards = _card_admission(authority, workings, duty, staff)

        def changed(before: Health, now: Health) -> None:
            self._sinces = self._sinces.after(before, now, workings.clock.now())

        workings.board.watch(changed)
        toolbox = Toolbox(
            workings,
            duty,
            self._settings,
            self._source,
            self._reporter,
            lambda: self._sinces,
            self._rehearse,
            self._cards,
        )
        for add_to in SUBJECTS:
            add_to(repertoire, toolbox)

    async def run(self) -> None:
        """Compare the list of staff with the trail, and never return. A file that cannot be read
        is nothing new: nobody is let in by it, and whoever tries is told."""
        if self._list is not None:
            with suppress(OSError, ValueError, RequestFailed):
                await self._list.read()
        await asyncio.Event().wait()

    async def list_changed(self, number: str, who: str) -> None:
        """Write down what has changed in the list of staff."""
        if self._list is not None:
            await self._list.changed(number, who)

    def left(self, why: str) -> None:
        """Nobody is on duty any more."""
        if self._duty is not None:
            self._duty.left(why)
        if self._cards is not None:
            self._cards.left()


def _card_admission(
    authority: Path, workings: Workings, duty: Duty, staff: StaffList
) -> CardAdmission:
    desk = CardDesk(workings, lambda: CardAuthority(authority.read_bytes()))
    return CardAdmission(
        desk,
        duty,
        staff.read,
        books=workings.books,
        clock=workings.clock,
        log=workings.log,
    )
