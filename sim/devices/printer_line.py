"""The line that a receipt printer is putting together, before it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image, ImageChops

from sim.devices.printer_font import CELL_HEIGHT, CELL_WIDTH, PrinterFont
from sim.devices.printer_modes import Firmware, Modes

NO_GLYPH = "\ufffd"
_TALLEST = CELL_HEIGHT * 8


@dataclass(frozen=True, slots=True)
class Cell:
    """One character as it will stand on the line; sizes in dots."""

    glyph: Image.Image | None
    text: str
    before: int
    width: int
    after: int
    height: int
    underline: int

    @property
    def advance(self) -> int:
        """How much of the line it takes."""
        return self.before + self.width + self.after


def cell_of(
    character: str, columns: int, modes: Modes, firmware: Firmware, font: PrinterFont
) -> Cell:
    """A character of one Latin column or of two, as the modes have it."""
    across, down = modes.across, modes.down
    before, after, underline = 0, modes.after * modes.across, modes.underline
    if columns == 2:
        across, down = modes.chinese_across, modes.chinese_down
        if firmware.gs_scales_chinese:
            across, down = max(across, modes.across), max(down, modes.down)
        before, after = modes.chinese_before * across, modes.chinese_after * across
        underline = modes.chinese_underline
    glyph = None
    if character != NO_GLYPH:
        glyph = font.glyph(character, columns, across, down)
        if modes.bold:
            glyph = ImageChops.logical_or(glyph, ImageChops.offset(glyph, 1, 0))
    width, height = columns * CELL_WIDTH * across, CELL_HEIGHT * down
    return Cell(glyph, character, before, width, after, height, underline)


@dataclass(slots=True)
class Line:
    """So many dots of it are used; what is on it stands on its upper edge."""

    dots: int
    image: Image.Image = field(init=False)
    text: list[str] = field(default_factory=list)
    used: int = 0
    height: int = 0
    _underlines: list[tuple[int, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.image = Image.new("1", (self.dots, _TALLEST), 0)

    def has_room(self, cell: Cell) -> bool:
        """Whether the character still fits."""
        return self.used + cell.advance <= self.dots

    def put(self, cell: Cell) -> None:
        """Add a character."""
        if cell.glyph is not None:
            self.image.paste(cell.glyph, (self.used + cell.before, 0))
        self.text.append(cell.text)
        if cell.underline:
            self._underlines.append((self.used, cell.advance, cell.underline))
        self.used += cell.advance
        self.height = max(self.height, cell.height)

    def put_image(self, image: Image.Image) -> None:
        """Add a drawing."""
        self.image.paste(image, (self.used, 0))
        self.text.append("[image]")
        self.used = min(self.used + image.width, self.dots)
        self.height = max(self.height, image.height)

    def drawn(self, align: int, spacing: int) -> tuple[Image.Image, int]:
        """The whole line as it is printed, and where on it the text begins. ``align`` 0, 1 or 2;
        ``spacing`` from line to line. An underline is drawn under the tallest character."""
        height = self.height or CELL_HEIGHT
        left = aligned(self.dots - self.used, align)
        thickest = max((thick for _, _, thick in self._underlines), default=0)
        page = Image.new("1", (self.dots, max(height + thickest, spacing)), 0)
        page.paste(self.image.crop((0, 0, self.used, height)), (left, 0))
        for at, width, thick in self._underlines:
            page.paste(1, (left + at, height, left + at + width, height + thick))
        return page, left


def aligned(spare: int, align: int) -> int:
    """Blank dots on the left."""
    return (0, spare // 2, spare)[align]
