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
from kiosk.domain.paper import Align, Feed, PaperDocument, QrCode, RasterLine, Rule, TextLine
from tests.support.paper_golden import printed

PAYLOAD = "https://pay.example.cn/o/JN0320260305102133000123?sig=abc"


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


def test_only_the_line_with_the_rare_character_is_drawn() -> None:
    document = PaperDocument(48, (TextLine("姓名 王䶮", Align.CENTRE), TextLine("王")))
    first, second = rasterise_document(document, can_draw=GENERIC_80.can_draw, dots=576).items
    assert isinstance(first, RasterLine)
    assert (first.text, first.align, first.width_bytes) == ("姓名 王䶮", Align.CENTRE, 14)
    assert second == TextLine("王")


@pytest.mark.parametrize("name", ["陈𬱖", "㐀", "𠮷"])
def test_rare_characters_have_ink_and_are_not_the_box_of_a_missing_glyph(name: str) -> None:
    missing = picture(drawn(TextLine("\U000e0fff" + name[1:] if len(name) > 1 else "\ufff0")))
    line = picture(drawn(TextLine(name)))
    assert line.getbbox() is not None
    assert line.tobytes() != missing.tobytes()


def test_scale_and_bold_are_drawn() -> None:
    plain, bold = drawn(TextLine("𠮷")), drawn(TextLine("𠮷", bold=True))
    double = drawn(TextLine("𠮷", scale=2))
    assert len(plain.rows) == 3 * 24
    assert len(double.rows) == 6 * 48
    assert sum(map(int.bit_count, bold.rows)) > sum(map(int.bit_count, plain.rows))


def test_letters_keep_their_columns() -> None:
    wide = drawn(TextLine("𠮷ab"))
    assert wide.width_bytes * 8 == 48
    spaced = picture(drawn(TextLine("𠮷  b")))
    assert spaced.crop((24, 0, 48, 24)).getbbox() is None


def test_control_characters_are_left_out() -> None:
    assert drawn(TextLine("𠮷\x1b\x07")).rows == drawn(TextLine("𠮷")).rows


def test_a_line_of_nothing_but_control_characters_is_an_empty_line() -> None:
    line = drawn(TextLine("\x1b"))
    assert (line.width_bytes, len(line.rows)) == (1, 24)


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
