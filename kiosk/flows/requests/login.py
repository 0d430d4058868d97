"""Who is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.citizen import Citizen, IdentityCard, SocialSecurityCard
from kiosk.domain.identity import IdentityNumber
from kiosk.session.requests import Request

LoginCard = IdentityCard | SocialSecurityCard


@dataclass(frozen=True, slots=True)
class CardRead:
    """A card, and the day on which it was read (to judge its validity)."""

    card: LoginCard
    on: date


@dataclass(frozen=True, slots=True)
class ReadCard(Request[CardRead]):
    """Wait for an identity card or a social-security card, whichever comes first, and read it;
    waits until it is aborted."""


@dataclass(frozen=True, slots=True)
class FindCitizen(Request[Citizen]):
    """Ask the service for the natural person of a card."""

    card: LoginCard


@dataclass(frozen=True, slots=True)
class PayeeQuestion:
    """What proves that the proxy knows the payee: one of these surnames is right."""

    token: str = field(repr=False)
    surnames: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindPayee(Request[PayeeQuestion]):
    """Ask the service about somebody to pay for (代缴)."""

    number: IdentityNumber


@dataclass(frozen=True, slots=True)
class ConfirmPayee(Request[Citizen]):
    """Answer its question; the reply is the payee, proxied."""

    question: PayeeQuestion
    number: IdentityNumber
    surname: str = field(repr=False)
