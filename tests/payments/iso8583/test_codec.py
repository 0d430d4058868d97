"""Messages as bytes: the description's own, all others, and everything that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payments.iso8583.codec import (
    MalformedMessage,
    Message,
    decode_message,
    encode_message,
)
from kiosk.payments.iso8583.frame import decode_frame
from tests.payments import vectors
from tests.payments.vectors import octets

WHOLE = {
    "sign-in": vectors.SIGN_IN,
    "signed in": vectors.SIGNED_IN,
    "purchase": vectors.PURCHASE,
    "approved": vectors.APPROVED,
    "reversal": vectors.REVERSAL,
}
# Type, bitmap with F11 alone, F11.
SHORT = octets("0800 0020000000000000 000001")


def message_of(frame: bytes) -> bytes:
    return decode_frame(frame[2:]).message


@pytest.mark.parametrize("frame", WHOLE.values(), ids=WHOLE.keys())
def test_the_descriptions_messages_are_read_and_written_byte_for_byte(frame: bytes) -> None:
    message = message_of(frame)

    assert encode_message(decode_message(message)) == message


def test_the_fields_of_a_purchase() -> None:
    purchase = decode_message(message_of(vectors.PURCHASE))

    assert purchase.kind == "0200"
    assert purchase.fields == {
        2: vectors.ACCOUNT,
        3: "000000",
        4: "000000012345",
        11: "000002",
        14: "3012",
        22: "051",
        23: "001",
        25: "00",
        26: "06",
        35: vectors.TRACK,
        41: vectors.TERMINAL_ID,
        42: vectors.MERCHANT_ID,
        49: "156",
        52: vectors.PIN_BLOCK_3DES.hex().upper(),
        53: "2600000000000000",
        55: vectors.CHIP.hex().upper(),
        60: "2200000100050",
        64: b"1F8C9F4F".hex().upper(),
    }
    assert purchase.octets(55) == vectors.CHIP
    assert purchase.get(48) == ""
    assert purchase.octets(62) == b""


def test_the_fields_of_an_approval() -> None:
    approved = decode_message(message_of(vectors.APPROVED))

    assert approved.kind == "0210"
    assert approved.get(37) == "093100000002"
    assert approved.get(38) == "123456"
    assert approved.get(44) == "01020000   01020000   "
    assert approved.octets(55) == octets("910A 1122334455667788 3030")
    assert approved.get(60) == "22000001"


def test_a_pin_block_of_sm4_makes_f52_sixteen_bytes_long() -> None:
    message = Message("0200", {11: "000001", 52: "AB" * 16})

    assert encode_message(message) == octets("0200 0020000000001000 000001") + b"\xab" * 16


@pytest.mark.parametrize(
    ("message", "where"),
    [
        (b"", "type"),
        (octets("08"), "type"),
        (octets("0800 002000000000"), "bitmap"),
        (octets("0800 0020000000000000 0000"), "F11"),
        (octets("0800 0020000000000000 00000A"), "F11"),
        (SHORT + b"\x00", "F11"),
        # A second bitmap, and a field whose shape nobody knows.
        (octets("0800 8020000000000000 0000000000000000 000001"), "bitmap"),
        (octets("0800 0920000000000000 0000 000001"), "bitmap"),
        # F2: longer than an account number is; a length that is no number; a pad that is none.
        (octets("0200 4000000000000000 20 62284804025648900180"), "F2"),
        (octets("0200 4000000000000000 1A 62284804025648900180"), "F2"),
        (octets("0200 4000000000000000 19 62284804025648900181"), "F2"),
        (octets("0200 0000040000000000 0511"), "F22"),
        (octets("0200 0000020000000000 1001"), "F23"),
        (octets("0200 0000000020000000 06 6228480402"), "F35"),
        (octets("0210 0000000002000000 0000"), "F39"),
        (octets("0210 0000000002000000 FF30"), "F39"),
        (octets("0210 0000000008000000 303132"), "F37"),
        (octets("0210 0000000000000200 0256"), "F55"),
        (octets("0210 0000000000000004 0004 0102"), "F62"),
    ],
)
def test_what_is_no_message_is_said_to_be_none(message: bytes, where: str) -> None:
    with pytest.raises(MalformedMessage) as refusal:
        decode_message(message)
    assert refusal.value.where == where


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({4: "12345"}, "F4"),
        ({4: "00000001234X"}, "F4"),
        ({2: "6" * 20}, "F2"),
        ({35: "6228=3012"}, "F35"),
        ({37: "短"}, "F37"),
        ({5: "1"}, "bitmap"),
        ({1: "00" * 8}, "bitmap"),
        ({70: "301"}, "bitmap"),
    ],
)
def test_what_fits_no_field_is_not_written(fields: dict[int, str], where: str) -> None:
    with pytest.raises(MalformedMessage) as refusal:
        encode_message(Message("0200", fields))
    assert refusal.value.where == where


def test_a_type_has_four_figures() -> None:
    with pytest.raises(MalformedMessage, match="type"):
        encode_message(Message("020", {11: "000001"}))


def test_nothing_of_a_card_is_in_an_error_or_a_message_shown() -> None:
    message = message_of(vectors.PURCHASE)
    chain: list[BaseException] = []
    with pytest.raises(MalformedMessage) as refusal:
        decode_message(message[:-3])
    error: BaseException | None = refusal.value
    while error is not None:
        chain.append(error)
        error = error.__cause__ or error.__context__

    assert len(chain) == 1
    assert vectors.ACCOUNT not in repr(chain) + repr(decode_message(message))


_TEXTS = {
    2: st.from_regex(r"[0-9]{13,19}", fullmatch=True),
    4: st.from_regex(r"[0-9]{12}", fullmatch=True),
    11: st.from_regex(r"[0-9]{6}", fullmatch=True),
    22: st.from_regex(r"[0-9]{3}", fullmatch=True),
    23: st.from_regex(r"[0-9]{3}", fullmatch=True),
    32: st.from_regex(r"[0-9]{1,11}", fullmatch=True),
    35: st.from_regex(r"[0-9]{13,19}D[0-9]{0,17}", fullmatch=True),
    37: st.from_regex(r"[0-9A-Z]{12}", fullmatch=True),
    39: st.from_regex(r"[0-9A-Z]{2}", fullmatch=True),
    44: st.text(st.characters(max_codepoint=255), min_size=1, max_size=25),
    48: st.from_regex(r"[0-9]{62}", fullmatch=True),
    55: st.binary(min_size=1, max_size=255).map(lambda value: value.hex().upper()),
    60: st.from_regex(r"[0-9]{8,17}", fullmatch=True),
    62: st.binary(min_size=1, max_size=100).map(lambda value: value.hex().upper()),
    64: st.binary(min_size=8, max_size=8).map(lambda value: value.hex().upper()),
}


@given(st.fixed_dictionaries({}, optional=_TEXTS).filter(bool))
def test_what_is_written_is_read_again(fields: dict[int, str]) -> None:
    message = Message("0210", fields)

    assert decode_message(encode_message(message)) == message


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_malformed(noise: bytes) -> None:
    try:
        message = decode_message(noise)
    except MalformedMessage:
        return
    assert message.kind.isalnum()


@given(st.data())
def test_a_message_spoilt_in_one_place_is_read_as_it_is_or_malformed(data: st.DataObject) -> None:
    message = bytearray(message_of(data.draw(st.sampled_from(list(WHOLE.values())))))
    place = data.draw(st.integers(0, len(message) - 1))
    message[place] = data.draw(st.integers(0, 255))
    try:
        decoded = decode_message(bytes(message))
    except MalformedMessage:
        return
    assert encode_message(decoded) == bytes(message)
