"""The blocks that receipts and slips are built of."""

from __future__ import annotations

import unicodedata

from kiosk.domain.capital import capital_amount
from kiosk.domain.columns import display_columns, wrap_columns
from kiosk.domain.money import Money
from kiosk.domain.paper import Align, PaperItem, TextLine
from kiosk.domain.period import ContributionPeriod

LABEL_COLUMNS = 10
"""The longest label has five Chinese characters."""

TAX_HOTLINE = "12366"
INSURANCE_HOTLINE = "12333"

_GAP = 2
_NARROWEST = 2


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
    lines = wrap_columns(text, room)
    if align is Align.CENTRE and len(lines) > 1:
        lines = _balanced(text, room)
    return tuple(TextLine(line, align, bold, scale) for line in lines)


def _balanced(text: str, room: int) -> tuple[str, ...]:
    fewest = len(wrap_columns(text, room))
    narrowest = min(
        width for width in range(_NARROWEST, room + 1) if len(wrap_columns(text, width)) == fewest
    )
    return wrap_columns(text, narrowest)


def fact(label: str, value: str, columns: int, *, bold: bool = False) -> tuple[PaperItem, ...]:
    """A label and its value beside it; nothing at all when there is no value.

    A long value goes on in the same column. A long number is not broken while it fits on a line of
    its own: people read it aloud and copy it.
    """
    value = printable(value).strip()
    if not value:
        return ()
    room = columns - LABEL_COLUMNS - _GAP
    beside = LABEL_COLUMNS + _GAP
    lines = wrap_columns(value, room)
    if len(lines) > 1 and value.isascii() and " " not in value:
        own = wrap_columns(value, columns)
        return (TextLine(label, bold=bold), *(TextLine(line, Align.RIGHT, bold) for line in own))
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


def period_fact(period: ContributionPeriod, columns: int) -> tuple[PaperItem, ...]:
    """``2026年01月`` or ``2026年01月至03月（3个月）``; the count only where it fits on the line."""
    text = period.first.label
    if period.first != period.last:
        text += f"至{period.last.month:02d}月"
        counted = f"{text}（{len(period.months)}个月）"
        if display_columns(counted) <= columns - LABEL_COLUMNS - _GAP:
            text = counted
    return fact("费款所属期", text, columns)


def hotlines(columns: int) -> tuple[PaperItem, ...]:
    """Who answers questions, on one line where it fits."""
    tax, insurance = f"税务服务热线 {TAX_HOTLINE}", f"社保服务热线 {INSURANCE_HOTLINE}"
    together = f"{tax}　{insurance}"
    lines = (together,) if display_columns(together) <= columns else (tax, insurance)
    return tuple(TextLine(line, Align.CENTRE) for line in lines)
