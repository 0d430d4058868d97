from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from kiosk.domain.check_digit import machine_readable_check_digit, resident_check_digit
from kiosk.domain.identity import (
    IdentityFlaw,
    IdentityKind,
    IdentityNumber,
    IdentityNumberError,
    parse_identity_number,
)

ZHANG = "370100199003071235"
DIGITS = "0123456789"

_births = st.dates(date(1850, 1, 1), date(2099, 12, 31))


@st.composite
def long_numbers(draw: st.DrawFn, prefixes: st.SearchStrategy[str]) -> str:
    body = f"{draw(prefixes)}{draw(_births):%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + resident_check_digit(body)


@st.composite
def foreigner_2017_numbers(draw: st.DrawFn) -> str:
    nation = draw(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=3, max_size=3))
    region = draw(st.text(DIGITS, min_size=4, max_size=4))
    birth = draw(st.dates(date(1924, 1, 1), date(2023, 12, 31)))
    body = f"{nation}{region}{birth:%y%m%d}{draw(st.integers(0, 9))}"
    return body + machine_readable_check_digit(body)


regions = st.integers(100_000, 899_999).map(str)
foreigner_2023_prefixes = st.integers(900_000, 999_999).map(str)
numbers = long_numbers(regions | foreigner_2023_prefixes) | foreigner_2017_numbers()


def flaw_of(text: str) -> IdentityFlaw:
    with pytest.raises(IdentityNumberError) as refused:
        parse_identity_number(text)
    return refused.value.reason


@pytest.mark.parametrize(
    ("text", "kind", "birth"),
    [
        ("11010519491231002X", IdentityKind.RESIDENT, date(1949, 12, 31)),
        ("440524188001010014", IdentityKind.RESIDENT, date(1880, 1, 1)),
        ("34052419800101001X", IdentityKind.RESIDENT, date(1980, 1, 1)),
        ("110101199003077571", IdentityKind.RESIDENT, date(1990, 3, 7)),
        ("810000199001010019", IdentityKind.HK_MACAO_RESIDENCE_PERMIT, date(1990, 1, 1)),
        ("82000019850505002X", IdentityKind.HK_MACAO_RESIDENCE_PERMIT, date(1985, 5, 5)),
        ("83000019791111003X", IdentityKind.TAIWAN_RESIDENCE_PERMIT, date(1979, 11, 11)),
        ("932682198501010017", IdentityKind.FOREIGN_PERMANENT_RESIDENT, date(1985, 1, 1)),
        ("KAZ110090123105", IdentityKind.FOREIGN_PERMANENT_RESIDENT, date(1990, 12, 31)),
    ],
)
def test_published_numbers_of_every_kind_are_read(
    text: str, kind: IdentityKind, birth: date
) -> None:
    number = parse_identity_number(text)

    assert (number.kind, number.value, number.birth) == (kind, text, birth)


@given(numbers)
def test_every_well_formed_number_is_read_as_it_stands(text: str) -> None:
    assert parse_identity_number(text).value == text


@given(long_numbers(regions))
def test_the_number_library_reads_the_same_birth_and_check_digit(text: str) -> None:
    number = parse_identity_number(text)

    assert number.birth == ric.get_birth_date(text)
    assert number.value[-1] == ric.calc_check_digit(text)


@given(st.text(DIGITS, min_size=17, max_size=17), st.sampled_from(DIGITS + "X"))
def test_what_the_number_library_refuses_is_refused_too(body: str, last: str) -> None:
    text = body + last
    try:
        parse_identity_number(text)
    except IdentityNumberError as refused:
        assume(refused.reason is not IdentityFlaw.LEADING_ZERO)
        assert not ric.is_valid(text)
    else:
        assert ric.calc_check_digit(text) == last
        assert f"{ric.get_birth_date(text):%m%d}" == body[10:14]


