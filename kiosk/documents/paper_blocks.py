"""The blocks that receipts and slips are built of."""

from __future__ import annotations

import unicodedata

from kiosk.domain.basis import Basis, BasisKind
from kiosk.domain.capital import capital_amount
from kiosk.domain.columns import display_columns, wrap_columns
from kiosk.domain.money import Money
from kiosk.domain.paper import Align, Feed, PaperItem, QrCode, Rule, TextLine
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.receipt import ReceiptLine

LABEL_COLUMNS = 10
"""The longest label has five Chinese characters."""

TAX_HOTLINE = "12366"
INSURANCE_HOTLINE = "12333"

_GAP = 2
_NUMBER_COLUMNS = 3
_NARROWEST = 2
_LAST_LINE = 8
_COLUMN_DOTS = 12
_QUIET_MODULES = 8
_LARGEST_MODULE = 6
"""0.75 mm: read by an old telephone held by an unsteady hand."""

# Bytes that a QR code of version 1, 2, … holds at correction level M (ISO/IEC 18004, table 7).
_QR_BYTES = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560)


def printable(text: str) -> str:
    """The text without control characters, which a printer would take for commands, and with the
    yuan sign that printers have."""
    clean = "".join(" " if unicodedata.category(point) == "Cc" else point for point in text)
    return clean.replace("\u00a5", "￥")


def sentences(
    text: str, columns: int, align: Align = Align.LEFT, *, bold: bool = False, scale: int = 1
) -> tuple[PaperItem, ...]:
    """A text over as many lines as it needs; centred ones are made about equally long."""
    text = printable(text).strip()
    room = columns // scale
    lines = _balanced(text, room) if align is Align.CENTRE else wrap_columns(text, room)
    return tuple(TextLine(line, align, bold, scale) for line in lines)


def _balanced(text: str, room: int) -> tuple[str, ...]:
    """As few lines as there can be, about equally long."""
    fewest = len(wrap_columns(text, room))
    if fewest == 1:
        return wrap_columns(text, room)
    narrowest = min(
        width for width in range(_NARROWEST, room + 1) if len(wrap_columns(text, width)) == fewest
    )
    return wrap_columns(text, narrowest)


def _without_orphan(text: str, room: int) -> tuple[str, ...]:
    """As few lines as there can be, as long as they can be, with no character alone on the last."""
    full = wrap_columns(text, room)
    if len(full) == 1:
        return full
    narrower = (wrap_columns(text, width) for width in range(room, room - _LAST_LINE, -1))
    return next(
        (
            lines
            for lines in narrower
            if len(lines) == len(full) and display_columns(lines[-1]) >= _LAST_LINE
        ),
        full,
    )


def fact(label: str, value: str, columns: int, *, bold: bool = False) -> tuple[PaperItem, ...]:
    """A label and its value beside it; nothing at all when there is no value.

    A long value goes on in the same column. A long number is not broken while it fits on a line of
    its own: people read it aloud and copy it.
    """
    value = printable(value).strip()
    if not value:
        return ()
    lines = wrap_columns(value, _room_beside(columns))
    if len(lines) > 1 and value.isascii() and " " not in value:
        own = wrap_columns(value, columns)
        return (TextLine(label, bold=bold), *(TextLine(line, Align.RIGHT, bold) for line in own))
    return _labelled(label, lines, bold=bold)


def _room_beside(columns: int) -> int:
    return columns - LABEL_COLUMNS - _GAP


def _labelled(label: str, lines: tuple[str, ...], *, bold: bool = False) -> tuple[PaperItem, ...]:
    beside = LABEL_COLUMNS + _GAP
    padded = label + " " * (beside - display_columns(label))
    return tuple(
        TextLine((padded if place == 0 else " " * beside) + line, bold=bold)
        for place, line in enumerate(lines)
    )


def amount_block(label: str, amount: Money, columns: int) -> tuple[PaperItem, ...]:
    """The amount in figures, the largest thing on the paper, and in capitals under it."""
    figures = f"￥{amount.figures}"
    scale = 2 if display_columns(figures) * 2 <= columns else 1
    return (
        TextLine(label, Align.CENTRE),
        TextLine(figures, Align.CENTRE, bold=True, scale=scale),
        *sentences(capital_amount(amount), columns, Align.CENTRE),
    )


