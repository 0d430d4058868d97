"""What commands set in the firmware of a receipt printer, and how models differ."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_SPACING = 34

CODE_PAGES = {0: "cp437", 2: "cp850", 3: "cp860", 16: "cp1252", 17: "cp866", 19: "cp858"}
"""ESC t: what the bytes from 80 on stand for outside Chinese mode."""


@dataclass(frozen=True, slots=True)
class Firmware:
    """How this model differs from others.

    ``codec`` of its Chinese font, with the ``four_bytes`` planes or without;
    ``chinese_at_power_on``; ``gs_scales_chinese`` whether GS ! is obeyed for Chinese beside FS !;
    ``has_qr``.
    """

    codec: str = "gbk"
    four_bytes: bool = False
    chinese_at_power_on: bool = False
    gs_scales_chinese: bool = True
    has_qr: bool = True


@dataclass(slots=True)
class Modes:
    """What commands have set; ESC @ sets it back. ``underline`` is its thickness in dots, and
    ``after`` the blank dots after a Latin character; the Chinese ones have their own."""

    chinese: bool = False
    align: int = 0
    bold: bool = False
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
    spacing: int = DEFAULT_SPACING
    qr_module: int = 3
    qr_correction: int = 0x30
    qr_data: bytes = b""

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


def underline_dots(value: int) -> int:
    """ESC - n and FS - n: 0, 1 or 2 dots, as a figure or as its character."""
    thickness = value % 0x30
    return thickness if thickness <= 2 else 0
