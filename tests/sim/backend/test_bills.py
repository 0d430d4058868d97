"""Bills that agencies have determined: found, quoted together, settled once."""

from __future__ import annotations

import pytest

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.order import OrderState
from sim.backend.problems import Code, Problem
from sim.backend.wire_payable import BillAnswer, BillKindName, ChosenBills
from sim.people import Case, find_person, people_of
from tests.sim.backend.books import check_settled, open_books
from tests.sim.backend.desk import Desk

PENSION = InsuranceKind.FLEXIBLE_PENSION
SPECIAL = people_of(Case.SPECIAL_BILLS)[0]
ARREARS = people_of(Case.FLEXIBLE_ARREARS)[0]
RESIDENT = people_of(Case.RESIDENT_ARREARS)[0]


def _of(found: list[BillAnswer], insurance: str) -> list[BillAnswer]:
    return [bill for bill in found if bill.insurance == insurance]


def _pension_bills(desk: Desk) -> list[BillAnswer]:
    return _of(desk.bills(SPECIAL.key, "special"), "flexible_pension")


def _refused(desk: Desk, key: str, chosen: list[BillAnswer]) -> Code:
    with pytest.raises(Problem) as refusal:
        desk.quote_bills(key, chosen)
    return refusal.value.code


def test_bills_of_two_agencies_and_several_years_are_found(desk: Desk) -> None:
    found = desk.bills(SPECIAL.key, "special")
    assert len({bill.agency_name for bill in found}) == 2
    assert {bill.insurance for bill in found} == {"flexible_pension", "flexible_medical"}
    for insurance in ("flexible_pension", "flexible_medical"):
        months = [bill.first_month for bill in _of(found, insurance)]
        assert len({month[:4] for month in months}) >= 2
        assert months == sorted(months)
    assert all(bill.determined_on < "2026-11-23" for bill in found)
    assert desk.bills(SPECIAL.key, "flexible_arrears") == []
    assert desk.bills("zhang-san", "special") == []


@pytest.mark.parametrize(
    ("key", "kind", "label"),
    [
        (SPECIAL.key, "special", "特殊缴费"),
        (ARREARS.key, "flexible_arrears", "社保（医保）费补缴"),
        (RESIDENT.key, "resident_arrears", "社保费补缴"),
    ],
)
def test_bills_are_paid_together_and_are_gone(
    desk: Desk, key: str, kind: BillKindName, label: str
) -> None:
    chosen = _of(desk.bills(key, kind), desk.bills(key, kind)[0].insurance)
    quote = desk.quote_bills(key, chosen)
    assert quote.basis.model_dump() == {"kind": "bills", "amount_fen": 0, "name": label}
    assert quote.total_fen == sum(bill.amount_fen for bill in chosen)
    assert [p.first_month for p in quote.periods] == [bill.first_month for bill in chosen]
    number = desk.place(desk.intent(quote)).answer.order_number
    assert _refused(desk, key, chosen[:1]) is Code.ORDER_OPEN
    desk.admin.pay(number)
    desk.admin.settle()
    assert desk.state(number) is OrderState.POSTED
    left = {bill.bill_number for bill in desk.bills(key, kind)}
    assert left.isdisjoint(bill.bill_number for bill in chosen)
    assert _refused(desk, key, chosen) is Code.ALREADY_PAID
    check_settled(open_books(desk))


def test_arrears_can_be_paid_for_an_enrolment_that_is_suspended(desk: Desk) -> None:
    token, enrolment = desk.pension(ARREARS.key)
    assert enrolment.status == "suspended"
    chosen = _of(desk.bills(ARREARS.key, "flexible_arrears"), "flexible_pension")
    assert desk.quote_bills(ARREARS.key, chosen).personal_number == enrolment.personal_number
    assert token


def test_bills_of_different_insurances_are_not_paid_together(desk: Desk) -> None:
    found = desk.bills(SPECIAL.key, "special")
    mixed = [*_of(found, "flexible_pension"), *_of(found, "flexible_medical")]
    assert _refused(desk, SPECIAL.key, mixed) is Code.PERIOD_NOT_PAYABLE


def test_a_bill_cannot_be_paid_twice_in_one_order(desk: Desk) -> None:
    bill = _pension_bills(desk)[0]
    assert _refused(desk, SPECIAL.key, [bill, bill]) is Code.PERIOD_NOT_PAYABLE


def test_the_bill_of_somebody_else_is_not_found(desk: Desk) -> None:
    bill = _pension_bills(desk)[0]
    token, _ = desk.pension("zhang-san")
    selection = ChosenBills(kind="bills", bill_numbers=[bill.bill_number])
    with pytest.raises(Problem) as refusal:
        desk.ask(token, PENSION, selection)
    assert refusal.value.code is Code.NOT_FOUND


def test_a_running_deduction_blocks_bills_too(desk: Desk) -> None:
    chosen = _pension_bills(desk)
    desk.admin.begin_deduction(SPECIAL.number, PENSION)
    assert _refused(desk, SPECIAL.key, chosen) is Code.DEDUCTION_IN_PROGRESS


def test_a_bill_determined_anew_changes_the_amount(desk: Desk) -> None:
    chosen = _pension_bills(desk)[:1]
    intent = desk.intent(desk.quote_bills(SPECIAL.key, chosen))
    desk.admin.change_bill(SPECIAL.number, PENSION, more_fen=700)
    with pytest.raises(Problem) as refusal:
        desk.place(intent)
    assert refusal.value.code is Code.AMOUNT_CHANGED
    assert desk.quote_bills(SPECIAL.key, chosen).total_fen == chosen[0].amount_fen + 700


def test_a_bill_determined_anew_while_it_is_paid_is_not_settled_by_the_old_amount(
    desk: Desk,
) -> None:
    chosen = _pension_bills(desk)[:1]
    number = desk.place(desk.intent(desk.quote_bills(SPECIAL.key, chosen))).answer.order_number
    desk.admin.change_bill(SPECIAL.number, PENSION)
    desk.admin.pay(number)
    desk.admin.settle()
    assert desk.state(number) is OrderState.REFUNDED
    assert chosen[0].bill_number in {bill.bill_number for bill in _pension_bills(desk)}
    check_settled(open_books(desk))


def test_a_bill_paid_by_phone_while_the_code_is_shown_is_refunded(desk: Desk) -> None:
    chosen = _pension_bills(desk)
    number = desk.place(desk.intent(desk.quote_bills(SPECIAL.key, chosen))).answer.order_number
    assert desk.admin.pay_elsewhere(SPECIAL.number, PENSION)
    assert not desk.admin.pay_elsewhere(SPECIAL.number, PENSION)
    desk.admin.pay(number)
    desk.admin.settle()
    assert desk.state(number) is OrderState.REFUNDED
    assert _pension_bills(desk) == []
    check_settled(open_books(desk))


def test_without_an_order_a_phone_pays_the_bills_first(desk: Desk) -> None:
    assert desk.admin.pay_elsewhere(find_person("zou-li").number, InsuranceKind.RESIDENT_PENSION)
    assert desk.bills("zou-li", "resident_arrears") == []
