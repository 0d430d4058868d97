from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.escpos_text import Unprintable, encode_document, raster
from kiosk.devices.codecs.printer_profile import (
    CSN_A2,
    CUT_FULL,
    EPSON_80,
    GENERIC_58,
    GENERIC_80,
    PROFILES,
    PrinterProfile,
    Repertoire,
)
from kiosk.domain.columns import display_columns
from kiosk.domain.paper import (
    Align,
    Feed,
    Glyph,
    PaperDocument,
    PaperItem,
    QrCode,
    RasterLine,
    Rule,
    TextLine,
)

PLAIN = dataclasses.replace(GENERIC_80, leading=None)


def encoded(*items: PaperItem, profile: PrinterProfile = PLAIN) -> bytes:
    return b"".join(encode_document(PaperDocument(profile.columns, items), profile))


def body(*items: PaperItem, profile: PrinterProfile = PLAIN) -> bytes:
    return encoded(*items, profile=profile).removeprefix(b"\x1b@\x1c&").removesuffix(profile.cut)


def test_title_amount_and_qr_code_are_the_bytes_of_the_reference() -> None:
    assert encoded(
        TextLine("办税回执", Align.CENTRE, scale=2),
        TextLine("金额：￥100.00"),
        QrCode("https://x.cn/1", align=Align.LEFT),
    ) == bytes.fromhex(
        "1B 40 1C 26 1B 61 01 1C 21 0C 1D 21 11 B0 EC CB B0 BB D8 D6 B4 0A 1D 21 00 1C 21 00"
        "1B 61 00 BD F0 B6 EE A3 BA A3 A4 31 30 30 2E 30 30 0A"
        "1D 28 6B 04 00 31 41 32 00 1D 28 6B 03 00 31 43 06 1D 28 6B 03 00 31 45 31"
        "1D 28 6B 11 00 31 50 30 68 74 74 70 73 3A 2F 2F 78 2E 63 6E 2F 31 1D 28 6B 03 00 31 51 30"
        "1D 56 42 00"
    )


def test_every_document_begins_in_chinese_mode_with_default_settings() -> None:
    assert encoded(profile=EPSON_80).startswith(b"\x1b@\x1c&\x1dP\xcb\xcb")


def test_the_half_width_yuan_sign_is_exchanged_for_the_one_printers_have() -> None:
    assert body(TextLine("¥1")) == body(TextLine("￥1")) == b"\xa3\xa41\n"


def test_bold_and_alignment_are_sent_only_where_they_change() -> None:
    centred = TextLine("a", Align.CENTRE, bold=True)
    assert body(centred, centred, TextLine("b", Align.RIGHT)) == (
        b"\x1ba\x01\x1bE\x01a\na\n\x1ba\x02\x1bE\x00b\n\x1ba\x00"
    )


def test_a_document_ends_in_plain_modes_whatever_its_last_line_was() -> None:
    last = TextLine("大", Align.RIGHT, bold=True, scale=2)
    assert body(last).endswith(b"\n\x1d!\x00\x1c!\x00\x1ba\x00\x1bE\x00")


def test_lines_stand_in_rhythm_where_the_profile_has_leading() -> None:
    assert body(TextLine("a"), TextLine("b"), profile=GENERIC_80) == b"\x1b3\x22a\nb\n"
    double = body(TextLine("a", scale=2), profile=GENERIC_80)
    assert double.startswith(b"\x1c!\x0c\x1d!\x11\x1b3\x44\x1bJ\x0aa\n")


def test_feeds_and_rules() -> None:
    assert body(Feed(3)) == b"\x1bd\x03"
    assert body(Rule()) == b"\x1bJ\x02\x1dv0\x03\x24\x00\x01\x00" + b"\xff" * 36 + b"\x1bJ\x0c"
    narrow = dataclasses.replace(GENERIC_58, leading=None)
    assert b"\x1dv0\x03\x18\x00\x01\x00" + b"\xff" * 24 in body(Rule(), profile=narrow)
    heavy = b"\x1dv0\x03\x24\x00\x04\x00" + b"\xff" * 144
    assert heavy in body(Rule(heavy=True))


def test_a_drawn_character_stands_within_its_line_of_text() -> None:
    line = TextLine("王𬱖a", Align.CENTRE, glyphs=(Glyph("𬱖", bytes(range(72))),))
    document = PaperDocument(48, (line,))
    pieces = encode_document(document, PLAIN)
    assert pieces[1] == b"\x1ba\x01" + "王".encode("gb18030")
    assert pieces[2] == b"\x1b*\x21\x18\x00" + bytes(range(72))
    assert pieces[3] == b"a\n"


def test_a_drawn_character_holds_no_real_time_command() -> None:
    strips = b"\x10\x04\x01" * 12
    sent = body(TextLine("é", glyphs=(Glyph("é", strips),)))
    assert sent == b"\x1b*\x21\x0c\x00" + b"\x18\x04\x01" * 12 + b"\n"


