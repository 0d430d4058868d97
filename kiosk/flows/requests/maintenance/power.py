"""What runs here, and ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.session.handover import Ending
from kiosk.session.requests import Request


@dataclass(frozen=True, slots=True)
class Licence:
    """A piece of software that the terminal is made of, and on what terms it is used."""

    name: str
    version: str
    terms: str


@dataclass(frozen=True, slots=True)
class About:
    """What runs on this terminal. ``running_since`` is when the program was started."""

    version: str
    python: str
    system: str
    running_since: datetime
    licences: tuple[Licence, ...]


@dataclass(frozen=True, slots=True)
class AskAbout(Request[About]):
    """Tell what runs here."""


@dataclass(frozen=True, slots=True)
class EndingAccepted:
    """It ends once staff have left."""


@dataclass(frozen=True, slots=True)
class End(Request[EndingAccepted]):
    """End the program; it is written into the audit trail first."""

    ending: Ending
