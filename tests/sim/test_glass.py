from __future__ import annotations

import pytest

from sim.glass import place_of

TIERS = (
    ("300元档", "政府补贴 30.00 元", "300.00 元"),
    ("500元档", "政府补贴 60.00 元", "500.00 元"),
    ("1500元档", "政府补贴 80.00 元", "1,500.00 元"),
)


@pytest.mark.parametrize(
    ("which", "place"),
    [(1, 0), (3, 2), ("300元档", 0), ("补贴 60", 1), ("1,500.00", 2)],
)
def test_one_of_several_is_found_by_place_or_words(which: int | str, place: int) -> None:
    assert place_of(which, TIERS) == place


def test_a_title_counts_before_words_that_hold_it() -> None:
    assert place_of("500元档", TIERS) == 1


@pytest.mark.parametrize("which", [4, "600元档", "政府补贴"])
def test_what_is_not_just_one_is_not_found(which: int | str) -> None:
    with pytest.raises(LookupError):
        place_of(which, TIERS)
