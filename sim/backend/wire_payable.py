"""The bodies of requests and answers about what can be paid and what it costs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from kiosk.domain.bill import MOST_BILLS
from sim.backend.wire import (
    MAX_FEN,
    Fen,
    InsuranceName,
    MonthText,
    PersonalNumber,
    Request,
    Token,
)

BillKindName = Literal["special", "flexible_arrears", "resident_arrears"]
Year = Annotated[int, Field(ge=2000, le=2200, description="Calendar year", examples=[2026])]
CodeText = Annotated[str, Field(pattern=r"^[0-9A-Z]{1,16}$", examples=["P1"])]
BillNumber = Annotated[
    str,
    Field(pattern=r"^[0-9A-Z]{8,32}$", description="单据号", examples=["RS20260400000001"]),
]


class SearchYears(Request):
    """Which enrolment's years are wanted."""

    person_token: Token
    personal_number: PersonalNumber


class SearchMedicalOffer(Request):
    """Which enrolment's plans and items are wanted."""

    person_token: Token
    personal_number: PersonalNumber


class SearchBills(Request):
    """Which bills are wanted."""

    person_token: Token
    kind: BillKindName = Field(description="特殊缴费, or arrears of either group")


class MonthsOnBase(Request):
    """Consecutive months of one calendar year on a base."""

    kind: Literal["months"]
    first_month: MonthText
    last_month: MonthText
    base_fen: int = Field(
        ge=1, le=MAX_FEN, description="Contribution base of each month in fen", examples=[450400]
    )
    plan: CodeText | None = Field(
        default=None, description="参保档次 of the medical insurance", examples=["P1"]
    )
    items: list[CodeText] = Field(
        default=[], max_length=5, description="缴费险种 of the medical insurance", examples=[["I1"]]
    )


class YearOnTier(Request):
    """A whole year on a tier."""

    kind: Literal["year"]
    year: Year
    tier: CodeText = Field(description="Code of the tier", examples=["T0300"])


class ChosenBills(Request):
    """Bills of one agency, insurance and kind."""

    kind: Literal["bills"]
    bill_numbers: list[BillNumber] = Field(min_length=1, max_length=MOST_BILLS)


SelectionBody = Annotated[MonthsOnBase | YearOnTier | ChosenBills, Field(discriminator="kind")]


class AskQuote(Request):
    """What the citizen wants to pay."""

    person_token: Token
    personal_number: PersonalNumber
    insurance: InsuranceName = Field(description="险种", examples=["flexible_pension"])
    selection: SelectionBody


class TierAnswer(BaseModel):
    """缴费档次 this person may choose."""

    code: CodeText
    name: str = Field(examples=["300元档"])
    amount_fen: Fen = Field(description="What the person pays; 0 where nothing is due")
    subsidy_fen: Fen = Field(description="What the government adds or pays in their stead")
    note: str = Field(description="For whom or why; may be empty")


class YearOfferAnswer(BaseModel):
    """A year that can be paid now."""

    year: Year
    person_type: str = Field(description="人员类别", examples=["普通居民"])
    tiers: list[TierAnswer] = Field(min_length=1)
    demonstration: bool = Field(description="Nobody has verified these figures")


class YearsAnswer(BaseModel):
    """Every year that can be paid now."""

    years: list[YearOfferAnswer] = Field(min_length=1)


class PlanAnswer(BaseModel):
    """参保档次 of the medical insurance."""

    code: CodeText
    name: str = Field(examples=["统账结合"])
    description: str
    rate_bp: int = Field(ge=0, le=10_000, description="Rate in basis points")
    bases_fen: list[Fen] = Field(min_length=1, description="Bases to choose from, ascending")


class ItemAnswer(BaseModel):
    """缴费险种 paid with a month."""

    code: CodeText
    name: str = Field(examples=["职工大额医疗费用补助"])
    month_fen: Fen | None = Field(description="Its price a month; null where it is base times rate")
    required: bool = Field(description="It cannot be left out")


class MedicalOfferAnswer(BaseModel):
    """What can be chosen of the flexible medical insurance."""

    plans: list[PlanAnswer] = Field(min_length=1)
    items: list[ItemAnswer] = Field(min_length=1)
    note: str = Field(description="What to know before paying, such as a waiting period; or empty")
    demonstration: bool = Field(description="Nobody has verified these figures")


class BillAnswer(BaseModel):
    """核定单据 that is open."""

    bill_number: BillNumber
    kind: BillKindName
    insurance: InsuranceName
    personal_number: PersonalNumber
    agency_name: str = Field(description="Who has determined it")
    first_month: MonthText
    last_month: MonthText
    amount_fen: Fen
    determined_on: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2026-04-01"])


class BillsAnswer(BaseModel):
    """Every open bill of the kind."""

    bills: list[BillAnswer]


class PeriodAnswer(BaseModel):
    """费款所属期."""

    first_month: MonthText
    last_month: MonthText


class BasisAnswer(BaseModel):
    """What the amount is reckoned from."""

    kind: Literal["base", "tier", "bills"]
    amount_fen: Fen = Field(description="Monthly base or yearly tier; 0 for bills")
    name: str = Field(description="Of the plan, the tier, or the kind of bill; else empty")


class QuoteLineAnswer(BaseModel):
    """One part of a quote: a month, an insurance item of it, a year, or a bill."""

    first_month: MonthText
    last_month: MonthText
    item: str = Field(description="缴费险种; empty where there is only one")
    amount_fen: Fen


class QuoteAnswer(BaseModel):
    """What it costs; the lines add up to the total."""

    quote_number: str = Field(examples=["HD2026112200012345"])
    personal_number: PersonalNumber
    insurance: InsuranceName
    agency_name: str
    periods: list[PeriodAnswer] = Field(min_length=1, max_length=MOST_BILLS)
    basis: BasisAnswer
    lines: list[QuoteLineAnswer] = Field(min_length=1, max_length=60)
    total_fen: Fen
    demonstration: bool = Field(description="Nobody has verified the figures behind this amount")
    valid_seconds: int = Field(ge=0, description="How long the quote can be accepted")
