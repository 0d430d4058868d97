"""Frames of the identity-card module: found whole, damaged, cut anywhere, in any noise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.sdt_frame import (
    LONGEST_LENGTH,
    PREAMBLE,
    Damage,
    SdtDecoder,
    SdtFrame,
    SdtFrameError,
    checksum,
    encode_frame,
)

bodies = st.binary(min_size=3, max_size=60)
noise = st.binary(max_size=60).filter(lambda data: PREAMBLE not in data)

FIND_OK = bytes.fromhex("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97")
NO_CARD = bytes.fromhex("AA AA AA 96 69 00 04 00 00 80 84")


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({cut % (len(data) + 1) for cut in cuts})
    starts = [0, *places]
    return [data[a:b] for a, b in zip(starts, [*places, len(data)], strict=True)]


def fed(data: bytes, cuts: list[int]) -> list[SdtFrame | Damage]:
    decoder = SdtDecoder()
    return [event for piece in pieces(data, cuts) for event in decoder.feed(piece)]


def test_checksum_is_the_exclusive_or_from_the_length_on() -> None:
    assert checksum(bytes.fromhex("00 03 10 FF")) == 0xEC


def test_an_empty_body_is_no_frame() -> None:
    with pytest.raises(SdtFrameError):
        encode_frame(b"")


def test_the_longest_body_fits_and_one_more_byte_does_not() -> None:
    assert len(encode_frame(bytes(LONGEST_LENGTH - 1))) == 2321
    with pytest.raises(SdtFrameError):
        encode_frame(bytes(LONGEST_LENGTH))


def test_a_read_answer_with_an_empty_photo_has_the_known_check_byte() -> None:
    data = bytes.fromhex("00 00 90 01 00 04 00") + sample_text() + bytes(1024)
    frame = encode_frame(data)
    assert (len(frame), frame[-1]) == (1295, 0x40)


def sample_text() -> bytes:
    parts = (
        ("张三", 15), ("1", 1), ("01", 2), ("19900307", 8), ("北京市东城区东长安街1号", 35),
        ("110101199003077571", 18), ("北京市公安局东城分局", 15), ("20200101", 8),
        ("20400101", 8), ("", 18),
    )  # fmt: skip
    return "".join(text.ljust(size) for text, size in parts).encode("utf-16-le")


def test_a_frame_may_arrive_byte_by_byte() -> None:
    decoder = SdtDecoder()
    events = [event for value in FIND_OK for event in decoder.feed(bytes((value,)))]
    assert events == [SdtFrame(bytes.fromhex("00 00 9F 00 00 00 00"))]


def test_two_glued_frames_are_two() -> None:
    assert fed(FIND_OK + NO_CARD, []) == [
        SdtFrame(bytes.fromhex("00 00 9F 00 00 00 00")),
        SdtFrame(bytes.fromhex("00 00 80")),
    ]


def test_more_start_bytes_than_three_are_noise() -> None:
    assert fed(b"\xaa\xaa" + NO_CARD, []) == [SdtFrame(bytes.fromhex("00 00 80"))]


@pytest.mark.parametrize("length", [0, 1, 3, LONGEST_LENGTH + 1, 0xFFFF])
def test_an_impossible_length_is_damage_and_does_not_hide_the_next_frame(length: int) -> None:
    broken = PREAMBLE + length.to_bytes(2, "big") + b"\x00\x00\x90\x94"
    assert fed(broken + NO_CARD, []) == [Damage.LENGTH, SdtFrame(bytes.fromhex("00 00 80"))]


def test_a_wrong_check_byte_is_damage_and_does_not_hide_the_next_frame() -> None:
    broken = FIND_OK[:-1] + bytes((FIND_OK[-1] ^ 1,))
    assert fed(broken + NO_CARD, []) == [Damage.CHECKSUM, SdtFrame(bytes.fromhex("00 00 80"))]


def test_a_frame_broken_off_does_not_swallow_the_next_one() -> None:
    assert fed(FIND_OK[:9] + NO_CARD, [])[-1] == SdtFrame(bytes.fromhex("00 00 80"))


def test_it_tells_whether_a_frame_has_begun() -> None:
    decoder = SdtDecoder()
    for size, begun in ((4, False), (5, True), (len(NO_CARD), False)):
        decoder.reset()
        decoder.feed(NO_CARD[:size])
        assert decoder.begun is begun


def test_forgetting_a_frame_lets_the_next_one_through() -> None:
    decoder = SdtDecoder()
    decoder.feed(FIND_OK[:12])
    decoder.reset()
    assert decoder.feed(NO_CARD) == (SdtFrame(bytes.fromhex("00 00 80")),)


def test_a_frame_never_shows_its_body() -> None:
    assert "00" not in repr(SdtFrame(b"\x00\x00"))


@given(st.lists(bodies, max_size=5), st.lists(st.integers(0, 400), max_size=8))
def test_frames_are_found_however_the_stream_is_cut(sent: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(encode_frame(body) for body in sent)
    assert fed(stream, cuts) == [SdtFrame(body) for body in sent]


@given(st.lists(st.tuples(noise, bodies), max_size=4), noise, st.lists(st.integers(0, 400)))
def test_noise_between_frames_is_dropped(
    sent: list[tuple[bytes, bytes]], tail: bytes, cuts: list[int]
) -> None:
    stream = b"".join(before + encode_frame(body) for before, body in sent) + tail
    frames = [event for event in fed(stream, cuts) if isinstance(event, SdtFrame)]
    assert frames == [SdtFrame(body) for _, body in sent]


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_no_bytes_whatever_make_it_fail(chunks: list[bytes]) -> None:
    decoder = SdtDecoder()
    for chunk in chunks:
        for event in decoder.feed(chunk):
            assert isinstance(event, SdtFrame | Damage)


@given(st.binary(max_size=200), bodies)
def test_it_finds_its_way_back_after_any_garbage(garbage: bytes, body: bytes) -> None:
    # At worst the garbage announces one longest frame; what is sent after that is found.
    decoder = SdtDecoder()
    decoder.feed(PREAMBLE + garbage)
    found: list[SdtFrame | Damage] = []
    frame = encode_frame(body)
    for _ in range(2 * (LONGEST_LENGTH // len(frame) + 2)):
        found += decoder.feed(frame)
    assert found[-1] == SdtFrame(body)


@given(bodies, st.data())
def test_any_flipped_bit_is_noticed(body: bytes, data: st.DataObject) -> None:
    frame = bytearray(encode_frame(body))
    place = data.draw(st.integers(len(PREAMBLE) + 2, len(frame) - 1))
    frame[place] ^= 1 << data.draw(st.integers(0, 7))
    assert SdtFrame(bytes(frame[7:-1])) not in fed(bytes(frame), [])
