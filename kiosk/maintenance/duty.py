"""Who of the staff is at the terminal now, and the audit trail of what they do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from pydantic import ValidationError

from kiosk.domain.staff import OnDuty, Task, tasks_of
from kiosk.flows.requests.maintenance.admission import Admit, Admittance
from kiosk.maintenance.admission import (
    Admission,
    CodeWanted,
    NotYet,
    Recollection,
    Refused,
)
from kiosk.maintenance.staff import Staff, StaffMember
from kiosk.observe import Event, EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock
from kiosk.runtime.failures import RequestFailed

BEGUN = "begun"
ABANDONED = "abandoned"
"""The outcome of what was begun, and walked away from before anything was known of it."""
_Found = StaffMember | CodeWanted | NotYet | Refused


class Duty:
    """At most two of the staff: whoever logged in, and for keys a second one who joined.

    ``staff`` reads the list of staff, so that a change of it holds from the next log-in on.
    """

    def __init__(
        self,
        staff: Callable[[], Awaitable[Staff]],
        *,
        books: Bookkeeping,
        clock: Clock,
        log: EventLog,
    ) -> None:
        self._staff = staff
        self._books = books
        self._clock = clock
        self._log = log
        self._recollection = Recollection()
        self._present: tuple[OnDuty, ...] = ()
        self._begun: list[str] = []
        self._leaving: set[asyncio.Task[None]] = set()

    @property
    def present(self) -> tuple[OnDuty, ...]:
        """Who has logged in, in order."""
        return self._present

    async def admit(self, wanted: Admit) -> Admittance:
        """Let somebody in, or not. Raises RequestFailed when it cannot be written down."""
        try:
            admission = Admission(await self._staff(), self._books.ledger, self._recollection)
        except (OSError, ValueError, ValidationError) as error:
            self._log.record(Event.STAFF_FILE_UNREADABLE, error=type(error).__name__)
            return Admittance(unreadable=True)
        trying = asyncio.create_task(
            self._books(admission.admit, wanted.number, wanted.pin, wanted.code, self._clock.now())
        )
        try:
            found = await asyncio.shield(trying)
        except asyncio.CancelledError:
            trying.add_done_callback(self._given_up)
            raise
        match found:
            case CodeWanted():
                return Admittance(code_wanted=True)
            case NotYet(until):
                self._log.record(Event.STAFF_REFUSED, why="not_yet")
                return Admittance(until=until)
            case Refused(until):
                self._log.record(Event.STAFF_REFUSED, why="wrong")
                return Admittance(until=until)
            case member:
                return Admittance(member=self.came(member, second=wanted.second))

    def came(self, member: StaffMember, *, second: bool) -> OnDuty:
        """They have proved who they are, and are on duty from now on; ``second`` beside whoever is
        there already. That they were let in is in the trail by now."""
        come = OnDuty(member.number, member.role)
        self._present = (*self._present[:1], come) if second else (come,)
        self._log.record(Event.STAFF_ADMITTED, role=come.role.value)
        return come

    def allowed(self, task: Task) -> OnDuty:
        """Whoever may do this and is here. Raises PermissionError: the menu offers nobody what
        their role does not allow, so this is a fault of ours."""
        for one in self._present:
            if task in tasks_of(one.role):
                return one
        raise PermissionError(task.value)

    async def did(
        self, task: Task, what: str, *, before: str = "", after: str = "", outcome: str = "done"
    ) -> None:
        """Write into the audit trail what is being done, by everybody who is here. Raises
        PermissionError, RequestFailed, and ValueError for what has no place in the trail."""
        self.allowed(task)
        if what in self._begun:
            self._begun.remove(what)
        for one in self._present:
            await self._books(
                self._books.ledger.staff_acted,
                one.number,
                what,
                before=before,
                after=after,
                outcome=outcome,
            )
        self._log.record(Event.STAFF_ACTED, what=what, outcome=outcome)

    async def begin(self, task: Task, what: str) -> None:
        """Write that something is begun which people may walk away from. It ends with the next that
        is said of it, or as abandoned: with ``abandon``, or when they leave. Raises as ``did``."""
        await self.did(task, what, outcome=BEGUN)
        self._begun.append(what)

    async def abandon(self, task: Task) -> None:
        """Nobody waits any more for the end of what was begun. Raises PermissionError,
        RequestFailed."""
        for what in tuple(self._begun):
            await self.did(task, what, outcome=ABANDONED)

    async def second_left(self) -> None:
        """Whoever joined has done so; the first one stays. Raises RequestFailed."""
        joined, self._present = self._present[1:], self._present[:1]
        for one in joined:
            await self._books(self._books.ledger.staff_left, one.number, "done")

    def left(self, why: str) -> None:
        """Nobody is here any more; that is written down soon, after the end of whatever they had
        begun and of which nothing was known yet."""
        gone, self._present = self._present, ()
        begun, self._begun = tuple(self._begun), []
        if gone:
            self._write_soon(gone, why, begun)

    def _given_up(self, trying: asyncio.Task[_Found]) -> None:
        """Whoever left while they were being checked was not there, whatever came of it."""
        if trying.cancelled() or trying.exception() is not None:
            return
        found = trying.result()
        if isinstance(found, StaffMember):
            self._write_soon((OnDuty(found.number, found.role),), "leave")

    def _write_soon(self, gone: tuple[OnDuty, ...], why: str, begun: tuple[str, ...] = ()) -> None:
        task = asyncio.create_task(self._write_left(gone, why, begun))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _write_left(self, gone: tuple[OnDuty, ...], why: str, begun: tuple[str, ...]) -> None:
        ledger = self._books.ledger
        for one in gone:
            try:
                for what in begun:
                    await self._books(ledger.staff_acted, one.number, what, outcome=ABANDONED)
                await self._books(ledger.staff_left, one.number, why)
            except RequestFailed:
                # The terminal is out of service by now, and the log has it.
                return
