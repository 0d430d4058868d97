"""What a card asks for: filled, cut and padded by the format of each object."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.payments.emv.dol import Wanted, fill_dol, parse_dol
from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.tlv import MalformedTlv

_VALUES = DataObjects(
    {
        Tag.AMOUNT: bytes.fromhex("000000012345"),
        Tag.ACCOUNT: bytes.fromhex("6228480402564890018F"),
        Tag.SERIAL: b"12345678",
        Tag.FCI: b"held",
    }
)


@pytest.mark.parametrize(
    ("entry", "filled"),
    [
        ("9F0206", "000000012345"),
        # Figures are cut and padded at the left.
        ("9F0203", "012345"),
        ("9F0208", "0000000000012345"),
        # Compressed figures at the right, with F.
        ("5A04", "62284804"),
        ("5A0C", "6228480402564890018FFFFF"),
        # Everything else at the right, with zeros.
        ("9F1E03", "313233"),
        ("9F1E0A", "31323334353637380000"),
        # What is unknown, or holds other objects, is zeros.
        ("9F4C02", "0000"),
        ("6F03", "000000"),
        ("9F0200", ""),
    ],
)
def test_an_object_is_fitted_to_the_length_asked_for(entry: str, filled: str) -> None:
    assert fill_dol(bytes.fromhex(entry), _VALUES) == bytes.fromhex(filled)


def test_entries_are_tags_and_lengths() -> None:
    assert parse_dol(bytes.fromhex("9F02069505DF810102")) == (
        Wanted(0x9F02, 6),
        Wanted(0x95, 5),
        Wanted(0xDF8101, 2),
    )


@pytest.mark.parametrize("broken", ["9F", "9F02", "95059F02"])
def test_a_list_that_breaks_off_is_malformed(broken: str) -> None:
    with pytest.raises(MalformedTlv):
        fill_dol(bytes.fromhex(broken), _VALUES)


def test_no_more_is_sent_than_a_command_carries() -> None:
    assert len(fill_dol(bytes.fromhex("9F02FC"), _VALUES)) == 252
    with pytest.raises(MalformedTlv):
        fill_dol(bytes.fromhex("9F02FD"), _VALUES)


@given(st.binary(max_size=40))
@settings(max_examples=200)
def test_whatever_a_card_asks_for_it_gets_that_many_bytes(data: bytes) -> None:
    try:
        filled = fill_dol(data, _VALUES)
    except MalformedTlv:
        return
    assert len(filled) == sum(entry.length for entry in parse_dol(data))
