"""Frames of MODBUS RTU: examples of the standard, what is refused, and anything at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.modbus_rtu import (
    LONGEST,
    Answer,
    Damage,
    Question,
    Refusal,
    Reply,
    ReplyDecoder,
    read_inputs,
    write_coil,
)
from sim.devices.auxiliary_board import crc

# Application Protocol V1.1b3, 6.2: discrete inputs 197 to 218 (addresses from 196 on).
EXAMPLE_READ = "02 00 C4 00 16"
# 6.5: output 173 (address 172) on.
EXAMPLE_WRITE = "05 00 AC FF 00"


def framed(pdu: str, unit: int = 0x11) -> bytes:
    body = bytes((unit,)) + bytes.fromhex(pdu)
    return body + crc(body)


def answered(question: Question, frame: bytes) -> Reply | None:
    return ReplyDecoder(question).feed(frame)


def test_the_checksum_is_that_of_the_serial_line_standard() -> None:
    # MODBUS over Serial Line V1.02, 6.2.2: 02 07 has the CRC 1241, sent 41 12.
    assert crc(bytes.fromhex("02 07")) == bytes.fromhex("41 12")


def test_reading_inputs_is_asked_as_in_the_standard() -> None:
    assert read_inputs(0x11, 196, 22).frame == framed(EXAMPLE_READ)


def test_inputs_are_answered_as_in_the_standard() -> None:
    # AC is inputs 204 to 197, DB 212 to 205, 35 218 to 213, each the highest first.
    highest_first = "110101" + "11011011" + "10101100"
    states = tuple(bit == "1" for bit in reversed(highest_first))
    assert answered(read_inputs(0x11, 196, 22), framed("02 03 AC DB 35")) == Answer(states)


def test_a_coil_is_written_as_in_the_standard_and_echoed() -> None:
    question = write_coil(0x11, 172, on=True)
    assert question.frame == framed(EXAMPLE_WRITE)
    assert answered(question, framed(EXAMPLE_WRITE)) == Answer(())
    assert write_coil(0x11, 172, on=False).frame == framed("05 00 AC 00 00")


@pytest.mark.parametrize("unit", [-1, 0, 248, 300])
def test_nobody_and_everybody_cannot_be_asked(unit: int) -> None:
    with pytest.raises(ValueError, match="1 to 247"):
        read_inputs(unit, 0, 1)
    with pytest.raises(ValueError, match="1 to 247"):
        write_coil(unit, 0, on=True)


@pytest.mark.parametrize(("first", "count"), [(0, 0), (0, 2001), (-1, 1), (65536, 1)])
def test_inputs_that_are_none_cannot_be_asked_for(first: int, count: int) -> None:
    with pytest.raises(ValueError, match="<="):
        read_inputs(1, first, count)


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        (1, Refusal.ILLEGAL_FUNCTION),
        (2, Refusal.ILLEGAL_DATA_ADDRESS),
        (3, Refusal.ILLEGAL_DATA_VALUE),
        (4, Refusal.SERVER_DEVICE_FAILURE),
        (5, Refusal.ACKNOWLEDGE),
        (6, Refusal.SERVER_DEVICE_BUSY),
        (11, Refusal.OTHER),
        (0xFE, Refusal.OTHER),
    ],
)
def test_refusals_are_told_apart(code: int, refusal: Refusal) -> None:
    assert answered(read_inputs(0x11, 0, 3), framed(f"82 {code:02X}")) is refusal
    assert answered(write_coil(0x11, 0, on=True), framed(f"85 {code:02X}")) is refusal


@pytest.mark.parametrize(
    ("pdu", "unit"),
    [
        ("02 01 05", 0x12),
        ("82 02", 0x12),
        ("02 02 05 00", 0x11),
        ("01 01 05", 0x11),
        ("05 00 00 FF 00", 0x11),
        ("85 02", 0x11),
    ],
    ids=["other unit", "its refusal", "too many", "coils", "a written coil", "refusal of a coil"],
)
def test_what_answers_something_else_is_a_stranger(pdu: str, unit: int) -> None:
    assert answered(read_inputs(0x11, 0, 3), framed(pdu, unit)) is Damage.STRANGER


@pytest.mark.parametrize("echo", ["05 00 AC 00 00", "05 00 AD FF 00", "05 00 AC FF 01", "02 01 05"])
def test_a_coil_is_written_only_if_the_echo_is_exact(echo: str) -> None:
    assert answered(write_coil(0x11, 172, on=True), framed(echo)) is Damage.STRANGER


def test_a_wrong_checksum_spoils_a_frame() -> None:
    frame = bytearray(framed("02 01 05"))
    frame[-1] ^= 1
    assert answered(read_inputs(0x11, 0, 3), bytes(frame)) is Damage.GARBLED


def test_noise_without_end_is_given_up_at_the_length_of_a_frame() -> None:
    decoder = ReplyDecoder(read_inputs(0x11, 0, 3))
    replies = [decoder.feed(b"\x00") for _ in range(LONGEST)]
    assert replies[-1] is Damage.GARBLED
    assert set(replies[:-1]) <= {None, Damage.GARBLED}
    assert not decoder.begun


@given(st.integers(1, 247), st.integers(0, 200), st.lists(st.booleans(), min_size=1, max_size=64))
def test_an_answer_cut_anywhere_is_the_same(unit: int, first: int, states: list[bool]) -> None:
    packed = sum(on << place for place, on in enumerate(states))
    size = (len(states) + 7) // 8
    body = bytes((unit, 2, size)) + packed.to_bytes(size, "little")
    decoder = ReplyDecoder(read_inputs(unit, first, len(states)))
    frame = body + crc(body)
    for value in frame[:-1]:
        assert decoder.feed(bytes((value,))) is None
        assert decoder.begun
    assert decoder.feed(frame[-1:]) == Answer(tuple(states))
    assert not decoder.begun


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=20), st.booleans())
def test_anything_at_all_may_arrive(chunks: list[bytes], writes: bool) -> None:
    question = write_coil(1, 3, on=True) if writes else read_inputs(1, 0, 3)
    decoder = ReplyDecoder(question)
    for chunk in chunks:
        reply = decoder.feed(chunk)
        assert reply is None or isinstance(reply, Answer | Refusal | Damage)


@given(
    st.binary(max_size=3),
    st.sampled_from([1, 2, 3, 5, 7, 8, 15, 20, 22, 23, 24, 43, 0x82, 0x85, 0xFF]),
    st.binary(max_size=12),
)
def test_whole_frames_of_every_function_are_survived(
    noise: bytes, function: int, rest: bytes
) -> None:
    frame = noise + framed(bytes((function,)).hex() + rest.hex(), 1)
    reply = answered(read_inputs(1, 0, 3), frame)
    assert reply is None or isinstance(reply, Answer | Refusal | Damage)
