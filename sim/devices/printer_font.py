"""The font inside a simulated receipt printer: 24 × 24 dots for Chinese, 12 × 24 for Latin."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
"""Debian's fonts-noto-cjk."""

CELL_WIDTH = 12
CELL_HEIGHT = 24
_MONO_SC = 7
# Latin stands one dot higher, or the tails of g and y would be cut off.
_BASELINE = {1: 20, 2: 21}
_BLACK_FROM = 84


class PrinterFont:
    """Glyphs as pictures of mode "1", ink 1; drawn once and kept."""

    def __init__(self, path: Path = NOTO) -> None:
        self._path = path
        self._sized = lru_cache(maxsize=4)(self._at_size)
        self.glyph = lru_cache(maxsize=4096)(self._draw)

    def _at_size(self, dots: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(self._path, dots, _MONO_SC)

    def _draw(self, character: str, columns: int, across: int, down: int) -> Image.Image:
        """One character over so many Latin cells, magnified ``across`` and ``down``.

        Equal magnification is smooth, as firmware with smoothing (GS b) prints it.
        """
        even = min(across, down)
        font = self._sized(CELL_HEIGHT * even)
        narrow = CELL_WIDTH * columns * even
        # A Chinese font has Cyrillic letters and blocks as wide as its own characters.
        wide = max(narrow, int(font.getlength(character)))
        cell = Image.new("L", (wide, CELL_HEIGHT * even), 0)
        ImageDraw.Draw(cell).text((0, _BASELINE[columns] * even), character, 255, font, anchor="ls")
        if wide != narrow:
            cell = cell.resize((narrow, CELL_HEIGHT * even), Image.Resampling.BOX)
        size = (CELL_WIDTH * columns * across, CELL_HEIGHT * down)
        if cell.size != size:
            cell = cell.resize(size, Image.Resampling.NEAREST)
        return cell.point(lambda level: 255 if level >= _BLACK_FROM else 0).convert("1")
