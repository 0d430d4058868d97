from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.domain.check_digit import machine_readable_check_digit, resident_check_digit
from kiosk.domain.identity import parse_identity_number
from kiosk.domain.masking import mask_identity, mask_name, mask_personal_number

births = st.dates(date(1924, 1, 1), date(2023, 12, 31))
ideographs = st.sampled_from("张三李四王五䶮𬱖𰻞\ue863\uf92c〇欧阳")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("", ""),
        ("张", "*"),
        ("张三", "张*"),
        ("张三丰", "张*丰"),
        ("欧阳样例", "欧**例"),
        ("杨䶮例", "杨*例"),
        ("𬱖样", "𬱖*"),
        ("朱样𬱖", "朱*𬱖"),
        ("葛\U000e0100城", "葛\U000e0100*"),
        ("\ue863三", "\ue863*"),
        ("张  三", "张*"),
        ("古丽样本·示例江", "古***·示**"),
        ("古丽样本・示例江", "古***·示**"),
        ("阿·样本", "*·样*"),
        ("样本·", "样*·"),
        ("SPECIMEN, ANNA MARIA", "S*******, A*** M****"),
        ("Jean-Luc d'Exemple", "J***-L** *'E******"),
        ("J SAMPLE", "* S*****"),
        ("MONONYM", "M******"),
        ("Renée", "R****"),
        ("样ANNA", "样****"),
    ],
)
def test_names_are_masked_as_their_kind_is(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text(ideographs, min_size=3, max_size=15))
def test_of_a_long_chinese_name_only_the_ends_are_left(name: str) -> None:
    assert mask_name(name) == name[0] + "*" * (len(name) - 2) + name[-1]


@given(st.text(st.characters(exclude_characters="*"), max_size=30))
def test_a_masked_name_is_never_the_name(name: str) -> None:
    assume(any(character.isalnum() for character in name))

    masked = mask_name(name)

    assert "*" in masked
    assert masked != name


@given(births, st.integers(0, 999))
def test_a_masked_number_keeps_four_at_each_end(birth: date, sequence: int) -> None:
    body = f"370200{birth:%Y%m%d}{sequence:03d}"
    number = parse_identity_number(body + resident_check_digit(body))

    assert mask_identity(number) == f"3702**********{number.value[-4:]}"


@given(births, st.integers(0, 9))
def test_a_masked_2017_foreigner_number_hides_region_and_birth(birth: date, sequence: int) -> None:
    body = f"KAZ1100{birth:%y%m%d}{sequence}"
    number = parse_identity_number(body + machine_readable_check_digit(body))

    assert mask_identity(number) == f"KAZ**********{number.value[-2:]}"


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("12345678", "****5678"),
        ("3701000012345678", "************5678"),
        ("1234567", "****567"),
        ("123", "**3"),
        ("1", "*"),
        ("", ""),
    ],
)
def test_of_a_personal_number_at_most_four_and_at_most_half_are_left(
    number: str, masked: str
) -> None:
    assert mask_personal_number(number) == masked


@given(st.text("0123456789", min_size=1, max_size=20))
def test_at_least_half_of_a_personal_number_is_hidden(number: str) -> None:
    masked = mask_personal_number(number)

    assert len(masked) == len(number)
    assert masked.count("*") * 2 >= len(number)
