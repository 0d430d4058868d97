"""Lines of a code scanner: found whole, damaged, cut anywhere, in any noise, and never shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.scanner_line import (
    LONGEST,
    TRIGGER_PROFILES,
    Damage,
    ScannedText,
    ScannerDecoder,
)

CODE = "134567890123456789"
OTHER = "289876543210987654"

texts = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=40)
ends = st.sampled_from([b"\r", b"\n", b"\r\n"])
cuts = st.lists(st.integers(0, 400), max_size=8)


def pieces(data: bytes, places: list[int]) -> list[bytes]:
    starts = sorted({0, *(place % (len(data) + 1) for place in places)})
    return [data[a:b] for a, b in zip(starts, [*starts[1:], len(data)], strict=True)]


def fed(data: bytes, places: list[int] | None = None) -> list[ScannedText | Damage]:
    decoder = ScannerDecoder()
    return [event for piece in pieces(data, places or []) for event in decoder.feed(piece)]


def line(text: str, end: bytes = b"\r") -> bytes:
    return text.encode("ascii") + end


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\r\r", b"\n\r"])
def test_a_line_ends_with_cr_lf_or_both(end: bytes) -> None:
    assert fed(line(CODE, end) + line(OTHER, end)) == [ScannedText(CODE), ScannedText(OTHER)]


@pytest.mark.parametrize("empty", [b"\r", b"\n", b"\r\n\r\n", b"  \r", b"\t\x00\r", b"\x06\r"])
def test_empty_lines_are_nothing(empty: bytes) -> None:
    assert fed(empty + line(CODE) + empty) == [ScannedText(CODE)]


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"\x02", b"\x03"), (b"\x06", b""), (b"\x15\x00", b"\x7f"), (b"  ", b" \t"), (b"\x16", b"")],
)
def test_control_bytes_and_blanks_around_a_text_are_dropped(before: bytes, after: bytes) -> None:
    assert fed(before + CODE.encode() + after + b"\r") == [ScannedText(CODE)]


@pytest.mark.parametrize("noise", [b"\x00", b"\x1b", b"\x7f", b"\x80", b"\xff", "码".encode()])
def test_whatever_else_is_not_printable_spoils_its_line_and_no_other(noise: bytes) -> None:
    half = CODE.encode()[:9]
    assert fed(half + noise + half + b"\r" + line(OTHER)) == [
        Damage.UNREADABLE,
        ScannedText(OTHER),
    ]


def test_bytes_above_ascii_spoil_a_line_at_its_edges_too() -> None:
    assert fed(b"\xff" + line(CODE)) == [Damage.UNREADABLE]
    assert fed(CODE.encode() + b"\xa5\r") == [Damage.UNREADABLE]


def test_the_longest_line_is_read_and_one_byte_more_is_damage() -> None:
    longest = "7" * LONGEST
    assert fed(line(longest)) == [ScannedText(longest)]
    assert fed(line(longest + "7") + line(CODE)) == [Damage.TOO_LONG, ScannedText(CODE)]
    assert fed(line(longest * 9) + line(CODE)) == [Damage.TOO_LONG, ScannedText(CODE)]


def test_a_text_has_not_been_scanned_before_its_line_has_ended() -> None:
    decoder = ScannerDecoder()
    assert decoder.feed(CODE.encode()) == ()
    assert decoder.begun
    assert decoder.feed(b"\r") == (ScannedText(CODE),)
    assert not decoder.begun


def test_a_line_broken_off_is_not_put_together_with_the_next_one() -> None:
    decoder = ScannerDecoder()
    decoder.feed(CODE.encode()[:7])
    decoder.reset()
    assert not decoder.begun
    assert decoder.feed(line(OTHER)) == (ScannedText(OTHER),)


def test_the_rest_of_an_older_line_is_dropped() -> None:
    decoder = ScannerDecoder()
    decoder.feed(CODE.encode()[:7])
    decoder.begin_amid()
    assert decoder.begun
    assert decoder.feed(CODE.encode()[7:]) == ()
    assert decoder.feed(b"\r\n" + line(OTHER)) == (ScannedText(OTHER),)


def test_after_a_silence_there_is_no_older_line_any_more() -> None:
    decoder = ScannerDecoder()
    decoder.begin_amid()
    decoder.reset()
    assert decoder.feed(line(OTHER)) == (ScannedText(OTHER),)


def test_the_commands_are_those_of_the_makers() -> None:
    told = TRIGGER_PROFILES["honeywell"]
    assert (told.on, told.off) == (bytes.fromhex("16 54 0D"), bytes.fromhex("16 55 0D"))
    always = TRIGGER_PROFILES["continuous"]
    assert (always.on, always.off) == (b"", b"")


@given(texts, cuts)
def test_nothing_shows_what_was_scanned(text: str, places: list[int]) -> None:
    secret = f"<{text}>"
    decoder = ScannerDecoder()
    found: list[ScannedText | Damage] = []
    for piece in pieces(line(secret), places):
        found += decoder.feed(piece)
        assert secret not in f"{decoder!r}{found!r}{[str(event) for event in found]}"
    assert found == [ScannedText(secret)]


@given(st.lists(st.tuples(texts, ends), max_size=6), cuts)
def test_texts_are_found_however_the_stream_is_cut(
    sent: list[tuple[str, bytes]], places: list[int]
) -> None:
    stream = b"".join(line(text, end) for text, end in sent)
    assert fed(stream, places) == [ScannedText(text) for text, _ in sent]


@given(st.binary(max_size=60), texts, cuts)
def test_one_line_end_is_enough_to_find_the_way_back_after_any_noise(
    noise: bytes, text: str, places: list[int]
) -> None:
    assert fed(noise + b"\r" + line(text), places)[-1] == ScannedText(text)


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_no_bytes_whatever_make_it_fail_or_give_what_was_not_a_whole_line(
    chunks: list[bytes],
) -> None:
    decoder = ScannerDecoder()
    stream = b"".join(chunks)
    edge = bytes(range(0x21)) + b"\x7f"
    whole = {part.strip(edge) for part in stream.replace(b"\n", b"\r").split(b"\r")}
    for chunk in chunks:
        for event in decoder.feed(chunk):
            if isinstance(event, ScannedText):
                assert event.text.encode("ascii") in whole
                assert event.text.isprintable()


@given(texts.filter(lambda text: len(text) > 2), st.data())
def test_a_byte_turned_into_no_letter_never_yields_a_text(text: str, data: st.DataObject) -> None:
    sent = bytearray(line(text))
    place = data.draw(st.integers(1, len(text) - 2))
    sent[place] = data.draw(st.sampled_from([0x00, 0x07, 0x1B, 0x7F, 0x80, 0xC4, 0xFF]))
    assert fed(bytes(sent)) == [Damage.UNREADABLE]
