"""Length, TPDU and header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payments.iso8583.codec import MalformedMessage
from kiosk.payments.iso8583.frame import (
    Frame,
    HostAsk,
    decode_frame,
    encode_frame,
    frame_length,
)
from tests.payments import vectors

TPDU, HEADER = vectors.octets("6000030000"), vectors.octets("603100311300")


def test_a_frame_of_the_description() -> None:
    frame = decode_frame(vectors.SIGN_IN[2:])

    assert frame_length(vectors.SIGN_IN[:2]) == len(vectors.SIGN_IN) - 2
    assert (frame.tpdu, frame.header) == (TPDU, HEADER)
    assert frame.message[:2] == b"\x08\x00"
    assert encode_frame(frame) == vectors.SIGN_IN


@pytest.mark.parametrize(
    ("nibble", "asks"),
    [
        (0, HostAsk.NOTHING),
        (1, HostAsk.DOWNLOAD_PARAMETERS),
        (3, HostAsk.SIGN_IN),
        (4, HostAsk.UPDATE_CA_KEYS),
        (5, HostAsk.DOWNLOAD_CHIP_PARAMETERS),
        (9, HostAsk.DOWNLOAD_CONTACTLESS_PARAMETERS),
        (12, HostAsk.SOMETHING_ELSE),
    ],
)
def test_the_host_may_ask_for_something_in_the_header(nibble: int, asks: HostAsk) -> None:
    header = HEADER[:2] + bytes((0x70 | nibble,)) + HEADER[3:]

    assert Frame(TPDU, header, bytes(10)).asks is asks


@pytest.mark.parametrize("prefix", [b"", b"\x00", b"\x00\x14", b"\xff\xff", b"\x10\x01"])
def test_a_length_that_no_message_has(prefix: bytes) -> None:
    with pytest.raises(MalformedMessage, match="frame"):
        frame_length(prefix)


@pytest.mark.parametrize(
    "frame",
    [
        Frame(TPDU[:4], HEADER, bytes(20)),
        Frame(TPDU, HEADER + b"\0", bytes(20)),
        Frame(TPDU, HEADER, bytes(9)),
        Frame(TPDU, HEADER, bytes(4086)),
    ],
)
def test_what_is_no_frame_is_not_written(frame: Frame) -> None:
    with pytest.raises(MalformedMessage, match="frame"):
        encode_frame(frame)


@pytest.mark.parametrize("size", [0, 20, 4097])
def test_what_is_no_frame_is_not_read(size: int) -> None:
    with pytest.raises(MalformedMessage, match="frame"):
        decode_frame(bytes(size))


@given(st.binary(min_size=5, max_size=5), st.binary(min_size=6, max_size=6), st.binary(min_size=10))
def test_what_is_written_is_read_again(tpdu: bytes, header: bytes, message: bytes) -> None:
    frame = Frame(tpdu, header, message)
    written = encode_frame(frame)

    assert frame_length(written[:2]) == len(written) - 2
    assert decode_frame(written[2:]) == frame