@pytest.mark.parametrize(
    ("align", "left"), [(Align.LEFT, 0), (Align.CENTRE, 35), (Align.RIGHT, 71)]
)
def test_a_drawn_line_is_moved_into_its_place_dot_by_dot(align: Align, left: int) -> None:
    drawn = RasterLine(1, b"\xaa\x55", "画", align)
    row = bytes(left) + b"%c"
    sent = b"\x1dv0\x00%c\x00\x02\x00" % (left + 1)
    assert body(drawn) == sent + row % 0xAA + row % 0x55


def test_a_tall_drawing_goes_out_in_slices_no_longer_than_the_window() -> None:
    for profile in PROFILES.values():
        width = profile.dots // 8
        tall = RasterLine(width, bytes(width * 48), "画")
        pieces = encode_document(PaperDocument(profile.columns, (tall,)), profile)
        assert all(len(piece) <= profile.window_bytes for piece in pieces)
        rows = sum(piece[6] for piece in pieces if piece.startswith(b"\x1dv0"))
        assert rows == 48


@given(rows=st.lists(st.sampled_from([0x10, 0x04, 0x05, 0x14, 0x00]), min_size=1, max_size=60))
def test_no_drawing_holds_a_real_time_command(rows: list[int]) -> None:
    sent = raster(bytes(rows), 1)
    assert sent[:8] == b"\x1dv0\x00\x01\x00" + len(rows).to_bytes(2, "little")
    for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
        assert command not in sent[8:]
    for before, after in zip(rows, sent[8:], strict=True):
        assert after in (before, 0x18)


@pytest.mark.parametrize(
    "item",
    [
        TextLine("好" * 25),
        TextLine("好" * 13, scale=2),
        TextLine("𠮷"),
        TextLine("㐀"),
        TextLine("䶮"),
        TextLine("a\nb"),
        TextLine("\x1bd"),
        TextLine("好", scale=3),
        TextLine("𠮷", scale=2, glyphs=(Glyph("𠮷", bytes(72)),)),
        TextLine("𠮷", glyphs=(Glyph("𠮷", bytes(71)),)),
        TextLine("𠮷", glyphs=(Glyph("𠮷", b""),)),
        TextLine("𠮷𬱖", glyphs=(Glyph("𠮷", bytes(72)),)),
        RasterLine(73, bytes(73), ""),
        RasterLine(2, bytes(3), ""),
        RasterLine(0, b"", ""),
        QrCode(""),
        QrCode("a\x10\x04\x01"),
        QrCode("a" * 2954),
        QrCode("a" * 1100),
        QrCode("a", module_dots=0),
        QrCode("a", module_dots=17),
        Feed(0),
        Feed(256),
    ],
)
def test_what_cannot_be_printed_is_refused_by_place_and_not_by_its_words(item: PaperItem) -> None:
    with pytest.raises(Unprintable) as caught:
        encoded(TextLine("好"), item)
    if isinstance(item, TextLine):
        assert item.text not in str(caught.value)


def test_a_document_for_other_paper_is_refused() -> None:
    with pytest.raises(Unprintable):
        encode_document(PaperDocument(32, ()), GENERIC_80)


def test_a_printer_without_qr_codes_is_sent_none() -> None:
    with pytest.raises(Unprintable):
        encoded(QrCode("a"), profile=CSN_A2)


@pytest.mark.parametrize(
    ("repertoire", "drawn", "not_drawn"),
    [
        (Repertoire.GB2312, "办￥·—", "镕䶮㐀"),
        (Repertoire.GBK, "办镕", "䶮㐀𠮷"),
        (Repertoire.GB18030_TWO_BYTE, "镕䶮", "㐀𠮷𬱖ǹ"),
        (Repertoire.GB18030, "䶮㐀𠮷𬱖", "ǹñ"),
    ],
)
def test_a_repertoire_knows_its_characters(
    repertoire: Repertoire, drawn: str, not_drawn: str
) -> None:
    for character in "A~ " + drawn:
        assert repertoire.draws(character)
    for character in "\n\x1b\x7f\ud800" + not_drawn:
        assert not repertoire.draws(character)


@given(st.characters(), st.sampled_from(Repertoire))
def test_what_is_drawn_is_as_wide_as_layouts_count_it(
    character: str, repertoire: Repertoire
) -> None:
    if repertoire.draws(character):
        assert display_columns(character) == (1 if character.isascii() else 2)


def test_profiles_are_found_by_name_and_hold_together() -> None:
    assert set(PROFILES) == {"generic-80", "generic-58", "epson-80", "csn-a2"}
    for profile in PROFILES.values():
        assert profile.raster_rows >= 1
        assert profile.can_draw("好")
    assert EPSON_80.clear_is_answered
    assert not GENERIC_80.clear_is_answered
    with pytest.raises(ValueError, match="dots"):
        dataclasses.replace(GENERIC_80, dots=400)


def test_the_cut_is_the_profiles_own() -> None:
    assert encoded(profile=dataclasses.replace(PLAIN, cut=CUT_FULL)).endswith(b"\x1dV\x00")
