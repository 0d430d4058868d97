"""Records of social-security cards, against the known sample and against anything at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.social_card_record import (
    IDENTIFICATION,
    NAME,
    NUMBER,
    VALID_TO,
    VERSION,
    Field,
    SocialRecordError,
    decode_day,
    decode_name,
    decode_number,
    record_value,
)
from sim.people import PEOPLE, Case, Person, people_of


def test_the_known_sample_is_understood() -> None:
    identification = bytes.fromhex("0110110100D15600000500BF7C7A48FB4966")
    assert record_value(IDENTIFICATION, identification)[:3] == b"\x11\x01\x00"
    assert record_value(VERSION, bytes.fromhex("0304322E3030")) == b"2.00"
    number = bytes.fromhex("0812313130313031313939303033303737353731")
    assert decode_number(record_value(NUMBER, number)) == "110101199003077571"
    assert len(number) == NUMBER.whole
    name = bytes.fromhex("091ED5C5C8FD").ljust(32, b"\x00")
    assert decode_name(record_value(NAME, name)) == "张三"
    assert len(name) == NAME.whole


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (b"", "breaks off"),
        (b"\x08", "breaks off"),
        (b"\x08\x12" + bytes(17), "breaks off"),
        (b"\x09\x02ab", "another record"),
    ],
)
def test_what_is_not_the_record_is_refused(record: bytes, why: str) -> None:
    with pytest.raises(SocialRecordError, match=why):
        record_value(NUMBER, record)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)
def test_everybodys_name_comes_back_from_its_two_fields(person: Person) -> None:
    called = person.called
    encoded = called.encode("gb18030")
    assert len(encoded) <= 50
    first, rest = encoded[:30].ljust(30, b"\x00"), encoded[30:].ljust(20, b"\x00")
    assert decode_name(first, rest) == called


def test_padding_with_spaces_is_padding_too() -> None:
    assert decode_name("张三".encode("gbk").ljust(30)) == "张三"
    assert decode_name("张三".encode("gbk").ljust(30), b" " * 20) == "张三"
    assert decode_number(b"UTO370188022925   ") == "UTO370188022925"


def test_a_blank_between_the_fields_stands_between_two_words() -> None:
    name = b"SPECIMEN CHRISTOPHER ALEXANDER"
    assert len(name) == 30
    assert decode_name(name, b" BENEDICT") == "SPECIMEN CHRISTOPHER ALEXANDERBENEDICT"
    assert decode_name(name[:29] + b" ", b"BENEDICT") == "SPECIMEN CHRISTOPHER ALEXANDE BENEDICT"


def test_a_name_cut_within_a_character_loses_only_that() -> None:
    (person, *_) = people_of(Case.SURROGATE_PAIR)
    rare = person.name[1]
    assert len(rare.encode("gb18030")) == 4
    cut = ("样" * 14 + rare).encode("gb18030")[:30]
    assert decode_name(cut) == "样" * 14
    assert decode_name(cut, rare.encode("gb18030")[2:]) == "样" * 14 + rare


@pytest.mark.parametrize("value", [b"", b"\x00" * 30, b" " * 30, b"\xff" * 30, b"\x01\x02"])
def test_no_name_is_no_name(value: bytes) -> None:
    with pytest.raises(SocialRecordError):
        decode_name(value)


def test_broken_text_is_told_without_showing_it() -> None:
    with pytest.raises(SocialRecordError) as caught:
        decode_name("张".encode("gbk") + b"\x80\x20\x81")
    assert caught.value.__cause__ is None
    assert "张" not in str(caught.value)


@pytest.mark.parametrize("value", [b"", bytes(18), " 张".encode("gbk")])
def test_no_number_is_no_number(value: bytes) -> None:
    with pytest.raises(SocialRecordError):
        decode_number(value)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("20310531", date(2031, 5, 31)),
        ("99991231", date(9999, 12, 31)),
        ("00000000", None),
        ("FFFFFFFF", None),
        ("20310231", None),
        ("2031053A", None),
        ("", None),
        ("10", None),
    ],
)
def test_a_day_is_a_day_or_nothing(value: str, day: date | None) -> None:
    assert decode_day(bytes.fromhex(value)) == day
    assert VALID_TO.length == 4


@given(st.binary(max_size=40), st.binary(max_size=24), st.sampled_from([NUMBER, NAME]))
def test_anything_fails_only_as_announced(value: bytes, extension: bytes, field: Field) -> None:
    for record in (value, bytes((field.tag, len(value))) + value):
        try:
            held = record_value(field, record)
            if field is NAME:
                decode_name(held, extension)
            else:
                decode_number(held)
        except SocialRecordError:
            continue
    decode_day(value)