@pytest.mark.parametrize("text", ["371202198406180003", "370802199001010015"])
def test_a_withdrawn_region_is_not_refused(text: str) -> None:
    body = text[:-1]

    assert parse_identity_number(body + resident_check_digit(body)).kind is IdentityKind.RESIDENT


def test_a_region_that_never_was_is_not_refused_although_the_number_library_refuses_it() -> None:
    body = "79999919900307123"
    text = body + resident_check_digit(body)

    with pytest.raises(ValidationError):
        ric.validate(text)
    assert parse_identity_number(text).kind is IdentityKind.RESIDENT


def test_only_the_exact_prefix_makes_a_residence_permit() -> None:
    body = "81000119900101001"

    assert parse_identity_number(body + resident_check_digit(body)).kind is IdentityKind.RESIDENT


@given(numbers, st.text(" \0\t\r\n\u3000"), st.text(" \0\t\r\n\u3000"))
def test_padding_and_small_letters_make_no_difference(text: str, before: str, after: str) -> None:
    assert parse_identity_number(before + text.lower() + after) == parse_identity_number(text)


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", IdentityFlaw.LENGTH),
        (ZHANG[:-1], IdentityFlaw.LENGTH),
        (ZHANG + "0", IdentityFlaw.LENGTH),
        ("370100900307123", IdentityFlaw.OLD_15_DIGIT),
        ("37010090030712X", IdentityFlaw.CHARACTERS),
        ("3701001990030712X5", IdentityFlaw.CHARACTERS),
        ("3701001990030712３5", IdentityFlaw.CHARACTERS),
        ("370100 99003071235", IdentityFlaw.CHARACTERS),
        ("37010019900307123\N{LATIN SMALL LETTER SHARP S}", IdentityFlaw.CHARACTERS),
        ("KAZ1100901231０5", IdentityFlaw.CHARACTERS),
        ("３７０１００９００３０７１２３", IdentityFlaw.CHARACTERS),
        ("070100199003071235", IdentityFlaw.LEADING_ZERO),
        ("370100199002301235", IdentityFlaw.BIRTH_DATE),
        ("370100199013011235", IdentityFlaw.BIRTH_DATE),
        ("370100000003071235", IdentityFlaw.BIRTH_DATE),
        ("KAZ110090023005", IdentityFlaw.BIRTH_DATE),
        ("370100199003071236", IdentityFlaw.CHECK_DIGIT),
        ("37010019900307123X", IdentityFlaw.CHECK_DIGIT),
        ("KAZ110090123106", IdentityFlaw.CHECK_DIGIT),
    ],
)
def test_what_is_wrong_is_said(text: str, flaw: IdentityFlaw) -> None:
    assert flaw_of(text) is flaw


@given(numbers, st.integers(0, 17), st.sampled_from(DIGITS))
def test_one_mistyped_digit_never_passes(text: str, place: int, digit: str) -> None:
    assume(place < len(text) and text[place].isdigit() and text[place] != digit)

    with pytest.raises(IdentityNumberError):
        parse_identity_number(text[:place] + digit + text[place + 1 :])


@given(st.text(max_size=30) | st.text(DIGITS + "Xx", min_size=15, max_size=18))
def test_nothing_but_its_own_error_comes_out_of_any_text(text: str) -> None:
    try:
        value = parse_identity_number(text).value
    except IdentityNumberError:
        return
    assert re.fullmatch(r"[1-9][0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}", value)


@pytest.mark.parametrize("text", ["370100199003071236", "KAZ110090023005", "张三"])
def test_an_error_says_why_and_never_which_number(text: str) -> None:
    with pytest.raises(IdentityNumberError) as refused:
        parse_identity_number(text)

    assert str(refused.value) == refused.value.reason.value
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


@given(numbers, st.sampled_from(IdentityKind))
def test_a_number_cannot_be_made_with_the_wrong_kind(text: str, kind: IdentityKind) -> None:
    number = parse_identity_number(text)
    assume(kind is not number.kind)

    with pytest.raises(IdentityNumberError) as refused:
        IdentityNumber(kind, text)

    assert refused.value.reason is IdentityFlaw.KIND


