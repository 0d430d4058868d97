"""Good answers about what can be paid, and what is asked to get them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.domain.basis import Basis, BasisKind, monthly_base
from kiosk.domain.bill import Bill, BillKind
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.medical import InsuranceItem, MedicalOffer, MedicalPlan
from kiosk.domain.money import ZERO, Money
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.quote import QuoteLine
from kiosk.domain.selection import ChosenBills, MonthsOnBase, YearOnTier
from kiosk.domain.tier import Tier, YearOffer
from tests.backend.answers import AGENCY, BASE, CITIZEN, ENROLMENT, PERIOD, QUOTE
from tests.backend.call import BILL_NUMBER, PERSONAL_NUMBER, Answer, Call

PENSION = InsuranceKind.FLEXIBLE_PENSION
MEDICAL = InsuranceKind.FLEXIBLE_MEDICAL
RESIDENT = InsuranceKind.RESIDENT_PENSION

YEAR_OFFER = YearOffer(
    2026,
    "普通居民",
    (
        Tier("T0300", "300元档", Money.yuan(300), Money.yuan(30)),
        Tier("T0500", "500元档", Money.yuan(500), Money.yuan(60), "补贴由财政承担"),
    ),
    demonstration=True,
)
YEARS = Call(
    "years",
    lambda service: service.years(CITIZEN, ENROLMENT),
    {
        "years": [
            {
                "year": 2026,
                "person_type": "普通居民",
                "tiers": [
                    {
                        "code": "T0300",
                        "name": "300元档",
                        "amount_fen": 30_000,
                        "subsidy_fen": 3_000,
                        "note": "",
                    },
                    {
                        "code": "T0500",
                        "name": "500元档",
                        "amount_fen": 50_000,
                        "subsidy_fen": 6_000,
                        "note": "补贴由财政承担",
                    },
                ],
                "demonstration": True,
            }
        ]
    },
)

MEDICAL_OFFER = MedicalOffer(
    (MedicalPlan("TZ", "统账结合", "有个人账户", 900, (BASE, Money.yuan(6_000))),),
    (
        InsuranceItem("BASIC", "基本医疗", None, required=True),
        InsuranceItem("LARGE", "大额医疗", Money.yuan(10), required=False),
    ),
    "缴费满6个月后享受待遇",
    demonstration=True,
)
MEDICAL_OFFERS = Call(
    "medical_offer",
    lambda service: service.medical_offer(CITIZEN, ENROLMENT),
    {
        "plans": [
            {
                "code": "TZ",
                "name": "统账结合",
                "description": "有个人账户",
                "rate_bp": 900,
                "bases_fen": [500_000, 600_000],
            }
        ],
        "items": [
            {"code": "BASIC", "name": "基本医疗", "month_fen": None, "required": True},
            {"code": "LARGE", "name": "大额医疗", "month_fen": 1_000, "required": False},
        ],
        "note": "缴费满6个月后享受待遇",
        "demonstration": True,
    },
)

BILL = Bill(
    BILL_NUMBER,
    BillKind.SPECIAL,
    PENSION,
    PERSONAL_NUMBER,
    AGENCY,
    ContributionPeriod.whole_year(2024),
    Money.yuan(9_600),
    date(2026, 10, 9),
)
BILLS = Call(
    "bills",
    lambda service: service.bills(CITIZEN, BillKind.SPECIAL),
    {
        "bills": [
            {
                "bill_number": BILL_NUMBER,
                "kind": "special",
                "insurance": "flexible_pension",
                "personal_number": PERSONAL_NUMBER,
                "agency_name": AGENCY,
                "first_month": "202401",
                "last_month": "202412",
                "amount_fen": 960_000,
                "determined_on": "2026-10-09",
            }
        ]
    },
)


def line(first: str, last: str, amount_fen: int, item: str = "") -> Answer:
    return {"first_month": first, "last_month": last, "item": item, "amount_fen": amount_fen}


def stretch(first: str, last: str) -> Answer:
    return {"first_month": first, "last_month": last}


MONTHS = MonthsOnBase(PERIOD, BASE)
QUOTE_ANSWER: Answer = {
    "quote_number": "Q20261123-7",
    "personal_number": PERSONAL_NUMBER,
    "insurance": "flexible_pension",
    "agency_name": AGENCY,
    "periods": [stretch("202601", "202602")],
    "basis": {"kind": "base", "amount_fen": 500_000, "name": ""},
    "lines": [line("202601", "202601", 100_000), line("202602", "202602", 100_000)],
    "total_fen": 200_000,
    "demonstration": True,
    "valid_seconds": 600,
}
ASK_QUOTE = Call(
    "quote",
    lambda service: service.quote(CITIZEN, PERSONAL_NUMBER, PENSION, MONTHS),
    QUOTE_ANSWER,
)

ITEMS = MonthsOnBase(PERIOD, BASE, "TZ", ("BASIC", "LARGE"))
ITEMS_QUOTE = replace(
    QUOTE,
    insurance=MEDICAL,
    basis=monthly_base(BASE, "统账结合"),
    lines=tuple(
        QuoteLine(ContributionPeriod(month, month), amount, item)
        for month in PERIOD.months
        for item, amount in (("基本医疗", Money.yuan(450)), ("大额医疗", Money.yuan(10)))
    ),
    total=Money.yuan(920),
)
ASK_ITEMS = Call(
    "quote with items",
    lambda service: service.quote(CITIZEN, PERSONAL_NUMBER, MEDICAL, ITEMS),
    {
        **QUOTE_ANSWER,
        "insurance": "flexible_medical",
        "basis": {"kind": "base", "amount_fen": 500_000, "name": "统账结合"},
        "lines": [
            line(month, month, amount, item)
            for month in ("202601", "202602")
            for item, amount in (("基本医疗", 45_000), ("大额医疗", 1_000))
        ],
        "total_fen": 92_000,
    },
)

YEAR = YearOnTier(2026, "T0300")
_2026 = ContributionPeriod.whole_year(2026)
YEAR_QUOTE = replace(
    QUOTE,
    insurance=RESIDENT,
    periods=(_2026,),
    basis=Basis(BasisKind.TIER, Money.yuan(300), "300元档"),
    lines=(QuoteLine(_2026, Money.yuan(300)),),
    total=Money.yuan(300),
)
ASK_YEAR = Call(
    "quote of a year",
    lambda service: service.quote(CITIZEN, PERSONAL_NUMBER, RESIDENT, YEAR),
    {
        **QUOTE_ANSWER,
        "insurance": "resident_pension",
        "periods": [stretch("202601", "202612")],
        "basis": {"kind": "tier", "amount_fen": 30_000, "name": "300元档"},
        "lines": [line("202601", "202612", 30_000)],
        "total_fen": 30_000,
    },
)

_2023 = ContributionPeriod.whole_year(2023)
_HALF_2024 = ContributionPeriod(Month(2024, 1), Month(2024, 6))
CHOSEN = ChosenBills(
    (
        replace(BILL, period=_HALF_2024),
        replace(BILL, number="HD370100202600000816", period=_2023),
    )
)
BILLS_QUOTE = replace(
    QUOTE,
    periods=(
        ContributionPeriod.whole_year(2023),
        ContributionPeriod(Month(2024, 1), Month(2024, 6)),
    ),
    basis=Basis(BasisKind.BILLS, ZERO, "特殊缴费"),
    lines=(
        QuoteLine(_2023, Money.yuan(9_000)),
        QuoteLine(_HALF_2024, Money.yuan(4_800)),
    ),
    total=Money.yuan(13_800),
)
ASK_BILLS = Call(
    "quote of bills",
    lambda service: service.quote(CITIZEN, PERSONAL_NUMBER, PENSION, CHOSEN),
    {
        **QUOTE_ANSWER,
        "periods": [stretch("202301", "202312"), stretch("202401", "202406")],
        "basis": {"kind": "bills", "amount_fen": 0, "name": "特殊缴费"},
        "lines": [line("202301", "202312", 900_000), line("202401", "202406", 480_000)],
        "total_fen": 1_380_000,
    },
)
CALLS = (YEARS, MEDICAL_OFFERS, BILLS, ASK_QUOTE, ASK_ITEMS, ASK_YEAR, ASK_BILLS)
