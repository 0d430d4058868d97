"""A paper document as a printer-neutral list of lines: layouts make it, drivers print it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Align(Enum):
    """Horizontal position of a line."""

    LEFT = 0
    CENTRE = 1
    RIGHT = 2


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character drawn because the printer's font lacks it: 24 dots high, three bytes for each
    column of dots, the leftmost first, the most significant bit uppermost, 1 is black."""

    character: str
    strips: bytes


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line. ``scale`` 2 doubles width and height. Never wider than the paper's columns
    (a Chinese character is two columns). ``glyphs`` are its characters that the printer lacks; all
    others are printed from its own font."""

    text: str
    align: Align = Align.LEFT
    bold: bool = False
    scale: int = 1
    glyphs: tuple[Glyph, ...] = ()


@dataclass(frozen=True, slots=True)
class RasterLine:
    """A line drawn for lack of glyphs: rows of ``width_bytes``, 1 bit per dot, 1 is black.
    ``text`` is what it says, for transcripts."""

    width_bytes: int
    rows: bytes
    text: str
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper; ``heavy`` ones enclose what nobody may overlook."""

    heavy: bool = False


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code printed by the printer itself; ``module_dots`` per module."""

    payload: str
    module_dots: int = 6
    align: Align = Align.CENTRE


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty lines."""

    lines: int


PaperItem = TextLine | RasterLine | Rule | QrCode | Feed


@dataclass(frozen=True, slots=True)
class PaperDocument:
    """One piece of paper, cut at its end. ``columns`` is 48 for 80 mm and 32 for 58 mm paper."""

    columns: int
    items: tuple[PaperItem, ...]
