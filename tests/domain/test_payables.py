"""What can be paid: bills, tiers, plans of the medical insurance; and bases declared for a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain.bill import Bill, BillKind
from kiosk.domain.declaration import Declaration, DeclarationState
from kiosk.domain.enrolment import BaseRule
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.medical import InsuranceItem, MedicalOffer, MedicalPlan
from kiosk.domain.money import ZERO, Money
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.tier import Tier, YearOffer

BILL = Bill(
    number="HD-1",
    kind=BillKind.SPECIAL,
    insurance=InsuranceKind.FLEXIBLE_PENSION,
    personal_number="3701000012345678",
    agency_name="济南市社会保险事业中心",
    period=ContributionPeriod.whole_year(2023),
    amount=Money.yuan(9552),
    determined_on=date(2026, 2, 1),
)
PLAN = MedicalPlan("A", "统账结合", "有个人账户", 900, (Money.yuan(4504), Money.yuan(7506)))
BASIC = InsuranceItem("10", "基本医疗保险", None, required=True)
CARE = InsuranceItem("20", "长期护理保险", Money(800), required=False)
RULE = BaseRule(Money.yuan(4504), Money.yuan(22518), 2000, 2026, None, demonstration=True)
NONE = Declaration(
    personal_number="3701000012345678",
    insurance=InsuranceKind.FLEXIBLE_PENSION,
    agency_name="济南市社会保险事业中心",
    rule=RULE,
    state=DeclarationState.NONE,
    base=None,
    allows_batch=False,
)


def test_each_kind_of_bill_has_the_name_of_its_module() -> None:
    assert {kind.value: kind.label for kind in BillKind} == {
        "special": "特殊缴费",
        "flexible_arrears": "社保（医保）费补缴",
        "resident_arrears": "社保费补缴",
    }


def test_a_bill_of_nothing_is_no_bill() -> None:
    with pytest.raises(ValueError, match="a bill of nothing"):
        replace(BILL, amount=ZERO)


def test_the_repr_of_a_bill_shows_neither_its_number_nor_the_personal_one() -> None:
    assert "HD-1" not in repr(BILL)
    assert "12345678" not in repr(BILL)


@pytest.mark.parametrize("yuan", [(), (7506, 4504), (4504, 4504)])
def test_the_bases_of_a_plan_ascend_and_there_is_one(yuan: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="bases of a plan ascend"):
        replace(PLAN, bases=tuple(map(Money.yuan, yuan)))


def test_a_plan_may_have_a_single_base() -> None:
    assert replace(PLAN, bases=(Money.yuan(4504),)).bases == (Money.yuan(4504),)


def test_a_medical_offer_has_a_plan_and_something_that_must_be_paid() -> None:
    assert MedicalOffer((PLAN,), (BASIC, CARE), "", demonstration=True).items == (BASIC, CARE)
    for plans, items in (((), (BASIC,)), ((PLAN,), (CARE,)), ((PLAN,), ())):
        with pytest.raises(ValueError, match="a plan and a required item"):
            MedicalOffer(plans, items, "", demonstration=True)


def test_a_year_that_can_be_paid_has_a_tier() -> None:
    tier = Tier("300", "300 元档", Money.yuan(300), Money.yuan(30))
    assert YearOffer(2026, "普通居民", (tier,), demonstration=True).tiers == (tier,)
    assert tier.note == ""
    with pytest.raises(ValueError, match="has a tier"):
        YearOffer(2026, "普通居民", (), demonstration=True)


@pytest.mark.parametrize("state", [DeclarationState.DECLARED, DeclarationState.IN_USE])
def test_a_base_that_was_declared_is_known(state: DeclarationState) -> None:
    assert replace(NONE, state=state, base=Money.yuan(5200)).base == Money.yuan(5200)
    with pytest.raises(ValueError, match="a declared base is known"):
        replace(NONE, state=state)


def test_a_base_that_was_not_declared_is_not_known() -> None:
    assert NONE.base is None
    with pytest.raises(ValueError, match="one not declared is not"):
        replace(NONE, base=Money.yuan(5200))


def test_the_repr_of_a_declaration_does_not_show_the_personal_number() -> None:
    assert "12345678" not in repr(NONE)
