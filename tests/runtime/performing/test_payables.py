from __future__ import annotations

import pytest

from kiosk.domain.bill import BillKind
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.selection import MonthsOnBase, YearOnTier
from kiosk.flows.requests.contributions import (
    AskQuote,
    Bills,
    Enrolments,
    FindBills,
    FindEnrolments,
    FindMedicalOffer,
    FindYears,
)
from kiosk.flows.requests.declarations import (
    Declarations,
    DeclareBase,
    FindDeclarations,
    VoidBase,
)
from kiosk.session.requests import Request
from tests.runtime.conftest import Play
from tests.support import service_samples as samples
from tests.support.samples import (
    BASE,
    CITIZEN,
    MEDICAL,
    PENSION,
    PERIOD,
    PERSONAL_NUMBER,
    RESIDENT_PENSION,
    quote,
)

PENSION_KIND, RESIDENT_KIND = InsuranceKind.FLEXIBLE_PENSION, InsuranceKind.RESIDENT_PENSION
A_YEAR = AskQuote(CITIZEN, PERSONAL_NUMBER, RESIDENT_KIND, YearOnTier(2026, "300"))
DECLARE = DeclareBase(CITIZEN, samples.UNDECLARED, BASE, allows_batch=True)


@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        (FindEnrolments(CITIZEN, CitizenGroup.FLEXIBLE), Enrolments((PENSION,))),
        (FindYears(CITIZEN, RESIDENT_PENSION), samples.YEARS),
        (FindMedicalOffer(CITIZEN, MEDICAL), samples.OFFER),
        (FindBills(CITIZEN, BillKind.SPECIAL), Bills(samples.bills(BillKind.SPECIAL))),
        (AskQuote(CITIZEN, PERSONAL_NUMBER, PENSION_KIND, MonthsOnBase(PERIOD, BASE)), quote()),
        (A_YEAR, samples.quote(A_YEAR)),
        (FindDeclarations(CITIZEN), Declarations((samples.UNDECLARED,))),
        (DECLARE, samples.replies(DECLARE)[0]),
        (VoidBase(CITIZEN, samples.DECLARED), samples.UNDECLARED),
    ],
    ids="enrolments years offer bills months year declarations declare void".split(),
)
async def test_the_service_is_asked_what_can_be_paid_and_chosen(
    play: Play, request_: Request[object], reply: object
) -> None:
    assert await play.performer.perform(request_) == reply
    assert len(play.room.service.calls) == 1
