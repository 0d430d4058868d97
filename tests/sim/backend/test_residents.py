"""Years of the residents' insurances: tiers by person, windows, and every refusal."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.order import OrderState
from sim.backend.problems import Code, Problem
from sim.backend.wire_payable import SearchYears, YearOnTier
from sim.backend.years import search_years
from sim.clock import CHINA
from sim.people import Case, find_person, people_of
from tests.sim.backend.books import check_settled, open_books
from tests.sim.backend.desk import HERE, Desk

PENSION = InsuranceKind.RESIDENT_PENSION
MEDICAL = InsuranceKind.RESIDENT_MEDICAL
HARDSHIP = "T0100"


def _year_refused(desk: Desk, key: str, insurance: InsuranceKind) -> Code:
    with pytest.raises(Problem) as refusal:
        desk.year(key, insurance)
    return refusal.value.code


def _quote_refused(desk: Desk, key: str, insurance: InsuranceKind, tier: str, year: int) -> Code:
    with pytest.raises(Problem) as refusal:
        desk.quote_year(key, insurance, tier, year)
    return refusal.value.code


def test_an_ordinary_resident_has_eleven_pension_tiers_with_their_subsidies(desk: Desk) -> None:
    offer = desk.year("shen-yang", PENSION)
    assert (offer.year, offer.person_type, offer.demonstration) == (2026, "普通居民", True)
    amounts = [tier.amount_fen for tier in offer.tiers]
    assert amounts == sorted(amounts)
    assert (len(amounts), amounts[0], amounts[-1]) == (11, 30_000, 500_000)
    subsidies = {tier.code: tier.subsidy_fen for tier in offer.tiers}
    assert (subsidies["T0300"], subsidies["T0500"], subsidies["T0800"]) == (3_000, 6_000, 8_000)


@pytest.mark.parametrize("key", ["wei-shi", "yu-shi", "bai-yang"])
def test_people_in_hardship_have_the_tier_of_100_yuan_besides(desk: Desk, key: str) -> None:
    offer = desk.year(key, PENSION)
    assert len(offer.tiers) == 12
    assert (offer.tiers[0].code, offer.tiers[0].amount_fen) == (HARDSHIP, 10_000)
    assert offer.tiers[0].note
    quote = desk.quote_year(key, PENSION, HARDSHIP, 2026)
    assert (quote.total_fen, quote.basis.name) == (10_000, "100元档")


def test_nobody_else_may_choose_the_hardship_tier(desk: Desk) -> None:
    refused = _quote_refused(desk, "shen-yang", PENSION, HARDSHIP, 2026)
    assert refused is Code.TIER_NOT_ENTITLED
    assert _quote_refused(desk, "shen-yang", PENSION, "T9999", 2026) is Code.PERIOD_NOT_PAYABLE


def test_a_year_is_one_line_of_twelve_months_on_a_tier(desk: Desk) -> None:
    quote = desk.quote_year("shen-yang", PENSION, "T0500", 2026)
    assert [p.model_dump() for p in quote.periods] == [
        {"first_month": "202601", "last_month": "202612"}
    ]
    assert quote.basis.model_dump() == {"kind": "tier", "amount_fen": 50_000, "name": "500元档"}
    assert [line.amount_fen for line in quote.lines] == [50_000]


@pytest.mark.parametrize("year", [2025, 2027])
def test_no_other_year_can_be_paid(desk: Desk, year: int) -> None:
    assert _quote_refused(desk, "shen-yang", PENSION, "T0500", year) is Code.PERIOD_NOT_PAYABLE


def test_a_resident_pays_medical_cover_for_the_next_year(desk: Desk) -> None:
    offer = desk.year("shen-yang", MEDICAL)
    assert offer.year == 2027
    (tier,) = offer.tiers
    assert (tier.amount_fen, tier.subsidy_fen, tier.note) == (40_000, 67_000, "")
    number = desk.place(desk.intent(desk.quote_year("shen-yang", MEDICAL, tier.code, 2027)))
    desk.admin.pay(number.answer.order_number)
    desk.admin.settle()
    assert desk.state(number.answer.order_number) is OrderState.POSTED
    assert _year_refused(desk, "shen-yang", MEDICAL) is Code.ALREADY_PAID
    check_settled(open_books(desk))


@pytest.mark.parametrize(
    ("case", "amount", "person_type"),
    [
        (Case.LOW_INCOME, 16_000, "低保对象"),
        (Case.SEVERELY_DISABLED, 16_000, "重度残疾人"),
        (Case.MINOR_STUDENT, 40_000, "学生儿童"),
    ],
)
def test_what_medical_cover_costs_depends_on_who_it_is_for(
    desk: Desk, case: Case, amount: int, person_type: str
) -> None:
    key = people_of(case)[0].key
    offer = desk.year(key, MEDICAL)
    assert offer.person_type == person_type
    (tier,) = offer.tiers
    assert (tier.amount_fen, tier.amount_fen + tier.subsidy_fen) == (amount, 107_000)
    assert bool(tier.note) is (amount < 40_000)
    assert desk.quote_year(key, MEDICAL, tier.code, 2027).total_fen == amount


def test_who_is_funded_whole_is_told_so_and_owes_nothing(desk: Desk) -> None:
    key = people_of(Case.FULLY_FUNDED)[0].key
    (tier,) = desk.year(key, MEDICAL).tiers
    assert tier.amount_fen == 0
    assert "无需缴费" in tier.note
    assert _quote_refused(desk, key, MEDICAL, tier.code, 2027) is Code.NOTHING_DUE


@pytest.mark.parametrize(
    ("case", "insurance", "code"),
    [
        (Case.OVER_SIXTY, PENSION, Code.OVER_AGE),
        (Case.DOUBLE_COVER, MEDICAL, Code.DOUBLE_COVER),
        (Case.OUTSIDE_WINDOW, MEDICAL, Code.NOT_IN_COLLECTION_WINDOW),
        (Case.RESIDENT_PAID, PENSION, Code.ALREADY_PAID),
        (Case.RESIDENT_PAID, MEDICAL, Code.ALREADY_PAID),
        (Case.RESIDENT_DEDUCTION, PENSION, Code.DEDUCTION_IN_PROGRESS),
        (Case.RESIDENT_DEDUCTION, MEDICAL, Code.DEDUCTION_IN_PROGRESS),
    ],
)
def test_who_cannot_pay_a_year_is_told_why(
    desk: Desk, case: Case, insurance: InsuranceKind, code: Code
) -> None:
    key = people_of(case)[0].key
    assert _year_refused(desk, key, insurance) is code
    tier, year = ("T0300", 2026) if insurance is PENSION else ("M1", 2027)
    assert _quote_refused(desk, key, insurance, tier, year) is code


def test_the_day_of_the_sixtieth_birthday_ends_the_paying() -> None:
    birth = find_person("shen-yang").birth
    for day, over in ((birth.day - 1, False), (birth.day, True)):
        desk = Desk(now=datetime(birth.year + 60, birth.month, day, 9, tzinfo=CHINA))
        try:
            if over:
                assert _year_refused(desk, "shen-yang", PENSION) is Code.OVER_AGE
            else:
                assert desk.year("shen-yang", PENSION).year == birth.year + 60
        finally:
            desk.close()


@pytest.mark.parametrize(
    ("day", "is_open"),
    [((8, 31), False), ((9, 1), True), ((12, 31), True)],
)
def test_medical_cover_is_collected_from_september_to_december(
    day: tuple[int, int], is_open: bool
) -> None:
    desk = Desk(now=datetime(2026, *day, 9, tzinfo=CHINA))
    try:
        if is_open:
            assert desk.year("jiang-xiaoli", MEDICAL).year == 2027
        else:
            refused = _year_refused(desk, "jiang-xiaoli", MEDICAL)
            assert refused is Code.NOT_IN_COLLECTION_WINDOW
    finally:
        desk.close()


def test_the_window_of_an_agency_comes_before_that_of_the_province() -> None:
    desk = Desk(now=datetime(2026, 10, 31, 9, tzinfo=CHINA))
    try:
        assert desk.year("shui-li", MEDICAL).year == 2027
    finally:
        desk.close()


def test_a_window_closed_by_hand_is_closed_everywhere(desk: Desk) -> None:
    desk.admin.set_window(MEDICAL, is_open=False)
    assert _year_refused(desk, "shen-yang", MEDICAL) is Code.NOT_IN_COLLECTION_WINDOW
    desk.admin.set_window(MEDICAL, is_open=True)
    assert desk.year("shui-li", MEDICAL).year == 2027


def test_an_open_order_for_the_year_is_told_of_at_once(desk: Desk) -> None:
    desk.place(desk.intent(desk.quote_year("shen-yang", PENSION, "T0500", 2026)))
    assert _year_refused(desk, "shen-yang", PENSION) is Code.ORDER_OPEN
    assert _quote_refused(desk, "shen-yang", PENSION, "T0300", 2026) is Code.ORDER_OPEN


def test_enrolments_of_residents_know_neither_months_nor_a_base(desk: Desk) -> None:
    token = desk.look_up("dou-shi").person_token
    for insurance in (PENSION, MEDICAL):
        enrolment = desk.enrolment(token, insurance)
        assert (enrolment.payable, enrolment.paid, enrolment.base) == ([], [], None)


def test_years_are_of_residents_insurances_only(desk: Desk) -> None:
    token, enrolment = desk.pension("zhang-san")
    wanted = SearchYears(person_token=token, personal_number=enrolment.personal_number)
    with pytest.raises(Problem) as refusal:
        search_years(desk.collection, HERE, wanted)
    assert refusal.value.code is Code.NO_ENROLMENT
    selection = YearOnTier(kind="year", year=2026, tier="T0300")
    with pytest.raises(Problem) as wrong:
        desk.ask(token, InsuranceKind.FLEXIBLE_PENSION, selection)
    assert wrong.value.code is Code.PERIOD_NOT_PAYABLE


def test_a_year_lost_to_the_deduction_is_refunded(desk: Desk) -> None:
    person = find_person("shen-yang")
    placed = desk.place(desk.intent(desk.quote_year("shen-yang", PENSION, "T0500", 2026)))
    desk.admin.begin_deduction(person.number, PENSION)
    assert desk.admin.finish_deduction(person.number, PENSION)
    desk.admin.pay(placed.answer.order_number)
    desk.admin.settle()
    assert desk.state(placed.answer.order_number) is OrderState.REFUNDED
    check_settled(open_books(desk))
