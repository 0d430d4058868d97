"""What can be paid and what it costs: taken when it is what was asked for, refused when not."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.money import Money
from kiosk.domain.quote import Quote
from tests.backend.answers import QUOTE
from tests.backend.call import (
    BILL_NUMBER,
    NUMBER,
    PERSONAL_NUMBER,
    TOKEN,
    Answer,
    Call,
    Path,
    complaint,
    told,
)
from tests.backend.hostile_server import HostileServer
from tests.backend.payable_answers import (
    ASK_BILLS,
    ASK_ITEMS,
    ASK_QUOTE,
    ASK_YEAR,
    BILL,
    BILLS,
    BILLS_QUOTE,
    ITEMS_QUOTE,
    MEDICAL_OFFER,
    MEDICAL_OFFERS,
    YEAR_OFFER,
    YEAR_QUOTE,
    YEARS,
    line,
    stretch,
)

ABOUT_ENROLMENT: Answer = {"person_token": TOKEN, "personal_number": PERSONAL_NUMBER}
QUOTED: tuple[tuple[Call, object, str, Answer], ...] = (
    (
        ASK_QUOTE,
        QUOTE,
        "flexible_pension",
        {
            "kind": "months",
            "first_month": "202601",
            "last_month": "202602",
            "base_fen": 500_000,
            "plan": None,
            "items": [],
        },
    ),
    (
        ASK_ITEMS,
        ITEMS_QUOTE,
        "flexible_medical",
        {
            "kind": "months",
            "first_month": "202601",
            "last_month": "202602",
            "base_fen": 500_000,
            "plan": "TZ",
            "items": ["BASIC", "LARGE"],
        },
    ),
    (
        ASK_YEAR,
        YEAR_QUOTE,
        "resident_pension",
        {"kind": "year", "year": 2026, "tier": "T0300"},
    ),
    (
        ASK_BILLS,
        BILLS_QUOTE,
        "flexible_pension",
        {"kind": "bills", "bill_numbers": [BILL_NUMBER, "HD370100202600000816"]},
    ),
)
GOOD: list[tuple[Call, object, str, Answer]] = [
    (YEARS, (YEAR_OFFER,), "/v1/years/search", ABOUT_ENROLMENT),
    (MEDICAL_OFFERS, MEDICAL_OFFER, "/v1/medical-offers/search", ABOUT_ENROLMENT),
    (BILLS, (BILL,), "/v1/bills/search", {"person_token": TOKEN, "kind": "special"}),
    *(
        (
            call,
            quote,
            "/v1/quotes",
            {**ABOUT_ENROLMENT, "insurance": insurance, "selection": selection},
        )
        for call, quote, insurance, selection in QUOTED
    ),
]


@pytest.mark.parametrize(
    ("call", "good", "target", "asked"), GOOD, ids=[one[0].name for one in GOOD]
)
async def test_what_can_be_paid_is_found(
    service: CollectionService,
    server: HostileServer,
    call: Call,
    good: object,
    target: str,
    asked: dict[str, object],
) -> None:
    assert await told(service, server, call, call.answer) == good
    (request,) = server.requests
    assert (request.method, request.target, request.json) == ("POST", target, asked)


async def test_no_bill_is_an_answer(service: CollectionService, server: HostileServer) -> None:
    assert await told(service, server, BILLS, {"bills": []}) == ()


async def test_tiers_come_in_ascending_order_and_years_as_they_are_to_be_paid(
    service: CollectionService, server: HostileServer
) -> None:
    year = deepcopy(YEARS.answer["years"][0])  # type: ignore[index]  # JSON is not typed
    later = {**year, "year": 2027, "tiers": list(reversed(year["tiers"]))}
    found = await told(service, server, YEARS, {"years": [later, year]})
    assert isinstance(found, tuple)
    assert [offer.year for offer in found] == [2027, 2026]
    assert found[0].tiers == YEAR_OFFER.tiers


async def test_a_tier_may_cost_nothing(service: CollectionService, server: HostileServer) -> None:
    answer = YEARS.spoilt("years", 0, "tiers", 0, "amount_fen", by=0)
    found = await told(service, server, YEARS, answer)
    assert isinstance(found, tuple)
    assert found[0].tiers[0].amount == Money(0)


def turned(call: Call, name: str) -> Answer:
    answer = deepcopy(call.answer)
    several = answer[name]
    assert isinstance(several, list)
    several.reverse()
    return answer


@pytest.mark.parametrize("name", ["periods", "lines"])
async def test_the_parts_of_a_quote_come_in_ascending_order(
    service: CollectionService, server: HostileServer, name: str
) -> None:
    assert await told(service, server, ASK_BILLS, turned(ASK_BILLS, name)) == BILLS_QUOTE


async def test_items_of_a_month_stay_in_the_order_of_the_service(
    service: CollectionService, server: HostileServer
) -> None:
    found = await told(service, server, ASK_ITEMS, turned(ASK_ITEMS, "lines"))
    assert isinstance(found, Quote)
    assert [one.item for one in found.lines] == ["大额医疗", "基本医疗"] * 2
    assert [one.period.first.month for one in found.lines] == [1, 1, 2, 2]


def tier(**changes: object) -> Answer:
    return {
        "code": "T0300",
        "name": "300元档",
        "amount_fen": 30_000,
        "subsidy_fen": 3_000,
        "note": "",
    } | changes


TIERS: Path = ("years", 0, "tiers")
BILLED: Path = ("bills", 0)
BILL_ANSWER = BILLS.answer["bills"][0]  # type: ignore[index]  # as above
LIES: list[tuple[str, Call, Path, object]] = [
    ("no years", YEARS, ("years",), []),
    ("a year twice", YEARS, ("years",), [*YEARS.answer["years"]] * 2),  # type: ignore[misc]
    ("too many years", YEARS, ("years",), [YEARS.answer] * 21),
    ("a year in words", YEARS, ("years", 0, "year"), "2026"),
    ("a year of the past", YEARS, ("years", 0, "year"), 1999),
    ("a year out of all reason", YEARS, ("years", 0, "year"), 2200),
    ("a person of no type", YEARS, ("years", 0, "person_type"), ""),
    ("no tiers", YEARS, TIERS, []),
    ("too many tiers", YEARS, TIERS, [tier(code=f"T{n}", name=f"{n}") for n in range(31)]),
    ("two tiers of one code", YEARS, TIERS, [tier(), tier(name="500元档")]),
    ("two tiers of one name", YEARS, TIERS, [tier(), tier(code="T0500")]),
    ("a tier without a name", YEARS, (*TIERS, 0, "name"), ""),
    ("a tier with a person's number", YEARS, (*TIERS, 0, "name"), f"{NUMBER}档"),
    ("a tier written backwards", YEARS, (*TIERS, 0, "name"), "300\u202e元档"),
    ("a tier with an endless name", YEARS, (*TIERS, 0, "name"), "档" * 41),
    ("a tier with a code of spaces", YEARS, (*TIERS, 0, "code"), "T 0300"),
    ("a note with control characters", YEARS, (*TIERS, 0, "note"), "a\x1bd"),
    ("an endless note", YEARS, (*TIERS, 0, "note"), "注" * 301),
    ("a demonstration in words", YEARS, ("years", 0, "demonstration"), "no"),
    ("no plans", MEDICAL_OFFERS, ("plans",), []),
    ("two plans of one code", MEDICAL_OFFERS, ("plans",), MEDICAL_OFFERS.answer["plans"] * 2),  # type: ignore[operator]
    ("a plan without bases", MEDICAL_OFFERS, ("plans", 0, "bases_fen"), []),
    ("bases that descend", MEDICAL_OFFERS, ("plans", 0, "bases_fen"), [600_000, 500_000]),
    ("a base twice", MEDICAL_OFFERS, ("plans", 0, "bases_fen"), [500_000, 500_000]),
    ("a base of nothing", MEDICAL_OFFERS, ("plans", 0, "bases_fen"), [0, 500_000]),
    ("too many bases", MEDICAL_OFFERS, ("plans", 0, "bases_fen"), list(range(1, 302))),
    ("a rate above the whole", MEDICAL_OFFERS, ("plans", 0, "rate_bp"), 10_001),
    ("no items", MEDICAL_OFFERS, ("items",), []),
    ("nothing that is required", MEDICAL_OFFERS, ("items", 0, "required"), False),
    ("two items of one code", MEDICAL_OFFERS, ("items", 1, "code"), "BASIC"),
    ("two items of one name", MEDICAL_OFFERS, ("items", 1, "name"), "基本医疗"),
    ("an item required in words", MEDICAL_OFFERS, ("items", 1, "required"), "yes"),
    ("a note that cannot be printed", MEDICAL_OFFERS, ("note",), "\u2028"),
    ("a bill twice", BILLS, ("bills",), [BILL_ANSWER, BILL_ANSWER]),
    ("too many bills", BILLS, ("bills",), [BILLS.answer] * 61),
    ("another kind of bill", BILLS, (*BILLED, "kind"), "flexible_arrears"),
    ("an unknown kind of bill", BILLS, (*BILLED, "kind"), NUMBER),
    ("a bill of an unknown insurance", BILLS, (*BILLED, "insurance"), NUMBER),
    ("a bill of nothing", BILLS, (*BILLED, "amount_fen"), 0),
    ("a bill across the year", BILLS, (*BILLED, "last_month"), "202501"),
    ("a bill with spaces for a number", BILLS, (*BILLED, "bill_number"), "HD 1"),
    ("a bill of a day that is none", BILLS, (*BILLED, "determined_on"), "2026-02-30"),
    ("a bill of a day written otherwise", BILLS, (*BILLED, "determined_on"), "20261009"),
    ("a bill of a day as a number", BILLS, (*BILLED, "determined_on"), 20_371),
    ("a bill of a day in other digits", BILLS, (*BILLED, "determined_on"), "２０２６-１０-０９"),
    ("a bill of a moment", BILLS, (*BILLED, "determined_on"), "2026-10-09T00:00:00Z"),
    ("a bill of a day before all time", BILLS, (*BILLED, "determined_on"), "1999-12-31"),
    ("a bill of a day after all time", BILLS, (*BILLED, "determined_on"), "2200-01-01"),
    ("a quote by an agency with a person's number", ASK_QUOTE, ("agency_name",), f"济南{NUMBER}"),
    ("a quote for another person", ASK_QUOTE, ("personal_number",), "3701000000000000"),
    ("a quote for another insurance", ASK_QUOTE, ("insurance",), "flexible_medical"),
    ("a quote for an unknown insurance", ASK_QUOTE, ("insurance",), NUMBER),
    ("a quote for no period", ASK_QUOTE, ("periods",), []),
    ("a quote for a longer period", ASK_QUOTE, ("periods", 0, "last_month"), "202603"),
    ("a quote that ends before it begins", ASK_QUOTE, ("periods", 0, "last_month"), "202512"),
    ("a quote across the year", ASK_QUOTE, ("periods", 0, "last_month"), "202701"),
    (
        "a quote for the months one by one",
        ASK_QUOTE,
        ("periods",),
        [stretch("202601", "202601"), stretch("202602", "202602")],
    ),
    ("a quote on another base", ASK_QUOTE, ("basis", "amount_fen"), 500_100),
    ("a quote on a plan nobody chose", ASK_QUOTE, ("basis", "name"), "统账结合"),
    (
        "a quote on a tier instead of a base",
        ASK_QUOTE,
        ("basis",),
        {"kind": "tier", "amount_fen": 500_000, "name": "5000元档"},
    ),
    ("a quote on an unknown basis", ASK_QUOTE, ("basis", "kind"), NUMBER),
    ("lines that do not add up", ASK_QUOTE, ("total_fen",), 200_001),
    ("a quote of nothing", ASK_QUOTE, ("total_fen",), 0),
    ("a line for another month", ASK_QUOTE, ("lines", 1), line("202603", "202603", 100_000)),
    ("a month twice", ASK_QUOTE, ("lines", 1), line("202601", "202601", 100_000)),
    ("two months in one line", ASK_QUOTE, ("lines",), [line("202601", "202602", 200_000)]),
    ("an item nobody chose", ASK_QUOTE, ("lines", 1, "item"), "大额医疗"),
    ("no lines", ASK_QUOTE, ("lines",), []),
    ("too many lines", ASK_QUOTE, ("lines",), [line("202601", "202602", 0)] * 61),
    ("too many periods", ASK_QUOTE, ("periods",), [stretch("202601", "202602")] * 13),
    ("an item with a person's number", ASK_ITEMS, ("lines", 0, "item"), NUMBER),
    ("an item under two names", ASK_ITEMS, ("lines", 0, "item"), "基本"),
    ("an item without a name", ASK_ITEMS, ("lines", 0, "item"), ""),
    ("an item that lacks in a month", ASK_ITEMS, ("lines", 3, "item"), "基本医疗"),
    (
        "one item fewer",
        ASK_ITEMS,
        ("lines",),
        [
            line("202601", "202601", 46_000, "基本医疗"),
            line("202602", "202602", 46_000, "基本医疗"),
        ],
    ),
    (
        "an item twice in a month",
        ASK_ITEMS,
        ("lines",),
        [
            line("202601", "202601", 45_000, "基本医疗"),
            line("202601", "202601", 1_000, "大额医疗"),
            line("202602", "202602", 20_000, "基本医疗"),
            line("202602", "202602", 25_000, "基本医疗"),
            line("202602", "202602", 1_000, "大额医疗"),
        ],
    ),
    ("a plan without a name", ASK_ITEMS, ("basis", "name"), ""),
    ("a year on another basis", ASK_YEAR, ("basis", "kind"), "base"),
    ("a tier without a name in a quote", ASK_YEAR, ("basis", "name"), ""),
    ("a tier of another amount than its total", ASK_YEAR, ("basis", "amount_fen"), 50_000),
    ("a year with an item", ASK_YEAR, ("lines", 0, "item"), "基本医疗"),
    (
        "a year in two halves",
        ASK_YEAR,
        ("lines",),
        [line("202601", "202606", 15_000), line("202607", "202612", 15_000)],
    ),
    ("half a year", ASK_YEAR, ("periods", 0, "last_month"), "202606"),
    ("a bill more", ASK_BILLS, ("lines",), [line("202301", "202312", 460_000)] * 3),
    ("bills with a base", ASK_BILLS, ("basis", "amount_fen"), 500_000),
    ("bills on a base", ASK_BILLS, ("basis",), {"kind": "base", "amount_fen": 0, "name": ""}),
    ("bills without a name", ASK_BILLS, ("basis", "name"), ""),
    ("a bill with an item", ASK_BILLS, ("lines", 0, "item"), "滞纳金"),
]


@pytest.mark.parametrize(
    ("call", "path", "lie"), [lie[1:] for lie in LIES], ids=[lie[0] for lie in LIES]
)
async def test_what_cannot_be_true_is_not_believed(call: Call, path: Path, lie: object) -> None:
    error = await complaint(call, call.spoilt(*path, by=lie))
    assert error.kind is ServiceErrorKind.MALFORMED


def another_period(answer: Answer) -> None:
    answer["periods"] = [stretch("202603", "202604")]
    answer["lines"] = [line("202603", "202603", 100_000), line("202604", "202604", 100_000)]


def another_year(answer: Answer) -> None:
    answer["periods"] = [stretch("202701", "202712")]
    answer["lines"] = [line("202701", "202712", 30_000)]


def one_bill_only(answer: Answer) -> None:
    answer["periods"] = [stretch("202301", "202312")]
    answer["lines"] = [line("202301", "202312", 1_380_000)]


def bills_of_other_periods(answer: Answer) -> None:
    answer["periods"] = [stretch("202201", "202212"), stretch("202401", "202406")]
    answer["lines"] = [line("202201", "202212", 900_000), line("202401", "202406", 480_000)]


def bills_merged(answer: Answer) -> None:
    answer["periods"] = [stretch("202301", "202312")]
    answer["lines"] = [line("202301", "202312", 690_000)] * 2


def another_basis(answer: Answer) -> None:
    answer["basis"] = {"kind": "tier", "amount_fen": 1_380_000, "name": "特殊缴费"}


def on_a_base(answer: Answer) -> None:
    answer["basis"] = {"kind": "base", "amount_fen": 30_000, "name": ""}


OTHERS: list[tuple[Call, Callable[[Answer], None]]] = [
    (ASK_QUOTE, another_period),
    (ASK_YEAR, another_year),
    (ASK_YEAR, on_a_base),
    (ASK_BILLS, one_bill_only),
    (ASK_BILLS, bills_merged),
    (ASK_BILLS, bills_of_other_periods),
    (ASK_BILLS, another_basis),
]


@pytest.mark.parametrize(("call", "become"), OTHERS, ids=[become.__name__ for _, become in OTHERS])
async def test_a_quote_that_is_sound_and_for_something_else_is_refused(
    call: Call, become: Callable[[Answer], None]
) -> None:
    answer = deepcopy(call.answer)
    become(answer)
    assert (await complaint(call, answer)).cause == "another quote"
