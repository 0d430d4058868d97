from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.devices.codecs.printer_profile import (
    CSN_A2,
    EPSON_80,
    GENERIC_58,
    GENERIC_80,
    PrinterProfile,
)
from kiosk.documents.rasterise import rasterise_document
from kiosk.domain.paper import (
    Align,
    Feed,
    Glyph,
    PaperDocument,
    QrCode,
    RasterLine,
    Rule,
    TextLine,
)
from tests.support.paper_golden import printed

PAYLOAD = "https://pay.example.cn/o/JN0320260305102133000123?sig=abc"


def glyphs(line: TextLine, dots: int = 576) -> tuple[Glyph, ...]:
    document = PaperDocument(dots // 12, (line,))
    (item,) = rasterise_document(document, can_draw=EPSON_80.can_draw, dots=dots).items
    assert isinstance(item, TextLine)
    return item.glyphs


def ink(strips: bytes) -> int:
    return sum(map(int.bit_count, strips))


def picture(line: RasterLine) -> Image.Image:
    width = line.width_bytes * 8
    return Image.frombytes("1", (width, len(line.rows) // line.width_bytes), line.rows)


def drawn(line: TextLine) -> RasterLine:
    document = PaperDocument(48, (line,))
    (item,) = rasterise_document(document, can_draw=EPSON_80.can_draw, dots=576).items
    assert isinstance(item, RasterLine)
    return item


def test_what_the_printer_has_is_left_to_it() -> None:
    document = PaperDocument(48, (TextLine("办税￥¥·—"), Rule(), Feed(1), QrCode("a")))
    assert rasterise_document(document, can_draw=GENERIC_80.can_draw, dots=576) is document


def test_only_the_rare_character_is_drawn_and_its_line_stays_text() -> None:
    document = PaperDocument(48, (TextLine("姓名 王䶮䶮", Align.CENTRE), TextLine("王")))
    first, second = rasterise_document(document, can_draw=GENERIC_80.can_draw, dots=576).items
    assert isinstance(first, TextLine)
    assert (first.text, first.align) == ("姓名 王䶮䶮", Align.CENTRE)
    assert [glyph.character for glyph in first.glyphs] == ["䶮"]
    assert second == TextLine("王")


@pytest.mark.parametrize("character", ["𬱖", "㐀", "𠮷", "ñ", "e\u0301"])
def test_rare_characters_have_ink_and_are_not_the_box_of_a_missing_glyph(character: str) -> None:
    (missing,) = glyphs(TextLine("\ufff0"))
    (glyph,) = glyphs(TextLine(character))
    assert glyph.character == character
    assert ink(glyph.strips)
    assert glyph.strips != missing.strips


def test_a_glyph_is_as_wide_as_its_columns_and_stands_upright() -> None:
    (wide,) = glyphs(TextLine("𠃊"))  # a stroke down the left and along the foot
    assert len(wide.strips) == 24 * 3
    rows = [
        "".join("#" if wide.strips[x * 3 + y // 8] >> (7 - y % 8) & 1 else "." for x in range(24))
        for y in range(24)
    ]
    assert max(rows, key=lambda row: row.count("#")) in rows[16:]
    assert all("#" in row for row in rows[6:18])
    (narrow,) = glyphs(TextLine("ñ"))
    assert len(narrow.strips) == 12 * 3


def test_a_capital_with_its_accent_is_drawn_whole() -> None:
    (glyph,) = glyphs(TextLine("Ä"))
    rows = [
        any(glyph.strips[x * 3 + y // 8] >> (7 - y % 8) & 1 for x in range(12)) for y in range(24)
    ]
    dots, gap = rows.index(True), rows.index(False, rows.index(True))
    assert gap - dots >= 2  # the two dots above
    assert True in rows[gap:]


def test_bold_is_drawn() -> None:
    (plain,), (bold,) = glyphs(TextLine("𠮷")), glyphs(TextLine("𠮷", bold=True))
    assert ink(bold.strips) > ink(plain.strips)


def test_of_a_magnified_line_the_whole_is_drawn() -> None:
    double = drawn(TextLine("𠮷  b", scale=2))
    assert double.width_bytes * 8 == 120
    assert picture(double).crop((48, 0, 96, 48)).getbbox() is None
    assert len(double.rows) == 15 * 48


def test_control_characters_and_lone_marks_are_left_out() -> None:
    assert glyphs(TextLine("𠮷\x1b\x07")) == glyphs(TextLine("𠮷"))
    document = PaperDocument(
        48, (TextLine("\u0301\x1b𠮷"), TextLine("\x1b"), TextLine("\x1b", scale=2))
    )
    first, second, third = rasterise_document(
        document, can_draw=GENERIC_80.can_draw, dots=576
    ).items
    assert isinstance(first, TextLine)
    assert first.text == "𠮷"
    assert second == TextLine("")
    assert isinstance(third, RasterLine)


def test_a_line_wider_than_the_paper_is_refused() -> None:
    document = PaperDocument(32, (TextLine("𠮷" * 17),))
    with pytest.raises(ValueError, match="wider"):
        rasterise_document(document, can_draw=GENERIC_58.can_draw, dots=384)


def test_a_missing_font_is_an_error_and_not_a_blank() -> None:
    document = PaperDocument(48, (TextLine("𠮷"),))
    with pytest.raises(OSError, match="resource"):
        rasterise_document(
            document, can_draw=GENERIC_80.can_draw, dots=576, font_path=Path("/nonexistent.ttc")
        )


def test_it_goes_through_a_child_process() -> None:
    document = PaperDocument(48, (TextLine("王䶮"),))
    work = partial(rasterise_document, document, can_draw=GENERIC_80.can_draw, dots=576)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(work).result(60) == work()


@pytest.mark.parametrize("profile", [GENERIC_80, GENERIC_58, CSN_A2], ids=lambda one: one.name)
def test_a_qr_code_on_paper_can_be_scanned_whoever_drew_it(
    profile: PrinterProfile,
) -> None:
    items = (TextLine("扫码查询", Align.CENTRE), QrCode(PAYLOAD), Feed(2))
    paper = printed(PaperDocument(profile.columns, items), profile)
    found = zxingcpp.read_barcodes(paper.bitmap)
    assert [code.text for code in found] == [PAYLOAD]
    said = f"[QR {PAYLOAD}]" if profile.prints_qr else "[image]"
    assert said in paper.transcript


def test_a_qr_code_wider_than_the_paper_is_refused() -> None:
    document = PaperDocument(32, (QrCode("a", module_dots=16),))
    with pytest.raises(ValueError, match="wider"):
        rasterise_document(document, can_draw=CSN_A2.can_draw, dots=384, prints_qr=False)
