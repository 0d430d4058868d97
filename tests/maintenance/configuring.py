"""A terminal whose settings are changed: its file, its ledger, and a technician on duty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kiosk.domain.staff import Role
from kiosk.flows.requests.maintenance.admission import Admit
from kiosk.flows.requests.maintenance.settings import (
    Change,
    ReadSettings,
    Setting,
    SettingsFile,
    Trial,
    TryChanges,
    WriteChanges,
    Written,
)
from kiosk.ledger import Ledger
from kiosk.maintenance.configuration.file import ConfigurationFile
from kiosk.maintenance.configuration.versions import SettingsOnDisk
from kiosk.maintenance.duty import Duty
from kiosk.maintenance.performing.settings import SettingsDesk
from kiosk.maintenance.staff import Staff, StaffMember, hash_of
from kiosk.observe import EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.settings import Settings
from tests.ledger.given import KEY, Clock
from tests.support.manual_clock import ManualClock

PIN = "204817"


async def staff() -> Staff:
    return _list_of_staff()


@cache
def _list_of_staff() -> Staff:
    technician = StaffMember(number="T0417", role=Role.TECHNICIAN, pin=hash_of(PIN))
    cashier = StaffMember(number="C001", role=Role.CASHIER, pin=technician.pin)
    return Staff(staff=(technician, cashier))


@dataclass
class Configured:
    """What the tests take hold of. ``why_not`` is what a rehearsal would say."""

    path: Path
    desk: SettingsDesk
    duty: Duty
    ledger: Ledger
    why_not: list[str]

    async def come(self, number: str = "T0417") -> None:
        assert (await self.duty.admit(Admit(number, PIN))).member is not None

    async def file(self) -> SettingsFile:
        return await self.desk.read(ReadSettings())

    async def setting(self, section: str, name: str) -> Setting:
        file = await self.file()
        (found,) = (
            one
            for part in file.sections
            for one in part.settings
            if (one.section, one.name) == (section, name)
        )
        return found

    async def tried(self, *changes: Change) -> Trial:
        return await self.desk.try_changes(TryChanges(frozenset(changes), changes[-1]))

    async def written(self, *changes: Change) -> Written:
        file = await self.file()
        return await self.desk.write(WriteChanges(file.fingerprint, frozenset(changes)))

    def trail(self) -> list[tuple[object, ...]]:
        """What was done, from what to what, and how it went."""
        names = ("what", "before", "after", "outcome")
        acted = (one.facts for one in self.ledger.staff_trail() if one.kind == "staff_acted")
        return [tuple(one[name] for name in names) for one in acted]


@contextmanager
def configured(path: Path, room: Path) -> Iterator[Configured]:
    """A terminal that was started from the file at this path."""
    why_not: list[str] = []
    ledger = Ledger.open(room / "ledger.db", now=Clock(), key=KEY)
    books = Bookkeeping(ledger, lambda: None)
    log = EventLog.open(room / "kiosk.jsonl", now=Clock())
    duty = Duty(staff, books=books, clock=ManualClock(), log=log)
    file = ConfigurationFile(
        SettingsOnDisk(path), Settings.load(path), lambda _settings: "".join(why_not)
    )
    try:
        yield Configured(path, SettingsDesk(duty, file), duty, ledger, why_not)
    finally:
        books.close()
        log.close()
