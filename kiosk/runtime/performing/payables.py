"""What a citizen can pay, and what it costs."""

from __future__ import annotations

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
from kiosk.runtime.performing.means import Means
from kiosk.runtime.performing.repertoire import Repertoire


def add_to(repertoire: Repertoire, means: Means) -> None:
    """Every question about what can be paid."""
    service = means.service

    async def find_enrolments(request: FindEnrolments) -> Enrolments:
        return Enrolments(await service.enrolments(request.citizen, request.group))

    async def find_years(request: FindYears) -> YearOffers:
        return YearOffers(await service.years(request.citizen, request.enrolment))

    async def find_medical_offer(request: FindMedicalOffer) -> MedicalOffer:
        return await service.medical_offer(request.citizen, request.enrolment)

    async def find_bills(request: FindBills) -> Bills:
        return Bills(await service.bills(request.citizen, request.kind))

    async def ask_quote(request: AskQuote) -> Quote:
        return await service.quote(
            request.citizen, request.personal_number, request.insurance, request.selection
        )

    repertoire.add(FindEnrolments, find_enrolments)
    repertoire.add(FindYears, find_years)
    repertoire.add(FindMedicalOffer, find_medical_offer)
    repertoire.add(FindBills, find_bills)
    repertoire.add(AskQuote, ask_quote)
