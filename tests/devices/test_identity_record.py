"""Text records of identity cards, against the known sample and the simulator's own encoder."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.identity_record import (
    CitizenRecord,
    ForeignerRecord,
    IdentityRecordError,
    ResidencePermitRecord,
    UnknownRecordKind,
    decode_identity_record,
)
from kiosk.devices.codecs.nations import NATIONS, nation_name
from kiosk.domain.citizen import Sex
from sim.devices.identity_record_encoder import encode_record
from sim.people import PEOPLE, Case, Person, find_person, people_of

ZHANG_SAN = replace(
    find_person("zhang-san"),
    birth=date(1990, 3, 7),
    address="北京市东城区东长安街1号",
    number="110101199003077571",
    authority="北京市公安局东城分局",
    valid_from=date(2020, 1, 1),
    valid_to=date(2040, 1, 1),
)


def with_field(record: bytes, offset: int, size: int, text: str) -> bytes:
    return record[:offset] + text.ljust(size // 2).encode("utf-16-le") + record[offset + size :]


def test_the_known_sample_is_encoded_byte_for_byte() -> None:
    record = encode_record(ZHANG_SAN)
    assert record.startswith(bytes.fromhex("20 5F 09 4E") + b"\x20\x00" * 13 + b"\x31\x00")
    assert hashlib.sha256(record).hexdigest() == (
        "b15a0e07d035d00bd80687ed1da2615b89a6b65a846e4374227207ba9718a561"
    )


def test_the_known_sample_is_understood() -> None:
    said = decode_identity_record(encode_record(ZHANG_SAN))
    assert said == CitizenRecord(
        name="张三",
        sex=Sex.MALE,
        nation="汉",
        birth=date(1990, 3, 7),
        address="北京市东城区东长安街1号",
        number="110101199003077571",
        issuer="北京市公安局东城分局",
        valid_from=date(2020, 1, 1),
        valid_to=date(2040, 1, 1),
    )


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)
def test_everybodys_record_says_what_was_written(person: Person) -> None:
    said = decode_identity_record(encode_record(person))
    assert said.name == person.called
    assert (said.number, said.sex, said.birth) == (person.number, person.sex, person.birth)
    assert (said.valid_from, said.valid_to) == (person.valid_from, person.valid_to)
    match said:
        case CitizenRecord():
            assert person.card_type == " "
            assert (said.address, said.issuer) == (person.address, person.authority)
            assert said.nation == nation_name(person.nation_code)
        case ResidencePermitRecord():
            assert person.card_type == "J"
            assert (said.address, said.issuer) == (person.address, person.authority)
            assert (said.pass_number, said.issues) == (person.pass_number, person.issue_count)
        case ForeignerRecord():
            assert person.card_type == ("I" if said.edition == 2017 else "Y")
            assert said.english_name == person.english_name
            assert said.chinese_name == person.name
            assert said.country == person.country


def test_all_four_kinds_are_in_the_cast() -> None:
    assert {person.card_type for person in PEOPLE} == {" ", "J", "I", "Y"}


@pytest.mark.parametrize("case", [Case.RARE_CHARACTER, Case.SURROGATE_PAIR, Case.MINORITY_NAME])
def test_rare_names_are_read_whole(case: Case) -> None:
    for person in people_of(case):
        assert decode_identity_record(encode_record(person)).name == person.name


def test_a_card_for_life_has_no_end() -> None:
    (person, *_) = people_of(Case.LONG_TERM_CARD)
    assert decode_identity_record(encode_record(person)).valid_to is None


def test_an_english_name_longer_than_its_field_runs_on_in_the_second() -> None:
    person = find_person("christopher-example")
    long = replace(person, english_name="EXAMPLE, CHRISTOPHER ALEXANDER BEN EDICT")
    assert long.english_name[34] == " "
    said = decode_identity_record(encode_record(long))
    assert isinstance(said, ForeignerRecord)
    assert said.english_name == long.english_name


def test_a_name_cut_within_a_character_by_its_field_loses_only_that() -> None:
    record = encode_record(ZHANG_SAN)
    cut = ("样" * 14 + "𬱖").encode("utf-16-le")[:30]
    assert decode_identity_record(cut + record[30:]).name == "样" * 14


def test_padding_with_zeros_is_padding_too() -> None:
    record = encode_record(ZHANG_SAN)
    name = "张三".encode("utf-16-le").ljust(30, b"\x00")
    assert decode_identity_record(name + record[30:]).name == "张三"


@pytest.mark.parametrize("code", ["57", "96", "99", "00", "ZZ", "穿青"])
def test_an_unknown_nation_is_shown_as_its_code(code: str) -> None:
    said = decode_identity_record(with_field(encode_record(ZHANG_SAN), 32, 4, code))
    assert isinstance(said, CitizenRecord)
    assert said.nation == code


def test_the_table_of_nations_is_complete() -> None:
    assert len(NATIONS) == 58
    assert len(set(NATIONS.values())) == 58
    for code, name in (("05", "维吾尔"), ("44", "俄罗斯"), ("56", "基诺"), ("97", "其他")):
        assert nation_name(code) == name


@pytest.mark.parametrize(
    ("code", "sex"),
    [("0", Sex.UNKNOWN), ("2", Sex.FEMALE), ("9", Sex.UNSPECIFIED), ("7", Sex.UNKNOWN)],
)
def test_an_unknown_sex_is_no_failure(code: str, sex: Sex) -> None:
    assert decode_identity_record(with_field(encode_record(ZHANG_SAN), 30, 2, code)).sex is sex


@pytest.mark.parametrize(
    "text", ["19900230", "1990030", "199003O7", "１９９００３０７", "", "长期"]
)
def test_a_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(IdentityRecordError):
        decode_identity_record(with_field(encode_record(ZHANG_SAN), 36, 16, text))


def test_half_a_character_in_the_middle_of_a_field_is_refused() -> None:
    record = encode_record(ZHANG_SAN)
    with pytest.raises(IdentityRecordError):
        decode_identity_record(b"\x00\xd8" + record[2:])


def test_a_kind_nobody_knows_is_told_apart_from_a_broken_record() -> None:
    with pytest.raises(UnknownRecordKind):
        decode_identity_record(with_field(encode_record(ZHANG_SAN), 248, 2, "Z"))


@pytest.mark.parametrize("size", [0, 255, 257])
def test_a_record_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(IdentityRecordError):
        decode_identity_record(bytes(size))


def test_nothing_personal_is_shown() -> None:
    said = decode_identity_record(encode_record(ZHANG_SAN))
    assert "张" not in repr(said)
    assert "110101" not in repr(said)
    with pytest.raises(IdentityRecordError) as caught:
        decode_identity_record(with_field(encode_record(ZHANG_SAN), 36, 16, "19900230"))
    assert "1990" not in str(caught.value)


@given(st.binary(min_size=256, max_size=256), st.sampled_from([b" \0", b"J\0", b"I\0", b"Y\0"]))
def test_random_records_fail_only_as_announced(record: bytes, kind: bytes) -> None:
    try:
        decode_identity_record(record[:248] + kind + record[250:])
    except IdentityRecordError:
        return


_plain = st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), codec="utf-16-le")


@given(
    name=st.text(_plain, min_size=1, max_size=7),
    nation=st.sampled_from(sorted(NATIONS)),
    birth=st.dates(date(1900, 1, 1), date(2025, 1, 1)),
    until=st.none() | st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    sex=st.sampled_from(Sex),
)
def test_any_citizen_survives_the_way_through_the_chip(
    name: str, nation: str, birth: date, until: date | None, sex: Sex
) -> None:
    person = replace(ZHANG_SAN, name=name, nation_code=nation, birth=birth, valid_to=until, sex=sex)
    said = decode_identity_record(encode_record(person))
    assert isinstance(said, CitizenRecord)
    assert (said.name, said.nation, said.birth, said.valid_to, said.sex) == (
        name, NATIONS[nation], birth, until, sex,
    )  # fmt: skip
