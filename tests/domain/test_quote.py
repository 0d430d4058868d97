from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.domain.basis import monthly_base
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.quote import Quote, QuoteLine

BASE = Money(3980_00)
WHOLE = ContributionPeriod.whole_year(2025)


def month(number: int) -> ContributionPeriod:
    return ContributionPeriod(Month(2026, number), Month(2026, number))


def quote(lines: tuple[QuoteLine, ...], total: int, *periods: ContributionPeriod) -> Quote:
    return Quote(
        number="Q1",
        personal_number="3701000012345678",
        insurance=InsuranceKind.FLEXIBLE_PENSION,
        agency_name="济南市社会保险事业中心",
        periods=periods,
        basis=monthly_base(BASE),
        lines=lines,
        total=Money(total),
        demonstration=True,
    )


def monthly(months: tuple[int, ...], total: int, *, last: int) -> Quote:
    lines = tuple(QuoteLine(month(number), BASE.share(2000)) for number in months)
    return quote(lines, total, ContributionPeriod(Month(2026, 1), Month(2026, last)))


def test_a_quote_has_a_line_for_each_month_and_adds_up() -> None:
    made = monthly((1, 2, 3), 2388_00, last=3)

    assert tuple(line.period.first for line in made.lines) == made.periods[0].months


@given(st.integers(0, 10_000_00))
def test_a_quote_that_does_not_add_up_is_refused(total: int) -> None:
    assume(total != 2388_00)

    with pytest.raises(ValueError, match="add up"):
        monthly((1, 2, 3), total, last=3)


@pytest.mark.parametrize("months", [(1, 2, 4), (2, 3, 4), (1, 1, 1)])
def test_a_quote_for_other_months_is_refused(months: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="months of its periods"):
        monthly(months, 2388_00, last=3)


def test_a_quote_with_too_few_months_is_refused() -> None:
    with pytest.raises(ValueError, match="months of its periods"):
        monthly((1, 2), 1592_00, last=3)


def test_a_quote_for_no_time_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="months of its periods"):
        quote((), 0)


def test_a_month_may_have_several_lines_one_for_each_item() -> None:
    lines = (QuoteLine(month(1), Money(400), "基本医疗"), QuoteLine(month(1), Money(8), "长期护理"))

    assert quote(lines, 408, month(1)).lines == lines


def test_bills_of_several_years_are_one_quote() -> None:
    lines = (QuoteLine(WHOLE, Money(900)), QuoteLine(month(2), Money(100)))

    assert quote(lines, 1000, WHOLE, month(2)).periods == (WHOLE, month(2))
    with pytest.raises(ValueError, match="months of its periods"):
        quote(lines, 1000, WHOLE)


def test_the_repr_of_a_quote_does_not_show_the_personal_number() -> None:
    assert "12345678" not in repr(monthly((1,), 796_00, last=1))
