from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.receipt import ReceiptLine
from kiosk.ledger.compact import read_lines, read_periods, write_lines, write_periods

PERIODS = st.builds(
    lambda year, ends: ContributionPeriod(Month(year, min(ends)), Month(year, max(ends))),
    st.integers(1000, 9999),
    st.tuples(st.integers(1, 12), st.integers(1, 12)),
)
NAMES = st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=20)
LINES = st.builds(ReceiptLine, NAMES, st.builds(Money, st.integers(0, 10**12)))


@given(st.lists(PERIODS, min_size=1, max_size=12).map(tuple))
def test_periods_read_back(periods: tuple[ContributionPeriod, ...]) -> None:
    assert read_periods(write_periods(periods)) == periods


@given(st.lists(LINES, max_size=60).map(tuple))
def test_lines_read_back(lines: tuple[ReceiptLine, ...]) -> None:
    assert read_lines(write_lines(lines)) == lines


def test_people_can_read_them_too() -> None:
    spring = ContributionPeriod(Month(2026, 1), Month(2026, 3))
    assert write_periods((spring, ContributionPeriod.whole_year(2025))) == (
        "202601-202603,202501-202512"
    )
    assert write_lines((ReceiptLine("大额医疗补助", Money(700)),)) == "700 大额医疗补助"


@pytest.mark.parametrize("text", ["", "202601", "202601-", "202603-202601", "202601-202602,"])
def test_what_are_no_periods_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|period"):
        read_periods(text)


@pytest.mark.parametrize("text", ["\n", "700", "700 ", " 一月", "-1 一月", "007 一月", "7 a\n"])
def test_what_are_no_lines_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a line is"):
        read_lines(text)
