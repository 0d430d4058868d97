"""Months of the flexible medical insurance: plans, bases, items, and the waiting period."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.order import OrderState
from sim.backend import declarations
from sim.backend.months import offer_medical
from sim.backend.problems import Code, Problem
from sim.backend.wire_declarations import DeclareBase
from sim.backend.wire_payable import MedicalOfferAnswer, MonthsOnBase, SearchMedicalOffer
from sim.people import Case, people_of
from tests.sim.backend.books import check_settled, open_books
from tests.sim.backend.desk import HERE, Desk

PAYER = people_of(Case.MEDICAL_ITEMS)[0].key


def _code(act: Callable[[], object]) -> Code:
    with pytest.raises(Problem) as refusal:
        act()
    return refusal.value.code


def test_plans_have_rates_and_ascending_bases_and_items_say_what_they_are(desk: Desk) -> None:
    offer = desk.medical_offer(PAYER)
    assert [plan.name for plan in offer.plans] == ["统账结合", "单建统筹"]
    assert [plan.rate_bp for plan in offer.plans] == [1000, 800]
    for plan in offer.plans:
        assert plan.bases_fen == sorted(set(plan.bases_fen))
        assert plan.description
    items = {item.code: item for item in offer.items}
    assert (items["I1"].month_fen, items["I1"].required) == (None, True)
    assert (items["I3"].month_fen, items["I3"].required) == (500, False)
    assert offer.demonstration


def test_who_has_paid_up_to_last_month_need_not_wait(desk: Desk) -> None:
    assert desk.medical_offer(PAYER).note == ""


def test_who_let_the_cover_lapse_is_told_of_the_waiting_period(desk: Desk) -> None:
    assert "3个月的待遇等待期" in desk.medical_offer("li-si").note


def test_only_this_month_and_later_ones_can_be_paid(desk: Desk) -> None:
    token = desk.look_up("li-si").person_token
    enrolment = desk.enrolment(token, InsuranceKind.FLEXIBLE_MEDICAL)
    assert enrolment.payable == ["202611", "202612"]
    assert enrolment.base is not None
    assert (enrolment.base.lower_fen, enrolment.base.upper_fen) == (450_400, 2_251_800)
    refused = _code(lambda: desk.quote_medical("li-si", "202610", "202611"))
    assert refused is Code.PERIOD_NOT_PAYABLE


def test_each_month_has_a_line_for_each_item(desk: Desk) -> None:
    quote = desk.quote_medical(PAYER, "202611", "202612", items=("I3", "I1", "I2"))
    lines = [(line.first_month, line.item, line.amount_fen) for line in quote.lines]
    assert lines == [
        (month, item, amount)
        for month in ("202611", "202612")
        for item, amount in (
            ("职工基本医疗保险", 60_050),
            ("职工大额医疗费用补助", 800),
            ("职工长期护理保险", 500),
        )
    ]
    assert quote.total_fen == 2 * 61_350
    assert quote.basis.model_dump() == {
        "kind": "base",
        "amount_fen": 600_500,
        "name": "统账结合",
    }


def test_the_other_plan_has_its_own_rate(desk: Desk) -> None:
    quote = desk.quote_medical(PAYER, plan="P2", base_fen=450_400)
    assert quote.total_fen == 36_032 + 800


@pytest.mark.parametrize(
    ("plan", "base_fen", "items", "code"),
    [
        ("P1", 500_000, "I1 I2", Code.BASE_OUT_OF_BOUNDS),
        ("P2", 2_251_800, "I1 I2", Code.BASE_OUT_OF_BOUNDS),
        ("P7", 600_500, "I1 I2", Code.PERIOD_NOT_PAYABLE),
        ("P1", 600_500, "I1", Code.PERIOD_NOT_PAYABLE),
        ("P1", 600_500, "I1 I2 I9", Code.PERIOD_NOT_PAYABLE),
        ("P1", 600_500, "I1 I2 I2", Code.PERIOD_NOT_PAYABLE),
    ],
)
def test_a_choice_that_is_not_offered_is_refused(
    desk: Desk, plan: str, base_fen: int, items: str, code: Code
) -> None:
    chosen = tuple(items.split())
    refused = _code(lambda: desk.quote_medical(PAYER, plan=plan, base_fen=base_fen, items=chosen))
    assert refused is code


@pytest.mark.parametrize(
    ("month", "code"),
    [("202610", Code.ALREADY_PAID), ("202701", Code.PERIOD_NOT_PAYABLE)],
)
def test_a_month_that_cannot_be_paid_is_refused(desk: Desk, month: str, code: Code) -> None:
    assert _code(lambda: desk.quote_medical(PAYER, month, month)) is code


def test_an_enrolment_in_another_insurance_is_not_found(desk: Desk) -> None:
    token, enrolment = desk.pension("zhang-san")
    selection = MonthsOnBase(
        kind="months", first_month="202611", last_month="202611", base_fen=450_400
    )
    medical, number = InsuranceKind.FLEXIBLE_MEDICAL, enrolment.personal_number
    refused = _code(lambda: desk.ask(token, medical, selection, number=number))
    assert refused is Code.NO_ENROLMENT


def test_the_pension_knows_neither_plans_nor_items(desk: Desk) -> None:
    token, _ = desk.pension("zhang-san")
    selection = MonthsOnBase(
        kind="months",
        first_month="202611",
        last_month="202611",
        base_fen=500_000,
        plan="P1",
        items=["I1"],
    )
    with pytest.raises(Problem) as refusal:
        desk.ask(token, InsuranceKind.FLEXIBLE_PENSION, selection)
    assert refusal.value.code is Code.PERIOD_NOT_PAYABLE


def test_a_year_paid_to_its_end_leaves_nothing_to_offer(desk: Desk) -> None:
    placed = desk.place(desk.intent(desk.quote_medical(PAYER, "202611", "202612")))
    desk.admin.pay(placed.answer.order_number)
    desk.admin.settle()
    assert desk.state(placed.answer.order_number) is OrderState.POSTED
    with pytest.raises(Problem) as refusal:
        desk.medical_offer(PAYER)
    assert refusal.value.code is Code.ALREADY_PAID
    check_settled(open_books(desk))


def test_a_closed_window_has_nothing_to_offer(desk: Desk) -> None:
    desk.admin.set_window(InsuranceKind.FLEXIBLE_MEDICAL, is_open=False)
    with pytest.raises(Problem) as refusal:
        desk.medical_offer(PAYER)
    assert refusal.value.code is Code.NOT_IN_COLLECTION_WINDOW


def _declare(desk: Desk, base_fen: int) -> None:
    token = desk.look_up(PAYER).person_token
    number = desk.enrolment(token, InsuranceKind.FLEXIBLE_MEDICAL).personal_number
    wanted = DeclareBase(
        person_token=token, personal_number=number, base_fen=base_fen, allows_batch=False
    )
    declarations.declare(desk.collection, HERE, wanted)


def _offered_to_proxy(desk: Desk) -> MedicalOfferAnswer:
    token = desk.payee(PAYER).person_token
    number = desk.enrolment(token, InsuranceKind.FLEXIBLE_MEDICAL).personal_number
    wanted = SearchMedicalOffer(person_token=token, personal_number=number)
    return offer_medical(desk.collection, HERE, wanted)


def test_a_declared_base_is_a_base_of_the_plans_it_lies_within(desk: Desk) -> None:
    listed = [plan.bases_fen for plan in desk.medical_offer(PAYER).plans]
    for base_fen, within in ((523_400, [True, True]), (2_251_700, [True, False])):
        _declare(desk, base_fen)
        bases = [plan.bases_fen for plan in desk.medical_offer(PAYER).plans]
        assert [base_fen in one for one in bases] == within
        assert [one for one, fits in zip(bases, within, strict=True) if not fits] == [
            one for one, fits in zip(listed, within, strict=True) if not fits
        ]
    refused = _code(lambda: desk.quote_medical(PAYER, plan="P2", base_fen=2_251_700))
    assert refused is Code.BASE_OUT_OF_BOUNDS


def test_a_base_that_was_paid_on_is_the_only_one(desk: Desk) -> None:
    _declare(desk, 2_251_700)
    placed = desk.place(desk.intent(desk.quote_medical(PAYER, base_fen=2_251_700)))
    desk.admin.pay(placed.answer.order_number)
    desk.admin.settle()
    for offer in (desk.medical_offer(PAYER), _offered_to_proxy(desk)):
        assert [(plan.code, plan.bases_fen) for plan in offer.plans] == [("P1", [2_251_700])]


def test_a_proxy_hears_neither_of_a_base_that_may_change_nor_of_waiting(desk: Desk) -> None:
    _declare(desk, 523_400)
    assert not any(523_400 in plan.bases_fen for plan in _offered_to_proxy(desk).plans)
    token = desk.payee("li-si").person_token
    number = desk.enrolment(token, InsuranceKind.FLEXIBLE_MEDICAL).personal_number
    wanted = SearchMedicalOffer(person_token=token, personal_number=number)
    assert offer_medical(desk.collection, HERE, wanted).note == ""
