"""The person in front of the terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kiosk.domain.identity import IdentityNumber


class Sex(Enum):
    """GB/T 2261.1."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    UNSPECIFIED = "9"


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What an identity card says (GA/T 490). ``valid_to`` None means 长期.

    ``repr`` leaves out everything that is personal data.
    """

    name: str = field(repr=False)
    number: IdentityNumber
    sex: Sex = field(repr=False)
    birth: date = field(repr=False)
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Citizen:
    """A natural person known to the service. ``token`` stands for the person in later requests
    of this visit; ``name`` and ``number`` are personal data and live only as long as the visit.
    ``repr`` shows none of the three."""

    token: str = field(repr=False)
    name: str = field(repr=False)
    number: IdentityNumber
