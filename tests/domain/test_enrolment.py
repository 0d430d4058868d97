from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.enrolment import BaseRule, Enrolment, EnrolmentStatus
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import Month


def base_rule(lower: int, upper: int) -> BaseRule:
    return BaseRule(
        lower=Money(lower),
        upper=Money(upper),
        rate_bp=2000,
        policy_year=2026,
        previous=None,
        demonstration=True,
    )


def enrolment(payable: tuple[int, ...], paid: tuple[int, ...]) -> Enrolment:
    return Enrolment(
        personal_number="3701000012345678",
        insurance=InsuranceKind.FLEXIBLE_PENSION,
        agency_name="济南市社会保险事业中心",
        status=EnrolmentStatus.ACTIVE,
        since=Month(2012, 10),
        payable=tuple(Month(2026, month) for month in payable),
        paid=tuple(Month(2026, month) for month in paid),
        base=None,
    )


@pytest.mark.parametrize(
    ("base", "admitted"),
    [(3979_99, False), (3980_00, True), (5000_00, True), (19899_00, True), (19899_01, False)],
)
def test_a_base_is_admitted_between_its_bounds_and_on_them(base: int, admitted: bool) -> None:
    assert base_rule(3980_00, 19899_00).admits(Money(base)) is admitted


def test_bounds_may_be_the_same_but_not_the_wrong_way_round() -> None:
    assert base_rule(3980_00, 3980_00).admits(Money(3980_00))
    with pytest.raises(ValueError, match="upper bound"):
        base_rule(3980_01, 3980_00)


@pytest.mark.parametrize(
    ("base", "admitted"), [(5000_00, True), (4999_99, False), (3980_00, False)]
)
def test_once_a_base_was_paid_on_no_other_is_admitted(base: int, admitted: bool) -> None:
    rule = replace(base_rule(3980_00, 19899_00), declared=Money(5000_00))

    assert rule.admits(Money(3980_00))
    assert replace(rule, fixed=True).admits(Money(base)) is admitted


def test_a_base_that_is_fixed_has_been_declared() -> None:
    with pytest.raises(ValueError, match="has been declared"):
        replace(base_rule(3980_00, 19899_00), fixed=True)


@given(st.sets(st.integers(1, 12)), st.sets(st.integers(1, 12)))
def test_months_are_payable_or_paid(payable: set[int], paid: set[int]) -> None:
    only_payable = tuple(sorted(payable - paid))

    made = enrolment(only_payable, tuple(sorted(paid)))

    assert {month.month for month in made.payable + made.paid} == payable | paid


@pytest.mark.parametrize(
    ("payable", "paid"), [((2, 1), ()), ((1, 1), ()), ((), (3, 2)), ((4, 5, 5), (1, 2))]
)
def test_months_out_of_order_are_refused(payable: tuple[int, ...], paid: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="ascend"):
        enrolment(payable, paid)


def test_a_month_both_payable_and_paid_is_refused() -> None:
    with pytest.raises(ValueError, match="either payable or paid"):
        enrolment((2, 3), (1, 2))


def test_the_repr_of_an_enrolment_does_not_show_the_personal_number() -> None:
    assert "12345678" not in repr(enrolment((1,), ()))
