"""The characters of a page and where they stand, in lines from the top to the bottom.

By where they stand, and not in the order of the file: programs that fill in forms write all labels
first and all values after them.
"""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

_SAME_LINE_PT = 2.0
_UPRIGHT_RAD = 0.01
_APART = 1.5
"""In heights of a character: so wide a gap parts what stands on one line."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character that is no space. In points, from the lower left corner of the page; ``height``
    is that of a line of its type."""

    text: str
    left: float
    right: float
    base: float
    height: float


Line = tuple[Glyph, ...]
"""What stands on one base line, from left to right; never empty."""


def lines_of(page: pypdfium2.PdfPage) -> tuple[Line, ...]:
    """All that stands upright: watermarks across the page and the writing round seals do not."""
    return in_lines(_glyphs(page))


def in_lines(glyphs: list[Glyph]) -> tuple[Line, ...]:
    """In the order in which people read."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: -one.base):
        if lines and lines[-1][0].base - glyph.base <= _SAME_LINE_PT:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return tuple(tuple(sorted(line, key=lambda one: one.left)) for line in lines)


def runs_of(line: Line) -> tuple[Line, ...]:
    """What stands together on a line, the rest of it a good way off."""
    runs = [[line[0]]]
    for before, glyph in pairwise(line):
        if glyph.left - before.right > _APART * max(before.height, glyph.height):
            runs.append([])
        runs[-1].append(glyph)
    return tuple(tuple(run) for run in runs)


def said(glyphs: Line) -> str:
    """The words, without the spaces, of which lines and columns make more or fewer."""
    return plain("".join(glyph.text for glyph in glyphs))


def plain(text: str) -> str:
    """As ``said`` would have it."""
    return unicodedata.normalize("NFC", "".join(text.split()))


def _glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    text = page.get_textpage()
    found, high = [], ""
    x, y = ctypes.c_double(), ctypes.c_double()
    for place in range(text.count_chars()):
        # A character beyond the basic plane is two places with one box.
        letter = high + chr(pdfium.FPDFText_GetUnicode(text, place))
        high = letter if len(letter) == 1 and "\ud800" <= letter <= "\udbff" else ""
        if pdfium.FPDFText_IsHyphen(text, place) == 1:
            # PDFium takes one at the end of a line for the sign of a broken word, and gives U+0002.
            letter = "-"
        if high or not letter.strip() or letter < " ":
            continue
        if abs(pdfium.FPDFText_GetCharAngle(text, place)) > _UPRIGHT_RAD:
            continue
        if not pdfium.FPDFText_GetCharOrigin(text, place, x, y):
            continue
        left, bottom, right, top = text.get_charbox(place, loose=True)
        whole = letter.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        found.append(Glyph(whole, left, right, y.value, top - bottom))
    return found
