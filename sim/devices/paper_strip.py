"""Paper coming out of a printer: rows of dots, drawn as a person would see them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property

from PIL import Image, ImageDraw, ImageFilter

_PAPER = (253, 252, 248)
_INK = (44, 42, 46)
_TABLE = (226, 230, 236)
_EDGE = (206, 208, 210)
_SHADOW = (176, 182, 192)
_AROUND = 28
_TOOTH = 8
_POINT = 7
_MARGIN_DOTS = {576: 32, 384: 40}


class End(Enum):
    """How a piece of paper ends."""

    CUT = "cut"
    PARTIAL = "partial"
    """Cut, but for a point in the middle by which it still hangs."""
    TORN = "torn"


_ENDS = {End.CUT: "【全切】", End.PARTIAL: "【半切】", End.TORN: "【撕断】"}


@dataclass(frozen=True, slots=True)
class _Said:
    """A line of the transcripts, and how much of the strip there was when it was printed."""

    height: int
    line: str | None
    marked: str


@dataclass(frozen=True)
class Paper:
    """A piece of paper that left the printer.

    ``transcript`` is what is printed on it, a line a line, a QR code as ``[QR payload]`` and a
    drawing as ``[image]``; ``marked`` tells beside that, in 【】, how text is set (size, 粗,
    下划线, 反白), where the printer sounded, and how the paper ends. ``complete`` is False when it
    ends where the roll ended, or when what is on it was interrupted.
    """

    transcript: str = field(repr=False)
    marked: str = field(repr=False)
    complete: bool
    dots: int
    rows: bytes = field(repr=False)
    end: End

    @property
    def height(self) -> int:
        """Rows of dots, 8 a millimetre."""
        return len(self.rows) // (self.dots // 8)

    @cached_property
    def bitmap(self) -> Image.Image:
        """Just the dots, black on white, without the paper around them."""
        ink = Image.frombytes("1", (self.dots, self.height), self.rows)
        return Image.eval(ink.convert("L"), lambda level: 255 - level)

    @cached_property
    def png(self) -> bytes:
        """The paper lying on a table."""
        out = io.BytesIO()
        _portrait(self).save(out, "PNG", optimize=True)
        return out.getvalue()


class PaperStrip:
    """What hangs below the head and is not cut off yet."""

    def __init__(self, dots: int, kept: bytes = b"") -> None:
        self._width = dots // 8
        self._dots = dots
        self._rows = bytearray(kept)
        self._said: list[_Said] = []
        self.interrupted = False

    @property
    def height(self) -> int:
        """Rows of dots."""
        return len(self._rows) // self._width

    @property
    def has_ink(self) -> bool:
        """Whether anything is printed on it."""
        return any(self._rows)

    def burn(self, row: bytes) -> None:
        """Add one row of dots."""
        self._rows += row

    def say(self, line: str | None, marked: str) -> None:
        """Add to the transcripts the line that ends here; None where nothing is printed."""
        self._said.append(_Said(self.height, line, marked))

    def cut(self, above_head: int, end: End = End.CUT) -> tuple[Paper, PaperStrip]:
        """Cut so many rows above the head; the rest stays in the printer."""
        row = max(0, self.height - above_head)
        at = row * self._width
        rest = PaperStrip(self._dots, bytes(self._rows[at:]))
        rest._said = [
            replace(said, height=said.height - row) for said in self._said if said.height > row
        ]
        self._said = [said for said in self._said if said.height <= row]
        return self._paper(bytes(self._rows[:at]), end, complete=not self.interrupted), rest

    def tear(self) -> Paper:
        """The roll ended: all of it falls out."""
        return self._paper(bytes(self._rows), End.TORN, complete=False)

    def _paper(self, rows: bytes, end: End, *, complete: bool) -> Paper:
        plain = (said.line for said in self._said if said.line is not None)
        marked = (said.marked.rstrip() for said in self._said)
        return Paper(
            "\n".join(line.rstrip() for line in plain).strip("\n"),
            "\n".join((*marked, _ENDS[end])).strip("\n"),
            complete,
            self._dots,
            rows,
            end,
        )


def _portrait(paper: Paper) -> Image.Image:
    margin = _MARGIN_DOTS.get(paper.dots, 32)
    width, height = paper.dots + 2 * margin, paper.height + 2 * _TOOTH
    size = (width + 2 * _AROUND, height + 2 * _AROUND)
    outline = [
        (x + _AROUND, y + _AROUND)
        for x, y in (
            *_edge(width, _TOOTH, torn=False),
            *reversed(list(_edge(width, height - _TOOTH, torn=paper.end is End.TORN))),
        )
    ]
    shadow = Image.new("L", size, 0)
    ImageDraw.Draw(shadow).polygon([(x, y + 4) for x, y in outline], fill=255)
    shadow = shadow.filter(ImageFilter.GaussianBlur(7))
    picture = Image.new("RGB", size, _TABLE)
    picture.paste(_SHADOW, (0, 0, *size), shadow)
    pen = ImageDraw.Draw(picture)
    pen.polygon(outline, fill=_PAPER, outline=_EDGE)
    if paper.end is End.PARTIAL:
        middle = _AROUND + width // 2
        pen.rectangle(
            (middle - _POINT, _AROUND + height - _TOOTH, middle + _POINT, _AROUND + height),
            fill=_PAPER,
            outline=_EDGE,
        )
    if paper.height:
        mask = Image.frombytes("1", (paper.dots, paper.height), paper.rows)
        picture.paste(_INK, (_AROUND + margin, _AROUND + _TOOTH), mask)
    return picture


def _edge(width: int, y: int, *, torn: bool) -> Iterator[tuple[int, int]]:
    """A cutter's edge runs straight; a roll that ended leaves a ragged one."""
    if not torn:
        yield from ((0, y), (width - 1, y))
        return
    for place, x in enumerate(range(0, width, 9)):
        yield x, y + (place * 37 % 11) - 5
    yield width - 1, y