def test_a_number_cannot_be_made_past_the_checks() -> None:
    with pytest.raises(IdentityNumberError):
        IdentityNumber(IdentityKind.RESIDENT, "370100199003071236")


@given(numbers)
def test_neither_repr_nor_str_shows_the_number(text: str) -> None:
    number = parse_identity_number(text)

    shown = f"{number!r} {number} {[number]}"

    assert not re.search(r"\d", shown)
    assert number.kind.name in shown


@given(long_numbers(regions | foreigner_2023_prefixes))
def test_the_seventeenth_digit_tells_the_sex(text: str) -> None:
    assert parse_identity_number(text).sex_digit == int(text[16])


@given(foreigner_2017_numbers())
def test_a_2017_foreigner_number_has_no_sex_digit(text: str) -> None:
    assert parse_identity_number(text).sex_digit is None


@pytest.mark.parametrize(
    ("yymmdd", "birth"),
    [
        ("000229", date(2000, 2, 29)),
        ("231231", date(2023, 12, 31)),
        ("240101", date(1924, 1, 1)),
        ("991231", date(1999, 12, 31)),
    ],
)
def test_two_digit_years_end_with_the_last_year_of_issue(yymmdd: str, birth: date) -> None:
    body = f"UTO3701{yymmdd}1"

    assert parse_identity_number(body + machine_readable_check_digit(body)).birth == birth


@given(_births, _births, st.integers(0, 999))
def test_a_long_number_matches_its_own_birth_only(birth: date, other: date, sequence: int) -> None:
    body = f"370100{birth:%Y%m%d}{sequence:03d}"
    number = parse_identity_number(body + resident_check_digit(body))

    assert number.matches_birth(birth)
    assert number.matches_birth(other) is (other == birth)


def test_a_short_number_matches_a_birth_in_either_century() -> None:
    number = parse_identity_number("KAZ110090123105")

    assert number.matches_birth(date(1990, 12, 31))
    assert number.matches_birth(date(1890, 12, 31))
    assert not number.matches_birth(date(1990, 12, 30))


@pytest.mark.parametrize(
    ("today", "age"),
    [
        (date(1990, 3, 6), -1),
        (date(1990, 3, 7), 0),
        (date(2050, 3, 6), 59),
        (date(2050, 3, 7), 60),
        (date(2050, 12, 1), 60),
    ],
)
def test_age_is_counted_in_completed_years(today: date, age: int) -> None:
    assert parse_identity_number(ZHANG).age_on(today) == age


def test_a_number_is_plausible_from_birth_to_a_hundred_and_thirty() -> None:
    number = parse_identity_number(ZHANG)

    assert not number.is_plausible_on(number.birth - timedelta(days=1))
    assert number.is_plausible_on(number.birth)
    assert number.is_plausible_on(date(2121, 3, 6))
    assert not number.is_plausible_on(date(2121, 3, 7))


@pytest.mark.parametrize(
    ("kind", "code", "label"),
    [
        (IdentityKind.RESIDENT, "201", "居民身份证"),
        (IdentityKind.FOREIGN_PERMANENT_RESIDENT, "233", "外国人永久居留身份证"),
        (IdentityKind.HK_MACAO_RESIDENCE_PERMIT, "237", "港澳居民居住证"),
        (IdentityKind.TAIWAN_RESIDENCE_PERMIT, "238", "台湾居民居住证"),
    ],
)
def test_kinds_have_the_codes_of_the_tax_interface_and_chinese_names(
    kind: IdentityKind, code: str, label: str
) -> None:
    assert (kind.value, kind.label) == (code, label)


def test_no_kind_is_left_without_a_name() -> None:
    assert len({kind.label for kind in IdentityKind}) == len(IdentityKind)
