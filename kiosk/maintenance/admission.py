"""Letting staff in: number, PIN and code are checked, and every try is in the audit trail first."""

from __future__ import annotations

from dataclasses import dataclass
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


class Admission:
    """Synchronous, and slow by design: to be called off the GUI thread."""

    def __init__(self, staff: Staff, books: StaffBooks) -> None:
        self._staff = staff
        self._books = books

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
        if member is not None and (not member.totp or member.has_shown(code, now)):
            return self._let_in(member)
        return self._refuse(number)

    def wait(self, number: str, now: datetime) -> NotYet | None:
        """Until when that number is not let in, however it proves itself; None when it may try."""
        until = self._refusals(number).closed_until()
        return NotYet(until) if until is not None and now < until else None

    def admit_card(self, number: str, *, proven: bool) -> StaffMember | Refused:
        """Let in whoever a staff card is of, or not: ``proven`` says that the card has checked its
        PIN and proved that it is genuine. A card and its PIN are two things already, so no code of
        an authenticator is asked for. Whoever has to ``wait`` has been told so. Refusals are
        written down as for ``admit``. Raises LedgerUnavailable."""
        member = self._staff.find(number)
        return self._let_in(member) if proven and member is not None else self._refuse(number)

    def _let_in(self, member: StaffMember) -> StaffMember:
        self._books.staff_admitted(member.number, member.role.value)
        return member

    def _refuse(self, number: str) -> Refused:
        if self._staff.find(number) is None:
            return Refused()
        self._books.staff_refused(number)
        return Refused(self._refusals(number).closed_until())

    def _refusals(self, number: str) -> Refusals:
        refusals = Refusals()
        for entry in self._books.staff_refusals(number):
            refusals = refusals.another(entry.moment)
        return refusals
