"""Proving to be of the staff."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.staff import OnDuty
from kiosk.session.requests import Request


@dataclass(frozen=True, slots=True)
class Admittance:
    """What came of a try: exactly one of ``member``, ``code_wanted`` and a refusal, of which
    ``until`` says before when no other try is taken (None: at once), and ``unreadable``
    that nobody can be let in because the file of staff cannot be read."""

    member: OnDuty | None = None
    code_wanted: bool = False
    until: datetime | None = None
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Admit(Request[Admittance]):
    """Check number, PIN and, where one is asked for, the code of an authenticator. ``second`` for
    somebody who joins whoever is on duty."""

    number: str
    pin: str = field(repr=False)
    code: str = field(default="", repr=False)
    second: bool = False
