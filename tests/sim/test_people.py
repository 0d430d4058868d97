from __future__ import annotations

from datetime import date

import pytest

from kiosk.domain.citizen import Sex
from kiosk.domain.identity import IdentityKind
from kiosk.domain.masking import mask_name
from kiosk.domain.names import normalise_name
from sim.people import PEOPLE, Case, Person, find_person, people_of

everybody = pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_there_are_enough_people() -> None:
    assert len(PEOPLE) >= 20


def test_keys_and_numbers_and_names_are_unique() -> None:
    for facts in (
        [person.key for person in PEOPLE],
        [person.number for person in PEOPLE],
        [person.called for person in PEOPLE],
    ):
        assert len(set(facts)) == len(PEOPLE)


@pytest.mark.parametrize("case", Case)
def test_every_case_has_somebody(case: Case) -> None:
    assert people_of(case)


def test_a_person_is_found_by_key() -> None:
    assert find_person("zhang-san").name == "张三"
    with pytest.raises(KeyError):
        find_person("nobody")


@everybody
def test_keys_are_plain_ascii(person: Person) -> None:
    assert person.key.isascii()
    assert person.key.replace("-", "").isalpha()
    assert person.key == person.key.lower()


@everybody
def test_the_number_is_valid_and_agrees_with_the_card(person: Person) -> None:
    number = person.identity

    assert number.value == person.number
    assert number.birth == person.birth
    if number.sex_digit is not None:
        assert (number.sex_digit % 2 == 1) is (person.sex is Sex.MALE)


@everybody
def test_the_kind_of_number_is_that_of_the_card(person: Person) -> None:
    kinds = {
        " ": {IdentityKind.RESIDENT},
        "J": {IdentityKind.HK_MACAO_RESIDENCE_PERMIT, IdentityKind.TAIWAN_RESIDENCE_PERMIT},
        "I": {IdentityKind.FOREIGN_PERMANENT_RESIDENT},
        "Y": {IdentityKind.FOREIGN_PERMANENT_RESIDENT},
    }

    assert person.identity.kind in kinds[person.card_type]
    assert len(person.number) == (15 if person.card_type == "I" else 18)


@everybody
def test_everything_fits_in_the_card_record(person: Person) -> None:
    assert utf16_units(person.name) <= 15
    assert utf16_units(person.address) <= 35
    assert utf16_units(person.authority) <= (4 if person.card_type == "I" else 15)
    assert utf16_units(person.english_name) <= (35 + 11 if person.card_type == "Y" else 60)
    assert len(person.country) in {0, 3}
    assert len(person.pass_number) in {0, 9}
    assert len(person.issue_count) in {0, 2}


@everybody
def test_each_card_has_the_fields_of_its_type(person: Person) -> None:
    is_citizen = person.card_type == " "
    is_permit = person.card_type == "J"
    is_foreigner = person.card_type in {"I", "Y"}

    assert bool(person.nation_code) is is_citizen
    assert bool(person.pass_number) is is_permit
    assert bool(person.address) is not is_foreigner
    assert bool(person.english_name) is is_foreigner
    assert bool(person.country) is is_foreigner
    assert bool(person.issue_count) is (person.card_type in {"J", "Y"})
    assert person.called


@everybody
def test_names_are_written_as_the_terminal_writes_them(person: Person) -> None:
    assert normalise_name(person.called) == person.called
    assert "*" in mask_name(person.called)


@everybody
def test_the_card_was_valid_when_it_was_issued(person: Person) -> None:
    assert person.birth < person.valid_from
    assert person.valid_to is None or person.valid_from < person.valid_to


@pytest.mark.parametrize(
    ("key", "years"),
    [("jiang-xiaoli", 5), ("han-li", 10), ("zhang-san", 20), ("zhao-liu", None)],
)
def test_the_validity_of_a_card_follows_from_the_age_at_issue(key: str, years: int | None) -> None:
    person = find_person(key)

    if years is None:
        assert person.valid_to is None
    else:
        assert person.valid_to == person.valid_from.replace(year=person.valid_from.year + years)


def test_the_cases_of_cards_are_what_they_say() -> None:
    today = date(2026, 11, 22)

    for person in PEOPLE:
        expired = person.valid_to is not None and person.valid_to < today
        cases = {
            Case.EXPIRED_CARD: expired,
            Case.LONG_TERM_CARD: person.valid_to is None,
            Case.OVER_SIXTY: person.identity.age_on(today) >= 60,
            Case.MINOR_STUDENT: person.identity.age_on(today) < 16,
            Case.CHECK_DIGIT_X: person.number.endswith("X"),
            Case.RARE_CHARACTER: "䶮" in person.name,
            Case.SURROGATE_PAIR: utf16_units(person.name) > len(person.name),
            Case.MINORITY_NAME: "·" in person.name,
            Case.HK_PERMIT: person.number.startswith("810000"),
            Case.MACAO_PERMIT: person.number.startswith("820000"),
            Case.TAIWAN_PERMIT: person.number.startswith("830000"),
            Case.FOREIGNER_2017: person.card_type == "I",
            Case.FOREIGNER_2023: person.card_type == "Y",
        }
        for case, is_so in cases.items():
            if case is Case.CHECK_DIGIT_X:
                assert is_so or case not in person.cases
            else:
                assert (case in person.cases) is is_so, (person.key, case)


def test_one_foreigner_has_a_chinese_name_and_one_has_none() -> None:
    names = {bool(person.name) for person in people_of(Case.FOREIGNER_2017)}

    assert names == {True, False}


def test_one_english_name_runs_over_into_the_extension() -> None:
    assert any(len(person.english_name) > 35 for person in people_of(Case.FOREIGNER_2023))
