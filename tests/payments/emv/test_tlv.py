"""Data objects of cards, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.payments.emv.objects import DataObjects, unwrap
from kiosk.payments.emv.tlv import MalformedTlv, Tlv, decode, encode


def _tags() -> st.SearchStrategy[int]:
    short = st.integers(0x01, 0xFE).filter(lambda tag: tag & 0x1F != 0x1F)
    first = st.sampled_from([0x1F, 0x3F, 0x5F, 0x7F, 0x9F, 0xBF, 0xDF])
    two = st.builds(lambda one, two: one << 8 | two, first, st.integers(0, 0x7F))
    three = st.builds(
        lambda one, two, three: one << 16 | two << 8 | three,
        first,
        st.integers(0x81, 0xFF),
        st.integers(0, 0x7F),
    )
    return st.one_of(short, two, three)


_OBJECTS = st.lists(st.builds(Tlv, _tags(), st.binary(max_size=300)), max_size=6)


@given(_OBJECTS, st.data())
@settings(max_examples=80)
def test_what_is_written_is_read_again_whatever_fills_the_gaps(
    items: list[Tlv], data: st.DataObject
) -> None:
    gaps = st.text(alphabet="\x00\xff", max_size=3).map(lambda text: text.encode("latin-1"))
    written = data.draw(gaps)
    for item in items:
        written += encode(item.tag, item.value) + data.draw(gaps)

    assert decode(written) == tuple(items)


@given(st.binary(max_size=64))
@settings(max_examples=120)
def test_any_bytes_are_objects_or_malformed(data: bytes) -> None:
    try:
        found = decode(data)
    except MalformedTlv:
        return
    assert decode(b"".join(encode(item.tag, item.value) for item in found)) == found


@pytest.mark.parametrize(
    ("length", "head"),
    [(0, "9F0200"), (127, "9F027F"), (128, "9F028180"), (255, "9F0281FF"), (256, "9F02820100")],
)
def test_lengths_take_one_to_three_bytes(length: int, head: str) -> None:
    written = encode(0x9F02, bytes(length))

    assert written[: -length or None] == bytes.fromhex(head)
    assert decode(written) == (Tlv(0x9F02, bytes(length)),)


def test_a_length_may_be_longer_than_it_has_to_be() -> None:
    assert decode(bytes.fromhex("5F3482000101")) == (Tlv(0x5F34, b"\x01"),)


@pytest.mark.parametrize(
    "data",
    [
        "9F",
        "9F02",
        "9F0202",
        "9F020201",
        "5A81",
        "5A8101",
        "5A820001",
        "5A80",
        "5A8300000101",
        "DF81828301FF",
        "9F800101",
    ],
)
def test_what_breaks_off_or_has_no_end_is_malformed(data: str) -> None:
    with pytest.raises(MalformedTlv):
        decode(bytes.fromhex(data))


def test_a_value_of_more_than_64_kib_is_not_written() -> None:
    with pytest.raises(ValueError, match="at most 65535"):
        encode(0x57, bytes(65536))


def test_constructed_objects_are_those_with_bit_6() -> None:
    assert Tlv(0x70, b"").constructed
    assert Tlv(0xBF0C, b"").constructed
    assert not Tlv(0x9F02, b"").constructed


def test_a_template_is_alone_and_the_right_one() -> None:
    assert unwrap(bytes.fromhex("70035A0112"), 0x70) == (Tlv(0x5A, b"\x12"),)
    for wrong in ("77035A0112", "70035A01127000", "5A0112", ""):
        with pytest.raises(MalformedTlv):
            unwrap(bytes.fromhex(wrong), 0x70)


def test_an_object_comes_once() -> None:
    with pytest.raises(MalformedTlv):
        DataObjects.parse(bytes.fromhex("5A01125A0112"))
    with pytest.raises(MalformedTlv):
        DataObjects({0x5A: b"1"}).joined(DataObjects({0x5A: b"1"}))


def test_nothing_of_a_card_is_shown() -> None:
    assert "6228" not in repr(DataObjects({0x5A: b"6228"})) + repr(Tlv(0x5A, b"6228"))
    assert repr(DataObjects({0x5A: b"6228", 0x9F02: b""})) == "DataObjects(5A, 9F02)"


def test_objects_have_their_sizes() -> None:
    objects = DataObjects({0x82: b"\x7c\x00"})

    assert list(objects) == [0x82]
    assert objects.sized(0x82, 2) == b"\x7c\x00"
    assert objects.sized(0x95, 5) is None
    with pytest.raises(MalformedTlv):
        objects.sized(0x82, 3)
    with pytest.raises(MalformedTlv):
        objects.need(0x95)
