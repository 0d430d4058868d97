"""打印测试单: shows whether a receipt printer prints every kind of line and every dot, and cuts."""

from __future__ import annotations

from datetime import datetime

from kiosk.documents.paper_blocks import fact, qr_code, sentences
from kiosk.domain.paper import Align, Feed, PaperDocument, PaperItem, RasterLine, Rule, TextLine

RARE = "䶮㛃𬱖"
"""Characters of names that most printers lack: they are drawn."""
_COLUMN_DOTS = 12
_BAR_ROWS, _COMB_ROWS = 16, 8
_TENS = 10


def lay_out_test_print(
    *, hall_name: str, terminal_number: str, printed_at: datetime, columns: int
) -> PaperDocument:
    """The test print for paper of so many columns, 48 or 32. It names nobody and is no proof."""
    return PaperDocument(
        columns,
        (
            *sentences(hall_name, columns, Align.CENTRE),
            *sentences("打印测试", columns, Align.CENTRE, bold=True, scale=2),
            Rule(heavy=True),
            *fact("终端编号", terminal_number, columns, bold=True),
            *fact("打印时间", f"{printed_at:%Y-%m-%d %H:%M:%S}", columns),
            Rule(),
            *_ruler(columns),
            TextLine("国" * (columns // 2)),
            Rule(),
            TextLine("靠左"),
            TextLine("居中", Align.CENTRE),
            TextLine("靠右", Align.RIGHT),
            TextLine("粗体 Bold 0123456789", bold=True),
            TextLine("大字 Aa09", scale=2),
            TextLine("大字粗体", bold=True, scale=2),
            TextLine("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            TextLine("abcdefghijklmnopqrstuvwxyz"),
            TextLine("，。：；（）￥%+-*/#@"),
            *fact("生僻字", RARE, columns),
            Rule(),
            *_every_dot(columns),
            Rule(),
            *_code(terminal_number, columns),
            Rule(heavy=True),
            *sentences("黑条中有白线，是打印头缺点；请换打印头。", columns),
            *sentences("本单不是凭证，看过后请销毁", columns, Align.CENTRE, bold=True),
        ),
    )


def _ruler(columns: int) -> tuple[PaperItem, ...]:
    """Which column is which, from edge to edge."""
    places = range(1, columns + 1)
    tens = "".join(str(place // _TENS) if place % _TENS == 0 else " " for place in places)
    return TextLine(tens.rstrip()), TextLine("".join(str(place % _TENS) for place in places))


def _every_dot(columns: int) -> tuple[PaperItem, ...]:
    """Every dot of the head at once, then every second one, then the others."""
    width = columns * _COLUMN_DOTS // 8
    return tuple(
        RasterLine(width, bytes((byte,)) * width * rows, text)
        for byte, rows, text in (
            (0xFF, _BAR_ROWS, "黑条"),
            (0xAA, _COMB_ROWS, "单数点"),
            (0x55, _COMB_ROWS, "双数点"),
        )
    )


def _code(terminal_number: str, columns: int) -> tuple[PaperItem, ...]:
    """A code that says what it is, and leads nowhere."""
    code = qr_code(f"TEST {terminal_number}", columns)
    caption = sentences("二维码（用手机扫应能读出 TEST）", columns, Align.CENTRE)
    return () if code is None else (*caption, Feed(1), code, Feed(1))