def warning_block(text: str, columns: int) -> tuple[PaperItem, ...]:
    """What nobody may overlook: large, between heavy rules."""
    return (
        Rule(heavy=True),
        *sentences(text, columns, Align.CENTRE, bold=True, scale=2),
        Rule(heavy=True),
    )


def check_block(url: str, caption: str, columns: int) -> tuple[PaperItem, ...]:
    """A QR code under its caption, its modules as large as the paper allows; nothing without an
    address, nor for one so long that no telephone would read it from paper."""
    code = qr_code(url, columns)
    if code is None:
        return ()
    # A line is more than the four white modules that readers want above and below.
    return (*sentences(caption, columns, Align.CENTRE, bold=True), Feed(1), code, Feed(1))


def qr_code(payload: str, columns: int) -> QrCode | None:
    """The payload as a QR code that fits paper of so many columns with its quiet zone; None where
    there is none to be had."""
    data = len(payload.encode())
    version = next((place for place, room in enumerate(_QR_BYTES, 1) if data <= room), 0)
    if not payload.isprintable() or not data or not version:
        return None
    modules = 17 + 4 * version + _QUIET_MODULES
    return QrCode(payload, min(_LARGEST_MODULE, columns * _COLUMN_DOTS // modules))


def periods_fact(periods: tuple[ContributionPeriod, ...], columns: int) -> tuple[PaperItem, ...]:
    """Each on a line of its own: ``2026年01月``, ``2026年01月至03月（3个月）`` or ``2026年度``; the
    count only where it fits on the line."""
    shown = "\n".join(_period(period, columns) for period in periods)
    return _labelled("费款所属期", wrap_columns(shown, _room_beside(columns)))


def _period(period: ContributionPeriod, columns: int) -> str:
    if period.first == period.last or period == ContributionPeriod.whole_year(period.first.year):
        return period.label
    text = f"{period.first.label}至{period.last.month:02d}月"
    counted = f"{text}（{len(period.months)}个月）"
    return counted if display_columns(counted) <= _room_beside(columns) else text


def basis_fact(basis: Basis, columns: int) -> tuple[PaperItem, ...]:
    """缴费基数, 缴费档次 or 缴费项目. A base stands below the plan it is under."""
    shown = printable(basis.name)
    if basis.kind is BasisKind.BASE:
        shown = f"{shown}\n{basis.amount.whole_figures}元/月".lstrip("\n")
    return _labelled(basis.kind.label, wrap_columns(shown, _room_beside(columns)))


def itemised(lines: tuple[ReceiptLine, ...], columns: int) -> tuple[PaperItem, ...]:
    """Names on the left and amounts on the right, where there is more than one of them.

    A long name goes on below, and its amount stands behind its end.
    """
    if len(lines) <= 1:
        return ()
    return tuple(item for line in lines for item in _item(line, columns))


def _item(line: ReceiptLine, columns: int) -> tuple[PaperItem, ...]:
    figures = line.amount.figures
    taken = display_columns(figures) + _GAP
    room = columns - taken if columns - taken > _NARROWEST else columns
    *before, last = wrap_columns(printable(line.name).strip(), room)
    space = columns - display_columns(last) - display_columns(figures)
    if space < _GAP:
        return (*map(TextLine, (*before, last)), TextLine(figures, Align.RIGHT))
    return (*map(TextLine, before), TextLine(last + " " * space + figures))


def points(lines: tuple[str, ...], columns: int) -> tuple[PaperItem, ...]:
    """Numbered sentences, so that people can refer to them; further lines stand under the text."""
    return tuple(
        item for number, line in enumerate(lines, 1) for item in _point(number, line, columns)
    )


def _point(number: int, text: str, columns: int) -> tuple[PaperItem, ...]:
    lines = _without_orphan(printable(text).strip(), columns - _NUMBER_COLUMNS)
    return tuple(
        TextLine((f"{number}." if place == 0 else "").ljust(_NUMBER_COLUMNS) + line)
        for place, line in enumerate(lines)
    )


def hotlines(columns: int) -> tuple[PaperItem, ...]:
    """Who answers questions, on one line where it fits."""
    tax, insurance = f"税务服务热线 {TAX_HOTLINE}", f"社保服务热线 {INSURANCE_HOTLINE}"
    together = f"{tax}　{insurance}"
    lines = (together,) if display_columns(together) <= columns else (tax, insurance)
    return tuple(TextLine(line, Align.CENTRE) for line in lines)
