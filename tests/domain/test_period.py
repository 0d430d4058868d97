from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.domain.period import ContributionPeriod, Month, count_months, periods_label

months = st.builds(Month, st.integers(1000, 9999), st.integers(1, 12))


@given(months)
def test_a_month_reads_its_own_code(month: Month) -> None:
    assert Month.parse(month.code) == month


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "20261",
        "2026-1",
        "2026011",
        " 202601",
        "202601\n",
        "２０２６０１",
        "abcdef",
        "-20261",
    ],
)
def test_only_six_digits_are_a_month(text: str) -> None:
    with pytest.raises(ValueError, match="YYYYMM"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["202600", "202613", "000001", "099912"])
def test_six_digits_that_are_no_month_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no such month"):
        Month.parse(text)


@pytest.mark.parametrize(
    ("code", "months_later", "later"),
    [
        ("202601", 0, "202601"),
        ("202601", 11, "202612"),
        ("202612", 1, "202701"),
        ("202601", -1, "202512"),
        ("201210", 170, "202612"),
        ("999911", 1, "999912"),
    ],
)
def test_months_are_counted_across_years(code: str, months_later: int, later: str) -> None:
    assert Month.parse(code).plus(months_later).code == later


def test_there_is_no_month_after_the_last() -> None:
    with pytest.raises(ValueError, match="no such month"):
        Month(9999, 12).plus(1)


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(-500, 500))
def test_until_counts_both_ends(year: int, month: int, offset: int) -> None:
    first = Month(year, month)

    assert first.until(first.plus(offset)) == offset + 1
    assert first.plus(offset).plus(-offset) == first


@given(months, months)
def test_months_are_ordered_as_their_codes(one: Month, other: Month) -> None:
    assert (one < other) is (one.code < other.code)


def test_a_month_is_shown_in_chinese() -> None:
    assert Month(2026, 1).label == "2026年01月"


@given(st.integers(1000, 9999), st.integers(1, 12), st.integers(1, 12))
def test_a_period_is_all_its_months_in_order(year: int, first: int, last: int) -> None:
    assume(first <= last)

    period = ContributionPeriod(Month(year, first), Month(year, last))

    assert period.months == tuple(Month(year, month) for month in range(first, last + 1))


def test_a_period_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        ContributionPeriod(Month(2026, 3), Month(2026, 2))


def test_a_period_does_not_cross_years() -> None:
    with pytest.raises(ValueError, match="one calendar year"):
        ContributionPeriod(Month(2025, 12), Month(2026, 1))


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (1, 1, "2026年01月"),
        (1, 3, "2026年01月 – 03月"),
        (1, 12, "2026年度"),
        (2, 12, "2026年02月 – 12月"),
    ],
)
def test_a_period_is_shown_in_chinese(first: int, last: int, label: str) -> None:
    assert ContributionPeriod(Month(2026, first), Month(2026, last)).label == label


def test_a_whole_year_is_january_to_december() -> None:
    year = ContributionPeriod.whole_year(2026)

    assert (year.first, year.last) == (Month(2026, 1), Month(2026, 12))
    assert year.label == "2026年度"


periods = st.builds(
    lambda year, first, more: ContributionPeriod(
        Month(year, first), Month(year, min(12, first + more))
    ),
    st.integers(2024, 2026),
    st.integers(1, 12),
    st.integers(0, 11),
)


@given(periods, periods)
def test_periods_overlap_when_they_share_a_month(
    one: ContributionPeriod, other: ContributionPeriod
) -> None:
    shared = set(one.months) & set(other.months)

    assert one.overlaps(other) is other.overlaps(one) is bool(shared)


@given(st.lists(periods, max_size=4).map(tuple))
def test_months_of_several_periods_are_counted_and_named_together(
    several: tuple[ContributionPeriod, ...],
) -> None:
    assert count_months(several) == sum(one.first.until(one.last) for one in several)
    assert periods_label(several).split("、") == [one.label for one in several] or not several
