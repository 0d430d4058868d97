"""A paper document as ESC/POS bytes for printers with a Chinese font.

Chinese is sent as GB 18030 in Chinese mode (FS &), which some models leave at every ESC @. Scale is
set twice, by FS ! and GS !: some firmware applies only the one or the other to Chinese.

A character without glyph is a bit image of one cell (ESC * 33, 77 bytes) within its line: a picture
of the whole line (GS v 0) takes up to 1,736 bytes, and a user-defined glyph (FS 2, 76 bytes) prints
nothing where the firmware knows no such command, which nobody would notice before the citizen.
Source: ESC/POS command reference; CSN-A2 manual 8.2.3 for FS.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from kiosk.devices.codecs.printer_profile import PrinterProfile
from kiosk.domain.characters import characters
from kiosk.domain.columns import display_columns
from kiosk.domain.paper import (
    Align,
    Feed,
    Glyph,
    PaperDocument,
    PaperItem,
    QrCode,
    RasterLine,
    Rule,
    TextLine,
)

INITIALISE = b"\x1b@\x1c&"
"""ESC @, FS &: defaults, then Chinese mode."""

GLYPH_DOTS = 24
SCALES = (1, 2)
RULE_ABOVE, RULE_DOTS, HEAVY_RULE_DOTS, RULE_BELOW = 2, 2, 8, 12
_STRIP_BYTES = GLYPH_DOTS // 8
_DOUBLE_CHINESE = 0x0C
_DOUBLE = 0x11
_LONGEST_QR = 2953
_REAL_TIME = frozenset(b"\x04\x05\x14")


class Unprintable(ValueError):
    """The document does not fit the printer: a character without glyph, or a line too wide.

    Says which line by its place, never by its text.
    """


def encode_document(document: PaperDocument, profile: PrinterProfile) -> tuple[bytes, ...]:
    """The document as indivisible pieces: initialisation, one or more for each item, the cut.

    The printer is between two commands after each piece, so another command may follow it.
    Raises Unprintable.
    """
    if document.columns != profile.columns:
        raise Unprintable(f"laid out for {document.columns} columns, not {profile.columns}")
    pen = _Pen(profile)
    pieces = [INITIALISE + profile.setup]
    for place, item in enumerate(document.items):
        try:
            pieces += pen.draw(item)
        except Unprintable as fault:
            raise Unprintable(f"item {place}: {fault}") from None
    pieces.append(pen.put_away() + profile.cut)
    if max(map(len, pieces)) > profile.window_bytes:
        raise Unprintable("a piece longer than the printer takes at once")
    return tuple(piece for piece in pieces if piece)


@dataclass(slots=True)
class _Pen:
    """The printer's modes as they are now, so that only changes are sent."""

    profile: PrinterProfile
    align: Align = Align.LEFT
    bold: bool = False
    scale: int = 1
    spacing: int | None = None

    def draw(self, item: PaperItem) -> Iterator[bytes]:
        match item:
            case TextLine():
                yield from self._text(item)
            case RasterLine():
                yield from self._raster(item)
            case Rule():
                yield self._rule(item)
            case QrCode():
                yield self._qr(item)
            case Feed():
                yield self._feed(item)
            case _:
                assert_never(item)

    def put_away(self) -> bytes:
        """Back to plain left-aligned text."""
        return self._modes(Align.LEFT)

    def _modes(self, align: Align, scale: int = 1, *, bold: bool = False) -> bytes:
        out = bytearray()
        if self.scale != scale == 1:
            out += b"\x1d!\x00\x1c!\x00"
        if self.align is not align:
            out += b"\x1ba" + bytes((align.value,))
        if self.bold != bold:
            out += b"\x1bE" + bytes((bold,))
        if self.scale != scale != 1:
            out += b"\x1c!" + bytes((_DOUBLE_CHINESE,)) + b"\x1d!" + bytes((_DOUBLE,))
        if self.profile.leading is not None:
            spacing = (GLYPH_DOTS + self.profile.leading) * scale
            if self.spacing != spacing:
                out += b"\x1b3" + bytes((spacing,))
                self.spacing = spacing
        self.align, self.bold, self.scale = align, bold, scale
        return bytes(out)

    def _text(self, line: TextLine) -> Iterator[bytes]:
        if line.scale not in SCALES:
            raise Unprintable(f"no scale {line.scale}")
        # The half-width sign is four bytes in GB 18030 and in no printer's font.
        shown = line.text.replace("\u00a5", "\uffe5")
        drawn = {glyph.character: glyph for glyph in line.glyphs}
        if drawn and line.scale > 1:
            raise Unprintable("a glyph has one size")
        if display_columns(shown) * line.scale > self.profile.columns:
            raise Unprintable("wider than the paper")
        modes = self._modes(line.align, line.scale, bold=line.bold)
        air = _feed_dots(leading) if line.scale > 1 and (leading := self.profile.leading) else b""
        pending = bytearray(modes + air)
        for character in characters(line.text):
            if (glyph := drawn.get(character)) is not None:
                yield bytes(pending)
                yield _in_line(glyph)
                pending.clear()
            elif all(map(self.profile.can_draw, own := character.replace("\u00a5", "\uffe5"))):
                pending += own.encode("gb18030")
            else:
                raise Unprintable("a character without glyph")
        yield bytes(pending) + b"\n"

    def _raster(self, line: RasterLine) -> Iterator[bytes]:
        width = self.profile.dots // 8
        if line.width_bytes < 1 or len(line.rows) % line.width_bytes:
            raise Unprintable("rows of unequal width")
        if line.width_bytes > width:
            raise Unprintable("wider than the paper")
        # Not every model obeys ESC a for rasters, so the rows are moved here; what is right of
        # them is white without being sent.
        spare = width - line.width_bytes
        left = {Align.LEFT: 0, Align.CENTRE: spare // 2, Align.RIGHT: spare}[line.align]
        rows = b"".join(
            bytes(left) + line.rows[start : start + line.width_bytes]
            for start in range(0, len(line.rows), line.width_bytes)
        )
        yield self._modes(Align.LEFT)
        sent = left + line.width_bytes
        slice_bytes = sent * self.profile.raster_rows
        for start in range(0, len(rows), slice_bytes):
            yield raster(rows[start : start + slice_bytes], sent)
        if self.profile.leading:
            yield _feed_dots(self.profile.leading)

    def _rule(self, rule: Rule) -> bytes:
        # Magnified by the printer, both ways: a quarter of the bytes, and the same dots.
        width = self.profile.dots // 16
        rows = (HEAVY_RULE_DOTS if rule.heavy else RULE_DOTS) // 2
        return (
            self._modes(Align.LEFT)
            + _feed_dots(RULE_ABOVE)
            + raster(b"\xff" * width * rows, width, magnified=True)
            + _feed_dots(RULE_BELOW)
        )

    def _qr(self, code: QrCode) -> bytes:
        if not self.profile.prints_qr:
            raise Unprintable("the printer draws no QR codes")
        data = code.payload.encode()
        if not 0 < len(data) <= _LONGEST_QR or not code.payload.isprintable():
            raise Unprintable("no QR code holds this")
        if not 1 <= code.module_dots <= 16:
            raise Unprintable("no such module size")
        length = (len(data) + 3).to_bytes(2, "little")
        return (
            self._modes(code.align)
            + b"\x1d(k\x04\x001A2\x00"
            + b"\x1d(k\x03\x001C"
            + bytes((code.module_dots,))
            + b"\x1d(k\x03\x001E1"
            + b"\x1d(k"
            + length
            + b"1P0"
            + data
            + b"\x1d(k\x03\x001Q0"
        )

    def _feed(self, feed: Feed) -> bytes:
        if not 1 <= feed.lines <= 255:
            raise Unprintable("no such feed")
        return self._modes(Align.LEFT) + b"\x1bd" + bytes((feed.lines,))


def raster(rows: bytes, width_bytes: int, *, magnified: bool = False) -> bytes:
    """GS v 0: rows of ``width_bytes``, 8 dots a byte, most significant bit left, 1 is black;
    ``magnified`` to twice the width and height."""
    return (
        b"\x1dv0"
        + bytes((3 if magnified else 0,))
        + width_bytes.to_bytes(2, "little")
        + (len(rows) // width_bytes).to_bytes(2, "little")
        + _without_commands(rows)
    )


def _in_line(glyph: Glyph) -> bytes:
    """ESC * 33: columns of 24 dots in the line of text, at the density of text."""
    if not glyph.strips or len(glyph.strips) % _STRIP_BYTES:
        raise Unprintable("a glyph of unequal columns")
    columns = len(glyph.strips) // _STRIP_BYTES
    return b"\x1b*\x21" + columns.to_bytes(2, "little") + _without_commands(glyph.strips)


def _without_commands(dots: bytes) -> bytes:
    """A printer carries out real-time commands even inside an image, so DLE followed by EOT, ENQ
    or DC4 gets one more black dot."""
    safe = bytearray(dots)
    for place in range(len(safe) - 1):
        if safe[place] == 0x10 and safe[place + 1] in _REAL_TIME:
            safe[place] = 0x18
    return bytes(safe)


def _feed_dots(dots: int) -> bytes:
    return b"\x1bJ" + bytes((dots,))
