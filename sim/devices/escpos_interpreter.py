"""The firmware of an ESC/POS printer as far as it carries out what has reached its turn.

One generator reads the bytes of the receive buffer, one at a time, and stops wherever it has to
wait: for the next byte, or for the mechanism.
"""

from __future__ import annotations

from collections.abc import Generator
from unicodedata import category

from sim.devices.printer_composition import Composition, Mechanism, Program, Waiting
from sim.devices.printer_font import PrinterFont
from sim.devices.printer_images import bit_image, strip_bytes
from sim.devices.printer_line import NO_GLYPH, OWN_GLYPH, cell_of
from sim.devices.printer_modes import (
    CODE_PAGES,
    DEFAULT_SPACING,
    Firmware,
    Modes,
    underline_dots,
)
from sim.devices.printer_symbols import Order, QrStore

_FULL_CUTS = (0, 48, 65)
_CUTS = (0, 1, 48, 49)
_CUTS_WITH_FEED = (65, 66)
_RASTER_MODES = (0, 1, 2, 3, 48, 49, 50, 51)
_STRIP_MODES = (0, 1, 32, 33)
_GLYPH_BYTES = 72
_OWN_GLYPHS = range(0xFEA1, 0xFEFF)
_DOTS_AN_INCH = (0, 203)
_WITHOUT_GLYPH = ("Cc", "Cn", "Co")

Bytes = Generator[Waiting, int, bytes]
Word = Generator[Waiting, int, int]


