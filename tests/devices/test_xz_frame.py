"""Frames of the XZ-F35: found whole, damaged, cut anywhere, with control bytes in their data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.pad_stream import (
    FIGURE_BYTES,
    Arrival,
    Damage,
    KeyPress,
    PadFrame,
    PadFrameError,
    PadKey,
)
from kiosk.devices.codecs.plain_keys import XZ_PLAIN_KEYS
from kiosk.devices.codecs.xz_command import XZ_PIN_KEYS
from kiosk.devices.codecs.xz_frame import LONGEST_COMMAND, XzSplitter, checksum, encode_frame

OK = bytes.fromhex("02 53 00 00")
FIGURE = KeyPress(PadKey.FIGURE)
KEYS_OF_A_PIN = (0x2A, 0x0D, 0x08, 0x1B)

keys = st.lists(st.sampled_from(KEYS_OF_A_PIN), max_size=4)
datas = st.binary(max_size=40)
codes = st.sampled_from([0x53, 0x45])


def frame(code: int, data: bytes = b"") -> bytes:
    return bytes((0x02, code)) + len(data).to_bytes(2, "big") + data


def fed(data: bytes, cuts: list[int] | None = None) -> list[Arrival[PadKey]]:
    places = sorted({cut % (len(data) + 1) for cut in cuts or []})
    splitter = XzSplitter(XZ_PIN_KEYS)
    parts = [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]
    return [event for part in parts for event in splitter.feed(part)]


@pytest.mark.parametrize(
    ("command", "data", "expected"),
    [
        (b"EW", b"", "1B 45 57 00 01 08 0D 0A"),
        (b"CK", b"", "1B 43 4B 00 01 12 0D 0A"),
        (b"RP", bytes.fromhex("04 06 00 2A"), "1B 52 50 00 05 04 06 00 2A 34 0D 0A"),
    ],
)
def test_commands_are_wrapped_as_in_the_vectors(command: bytes, data: bytes, expected: str) -> None:
    assert encode_frame(command, data) == bytes.fromhex(expected)


def test_commands_that_do_not_fit_are_none() -> None:
    assert len(encode_frame(b"MC", bytes(LONGEST_COMMAND))) == LONGEST_COMMAND + 8
    for command, data in ((b"M", b""), (b"MCX", b""), (b"MC", bytes(LONGEST_COMMAND + 1))):
        with pytest.raises(PadFrameError):
            encode_frame(command, data)


@given(datas)
def test_the_checksum_makes_a_command_zero(data: bytes) -> None:
    assert checksum(encode_frame(b"DO", data)[:-2]) == 0


def test_control_bytes_in_the_data_are_data() -> None:
    data = bytes.fromhex("1B 0D 0A 02 53 00 2A 1B 02")
    assert fed(frame(0x53, data)) == [PadFrame(0x53, data)]


def test_keys_between_answers_are_keys() -> None:
    assert fed(b"*" + OK + b"*\r\x1b") == [
        FIGURE,
        PadFrame(0x53, b""),
        FIGURE,
        KeyPress(PadKey.ENTER),
        KeyPress(PadKey.CANCEL),
    ]


def test_no_figure_is_ever_named() -> None:
    for code in FIGURE_BYTES:
        assert fed(bytes((code,))) == [KeyPress(PadKey.IN_CLEAR)]


def test_other_bytes_between_answers_are_noise() -> None:
    assert fed(b"\x00\xff\x54" + OK) == [PadFrame(0x53, b"")]


def test_neither_done_nor_failed_is_damage_and_its_rest_is_no_typing() -> None:
    assert fed(b"\x02\x2a**5" + OK + b"*") == [Damage.BROKEN_OFF, PadFrame(0x53, b""), FIGURE]


def test_two_beginnings_are_one_answer() -> None:
    assert fed(b"\x02" + OK) == [Damage.BROKEN_OFF, PadFrame(0x53, b"")]


def test_an_impossible_length_is_damage() -> None:
    assert fed(bytes.fromhex("02 53 FF FF 2A 2A") + OK) == [Damage.LENGTH, PadFrame(0x53, b"")]


def test_silence_ends_an_answer_and_what_follows_it_is_no_typing() -> None:
    splitter = XzSplitter(XZ_PIN_KEYS)
    splitter.feed(frame(0x53, bytes(8))[:6])
    assert splitter.begun
    assert splitter.quiet()
    assert splitter.feed(b"*5*") == ()
    assert not splitter.quiet()
    assert splitter.feed(b"*") == (FIGURE,)


def test_a_key_test_names_figures() -> None:
    events = XzSplitter(XZ_PLAIN_KEYS).feed(b"7T#" + OK)
    assert [event.key.name for event in events if isinstance(event, KeyPress)] == [
        "7",
        "00",
        "HELP",
    ]


def test_an_answer_never_shows_what_it_brings() -> None:
    assert "\\xde" not in repr(fed(frame(0x53, b"\xde")))


@given(st.lists(st.tuples(keys, codes, datas), max_size=4), st.lists(st.integers(0, 400)))
def test_answers_and_keys_are_found_however_the_stream_is_cut(
    sent: list[tuple[list[int], int, bytes]], cuts: list[int]
) -> None:
    stream = b"".join(bytes(before) + frame(code, data) for before, code, data in sent)
    expected: list[Arrival[PadKey]] = []
    for before, code, data in sent:
        expected += [KeyPress(XZ_PIN_KEYS[key]) for key in before]
        expected.append(PadFrame(code, data))
    assert fed(stream, cuts) == expected


@given(st.binary(max_size=120), st.lists(st.integers(0, 400), max_size=8))
def test_what_is_found_does_not_depend_on_the_cuts(stream: bytes, cuts: list[int]) -> None:
    assert fed(stream, cuts) == fed(stream)


@given(st.binary(max_size=120), codes, datas)
def test_it_finds_its_way_back_after_any_garbage(garbage: bytes, code: int, data: bytes) -> None:
    splitter = XzSplitter(XZ_PIN_KEYS)
    splitter.feed(garbage)
    splitter.quiet()
    assert splitter.feed(frame(code, data))[-1] == PadFrame(code, data)
