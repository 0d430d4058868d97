"""What a citizen can pay, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.citizen import Citizen
from kiosk.domain.enrolment import Enrolment
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.quote import Quote
from kiosk.session.requests import Request


@dataclass(frozen=True, slots=True)
class Enrolments:
    """All enrolments of a person in one group of insurances."""

    items: tuple[Enrolment, ...]


@dataclass(frozen=True, slots=True)
class FindEnrolments(Request[Enrolments]):
    """Ask the service what the citizen is enrolled in."""

    citizen: Citizen
    group: CitizenGroup


@dataclass(frozen=True, slots=True)
class AskQuote(Request[Quote]):
    """Ask the service what a period costs on a base."""

    citizen: Citizen
    enrolment: Enrolment
    period: ContributionPeriod
    base: Money