class Interpreter:
    """Carries out the bytes sent to its program; ``unknown`` are commands it did not know, or
    that it knows but for this value."""

    def __init__(
        self, mechanism: Mechanism, dots: int, firmware: Firmware, font: PrinterFont
    ) -> None:
        self._mechanism = mechanism
        self._dots = dots
        self._firmware = firmware
        self._font = font
        self._modes = self._fresh_modes()
        self._paper = Composition(mechanism, dots, self._modes)
        self._qr = QrStore()
        self.unknown: list[bytes] = []

    def restart(self) -> Program:
        """Forget a command that is not complete and a line that is not printed; modes stay."""
        self._paper.forget_line()
        return self._run()

    def power_on(self) -> Program:
        """Begin with everything as set in the factory."""
        self._initialise()
        return self.restart()

    def _initialise(self) -> None:
        self._modes = self._fresh_modes()
        self._paper.initialise(self._modes)
        self._qr = QrStore()

    def _fresh_modes(self) -> Modes:
        return Modes(chinese=self._firmware.chinese_at_power_on)

    def _run(self) -> Program:
        while True:
            first = yield Waiting.BYTE
            match first:
                case 0x09:
                    used = self._paper.line.used
                    stops = (stop for stop in self._modes.tabs if stop > used)
                    self._paper.line.move_to(next(stops, used))
                case 0x0A:
                    yield from self._paper.print_line()
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
                case _ if self._modes.chinese and 0x81 <= first <= 0xFE:
                    yield from self._chinese_character(first)
                case _:
                    yield from self._put(self._modes.latin(first), 1)

    def _chinese_character(self, first: int) -> Program:
        second = yield Waiting.BYTE
        raw = bytes((first, second))
        if 0x30 <= second <= 0x39 and self._firmware.four_bytes:
            raw += yield from self._bytes(2)
        if (own := self._modes.glyphs.get(raw)) is not None:
            yield from self._put(OWN_GLYPH, 2, own)
            return
        try:
            character = raw.decode(self._firmware.codec)
        except UnicodeDecodeError:
            character = NO_GLYPH
        # An impossible second byte is swallowed with the first; areas for private use are empty.
        shown = len(character) == 1 and category(character) not in _WITHOUT_GLYPH
        yield from self._put(character if shown else NO_GLYPH, 2)

    def _put(self, character: str, columns: int, own: bytes | None = None) -> Program:
        cell = cell_of(character, columns, self._modes, self._firmware, self._font, own)
        yield from self._paper.put(cell)

    def _bytes(self, count: int) -> Bytes:
        taken = bytearray()
        for _ in range(count):
            taken.append((yield Waiting.BYTE))
        return bytes(taken)

    def _word(self) -> Word:
        """Two bytes, the lower first."""
        low, high = yield from self._bytes(2)
        return low | high << 8

    def _real_time(self) -> Program:
        """Real-time commands were carried out on arrival; here they are only passed over."""
        second = yield Waiting.BYTE
        if second in (0x04, 0x05):
            yield Waiting.BYTE
        elif second == 0x14:
            function = yield Waiting.BYTE
            yield from self._bytes(7 if function == 8 else 2)

    def _escape(self) -> Program:
        command = yield Waiting.BYTE
        modes, paper = self._modes, self._paper
        match chr(command):
            case "@":
                self._initialise()
                self._mechanism.initialised()
            case "E":
                modes.bold = bool((yield Waiting.BYTE) & 1)
            case "G":
                modes.struck_twice = bool((yield Waiting.BYTE) & 1)
            case "a":
                value = yield Waiting.BYTE
                if not paper.line.used:
                    modes.align = value % 0x30 if value % 0x30 < 3 else 0
            case "2":
                modes.spacing = DEFAULT_SPACING
            case "3":
                modes.spacing = yield Waiting.BYTE
            case "d":
                yield from paper.feed_lines((yield Waiting.BYTE))
            case "J":
                yield from paper.feed_dots((yield Waiting.BYTE))
            case "$":
                paper.line.move_to((yield from self._word()))
            case "\\":
                by = yield from self._word()
                paper.line.move_to(paper.line.used + (by - 0x10000 if by & 0x8000 else by))
            case "D":
                yield from self._tabs()
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
            case "R":
                modes.of_nation((yield Waiting.BYTE))
            case "B":
                times, _ = yield from self._bytes(2)
                self._mechanism.buzz(times)
            case "C":
                times, _, _ = yield from self._bytes(3)
                self._mechanism.buzz(times)
            case "p":  # a cash drawer that is not there
                yield from self._bytes(3)
            case "c":  # which sensors stop it, and whether its button works
                yield from self._bytes(2)
            case "M" | "{" | "V":  # small font, upside down, on its side: not drawn
                value = yield Waiting.BYTE
                if value % 0x30:
                    self.unknown.append(bytes((0x1B, command, value)))
            case _:
                self.unknown.append(bytes((0x1B, command)))

    def _tabs(self) -> Program:
        """ESC D: columns that rise, up to a NUL."""
        stops = bytearray()
        while value := (yield Waiting.BYTE):
            if stops and value <= stops[-1]:
                self.unknown.append(bytes((0x1B, 0x44, *stops, value)))
                return
            stops.append(value)
        self._modes.tabs = tuple(12 * stop * self._modes.across for stop in stops)

    def _bit_image(self) -> Program:
        """ESC *: an image within the line."""
        mode = yield Waiting.BYTE
        if mode not in _STRIP_MODES:
            self.unknown.append(bytes((0x1B, 0x2A, mode)))
            return
        columns = yield from self._word()
        data = yield from self._bytes(columns * strip_bytes(mode))
        if data:
            self._paper.line.put_image(bit_image(mode, data))

    def _chinese_command(self) -> Program:
        command = yield Waiting.BYTE
        modes = self._modes
        match chr(command):
            case "&":
                modes.chinese = True
            case ".":
                modes.chinese = False
            case "!":
                modes.chinese_print_mode((yield Waiting.BYTE))
            case "W":
                modes.quadruple((yield Waiting.BYTE))
            case "-":
                modes.chinese_underline = underline_dots((yield Waiting.BYTE))
            case "S":
                modes.chinese_before, modes.chinese_after = yield from self._bytes(2)
            case "2":
                yield from self._own_glyph()
            case "?":
                modes.glyphs.pop((yield from self._bytes(2)), None)
            case _:
                self.unknown.append(bytes((0x1C, command)))

    def _own_glyph(self) -> Program:
        """FS 2: a glyph of 24 × 24 dots for a code from FEA1 to FEFE."""
        code = yield from self._bytes(2)
        if int.from_bytes(code) not in _OWN_GLYPHS:
            self.unknown.append(b"\x1c2" + code)
            return
        self._modes.glyphs[code] = yield from self._bytes(_GLYPH_BYTES)

    def _group(self) -> Program:
        command = yield Waiting.BYTE
        modes = self._modes
        match chr(command):
            case "!":
                value = yield Waiting.BYTE
                if value & 0x88:
                    self.unknown.append(bytes((0x1D, command, value)))
                else:
                    modes.across, modes.down = (value >> 4) + 1, (value & 7) + 1
            case "B":
                modes.reverse = bool((yield Waiting.BYTE) & 1)
            case "L" | "W":
                dots = yield from self._word()
                if not self._paper.line.used:
                    if command == ord("L"):
                        modes.margin = min(dots, self._dots)
                    else:
                        modes.area = dots
                    self._paper.forget_line()
            case "V":
                yield from self._cut()
            case "\x0c":
                yield from self._paper.to_the_mark()
            case "v":
                yield from self._raster()
            case "(":
                yield from self._extended()
            case "a" | "r" | "I":
                self._mechanism.answer(bytes((0x1D, command, (yield Waiting.BYTE))))
            case "P":
                across, down = yield from self._bytes(2)
                if across not in _DOTS_AN_INCH or down not in _DOTS_AN_INCH:
                    self.unknown.append(bytes((0x1D, command, across, down)))
            case _:
                self.unknown.append(bytes((0x1D, command)))

    def _cut(self) -> Program:
        how = yield Waiting.BYTE
        feed = None
        if how in _CUTS_WITH_FEED:
            feed = yield Waiting.BYTE
        elif how not in _CUTS:
            self.unknown.append(bytes((0x1D, 0x56, how)))
            return
        yield from self._paper.cut(feed, partial=how not in _FULL_CUTS)

    def _raster(self) -> Program:
        kind, mode = yield from self._bytes(2)
        if kind != ord("0") or mode not in _RASTER_MODES:
            self.unknown.append(bytes((0x1D, 0x76, kind, mode)))
            return
        width = yield from self._word()
        height = yield from self._word()
        yield from self._paper.raster(width, height, mode)

    def _extended(self) -> Program:
        kind = yield Waiting.BYTE
        length = yield from self._word()
        data = yield from self._bytes(length)
        match chr(kind), data:
            case "H", _ if data[:2] == b"00" and length == 6:
                self._mechanism.answer(b"\x1d(H" + data[2:])
            case "F", _ if length == 4 and data[0] in (1, 2) and data[1] in (0, 48):
                dots = data[2] | data[3] << 8
                if data[0] == 1:
                    self._modes.from_mark = dots
                else:
                    self._modes.cut_after_mark = dots
            case "k", _ if self._firmware.has_qr:
                yield from self._qr_function(data)
            case _:
                self.unknown.append(bytes((0x1D, 0x28, kind)))

    def _qr_function(self, function: bytes) -> Program:
        order = self._qr.take(function)
        if order is Order.UNKNOWN:
            self.unknown.append(b"\x1d(k" + function[:2])
        if order is not Order.PRINT:
            return
        symbol = self._qr.symbol()
        if symbol is None or symbol.width > self._modes.width(self._dots):
            return
        yield from self._paper.print_symbol(symbol)
        told = self._qr.data.decode(errors="replace")
        self._mechanism.say(f"[QR {told}]", f"【QR {told}】")
