"""The firmware of an ESC/POS printer as far as it carries out what has reached its turn.

One generator reads the bytes of the receive buffer, one at a time, and stops wherever it has to
wait: for the next byte, or for the mechanism. What it prints goes to the mechanism row by row, so
that paper may end within a line.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from enum import Enum
from typing import Protocol

from PIL import Image

from sim.devices.printer_font import CELL_WIDTH, PrinterFont
from sim.devices.printer_images import bit_image, doubled, qr_symbol, strip_bytes
from sim.devices.printer_line import NO_GLYPH, Line, aligned, cell_of
from sim.devices.printer_modes import (
    CODE_PAGES,
    DEFAULT_SPACING,
    Firmware,
    Modes,
    underline_dots,
)

_RULE_ROWS = 4
_FULL_CUTS = (0, 48, 65)


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
        """Whether a row can be printed now."""
        ...

    def burn(self, row: bytes) -> None:
        """Print a row of dots and move the paper by one."""
        ...

    def say(self, line: str) -> None:
        """Note for the transcript what has just been printed."""
        ...

    def cut(self, feed: int | None, *, partial: bool) -> bool:
        """Cut here, or after feeding to the cutter and so many dots, leaving a point where it is
        ``partial``; False when it jams."""
        ...

    @property
    def at_mark(self) -> bool:
        """Whether the black mark of the paper is under its sensor; always on paper without."""
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


class Interpreter:
    """Carries out the bytes sent to its program; ``unknown`` are commands it did not know."""

    def __init__(
        self, mechanism: Mechanism, dots: int, firmware: Firmware, font: PrinterFont
    ) -> None:
        self._mechanism = mechanism
        self._dots = dots
        self._firmware = firmware
        self._font = font
        self._modes = self._fresh_modes()
        self._line = self._fresh_line()
        self.unknown: list[bytes] = []

    def restart(self) -> Program:
        """Forget a command that is not complete and a line that is not printed; modes stay."""
        self._line = self._fresh_line()
        return self._run()

    def power_on(self) -> Program:
        """Begin with everything as set in the factory."""
        self._modes = self._fresh_modes()
        return self.restart()

    def _fresh_modes(self) -> Modes:
        return Modes(chinese=self._firmware.chinese_at_power_on)

    def _fresh_line(self) -> Line:
        return Line(self._dots)

    def _run(self) -> Program:
        while True:
            first = yield Waiting.BYTE
            match first:
                case 0x0A:
                    yield from self._print_line()
                case 0x10:
                    yield from self._real_time()
                case 0x1B:
                    yield from self._escape()
                case 0x1C:
                    yield from self._chinese_command()
                case 0x1D:
                    yield from self._group()
                case _ if first < 0x20:  # NUL, CR and the like do nothing here
                    pass
                case _ if first < 0x80:
                    yield from self._put(chr(first), 1)
                case _ if not self._modes.chinese:
                    page = self._modes.code_page
                    yield from self._put(bytes((first,)).decode(page, "replace"), 1)
                case _:
                    yield from self._chinese_character(first)

    def _chinese_character(self, first: int) -> Program:
        second = yield Waiting.BYTE
        raw = bytes((first, second))
        if 0x30 <= second <= 0x39 and self._firmware.four_bytes:
            third = yield Waiting.BYTE
            fourth = yield Waiting.BYTE
            raw += bytes((third, fourth))
        try:
            character = raw.decode(self._firmware.codec)
        except UnicodeDecodeError:
            character = NO_GLYPH
        yield from self._put(character, 2)

    def _put(self, character: str, columns: int) -> Program:
        cell = cell_of(character, columns, self._modes, self._firmware, self._font)
        if not self._line.has_room(cell):
            yield from self._print_line()
        self._line.put(cell)

    def _print_line(self) -> Program:
        line, self._line = self._line, self._fresh_line()
        page, left = line.drawn(self._modes.align, self._modes.spacing)
        yield from self._print_image(page)
        self._mechanism.say(" " * (left // CELL_WIDTH) + "".join(line.text))

    def _print_image(self, image: Image.Image) -> Program:
        width = self._dots // 8
        data = image.tobytes()
        yield from self._burn(data[at : at + width] for at in range(0, len(data), width))

    def _burn(self, rows: Iterable[bytes]) -> Program:
        for row in rows:
            while not self._mechanism.ready:
                yield Waiting.MECHANISM
            self._mechanism.burn(row)

    def _feed(self, dots: int) -> Program:
        yield from self._burn(bytes(self._dots // 8) for _ in range(dots))

    def _flush(self) -> Program:
        """Print what is on the line before something that begins at its left edge."""
        if self._line.used:
            yield from self._print_line()

    def _real_time(self) -> Program:
        """Real-time commands were carried out on arrival; here they are only passed over."""
        second = yield Waiting.BYTE
        if second in (0x04, 0x05):
            yield Waiting.BYTE
        elif second == 0x14:
            function = yield Waiting.BYTE
            for _ in range(7 if function == 8 else 2):
                yield Waiting.BYTE

    def _escape(self) -> Program:
        command = yield Waiting.BYTE
        modes = self._modes
        match chr(command):
            case "@":
                self._modes = self._fresh_modes()
                self._line = self._fresh_line()
                self._mechanism.initialised()
            case "E":
                modes.bold = bool((yield Waiting.BYTE) & 1)
            case "a":
                value = yield Waiting.BYTE
                if not self._line.used:
                    modes.align = value % 0x30 if value % 0x30 < 3 else 0
            case "2":
                modes.spacing = DEFAULT_SPACING
            case "3":
                modes.spacing = yield Waiting.BYTE
            case "d":
                lines = yield Waiting.BYTE
                yield from self._flush()
                for _ in range(lines):
                    yield from self._feed(modes.spacing)
                    self._mechanism.say("")
            case "J":
                dots = yield Waiting.BYTE
                yield from self._flush()
                yield from self._feed(dots)
            case "*":
                yield from self._bit_image()
            case "v":
                yield Waiting.BYTE
                self._mechanism.answer(b"\x1bv")
            case "!":
                modes.print_mode((yield Waiting.BYTE))
            case "-":
                modes.underline = underline_dots((yield Waiting.BYTE))
            case " ":
                modes.after = yield Waiting.BYTE
            case "t":
                modes.code_page = CODE_PAGES.get((yield Waiting.BYTE), modes.code_page)
            case "B":
                times = yield Waiting.BYTE
                yield Waiting.BYTE
                self._mechanism.buzz(times)
            case "C":
                times = yield Waiting.BYTE
                yield Waiting.BYTE
                yield Waiting.BYTE
                self._mechanism.buzz(times)
            case "M" | "R" | "G":
                yield Waiting.BYTE
            case _:
                self.unknown.append(bytes((0x1B, command)))

    def _bit_image(self) -> Program:
        """ESC *: an image within the line."""
        mode = yield Waiting.BYTE
        low = yield Waiting.BYTE
        high = yield Waiting.BYTE
        data = bytearray()
        for _ in range((low | high << 8) * strip_bytes(mode)):
            data.append((yield Waiting.BYTE))
        self._line.put_image(bit_image(mode, bytes(data)))

    def _chinese_command(self) -> Program:
        command = yield Waiting.BYTE
        match chr(command):
            case "&":
                self._modes.chinese = True
            case ".":
                self._modes.chinese = False
            case "!":
                self._modes.chinese_print_mode((yield Waiting.BYTE))
            case "W":
                self._modes.quadruple((yield Waiting.BYTE))
            case "-":
                self._modes.chinese_underline = underline_dots((yield Waiting.BYTE))
            case "S":
                self._modes.chinese_before = yield Waiting.BYTE
                self._modes.chinese_after = yield Waiting.BYTE
            case _:
                self.unknown.append(bytes((0x1C, command)))

    def _group(self) -> Program:
        command = yield Waiting.BYTE
        match chr(command):
            case "!":
                value = yield Waiting.BYTE
                self._modes.across, self._modes.down = (value >> 4) + 1, (value & 7) + 1
            case "V":
                yield from self._cut()
            case "\x0c":
                yield from self._to_the_mark()
            case "v":
                yield from self._raster()
            case "(":
                yield from self._extended()
            case "a" | "r" | "I":
                self._mechanism.answer(bytes((0x1D, command, (yield Waiting.BYTE))))
            case "P":
                yield Waiting.BYTE
                yield Waiting.BYTE
            case _:
                self.unknown.append(bytes((0x1D, command)))

    def _cut(self) -> Program:
        how = yield Waiting.BYTE
        feed = None
        if how in (65, 66):
            feed = yield Waiting.BYTE
        yield from self._flush()
        if feed is not None:
            yield from self._feed(feed)
        while True:
            while not self._mechanism.ready:
                yield Waiting.MECHANISM
            if self._mechanism.cut(feed, partial=how not in _FULL_CUTS):
                return

    def _to_the_mark(self) -> Program:
        """GS FF: feed until the black mark is under its sensor."""
        yield from self._flush()
        while not self._mechanism.at_mark:
            yield from self._feed(1)

    def _raster(self) -> Program:
        header = []
        for _ in range(6):
            header.append((yield Waiting.BYTE))
        width, height = header[2] | header[3] << 8, header[4] | header[5] << 8
        yield from self._flush()
        target = self._dots // 8
        across, down = 1 + (header[1] & 1), 1 + (header[1] >> 1 & 1)
        spare = max(0, target - width * across)
        left = aligned(spare, self._modes.align)
        black = 0
        for _ in range(height):
            row = bytearray()
            for _ in range(width):
                row.append((yield Waiting.BYTE))
            black += all(value == 0xFF for value in row)
            dots = doubled(bytes(row)) if across == 2 else bytes(row)
            burnt = (bytes(left) + dots).ljust(target, b"\x00")[:target]
            yield from self._burn([burnt] * down)
        is_rule = black == height and height <= _RULE_ROWS
        self._mechanism.say("-" * (self._dots // CELL_WIDTH) if is_rule else "[image]")

    def _extended(self) -> Program:
        kind = yield Waiting.BYTE
        low = yield Waiting.BYTE
        high = yield Waiting.BYTE
        data = bytearray()
        for _ in range(low | high << 8):
            data.append((yield Waiting.BYTE))
        match chr(kind), bytes(data[:2]):
            case "H", b"00":
                self._mechanism.answer(b"\x1d(H" + bytes(data[2:6]))
            case ("k", b"1A") | ("F", _):
                pass
            case "k", b"1C":
                self._modes.qr_module = data[2]
            case "k", b"1E":
                self._modes.qr_correction = data[2]
            case "k", b"1P":
                self._modes.qr_data = bytes(data[3:])
            case "k", b"1Q" if self._firmware.has_qr:
                yield from self._qr()
            case _:
                self.unknown.append(bytes((0x1D, 0x28, kind)))

    def _qr(self) -> Program:
        yield from self._flush()
        modes = self._modes
        image = qr_symbol(modes.qr_data, modes.qr_correction, modes.qr_module)
        spare = self._dots - image.width
        if spare < 0:
            return
        page = Image.new("1", (self._dots, image.height), 0)
        page.paste(image, (aligned(spare, self._modes.align), 0))
        yield from self._print_image(page)
        self._mechanism.say(f"[QR {self._modes.qr_data.decode(errors='replace')}]")
