from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ledger import Ledger, acknowledge_damage, is_well_formed
from kiosk.ledger.errors import LedgerDamaged
from kiosk.ledger.number import order_number
from tests.ledger.given import BEIJING, Clock, opened

MOMENT = datetime(2026, 1, 31, 9, 0, tzinfo=BEIJING)


def test_a_number_says_terminal_moment_and_count() -> None:
    assert order_number("JN-03", MOMENT, 42)[:-1] == "JN0320260131090000000042"


def test_the_day_is_the_day_in_china() -> None:
    late = datetime.fromisoformat("2026-01-31T23:30:00+00:00")
    assert order_number("JN-03", late, 1).startswith("JN0320260201073000")


@given(
    terminal=st.from_regex(r"[A-Za-z0-9](-?[A-Za-z0-9]){0,9}", fullmatch=True),
    counter=st.integers(1, 10**7 - 1),
)
def test_every_number_is_well_formed(terminal: str, counter: int) -> None:
    number = order_number(terminal, MOMENT, counter)
    assert re.fullmatch(r"[0-9A-Z]{20,32}", number)
    assert is_well_formed(number)


@given(place=st.integers(0, 23), other=st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_character_is_noticed(place: int, other: str) -> None:
    number = order_number("JN-03", MOMENT, 42)
    wrong = number[:place] + other + number[place + 1 :]
    assert is_well_formed(wrong) == (wrong == number)


@pytest.mark.parametrize("terminal", ["", "---", "济南03", "A" * 11, "JN/03", "JN03\n"])
def test_a_terminal_without_a_sensible_number_gets_none(ledger: Ledger, terminal: str) -> None:
    entries = len(ledger.entries())
    with pytest.raises(ValueError, match="terminal number"):
        ledger.mint_order_number(terminal)
    assert len(ledger.entries()) == entries


def test_no_number_comes_twice_even_when_the_clock_stands_still(path: Path) -> None:
    numbers = []
    for _ in range(3):
        with Ledger.open(path, now=lambda: MOMENT, key=bytes(32)) as ledger:
            numbers += [ledger.mint_order_number("JN-03") for _ in range(4)]
    assert len(set(numbers)) == 12


def test_counting_goes_on_when_the_clock_goes_back(path: Path) -> None:
    with opened(path, Clock(MOMENT)) as ledger:
        first = ledger.mint_order_number("JN-03")
    with opened(path, Clock(MOMENT - timedelta(days=400))) as ledger:
        second = ledger.mint_order_number("JN-03")
        assert (first[-7:-1], second[-7:-1]) == ("000001", "000002")
        assert ledger.verify().sound


def test_a_ledger_begun_anew_on_the_same_day_repeats_no_number(path: Path, clock: Clock) -> None:
    with opened(path, clock) as ledger:
        before = {ledger.mint_order_number("JN-03") for _ in range(5)}
    path.write_bytes(b"")
    with pytest.raises(LedgerDamaged), opened(path, clock):
        pass
    acknowledge_damage(path)
    with opened(path, clock) as ledger:
        after = {ledger.mint_order_number("JN-03") for _ in range(5)}
    assert not before & after
