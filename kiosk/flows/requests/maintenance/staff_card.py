"""Proving to be of the staff with a chip card."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from kiosk.domain.staff import OnDuty
from kiosk.domain.terminal import DeviceKind
from kiosk.session.requests import Request


class CardTrouble(Enum):
    """Why a card does not log anybody in."""

    READER = "reader"
    """The slot does not work."""
    UNREADABLE = "unreadable"
    REMOVED = "removed"
    WRONG_KIND = "wrong_kind"
    """No staff card, or one without a certificate."""
    FOREIGN = "foreign"
    """Not issued by the staff authority."""
    NOT_VALID_NOW = "not_valid_now"
    BLOCKED = "blocked"
    """The card takes no PIN any more."""
    WRONG_PIN = "wrong_pin"
    NOT_GENUINE = "not_genuine"
    """It has the certificate and not the key to it."""
    STRANGER = "stranger"
    """Genuine, and its number is not in the file of staff."""
    NO_STAFF = "no_staff"
    """The terminal cannot read the file of staff."""
    NO_AUTHORITY = "no_authority"
    """The terminal cannot read who issues staff cards."""


@dataclass(frozen=True, slots=True)
class StaffCardShown:
    """A card that is in: ``number`` is whose it says it is, ``tries_left`` how many tries its PIN
    has where the card tells; or the trouble with it."""

    number: str = ""
    tries_left: int | None = None
    trouble: CardTrouble | None = None


@dataclass(frozen=True, slots=True)
class PresentStaffCard(Request[StaffCardShown]):
    """Wait for a staff card in the slot of this device, which keeps power until it is used or
    another request comes."""

    slot: DeviceKind


@dataclass(frozen=True, slots=True)
class CardAdmittance:
    """What came of it: ``member``, or a trouble with ``tries_left`` of the card's PIN, or that no
    try is taken before ``until``. A refused try may say both of the latter."""

    member: OnDuty | None = None
    trouble: CardTrouble | None = None
    tries_left: int | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AdmitCard(Request[CardAdmittance]):
    """Have the card that was presented check its own PIN and prove itself. ``second`` for somebody
    who joins whoever is on duty."""

    pin: str = field(repr=False)
    second: bool = False
