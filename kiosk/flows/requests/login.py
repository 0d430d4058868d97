"""Who is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kiosk.domain.citizen import Citizen, IdentityCard
from kiosk.session.requests import Request


@dataclass(frozen=True, slots=True)
class CardRead:
    """A card, and the day on which it was read (to judge its validity)."""

    card: IdentityCard
    on: date


@dataclass(frozen=True, slots=True)
class ReadIdCard(Request[CardRead]):
    """Wait for an identity card and read it; waits until it is aborted."""


@dataclass(frozen=True, slots=True)
class FindCitizen(Request[Citizen]):
    """Ask the service for the natural person of a card."""

    card: IdentityCard
