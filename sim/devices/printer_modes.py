"""What commands set in the firmware of a receipt printer, and how models differ."""

from __future__ import annotations

from dataclasses import dataclass, field

DEFAULT_SPACING = 34

CODE_PAGES = {0: "cp437", 2: "cp850", 3: "cp860", 16: "cp1252", 17: "cp866", 19: "cp858"}
"""ESC t: what the bytes from 80 on stand for outside Chinese mode."""

# ESC R: the United States, the United Kingdom, Japan, China; the model has no other.
_NATIONAL: dict[int, dict[str, str]] = {
    0: {},
    3: {"#": "£"},
    8: {"\\": "¥"},
    15: {"$": "¥"},
}
_TAB = 8 * 12


@dataclass(frozen=True, slots=True)
class Firmware:
    """How this model differs from others.

    ``codec`` of its Chinese font, with the ``four_bytes`` planes or without;
    ``chinese_at_power_on``; ``gs_scales_chinese`` whether GS ! is obeyed for Chinese beside FS !;
    ``has_qr``; ``boxes`` whether a character without glyph comes out as a box, not as a blank.
    """

    codec: str = "gbk"
    four_bytes: bool = False
    chinese_at_power_on: bool = False
    gs_scales_chinese: bool = True
    has_qr: bool = True
    boxes: bool = False


@dataclass(slots=True)
class Modes:
    """What commands have set; ESC @ sets it back. ``underline`` is its thickness in dots, and
    ``after`` the blank dots after a Latin character; the Chinese ones have their own. ``margin``,
    ``area`` (None: as wide as the paper) and ``tabs`` are dots, ``from_mark`` and
    ``cut_after_mark`` those beyond a black mark; ``glyphs`` are the host's own, by their code."""

    chinese: bool = False
    align: int = 0
    bold: bool = False
    struck_twice: bool = False
    reverse: bool = False
    across: int = 1
    down: int = 1
    underline: int = 0
    after: int = 0
    chinese_across: int = 1
    chinese_down: int = 1
    chinese_underline: int = 0
    chinese_before: int = 0
    chinese_after: int = 0
    code_page: str = CODE_PAGES[0]
    nation: int = 0
    spacing: int = DEFAULT_SPACING
    margin: int = 0
    area: int | None = None
    tabs: tuple[int, ...] = tuple(range(_TAB, 4096, _TAB))
    from_mark: int = 0
    cut_after_mark: int = 0
    glyphs: dict[bytes, bytes] = field(default_factory=dict)

    def print_mode(self, value: int) -> None:
        """ESC ! n: bold, size and underline at once."""
        self.bold = bool(value & 0x08)
        self.down = 2 if value & 0x10 else 1
        self.across = 2 if value & 0x20 else 1
        self.underline = 1 if value & 0x80 else 0

    def chinese_print_mode(self, value: int) -> None:
        """FS ! n."""
        self.chinese_across = 2 if value & 0x04 else 1
        self.chinese_down = 2 if value & 0x08 else 1
        self.chinese_underline = 1 if value & 0x80 else 0

    def quadruple(self, value: int) -> None:
        """FS W n."""
        self.chinese_across = self.chinese_down = 2 if value & 1 else 1

    def of_nation(self, nation: int) -> None:
        """ESC R n; a set that the model has not is not chosen."""
        if nation in _NATIONAL:
            self.nation = nation

    def latin(self, byte: int) -> str:
        """What one byte stands for outside Chinese mode, or below 80 anywhere."""
        if byte < 0x80:
            return _NATIONAL[self.nation].get(chr(byte), chr(byte))
        return bytes((byte,)).decode(self.code_page, "replace")

    def width(self, dots: int) -> int:
        """How many dots may be printed beside the margin, on a head of so many."""
        return max(0, min(dots - self.margin, dots if self.area is None else self.area))


def underline_dots(value: int) -> int:
    """ESC - n and FS - n: 0, 1 or 2 dots, as a figure or as its character."""
    thickness = value % 0x30
    return thickness if thickness <= 2 else 0
