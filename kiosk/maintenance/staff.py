"""Who may service the terminal: personal number, role and the hash of a PIN, from one file.

The file is TOML, readable by the terminal alone, one table for each person::

    [[staff]]
    number = "T0417"
    role = "technician"
    pin = "$argon2id$v=19$m=65536,t=3,p=4$…"
    totp = "JBSWY3DPEHPK3PXPJBSWY3DP"  # optional: a code of an authenticator is asked for as well

Names are not in it: the audit trail knows people by their number.
"""

from __future__ import annotations

import os
import tomllib
from contextlib import suppress
from datetime import datetime
from hmac import compare_digest
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pyotp import TOTP

from kiosk.domain.staff import Role
from kiosk.ledger.whole_files import replaced

SHORTEST_PIN = 6
_HASHER = PasswordHasher()
# Verified where there is nobody of that number, so that the answer takes as long as another.
_NOBODY = _HASHER.hash("nobody")


class StaffMember(BaseModel):
    """One of the staff. ``pin`` is an argon2id hash, ``totp`` a base32 secret or empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: str = Field(pattern=r"^[A-Z0-9]{3,12}$")
    role: Role
    pin: str = Field(repr=False, pattern=r"^[A-Za-z0-9$=,+/]*$")
    totp: str = Field(default="", pattern=r"^([A-Z2-7]{24,64})?$", repr=False)

    @field_validator("pin")
    @classmethod
    def _is_a_hash(cls, pin: str) -> str:
        if not pin.startswith("$argon2id$"):
            raise ValueError("pin is an argon2id hash, as `kiosk staff` makes it")
        return pin

    def step_of(self, code: str, now: datetime) -> int | None:
        """The time step (RFC 6238) in which their authenticator shows this code: the one of now, or
        the one before or after it; None for any other code."""
        totp = TOTP(self.totp)
        at = totp.timecode(now)
        near = (at, at - 1, at + 1)
        return next((one for one in near if compare_digest(totp.generate_otp(one), code)), None)


class Staff(BaseModel):
    """Everybody who may service the terminal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    staff: tuple[StaffMember, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Staff:
        numbers = [member.number for member in self.staff]
        if len(set(numbers)) != len(numbers):
            raise ValueError("a personal number stands twice in the file of staff")
        return self

    @staticmethod
    def load(path: Path) -> Staff:
        """Read the file. Raises OSError, ValueError."""
        return Staff.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

    def save(self, path: Path) -> None:
        """Replace the file, readable by its owner alone; complete or not at all. It belongs to whom
        it belonged to before, or to whom its folder belongs: not to root, who only typed the
        command. Raises OSError."""
        lines = ["# Who may service this terminal; written by `kiosk staff`.\n"]
        for member in self.staff:
            facts = {"number": member.number, "role": member.role.value, "pin": member.pin}
            facts |= {"totp": member.totp} if member.totp else {}
            # Nothing in these needs escaping: numbers, codes, and what hashes are written in.
            lines.append("\n[[staff]]\n")
            lines.extend(f'{name} = "{value}"\n' for name, value in facts.items())
        owner = (path if path.exists() else path.parent).stat()
        with replaced(path) as file:
            with suppress(PermissionError):
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
            file.write("".join(lines).encode())

    def without(self, number: str) -> Staff:
        """The others."""
        return Staff(staff=tuple(one for one in self.staff if one.number != number))

    def with_member(self, member: StaffMember) -> Staff:
        """These and one more. Raises ValueError for a number that somebody has."""
        return Staff(staff=(*self.staff, member))

    def find(self, number: str) -> StaffMember | None:
        """The person of that number."""
        return next((one for one in self.staff if one.number == number.strip().upper()), None)

    def proven(self, number: str, pin: str) -> StaffMember | None:
        """Whoever has that number and PIN; None for anybody else, without saying what was wrong.
        Takes a good part of a second by design, for a number that nobody has as well."""
        member = self.find(number)
        right = _is_right(_NOBODY if member is None else member.pin, pin)
        return member if right else None


def _is_right(expected: str, pin: str) -> bool:
    try:
        return _HASHER.verify(expected, pin)
    except (VerificationError, InvalidHashError):
        return False


def hash_of(pin: str) -> str:
    """What stands for a PIN in the file. Raises ValueError for one that is too short, or no
    digits: the keypad of the terminal has no others."""
    if len(pin) < SHORTEST_PIN or not pin.isdecimal() or not pin.isascii():
        raise ValueError(f"a PIN has at least {SHORTEST_PIN} digits")
    return _HASHER.hash(pin)
