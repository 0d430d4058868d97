"""Frames of the motorised card reader: found whole, damaged, cut anywhere, in any noise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.crt_frame import (
    LONGEST_TEXT,
    CrtDecoder,
    CrtFrame,
    CrtFrameError,
    Damage,
    Signal,
    checksum,
    encode_frame,
)

STATUS_REPLY = bytes.fromhex("F2 00 00 06 50 31 30 32 30 30 03")
STATUS_REPLY += bytes((checksum(STATUS_REPLY),))
ANSWERED = CrtFrame(0, b"P10200")
MARKS = bytes((0xF2, *(signal.value for signal in Signal)))

texts = st.binary(min_size=3, max_size=60)
noise = st.binary(max_size=30).map(lambda data: bytes(b for b in data if b not in MARKS))
signals = st.sampled_from(Signal)

Event = CrtFrame | Signal | Damage


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({cut % (len(data) + 1) for cut in cuts})
    return [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]


def fed(data: bytes, cuts: list[int] | None = None) -> list[Event]:
    decoder = CrtDecoder()
    return [event for piece in pieces(data, cuts or []) for event in decoder.feed(piece)]


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        (b"C00", "F2 00 00 03 43 30 30 03 B1"),
        (b"C01", "F2 00 00 03 43 30 31 03 B0"),
        (b"C03", "F2 00 00 03 43 30 33 03 B2"),
        (b"C10", "F2 00 00 03 43 31 30 03 B0"),
        (b"C21", "F2 00 00 03 43 32 31 03 B2"),
        (b"C30", "F2 00 00 03 43 33 30 03 B2"),
        (b"CP0", "F2 00 00 03 43 50 30 03 D1"),
        (b"CQ03", "F2 00 00 04 43 51 30 33 03 E4"),
    ],
    ids=["give back", "keep", "leave", "status", "contacts", "entry", "card type", "power"],
)
def test_frames_known_from_the_field(text: bytes, frame: str) -> None:
    assert encode_frame(text) == bytes.fromhex(frame)
    assert fed(bytes.fromhex(frame)) == [CrtFrame(0, text)]


def test_the_address_is_part_of_the_frame() -> None:
    frame = encode_frame(b"C10", 15)
    assert frame[1] == 15
    assert fed(frame) == [CrtFrame(15, b"C10")]


@pytest.mark.parametrize("address", [-1, 16])
def test_there_are_sixteen_addresses(address: int) -> None:
    with pytest.raises(CrtFrameError):
        encode_frame(b"C10", address)


def test_the_longest_text_fits_and_one_more_byte_does_not() -> None:
    frame = encode_frame(bytes(LONGEST_TEXT))
    assert len(frame) == 1024
    assert fed(frame) == [CrtFrame(0, bytes(LONGEST_TEXT))]
    with pytest.raises(CrtFrameError):
        encode_frame(bytes(LONGEST_TEXT + 1))


def test_a_text_has_at_least_head_command_and_parameter() -> None:
    with pytest.raises(CrtFrameError):
        encode_frame(b"C1")


@pytest.mark.parametrize("signal", Signal)
def test_signals_are_single_bytes_between_frames(signal: Signal) -> None:
    assert fed(signal.byte + STATUS_REPLY + signal.byte) == [signal, ANSWERED, signal]


def test_a_frame_may_hold_bytes_that_are_signals_elsewhere() -> None:
    text = b"P" + bytes(range(256))
    assert fed(encode_frame(text)) == [CrtFrame(0, text)]


def test_two_glued_frames_are_two() -> None:
    assert fed(STATUS_REPLY * 2) == [ANSWERED, ANSWERED]


@pytest.mark.parametrize("length", [0, 2, LONGEST_TEXT + 1, 0xFFFF])
def test_an_impossible_length_is_damage_and_does_not_hide_the_next_frame(length: int) -> None:
    broken = b"\xf2\x00" + length.to_bytes(2, "big")
    assert fed(broken + STATUS_REPLY)[0] is Damage.LENGTH
    assert fed(broken + STATUS_REPLY)[-1] == ANSWERED


def test_a_frame_without_its_end_is_damage_and_does_not_hide_the_next_one() -> None:
    broken = STATUS_REPLY[:-2] + b"\x00\x00"
    events = fed(broken + STATUS_REPLY)
    assert (events[0], events[-1]) == (Damage.END, ANSWERED)


def test_a_wrong_check_byte_is_damage_and_does_not_hide_the_next_frame() -> None:
    broken = STATUS_REPLY[:-1] + bytes((STATUS_REPLY[-1] ^ 1,))
    events = fed(broken + STATUS_REPLY)
    assert (events[0], events[-1]) == (Damage.CHECKSUM, ANSWERED)


def test_noise_is_told_of_before_what_follows() -> None:
    assert fed(b"\x00\xff" + Signal.ACK.byte) == [Damage.NOISE, Signal.ACK]
    assert fed(b"\x00\xff" + STATUS_REPLY) == [Damage.NOISE, ANSWERED]


def test_it_tells_whether_a_frame_has_begun() -> None:
    decoder = CrtDecoder()
    for size, begun in ((0, False), (1, True), (len(STATUS_REPLY), False)):
        decoder.reset()
        decoder.feed(STATUS_REPLY[:size])
        assert decoder.begun is begun


def test_forgetting_a_frame_lets_the_next_one_through() -> None:
    decoder = CrtDecoder()
    decoder.feed(STATUS_REPLY[:8])
    decoder.reset()
    assert decoder.feed(STATUS_REPLY) == (ANSWERED,)


def test_a_frame_never_shows_its_text() -> None:
    assert "6228" not in repr(CrtFrame(0, b"P6228"))


@given(st.lists(texts | signals, max_size=6), st.lists(st.integers(0, 400), max_size=8))
def test_frames_and_signals_are_found_however_the_stream_is_cut(
    sent: list[bytes | Signal], cuts: list[int]
) -> None:
    stream = b"".join(one.byte if isinstance(one, Signal) else encode_frame(one) for one in sent)
    assert fed(stream, cuts) == [
        one if isinstance(one, Signal) else CrtFrame(0, one) for one in sent
    ]


@given(st.lists(st.tuples(noise, texts), max_size=4), noise, st.lists(st.integers(0, 400)))
def test_noise_between_frames_is_dropped(
    sent: list[tuple[bytes, bytes]], tail: bytes, cuts: list[int]
) -> None:
    stream = b"".join(before + encode_frame(text) for before, text in sent) + tail
    events = [event for event in fed(stream, cuts) if event is not Damage.NOISE]
    assert events == [CrtFrame(0, text) for _, text in sent]


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_no_bytes_whatever_make_it_fail(chunks: list[bytes]) -> None:
    decoder = CrtDecoder()
    for chunk in chunks:
        for event in decoder.feed(chunk):
            assert isinstance(event, CrtFrame | Signal | Damage)


@given(texts, st.data())
def test_one_wrong_byte_in_a_frame_never_passes_for_a_frame(
    text: bytes, data: st.DataObject
) -> None:
    frame = bytearray(encode_frame(text))
    frame[data.draw(st.integers(0, len(frame) - 1))] ^= data.draw(st.integers(1, 255))
    assert CrtFrame(0, text) not in fed(bytes(frame))


@given(st.binary(max_size=200), texts)
def test_it_finds_its_way_back_after_any_garbage(garbage: bytes, text: bytes) -> None:
    # At worst the garbage announces one longest frame; what is sent after that is found.
    decoder = CrtDecoder()
    decoder.feed(b"\xf2" + garbage)
    frame = encode_frame(text)
    found: list[Event] = []
    for _ in range(2 * (LONGEST_TEXT // len(frame) + 2)):
        found += decoder.feed(frame)
    assert CrtFrame(0, text) in found
