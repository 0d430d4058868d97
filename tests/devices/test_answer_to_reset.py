"""Answers to reset, and what a reader has to take from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.answer_to_reset import AnswerToResetError, parse_answer_to_reset


@pytest.mark.parametrize(
    ("answer", "historical", "t0"),
    [
        ("3B6D000000815431008660110816000001", "00815431008660110816000001", True),
        # Seen on a real card: TA1 to TD1, of which TD1 says T=0 and is the last.
        ("3B7D940000008150220886431E10C9022736", "008150220886431E10C9022736", True),
        ("3BE50000813120454B494F534B12", "4B494F534B", False),
        ("3B00", "", True),
        ("3F650000 4B494F534B", "4B494F534B", True),
    ],
)
def test_historical_bytes_and_protocol(answer: str, historical: str, t0: bool) -> None:
    said = parse_answer_to_reset(bytes.fromhex(answer))
    assert (said.historical.hex().upper(), said.t0) == (historical, t0)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", "0 bytes"),
        ("3B", "1 bytes"),
        ("3B" + "00" * 33, "34 bytes"),
        ("00FF1234", "convention"),
        ("FFFF", "convention"),
        ("3B6D0000", "breaks off"),
        ("3B80", "breaks off"),
        ("3BF000", "breaks off"),
        ("3B8080", "breaks off"),
    ],
)
def test_what_is_none_is_told_apart(answer: str, why: str) -> None:
    with pytest.raises(AnswerToResetError, match=why):
        parse_answer_to_reset(bytes.fromhex(answer))


def test_historical_bytes_are_not_shown() -> None:
    said = parse_answer_to_reset(bytes.fromhex("3B6D000000815431008660110816000001"))
    assert "8154" not in repr(said)


@given(st.binary(max_size=40))
def test_anything_is_an_answer_or_not(answer: bytes) -> None:
    try:
        said = parse_answer_to_reset(answer)
    except AnswerToResetError:
        return
    assert said.historical in answer
    assert len(said.historical) == answer[1] & 0x0F
