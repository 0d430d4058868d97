"""The part of the client that asks what can be paid, and what it costs."""

from __future__ import annotations

from typing import assert_never

from kiosk.backend import translate_payable
from kiosk.backend.calls import Calls
from kiosk.backend.fields import read
from kiosk.backend.wire_payable import BillsAnswer, MedicalOfferAnswer, QuoteAnswer, YearsAnswer
from kiosk.domain.bill import Bill, BillKind
from kiosk.domain.citizen import Citizen
from kiosk.domain.enrolment import Enrolment
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.medical import MedicalOffer
from kiosk.domain.quote import Quote
from kiosk.domain.selection import ChosenBills, MonthsOnBase, Selection, YearOnTier
from kiosk.domain.tier import YearOffer


class Payable(Calls):
    """Years, plans, bills and quotes."""

    async def years(self, citizen: Citizen, enrolment: Enrolment) -> tuple[YearOffer, ...]:
        """Years and tiers of a residents' insurance, the one to be paid first in front."""
        answer = await self._transport.repeatedly(
            "POST", "/v1/years/search", _about(citizen, enrolment)
        )
        return translate_payable.years(read(YearsAnswer, answer))

    async def medical_offer(self, citizen: Citizen, enrolment: Enrolment) -> MedicalOffer:
        """Plans, bases and items of a medical insurance that is paid by oneself."""
        answer = await self._transport.repeatedly(
            "POST", "/v1/medical-offers/search", _about(citizen, enrolment)
        )
        return translate_payable.medical_offer(read(MedicalOfferAnswer, answer))

    async def bills(self, citizen: Citizen, kind: BillKind) -> tuple[Bill, ...]:
        """Every open bill of one kind."""
        answer = await self._transport.repeatedly(
            "POST", "/v1/bills/search", {"person_token": citizen.token, "kind": kind.value}
        )
        return translate_payable.bills(read(BillsAnswer, answer), kind)

    async def quote(
        self,
        citizen: Citizen,
        personal_number: str,
        insurance: InsuranceKind,
        selection: Selection,
    ) -> Quote:
        """What a selection costs; the quote is for exactly what was asked."""
        answer = await self._transport.repeatedly(
            "POST",
            "/v1/quotes",
            {
                "person_token": citizen.token,
                "personal_number": personal_number,
                "insurance": insurance.value,
                "selection": _said(selection),
            },
        )
        return translate_payable.quote(
            read(QuoteAnswer, answer), personal_number, insurance, selection
        )


def _about(citizen: Citizen, enrolment: Enrolment) -> dict[str, object]:
    return {"person_token": citizen.token, "personal_number": enrolment.personal_number}


def _said(selection: Selection) -> dict[str, object]:
    match selection:
        case MonthsOnBase(period, base, plan, items):
            return {
                "kind": "months",
                "first_month": period.first.code,
                "last_month": period.last.code,
                "base_fen": base.fen,
                "plan": plan or None,
                "items": list(items),
            }
        case YearOnTier(year, tier):
            return {"kind": "year", "year": year, "tier": tier}
        case ChosenBills(bills):
            return {"kind": "bills", "bill_numbers": [bill.number for bill in bills]}
        case _:
            assert_never(selection)
