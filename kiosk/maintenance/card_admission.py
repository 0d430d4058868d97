"""Letting staff in by their chip card: the card proves itself, the file of staff says who may."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

from pydantic import ValidationError

from kiosk.flows.requests.maintenance.staff_card import (
    AdmitCard,
    CardAdmittance,
    CardTrouble,
)
from kiosk.maintenance.admission import Admission, Refused
from kiosk.maintenance.card_desk import CardDesk, NotProven, Proven
from kiosk.maintenance.duty import Duty
from kiosk.maintenance.staff import Staff, StaffMember
from kiosk.observe import Event, EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock
from kiosk.runtime.failures import RequestFailed


class CardAdmission:
    """Admits whoever the card at ``desk`` is of to ``duty``. ``staff`` reads the list of staff."""

    def __init__(
        self,
        desk: CardDesk,
        duty: Duty,
        staff: Callable[[], Awaitable[Staff]],
        *,
        books: Bookkeeping,
        clock: Clock,
        log: EventLog,
    ) -> None:
        self.desk = desk
        self._duty = duty
        self._staff = staff
        self._books = books
        self._clock = clock
        self._log = log
        self._leaving: set[asyncio.Task[None]] = set()

    async def admit(self, wanted: AdmitCard) -> CardAdmittance:
        """Let in whoever the card is of, or not; either way it is given back. Raises RequestFailed
        when it cannot be written down."""
        try:
            return await self._admit(wanted)
        finally:
            await self.desk.release()

    async def _admit(self, wanted: AdmitCard) -> CardAdmittance:
        number = self.desk.number
        try:
            admission = Admission(await self._staff(), self._books.ledger)
        except (OSError, ValueError, ValidationError) as error:
            self._log.record(Event.STAFF_FILE_UNREADABLE, error=type(error).__name__)
            return CardAdmittance(trouble=CardTrouble.NO_STAFF)
        wait = await self._books(admission.wait, number, self._clock.now())
        if wait is not None:
            self._log.record(Event.STAFF_REFUSED, why="not_yet")
            return CardAdmittance(until=wait.until)
        # Not given up half-way: what the card was asked is written down.
        trying = asyncio.create_task(self._try(admission, number, wanted.pin))
        try:
            proof, found = await asyncio.shield(trying)
        except asyncio.CancelledError:
            self._keep(self._left_meanwhile(trying))
            raise
        if isinstance(found, StaffMember):
            return CardAdmittance(member=self._duty.came(found, second=wanted.second))
        refused = proof if isinstance(proof, NotProven) else NotProven(CardTrouble.STRANGER)
        self._log.record(Event.STAFF_REFUSED, why=f"card_{refused.trouble.value}")
        return CardAdmittance(
            trouble=refused.trouble, tries_left=refused.tries_left, until=found.until
        )

    async def _try(
        self, admission: Admission, number: str, pin: str
    ) -> tuple[Proven | NotProven, StaffMember | Refused]:
        proof = await self.desk.prove(pin)
        if isinstance(proof, NotProven) and not proof.counts:
            return proof, Refused()
        proven = isinstance(proof, Proven)
        now = self._clock.now()
        return proof, await self._books(admission.admit_card, number, now, proven=proven)

    async def _left_meanwhile(
        self, trying: asyncio.Task[tuple[Proven | NotProven, StaffMember | Refused]]
    ) -> None:
        """Whoever left while they were being checked was not there, whatever came of it."""
        try:
            _proof, found = await trying
            if isinstance(found, StaffMember):
                await self._books(self._books.ledger.staff_left, found.number, "leave")
        except RequestFailed:
            # The terminal is out of service by now, and the log has it.
            return

    def left(self) -> None:
        """Nobody is at the terminal any more: a card that is still in is given back soon."""
        self._keep(self.desk.release())

    def _keep(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)
