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

import tomllib
from datetime import datetime
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pyotp import TOTP

from kiosk.domain.staff import Role

SHORTEST_PIN = 6
_HASHER = PasswordHasher()
# Verified where there is nobody of that number, so that the answer takes as long as another.
_NOBODY = _HASHER.hash("nobody")


class StaffMember(BaseModel):
    """One of the staff. ``pin`` is an argon2id hash, ``totp`` a base32 secret or empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: str = Field(pattern=r"^[A-Z0-9]{3,12}$")
    role: Role
    pin: str = Field(repr=False)
    totp: str = Field(default="", pattern=r"^([A-Z2-7]{24,64})?$", repr=False)

    @field_validator("pin")
    @classmethod
    def _is_a_hash(cls, pin: str) -> str:
        if not pin.startswith("$argon2id$"):
            raise ValueError("pin is an argon2id hash, as `kiosk staff` makes it")
        return pin


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

    def find(self, number: str) -> StaffMember | None:
        """The person of that number."""
        return next((one for one in self.staff if one.number == number.strip().upper()), None)

    def proven(self, number: str, pin: str, code: str, now: datetime) -> StaffMember | None:
        """Whoever has that number, PIN and, if one is asked for, code of an authenticator at this
        time; None for anybody else, without saying what was wrong. Takes a good part of a second
        by design."""
        member = self.find(number)
        try:
            _HASHER.verify(_NOBODY if member is None else member.pin, pin)
        except (VerificationError, InvalidHashError):
            return None
        if member is None:
            return None
        if member.totp and not TOTP(member.totp).verify(code, for_time=now, valid_window=1):
            return None
        return member


def hash_of(pin: str) -> str:
    """What stands for a PIN in the file. Raises ValueError for one that is too short, or no
    digits: the keypad of the terminal has no others."""
    if len(pin) < SHORTEST_PIN or not pin.isdecimal() or not pin.isascii():
        raise ValueError(f"a PIN has at least {SHORTEST_PIN} digits")
    return _HASHER.hash(pin)
