"""The staff of the simulated hall, one for each role and two key officers. Nobody real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pyotp import TOTP

from kiosk.domain.staff import Role
from kiosk.maintenance.staff import Staff, StaffMember

PIN = "204817"
"""Everybody's."""
# Of that PIN, and quick to verify: nobody's secret hangs on it.
_PIN_HASH = "$argon2id$v=19$m=8,t=1,p=1$0/kiWdXQgHgZReXaMkhou" + (
    "g$ofmkk0B+kuRY0gYRU9rHwyODMbApekO+8qSZUQg6yKs"
)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff: what they are called in scenarios, and what they log in with."""

    key: str
    number: str
    role: Role
    totp: str = ""

    def code(self, now: datetime) -> str:
        """What their authenticator shows at this moment; empty for whoever has none."""
        return TOTP(self.totp).at(now) if self.totp else ""


STAFF = (
    Member("hall-staff", "H0203", Role.HALL_STAFF),
    Member("technician", "T0417", Role.TECHNICIAN),
    Member("key-officer", "K0101", Role.KEY_OFFICER, "JBSWY3DPEHPK3PXPJBSWY3DP"),
    Member("second-key-officer", "K0102", Role.KEY_OFFICER),
    Member("cashier", "C0301", Role.CASHIER),
)


def find_member(key: str) -> Member:
    """Raises LookupError for a name that nobody has."""
    for member in STAFF:
        if member.key == key:
            return member
    raise LookupError(key)


def write_staff(path: Path) -> Path:
    """The file of staff, as the terminal reads it."""
    members = tuple(
        StaffMember(number=one.number, role=one.role, pin=_PIN_HASH, totp=one.totp) for one in STAFF
    )
    Staff(staff=members).save(path)
    return path
