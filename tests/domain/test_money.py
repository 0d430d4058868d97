from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import ZERO, Money, total

fens = st.integers(0, 10**14)


@given(fens, fens)
def test_adding_adds_fen(one: int, other: int) -> None:
    assert Money(one) + Money(other) == Money(one + other)


@given(fens, fens)
def test_subtracting_undoes_adding(one: int, other: int) -> None:
    assert Money(one) + Money(other) - Money(other) == Money(one)


def test_more_cannot_be_taken_away_than_there_is() -> None:
    with pytest.raises(ValueError, match="negative"):
        Money(1) - Money(2)


def test_money_is_never_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        Money(-1)
    with pytest.raises(ValueError, match="negative"):
        Money.yuan(-1)


@pytest.mark.parametrize("fen", [1.0, True, "1", None, Decimal(1)])
def test_money_is_made_of_whole_numbers_only(fen: object) -> None:
    with pytest.raises(TypeError, match=type(fen).__name__):
        Money(cast("int", fen))


def test_money_is_not_multiplied_by_a_fraction() -> None:
    with pytest.raises(TypeError, match="float"):
        Money(100) * cast("int", 1.5)


@given(st.integers(0, 10**12))
def test_a_yuan_is_a_hundred_fen(yuan: int) -> None:
    assert Money.yuan(yuan) == Money(100 * yuan)


@given(fens, st.integers(0, 36))
def test_months_times_an_amount_is_the_sum_of_the_months(fen: int, months: int) -> None:
    assert Money(fen) * months == total((Money(fen),) * months)


@given(st.lists(fens))
def test_a_total_is_the_sum(amounts: list[int]) -> None:
    assert total(tuple(map(Money, amounts))).fen == sum(amounts)


def test_the_total_of_nothing_is_zero() -> None:
    assert total(()) == ZERO == Money(0)


@given(fens, st.integers(0, 10_000))
def test_a_share_is_rounded_half_a_fen_upwards(fen: int, basis_points: int) -> None:
    exact = Decimal(fen) * basis_points / 10_000

    assert Money(fen).share(basis_points).fen == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(("basis_points", "fen"), [(4_999, 0), (5_000, 1), (5_001, 1)])
def test_just_below_half_a_fen_is_nothing(basis_points: int, fen: int) -> None:
    assert Money(1).share(basis_points) == Money(fen)


@pytest.mark.parametrize(
    ("base", "amount"),
    [(3980_00, 796_00), (19899_00, 3979_80), (4504_00, 900_80), (4241_40, 848_28)],
)
def test_a_pension_contribution_is_a_fifth_of_the_base(base: int, amount: int) -> None:
    assert Money(base).share(2000) == Money(amount)


@pytest.mark.parametrize(
    ("fen", "figures", "whole"),
    [
        (0, "0.00", "0"),
        (1, "0.01", "0.01"),
        (10, "0.10", "0.10"),
        (100_00, "100.00", "100"),
        (1040_00, "1,040.00", "1,040"),
        (3979_80, "3,979.80", "3,979.80"),
        (1_234_567_89, "1,234,567.89", "1,234,567.89"),
    ],
)
def test_amounts_are_shown_in_figures(fen: int, figures: str, whole: str) -> None:
    money = Money(fen)

    assert (money.figures, money.whole_figures, str(money)) == (figures, whole, f"¥{figures}")


@given(fens)
def test_figures_say_the_amount(fen: int) -> None:
    assert Decimal(Money(fen).figures.replace(",", "")) * 100 == fen


@given(fens, fens)
def test_money_is_ordered_by_amount(one: int, other: int) -> None:
    assert (Money(one) < Money(other)) is (one < other)
