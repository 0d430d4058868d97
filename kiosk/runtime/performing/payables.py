"""What a citizen can pay, and what it costs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from kiosk.backend.errors import ServiceError
from kiosk.domain.citizen import Citizen
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.medical import MedicalOffer
from kiosk.domain.quote import Quote
from kiosk.flows.requests.contributions import (
    AskQuote,
    Bills,
    Enrolments,
    FindBills,
    FindEnrolments,
    FindMedicalOffer,
    FindYears,
    YearOffers,
)
from kiosk.runtime.failures import service_fault
from kiosk.runtime.performing.means import Means
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.session.faults import FaultCode

T = TypeVar("T")


def add_to(repertoire: Repertoire, means: Means) -> None:
    """Every question about what can be paid."""
    service = means.service

    async def find_enrolments(request: FindEnrolments) -> Enrolments:
        return Enrolments(await service.enrolments(request.citizen, request.group))

    async def find_years(request: FindYears) -> YearOffers:
        async def ask() -> YearOffers:
            return YearOffers(await service.years(request.citizen, request.enrolment))

        return await _once_settled(means, request.citizen, request.enrolment.insurance, ask)

    async def find_medical_offer(request: FindMedicalOffer) -> MedicalOffer:
        return await service.medical_offer(request.citizen, request.enrolment)

    async def find_bills(request: FindBills) -> Bills:
        return Bills(await service.bills(request.citizen, request.kind))

    async def ask_quote(request: AskQuote) -> Quote:
        async def ask() -> Quote:
            return await service.quote(
                request.citizen, request.personal_number, request.insurance, request.selection
            )

        return await _once_settled(means, request.citizen, request.insurance, ask)

    repertoire.add(FindEnrolments, find_enrolments)
    repertoire.add(FindYears, find_years)
    repertoire.add(FindMedicalOffer, find_medical_offer)
    repertoire.add(FindBills, find_bills)
    repertoire.add(AskQuote, ask_quote)


async def _once_settled(
    means: Means, citizen: Citizen, insurance: InsuranceKind, ask: Callable[[], Awaitable[T]]
) -> T:
    """The answer; where an order of this very terminal is in its way, usually one whose opening was
    cut off, it is settled and the question asked once more. Raises ServiceError, RequestFailed."""
    try:
        return await ask()
    except ServiceError as error:
        if service_fault(error).code is not FaultCode.ORDER_OPEN:
            raise
        if not await means.orders.settle_earlier(citizen, insurance):
            raise
    return await ask()
