from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from kiosk.domain.check_digit import machine_readable_check_digit, resident_check_digit

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",  # the example of GB 11643 itself
        "440524188001010014",
        "34052419800101001X",
        "110101199003077571",
        "810000199001010019",
        "820000199001010029",
        "82000019850505002X",
        "830000199001010039",
        "83000019791111003X",
        "932682198501010017",
    ],
)
def test_the_eighteenth_character_of_published_numbers_is_found(number: str) -> None:
    assert resident_check_digit(number[:-1]) == number[-1]


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_resident_check_digit_is_that_of_the_weights_in_the_standard(body: str) -> None:
    weighted = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))

    assert resident_check_digit(body) == "10X98765432"[weighted % 11]


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_resident_check_digit_is_that_of_the_number_library(body: str) -> None:
    assert resident_check_digit(body) == ric.calc_check_digit(body + "0")


@pytest.mark.parametrize(
    ("body", "digit"),
    [
        # Specimens of ICAO Doc 9303: document number, date of birth, date of expiry.
        ("L898902C3", "6"),
        ("740812", "2"),
        ("120415", "9"),
        # A published 2017 foreigner number.
        ("KAZ11009012310", "5"),
    ],
)
def test_the_machine_readable_check_digit_of_published_specimens_is_found(
    body: str, digit: str
) -> None:
    assert machine_readable_check_digit(body) == digit


@given(
    body=st.text("0123456789", min_size=14, max_size=14),
    place=st.integers(0, 13),
    digit=st.sampled_from("0123456789"),
)
def test_one_mistyped_digit_changes_the_machine_readable_check_digit(
    body: str, place: int, digit: str
) -> None:
    mistyped = body[:place] + digit + body[place + 1 :]

    same = machine_readable_check_digit(mistyped) == machine_readable_check_digit(body)

    assert same is (mistyped == body)
