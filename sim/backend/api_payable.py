"""The operations about what can be paid, and about bases declared apart from a payment."""

from __future__ import annotations

from fastapi import APIRouter

from sim.backend import bills, declarations, months, years
from sim.backend.calling import Caller, Service
from sim.backend.problems import Code
from sim.backend.refusals import refusals
from sim.backend.wire_declarations import (
    DeclarationAnswer,
    DeclarationsAnswer,
    DeclareBase,
    SearchDeclarations,
    VoidBase,
)
from sim.backend.wire_payable import (
    BillsAnswer,
    MedicalOfferAnswer,
    SearchBills,
    SearchMedicalOffer,
    SearchYears,
    YearsAnswer,
)

routes = APIRouter(prefix="/v1")

_ABOUT_ENROLMENT = (
    Code.VISIT_EXPIRED,
    Code.SEVERAL_PERSONAL_NUMBERS,
    Code.NO_ENROLMENT,
    Code.ENROLMENT_SUSPENDED,
    Code.DEDUCTION_IN_PROGRESS,
    Code.NOT_IN_COLLECTION_WINDOW,
)


@routes.post(
    "/years/search",
    operation_id="search_years",
    tags=["payable"],
    responses=refusals(
        *_ABOUT_ENROLMENT, Code.ALREADY_PAID, Code.ORDER_OPEN, Code.OVER_AGE, Code.DOUBLE_COVER
    ),
)
def search_years(body: SearchYears, terminal: Caller, collection: Service) -> YearsAnswer:
    """Years of a residents' insurance that can be paid now, and the tiers for this person.

    Tiers for people in hardship are offered to them only. A tier of 0 is paid by the government.
    """
    return years.search_years(collection, terminal, body)


@routes.post(
    "/medical-offers/search",
    operation_id="search_medical_offer",
    tags=["payable"],
    responses=refusals(*_ABOUT_ENROLMENT, Code.ALREADY_PAID, Code.BASE_IN_USE),
)
def search_medical_offer(
    body: SearchMedicalOffer, terminal: Caller, collection: Service
) -> MedicalOfferAnswer:
    """Plans, bases and insurance items of an enrolment in the flexible medical insurance."""
    return months.offer_medical(collection, terminal, body)


@routes.post(
    "/bills/search",
    operation_id="search_bills",
    tags=["payable"],
    responses=refusals(Code.VISIT_EXPIRED),
)
def search_bills(body: SearchBills, terminal: Caller, collection: Service) -> BillsAnswer:
    """Open bills that 人社 or 医保 have determined for the person, of one kind."""
    return bills.search_bills(collection, terminal, body)


@routes.post(
    "/base-declarations/search",
    operation_id="search_base_declarations",
    tags=["declarations"],
    responses=refusals(
        Code.VISIT_EXPIRED,
        Code.NOT_AUTHORISED,
        Code.SEVERAL_PERSONAL_NUMBERS,
        Code.NO_ENROLMENT,
    ),
)
def search_base_declarations(
    body: SearchDeclarations, terminal: Caller, collection: Service
) -> DeclarationsAnswer:
    """The base declared for this year on each active flexible enrolment."""
    return declarations.search(collection, terminal, body)


@routes.put(
    "/base-declarations",
    operation_id="declare_base",
    tags=["declarations"],
    responses=refusals(
        *_ABOUT_ENROLMENT, Code.NOT_AUTHORISED, Code.BASE_OUT_OF_BOUNDS, Code.BASE_IN_USE
    ),
)
def declare_base(body: DeclareBase, terminal: Caller, collection: Service) -> DeclarationAnswer:
    """Declare the base of this year, or another in its place; safe to repeat.

    Once something was paid on it (or is being paid), it stays for the year: this year's months are
    quoted on no other.
    """
    return declarations.declare(collection, terminal, body)


@routes.post(
    "/base-declarations/void",
    operation_id="void_base",
    tags=["declarations"],
    responses=refusals(*_ABOUT_ENROLMENT, Code.NOT_AUTHORISED, Code.BASE_IN_USE),
)
def void_base(body: VoidBase, terminal: Caller, collection: Service) -> DeclarationAnswer:
    """Take the declared base back (基数作废), so that another can be declared; safe to repeat."""
    return declarations.void(collection, terminal, body)
