"""Letting staff in: number, PIN and code are checked, and every try is in the audit trail first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kiosk.ledger import Entry
from kiosk.maintenance.lockout import Refusals
from kiosk.maintenance.staff import Staff, StaffMember


class StaffBooks(Protocol):
    """The audit trail, as the ledger keeps it."""

    def staff_admitted(self, who: str, role: str) -> None:
        """See StaffLedger."""
        ...

    def staff_refused(self, who: str) -> None:
        """See StaffLedger."""
        ...

    def staff_refusals(self, who: str) -> tuple[Entry, ...]:
        """See LedgerReader."""
        ...


@dataclass(frozen=True, slots=True)
class NotYet:
    """Too many wrong tries: none is taken before this moment."""

    until: datetime


@dataclass(frozen=True, slots=True)
class CodeWanted:
    """Number and PIN are right; the code of their authenticator is asked for as well."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Number, PIN or code is wrong; which of them is not said. ``until`` says before when no other
    try is taken, None if the next one is free."""

    until: datetime | None = None


_MOST_STRANGERS = 200


@dataclass(slots=True)
class Recollection:
    """What is remembered while the terminal runs: the time step of the code that each number was
    let in with last, for a code is good once (RFC 6238, 5.2); and tries at numbers that nobody has,
    which wait like others so that the wait tells nothing."""

    steps: dict[str, int] = field(default_factory=dict)
    strangers: dict[str, Refusals] = field(default_factory=dict)

    def refused_stranger(self, number: str, now: datetime) -> Refusals:
        """One more try at a number that nobody has."""
        if len(self.strangers) >= _MOST_STRANGERS:
            self.strangers.clear()
        self.strangers[number] = self.strangers.get(number, Refusals()).another(now)
        return self.strangers[number]


class Admission:
    """Synchronous, and slow by design: to be called off the GUI thread."""

    def __init__(
        self, staff: Staff, books: StaffBooks, recollection: Recollection | None = None
    ) -> None:
        self._staff = staff
        self._books = books
        self._recollection = recollection or Recollection()

    def admit(
        self, number: str, pin: str, code: str, now: datetime
    ) -> StaffMember | CodeWanted | NotYet | Refused:
        """Let somebody in, or not. Without a code, whoever needs one is asked for it. A number that
        nobody has is not written down: the trail is not for whatever is typed. Raises
        LedgerUnavailable: who cannot be recorded is not let in."""
        number = number.strip().upper()
        if (wait := self.wait(number, now)) is not None:
            return wait
        member = self._staff.proven(number, pin)
        if member is not None and member.totp and not code:
            return CodeWanted()
        if member is not None and (not member.totp or self._code_fits(member, code, now)):
            return self._let_in(member)
        return self._refuse(number, now)

    def _code_fits(self, member: StaffMember, code: str, now: datetime) -> bool:
        step = member.step_of(code, now)
        steps = self._recollection.steps
        if step is None or step <= steps.get(member.number, -1):
            return False
        steps[member.number] = step
        return True

    def wait(self, number: str, now: datetime) -> NotYet | None:
        """Until when that number is not let in, however it proves itself; None when it may try."""
        until = self._refusals(number).closed_until()
        return NotYet(until) if until is not None and now < until else None

    def admit_card(self, number: str, now: datetime, *, proven: bool) -> StaffMember | Refused:
        """Let in whoever a staff card is of, or not: ``proven`` says that the card has checked its
        PIN and proved that it is genuine. A card and its PIN are two things already, so no code of
        an authenticator is asked for. Whoever has to ``wait`` has been told so. Refusals are
        written down as for ``admit``. Raises LedgerUnavailable."""
        member = self._staff.find(number)
        if proven and member is not None:
            return self._let_in(member)
        return self._refuse(number, now)

    def _let_in(self, member: StaffMember) -> StaffMember:
        self._books.staff_admitted(member.number, member.role.value)
        return member

    def _refuse(self, number: str, now: datetime) -> Refused:
        if self._staff.find(number) is None:
            return Refused(self._recollection.refused_stranger(number, now).closed_until())
        self._books.staff_refused(number)
        return Refused(self._refusals(number).closed_until())

    def _refusals(self, number: str) -> Refusals:
        if self._staff.find(number) is None:
            return self._recollection.strangers.get(number, Refusals())
        refusals = Refusals()
        for entry in self._books.staff_refusals(number):
            refusals = refusals.another(entry.moment)
        return refusals
