"""The line that a receipt printer is putting together, before it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image, ImageChops, ImageDraw

from sim.devices.printer_font import CELL_HEIGHT, CELL_WIDTH, PrinterFont
from sim.devices.printer_images import GLYPH_MODE, bit_image
from sim.devices.printer_modes import Firmware, Modes

NO_GLYPH = "\ufffd"
OWN_GLYPH = "〓"
"""Stands in a transcript for a glyph that the host has defined."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One character as it will stand on the line; sizes in dots. ``style`` tells in Chinese how it
    is set, empty for plain text."""

    glyph: Image.Image | None
    text: str
    before: int
    width: int
    after: int
    height: int
    underline: int = 0
    reverse: bool = False
    style: str = ""

    @property
    def advance(self) -> int:
        """How much of the line it takes."""
        return self.before + self.width + self.after


def cell_of(
    character: str,
    columns: int,
    modes: Modes,
    firmware: Firmware,
    font: PrinterFont,
    own: bytes | None = None,
) -> Cell:
    """A character of one Latin column or of two, as the modes have it; ``own`` is a glyph that the
    host has defined, 24 columns of 3 bytes."""
    across, down = modes.across, modes.down
    before, after, underline = 0, modes.after * modes.across, modes.underline
    if columns == 2:
        across, down = modes.chinese_across, modes.chinese_down
        if firmware.gs_scales_chinese:
            across, down = max(across, modes.across), max(down, modes.down)
        before, after = modes.chinese_before * across, modes.chinese_after * across
        underline = modes.chinese_underline
    width, height = columns * CELL_WIDTH * across, CELL_HEIGHT * down
    glyph = None
    if own is not None:
        glyph = bit_image(GLYPH_MODE, own).resize((width, height), Image.Resampling.NEAREST)
    elif character != NO_GLYPH:
        glyph = font.glyph(character, columns, across, down)
    elif firmware.boxes:
        glyph = Image.new("1", (width, height), 0)
        ImageDraw.Draw(glyph).rectangle((1, 1, width - 2, height - 2), outline=1, width=across)
    bold = modes.bold or modes.struck_twice
    if bold and glyph is not None:
        glyph = ImageChops.logical_or(glyph, ImageChops.offset(glyph, 1, 0))
    style = " ".join(
        word
        for word, is_so in (
            (f"{across}×{down}", (across, down) != (1, 1)),
            ("粗", bold),
            ("下划线", underline and not modes.reverse),
            ("反白", modes.reverse),
        )
        if is_so
    )
    return Cell(glyph, character, before, width, after, height, underline, modes.reverse, style)


@dataclass(slots=True)
class Line:
    """A line ``dots`` wide, of which so many are used. What is on it stands on one base."""

    dots: int
    used: int = 0
    height: int = 0
    _inked: list[tuple[int, Image.Image]] = field(default_factory=list)
    _reversed: list[tuple[int, int, int]] = field(default_factory=list)
    _underlines: list[tuple[int, int, int]] = field(default_factory=list)
    _said: list[tuple[str, str]] = field(default_factory=list)

    def has_room(self, cell: Cell) -> bool:
        """Whether the character still fits."""
        return self.used + cell.advance <= self.dots

    def put(self, cell: Cell) -> None:
        """Add a character."""
        if cell.glyph is not None:
            self._inked.append((self.used + cell.before, cell.glyph))
        if cell.reverse:
            self._reversed.append((self.used, cell.advance, cell.height))
        elif cell.underline:
            self._underlines.append((self.used, cell.advance, cell.underline))
        self._add(cell.text, cell.style, cell.advance, cell.height)

    def put_image(self, image: Image.Image) -> None:
        """Add a drawing; what is beyond the end of the line is lost."""
        self._inked.append((self.used, image))
        self._add("[image]", "", max(0, min(image.width, self.dots - self.used)), image.height)

    def _add(self, text: str, style: str, advance: int, height: int) -> None:
        self._said.append((text, style))
        self.used += advance
        self.height = max(self.height, height)

    def move_to(self, place: int) -> None:
        """Go on at so many dots from the left edge; nowhere else than on the line."""
        if not 0 <= place <= self.dots:
            return
        gap = max(0, place - self.used) // CELL_WIDTH
        self._said.append((" " * gap, ""))
        self.used = place

    @property
    def text(self) -> str:
        """What is on it."""
        return "".join(text for text, _ in self._said)

    @property
    def marked(self) -> str:
        """The same, and before each change in 【】 how it is set; 【】 for plain again."""
        told, style = "", ""
        for text, now in self._said:
            if now != style:
                told += f"【{now}】"
                style = now
            told += text
        return told

    def drawn(self, paper: int, margin: int, align: int, feed: int) -> tuple[Image.Image, int]:
        """The whole line as it is printed on ``paper`` dots, and where on it the text begins.
        ``align`` 0, 1 or 2; ``feed`` rows at least. Underlines are drawn under everything."""
        height = self.height or CELL_HEIGHT
        left = margin + aligned(self.dots - self.used, align)
        thickest = max((thick for _, _, thick in self._underlines), default=0)
        page = Image.new("1", (paper, max(height + thickest, feed)), 0)
        for at, glyph in self._inked:
            page.paste(1, (left + at, height - glyph.height), glyph)
        for at, advance, tall in self._reversed:
            box = (left + at, height - tall, left + at + advance, height)
            page.paste(
                ImageChops.logical_xor(page.crop(box), Image.new("1", (advance, tall), 1)), box
            )
        for at, width, thick in self._underlines:
            page.paste(1, (left + at, height, left + at + width, height + thick))
        for outside in ((0, margin), (margin + self.dots, paper)):
            page.paste(0, (outside[0], 0, outside[1], page.height))
        return page, left


def aligned(spare: int, align: int) -> int:
    """Blank dots on the left."""
    return (0, spare // 2, spare)[align] if spare > 0 else 0
