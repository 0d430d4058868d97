"""Draws what a printer has no glyphs for: single characters of rare names, mostly.

Everything here is pure, takes a good fraction of a second and is picklable, to be called in a child
process.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import qrcode
from PIL import Image, ImageDraw, ImageFont

from kiosk.domain.characters import characters
from kiosk.domain.columns import display_columns
from kiosk.domain.paper import (
    Align,
    Glyph,
    PaperDocument,
    PaperItem,
    QrCode,
    RasterLine,
    TextLine,
)

DEBIAN_FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
"""Where Debian's fonts-noto-cjk puts it."""

_MONO_SC = 7
"""Noto Sans Mono CJK SC in that collection: Latin letters exactly half as wide as Chinese ones."""

_COLUMN_DOTS = 12
_LINE_DOTS = 24
# As the fonts of printers stand: Latin one dot higher, or the tails of g and y would be cut off.
_BASELINE, _LATIN_BASELINE = 21, 20
_BLACK_FROM = 84
_QUIET_MODULES = 4


def rasterise_document(
    document: PaperDocument,
    *,
    can_draw: Callable[[str], bool],
    dots: int,
    font_path: Path = DEBIAN_FONT,
    prints_qr: bool = True,
) -> PaperDocument:
    """The same document with every character drawn that the printer's own font lacks; of a
    magnified line, the whole line.

    ``can_draw`` tells of one character whether the printer has it and must be picklable for a child
    process (``PrinterProfile.can_draw`` is). ``dots`` is the printable width. QR codes are drawn
    too where the printer makes none. Raises OSError when the font is not there and ValueError for a
    line wider than the paper.
    """

    def drawn(item: PaperItem) -> PaperItem:
        match item:
            case TextLine() if not _is_printable(item.text, can_draw):
                line = _fitting(item, dots)
                if item.scale > 1:
                    return _draw_line(line, font_path)
                return _draw_glyphs(line, can_draw, font_path)
            case QrCode() if not prints_qr:
                return _draw_qr(item, dots)
            case _:
                return item

    items = tuple(drawn(item) for item in document.items)
    return document if items == document.items else replace(document, items=items)


def _is_printable(text: str, can_draw: Callable[[str], bool]) -> bool:
    # The half-width ¥ is exchanged on its way to the printer.
    return all(character == "\u00a5" or can_draw(character) for character in text)


def _fitting(line: TextLine, dots: int) -> TextLine:
    """The line without control characters and without marks that belong to no letter."""
    text = "".join(point for point in line.text if unicodedata.category(point) != "Cc")
    text = "".join(character for character in characters(text) if display_columns(character))
    if display_columns(text) * _COLUMN_DOTS * line.scale > dots:
        raise ValueError("a line is wider than the paper")
    return replace(line, text=text)


def _draw_glyphs(line: TextLine, can_draw: Callable[[str], bool], font_path: Path) -> TextLine:
    missing = dict.fromkeys(
        character for character in characters(line.text) if not _is_printable(character, can_draw)
    )
    glyphs = (_draw_glyph(character, line, font_path) for character in missing)
    return replace(line, glyphs=tuple(glyphs))


def _draw_glyph(character: str, line: TextLine, font_path: Path) -> Glyph:
    picture = _picture(replace(line, text=character), font_path)
    # On its side, a row of bytes is what was a column of dots.
    return Glyph(character, _black(picture).transpose(Image.Transpose.TRANSPOSE).tobytes())


def _draw_line(line: TextLine, font_path: Path) -> RasterLine:
    return _as_raster(_picture(line, font_path), line.text, line.align)


def _picture(line: TextLine, font_path: Path) -> Image.Image:
    """The text in grey, as wide as its columns."""
    text = line.text
    width = display_columns(text) * _COLUMN_DOTS * line.scale
    image = Image.new("L", (width, _LINE_DOTS * line.scale), 0)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(font_path, _LINE_DOTS * line.scale, _MONO_SC)
    column = 0
    for character in characters(text):
        columns = display_columns(character)
        left = column * _COLUMN_DOTS * line.scale
        base = (_LATIN_BASELINE if columns == 1 else _BASELINE) * line.scale
        # A capital with its accent is taller than the line: it stands lower rather than be cut.
        base = max(base, -int(font.getbbox(character, anchor="ls")[1]))
        for shift in (0, 1) if line.bold else (0,):
            pen.text((left + shift, base), character, 255, font, anchor="ls")
        column += columns
    return image


def _draw_qr(code: QrCode, dots: int) -> RasterLine:
    symbol = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET_MODULES)
    symbol.add_data(code.payload)
    symbol.make(fit=True)
    matrix = symbol.get_matrix()
    side = len(matrix)
    if side * code.module_dots > dots:
        raise ValueError("a QR code is wider than the paper")
    image = Image.new("L", (side, side), 0)
    image.putdata([255 if dark else 0 for row in matrix for dark in row])
    size = side * code.module_dots
    image = image.resize((size, size), Image.Resampling.NEAREST)
    return _as_raster(image, f"[QR {code.payload}]", code.align)


def _as_raster(image: Image.Image, text: str, align: Align) -> RasterLine:
    width = _whole_bytes(image.width)
    page = Image.new("L", (width, image.height), 0)
    page.paste(image)
    return RasterLine(width // 8, _black(page).tobytes(), text, align)


def _black(image: Image.Image) -> Image.Image:
    return image.point(lambda level: 255 if level >= _BLACK_FROM else 0).convert("1")


def _whole_bytes(dots: int) -> int:
    return max(8, -(-dots // 8) * 8)
