"""The person in front of the terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kiosk.domain.identity import IdentityNumber
from kiosk.domain.masking import mask_identity, mask_name


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
class SocialSecurityCard:
    """What a social-security card of generation 1 or 2 says without a PIN (LD/T 32).

    ``number`` is 社会保障号码, which is the identity number. ``repr`` leaves out the name.
    """

    name: str = field(repr=False)
    number: IdentityNumber
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Citizen:
    """A natural person known to the service. ``token`` stands for the person in later requests
    of this visit; ``name`` and ``number`` are personal data and live only as long as the visit.
    ``repr`` shows none of the three.

    A ``proxied`` person is not here, somebody else pays for them (代缴): the service gives their
    name only masked, and their token is good for paying and for nothing else.
    """

    token: str = field(repr=False)
    name: str = field(repr=False)
    number: IdentityNumber
    proxied: bool = False

    @property
    def shown_name(self) -> str:
        """The name as it may be shown and printed."""
        return self.name if self.proxied else mask_name(self.name)

    @property
    def shown_number(self) -> str:
        """The identity number as it may be shown and printed."""
        return mask_identity(self.number)
