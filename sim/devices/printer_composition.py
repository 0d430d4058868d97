"""How the firmware of a receipt printer turns lines, images and feeds into rows for its head.

Everything that reaches the paper goes row by row and waits for the mechanism before each, so that
paper may end within a line.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from enum import Enum
from typing import Protocol

from PIL import Image

from sim.devices.printer_font import CELL_WIDTH
from sim.devices.printer_images import doubled
from sim.devices.printer_line import Cell, Line, aligned
from sim.devices.printer_modes import Modes

_RULE_ROWS = 4


class Waiting(Enum):
    """What the firmware waits for."""

    BYTE = "byte"
    MECHANISM = "mechanism"


Program = Generator[Waiting, int, None]
"""Sent each byte it waits for, or any number once the mechanism is ready again."""


class Mechanism(Protocol):
    """Head, paper and cutter, and the line back to the host."""

    @property
    def ready(self) -> bool:
        """Whether nothing keeps it from printing and cutting."""
        ...

    @property
    def may_burn(self) -> bool:
        """Whether it is ready, and the head has had the time for another row."""
        ...

    @property
    def head_to_cutter(self) -> int:
        """Rows between the two."""
        ...

    def burn(self, row: bytes) -> None:
        """Print a row of dots and move the paper by one."""
        ...

    def say(self, line: str | None, marked: str) -> None:
        """Note for the transcript what has just been printed, and how; None for no line."""
        ...

    def cut(self, *, partial: bool) -> bool:
        """Cut here, leaving a point where it is ``partial``; False when it jams."""
        ...

    @property
    def dots_to_mark(self) -> int:
        """Rows until the next black mark is under its sensor; 0 always on paper without."""
        ...

    def buzz(self, times: int) -> None:
        """Sound so often."""
        ...

    def initialised(self) -> None:
        """ESC @ was carried out."""
        ...

    def answer(self, query: bytes) -> None:
        """Answer a query whose turn has come."""
        ...


class Composition:
    """The line being put together, and what leads to the head. ``modes`` are the firmware's."""

    def __init__(self, mechanism: Mechanism, dots: int, modes: Modes) -> None:
        self._mechanism = mechanism
        self._dots = dots
        self.modes = modes
        self.line = self._fresh()
        self._at_mark = False

    def initialise(self, modes: Modes) -> None:
        """Begin anew with these."""
        self.modes = modes
        self.forget_line()

    def forget_line(self) -> None:
        """Drop what is not printed yet."""
        self.line = self._fresh()

    def put(self, cell: Cell) -> Program:
        """Add a character, on the next line where this one is full."""
        if not self.line.has_room(cell) and self.line.used:
            yield from self.print_line()
        self.line.put(cell)

    def print_line(self, feed: int | None = None) -> Program:
        """Print the line and move on by so many rows, or by the line spacing; but never into it."""
        modes = self.modes
        line = self.line
        self.forget_line()
        feed = modes.spacing if feed is None else feed
        page, left = line.drawn(self._dots, modes.margin, modes.align, feed)
        yield from self._print_image(page)
        indent = " " * (left // CELL_WIDTH)
        self._mechanism.say(indent + line.text, indent + line.marked)

    def feed(self, dots: int) -> Program:
        """Move the paper on."""
        yield from self._burn(bytes(self._dots // 8) for _ in range(dots))

    def feed_lines(self, lines: int) -> Program:
        """ESC d: print what is on the line and move on by so many."""
        if self.line.used:
            yield from self.print_line(self.modes.spacing if lines else 0)
            lines -= 1
        for _ in range(lines):
            yield from self.feed(self.modes.spacing)
            self._mechanism.say("", "")

    def feed_dots(self, dots: int) -> Program:
        """ESC J: the same, by so many dots."""
        if self.line.used:
            yield from self.print_line(dots)
        else:
            yield from self.feed(dots)

    def flush(self) -> Program:
        """Print what is on the line before something that begins at its left edge."""
        if self.line.used:
            yield from self.print_line()

    def cut(self, feed: int | None, *, partial: bool) -> Program:
        """Cut here, or where the cutter is after feeding to it and so many dots."""
        yield from self.flush()
        if feed is not None:
            yield from self.feed(self._mechanism.head_to_cutter + feed)
        elif self._at_mark:
            yield from self.feed(self.modes.cut_after_mark)
        while True:
            while not self._mechanism.ready:
                yield Waiting.MECHANISM
            if self._mechanism.cut(partial=partial):
                return

    def to_the_mark(self) -> Program:
        """GS FF: feed until the black mark is under its sensor, and so much further."""
        yield from self.flush()
        while self._mechanism.dots_to_mark:
            yield from self.feed(1)
        yield from self.feed(self.modes.from_mark)
        self._at_mark = True

    def print_symbol(self, image: Image.Image) -> Program:
        """Print an image by itself; it has to fit the print area."""
        yield from self.flush()
        spare = self.modes.width(self._dots) - image.width
        page = Image.new("1", (self._dots, image.height), 0)
        page.paste(image, (self.modes.margin + aligned(spare, self.modes.align), 0))
        yield from self._print_image(page)

    def raster(self, width: int, height: int, mode: int) -> Program:
        """GS v 0: rows of ``width`` bytes, printed as they come in; what is too wide is lost."""
        yield from self.flush()
        across, down = 1 + (mode & 1), 1 + (mode >> 1 & 1)
        area = self.modes.width(self._dots)
        left = self.modes.margin + aligned(area - width * 8 * across, self.modes.align)
        right = left + width * 8 * across
        end = min(right, self.modes.margin + area)
        black = 0
        for _ in range(height):
            row = bytearray()
            for _ in range(width):
                row.append((yield Waiting.BYTE))
            black += all(value == 0xFF for value in row)
            dots = int.from_bytes(doubled(bytes(row)) if across == 2 else bytes(row), "big")
            burnt = (dots >> right - end << self._dots - end).to_bytes(self._dots // 8, "big")
            yield from self._burn([burnt] * down)
        if black == height and height <= _RULE_ROWS:
            rule = "-" * (self._dots // CELL_WIDTH)
            self._mechanism.say(rule, rule)
        else:
            self._mechanism.say("[image]", "【图】")

    def _fresh(self) -> Line:
        return Line(self.modes.width(self._dots))

    def _print_image(self, image: Image.Image) -> Program:
        width = self._dots // 8
        data = image.tobytes()
        yield from self._burn(data[at : at + width] for at in range(0, len(data), width))

    def _burn(self, rows: Iterable[bytes]) -> Program:
        for row in rows:
            while not self._mechanism.may_burn:
                yield Waiting.MECHANISM
            self._mechanism.burn(row)
            self._at_mark = False
