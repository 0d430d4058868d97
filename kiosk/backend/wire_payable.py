"""Edge models of what can be paid, and of what it costs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.backend.fields import (
    AgencyName,
    Answer,
    BasisPoints,
    Day,
    Fen,
    Label,
    LabelOrNone,
    MonthCode,
    Reference,
    Sentences,
    SomeFen,
    Year,
    Yes,
)
from kiosk.domain.bill import MOST_BILLS


class TierAnswer(Answer):
    """One tier of a year."""

    code: Reference
    name: Label
    amount_fen: Fen
    subsidy_fen: Fen
    note: Sentences


class YearAnswer(Answer):
    """One year that can be paid."""

    year: Year
    person_type: Label
    tiers: Annotated[tuple[TierAnswer, ...], Field(min_length=1, max_length=30)]
    demonstration: Yes


class YearsAnswer(Answer):
    """POST /v1/years/search."""

    years: Annotated[tuple[YearAnswer, ...], Field(min_length=1, max_length=20)]


class PlanAnswer(Answer):
    """One plan of the medical insurance."""

    code: Reference
    name: Label
    description: Sentences
    rate_bp: BasisPoints
    bases_fen: Annotated[tuple[SomeFen, ...], Field(min_length=1, max_length=300)]


class ItemAnswer(Answer):
    """One insurance item."""

    code: Reference
    name: Label
    month_fen: Fen | None
    required: Yes


class MedicalOfferAnswer(Answer):
    """POST /v1/medical-offers/search."""

    plans: Annotated[tuple[PlanAnswer, ...], Field(min_length=1, max_length=10)]
    items: Annotated[tuple[ItemAnswer, ...], Field(min_length=1, max_length=5)]
    note: Sentences
    demonstration: Yes


class BillAnswer(Answer):
    """One bill."""

    bill_number: Reference
    kind: str
    insurance: str
    personal_number: Reference
    agency_name: AgencyName
    first_month: MonthCode
    last_month: MonthCode
    amount_fen: SomeFen
    determined_on: Day


class BillsAnswer(Answer):
    """POST /v1/bills/search."""

    bills: Annotated[tuple[BillAnswer, ...], Field(max_length=60)]


class PeriodAnswer(Answer):
    """Months of one year, first and last included."""

    first_month: MonthCode
    last_month: MonthCode


class BasisAnswer(Answer):
    """What an amount is reckoned from."""

    kind: str
    amount_fen: Fen
    name: LabelOrNone


class QuoteLineAnswer(PeriodAnswer):
    """One part of a quote."""

    item: LabelOrNone
    amount_fen: Fen


class QuoteAnswer(Answer):
    """POST /v1/quotes."""

    quote_number: Reference
    personal_number: Reference
    insurance: str
    agency_name: AgencyName
    periods: Annotated[tuple[PeriodAnswer, ...], Field(min_length=1, max_length=MOST_BILLS)]
    basis: BasisAnswer
    lines: Annotated[tuple[QuoteLineAnswer, ...], Field(min_length=1, max_length=60)]
    total_fen: SomeFen
    demonstration: Yes
