from __future__ import annotations

import string
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.event_number import ALPHABET, event_number

EVENT = "7d1c0e42-9a5b-4c3d-8e2f-1a0b9c8d7e6f"


def test_an_event_has_one_number_for_ever() -> None:
    assert event_number(EVENT) == event_number(EVENT) == "5UGN-6J85"


def test_what_has_no_event_has_no_number() -> None:
    assert event_number("") == ""


@given(st.text(min_size=1, max_size=64))
def test_it_is_eight_characters_in_two_groups(event: str) -> None:
    first, second = event_number(event).split("-")
    assert len(first) == len(second) == 4
    assert set(first + second) <= set(ALPHABET)


def test_no_character_is_taken_for_another() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert set(ALPHABET) <= set(string.digits + string.ascii_uppercase)
    for alike in ("0O", "1IL", "8B", "5S", "2Z", "UV"):
        assert len(set(alike) & set(ALPHABET)) <= 1


def test_no_day_of_birth_can_be_written_in_it() -> None:
    assert not set("01") & set(ALPHABET)


def test_events_of_a_year_are_told_apart() -> None:
    numbers = {event_number(str(UUID(int=n))) for n in range(20_000)}
    assert len(numbers) == 20_000
    assert {letter for number in numbers for letter in number} == {*ALPHABET, "-"}
