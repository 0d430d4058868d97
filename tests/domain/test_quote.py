from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.quote import Quote, QuoteLine

BASE = Money(3980_00)


def quote(months: tuple[int, ...], total: int, *, last: int) -> Quote:
    return Quote(
        number="Q1",
        personal_number="3701000012345678",
        insurance=InsuranceKind.FLEXIBLE_PENSION,
        agency_name="济南市社会保险事业中心",
        period=ContributionPeriod(Month(2026, 1), Month(2026, last)),
        base=BASE,
        rate_bp=2000,
        lines=tuple(QuoteLine(Month(2026, month), BASE, BASE.share(2000)) for month in months),
        total=Money(total),
        demonstration=True,
    )


def test_a_quote_has_a_line_for_each_month_and_adds_up() -> None:
    made = quote((1, 2, 3), 2388_00, last=3)

    assert tuple(line.month for line in made.lines) == made.period.months


@given(st.integers(0, 10_000_00))
def test_a_quote_that_does_not_add_up_is_refused(total: int) -> None:
    assume(total != 2388_00)

    with pytest.raises(ValueError, match="add up"):
        quote((1, 2, 3), total, last=3)


@pytest.mark.parametrize("months", [(1, 2, 4), (1, 3, 2), (2, 3, 4), (1, 1, 1)])
def test_a_quote_for_other_months_is_refused(months: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="months of its period"):
        quote(months, 2388_00, last=3)


def test_a_quote_with_too_few_months_is_refused() -> None:
    with pytest.raises(ValueError, match="months of its period"):
        quote((1, 2), 1592_00, last=3)


def test_the_repr_of_a_quote_does_not_show_the_personal_number() -> None:
    assert "12345678" not in repr(quote((1,), 796_00, last=1))
