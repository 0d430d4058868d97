"""What a citizen can pay, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.bill import Bill, BillKind
from kiosk.domain.citizen import Citizen
from kiosk.domain.enrolment import Enrolment
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.medical import MedicalOffer
from kiosk.domain.quote import Quote
from kiosk.domain.selection import Selection
from kiosk.domain.tier import YearOffer
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
class YearOffers:
    """Every year that can be paid now, the one to be paid first in front."""

    items: tuple[YearOffer, ...]


@dataclass(frozen=True, slots=True)
class FindYears(Request[YearOffers]):
    """Ask the service which years and tiers of a residents' insurance the person can pay."""

    citizen: Citizen
    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class FindMedicalOffer(Request[MedicalOffer]):
    """Ask the service which plans, bases and items an enrolment in the medical insurance has."""

    citizen: Citizen
    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class Bills:
    """Every bill of one kind that is open."""

    items: tuple[Bill, ...]


@dataclass(frozen=True, slots=True)
class FindBills(Request[Bills]):
    """Ask the service which bills have been determined for the person."""

    citizen: Citizen
    kind: BillKind


@dataclass(frozen=True, slots=True)
class AskQuote(Request[Quote]):
    """Ask the service what a selection costs."""

    citizen: Citizen
    personal_number: str = field(repr=False)
    insurance: InsuranceKind
    selection: Selection
