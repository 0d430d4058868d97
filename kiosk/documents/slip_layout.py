"""Paper for a payment that is not finished: outcome unknown, or being refunded."""

from __future__ import annotations

from kiosk.documents.paper_blocks import (
    amount_block,
    fact,
    hotlines,
    period_fact,
    printable,
    sentences,
)
from kiosk.domain.columns import wrap_columns
from kiosk.domain.paper import Align, Feed, PaperDocument, PaperItem, Rule, TextLine
from kiosk.domain.receipt import OutcomeSlip

_NUMBER_COLUMNS = 3


def lay_out_slip(slip: OutcomeSlip, columns: int) -> PaperDocument:
    """The slip for paper of so many columns: what happened first, then what the person may need to
    show at the counter."""
    items = (
        *sentences(slip.hall_name, columns, Align.CENTRE),
        *sentences(slip.heading, columns, Align.CENTRE, bold=True, scale=2),
        Feed(1),
        *(
            item
            for number, line in enumerate(slip.lines, 1)
            for item in _point(number, line, columns)
        ),
        Rule(),
        *fact("终端编号", slip.terminal_number, columns),
        *fact("打印时间", f"{slip.printed_at:%Y-%m-%d %H:%M:%S}", columns),
        *fact("缴费人", slip.payer_name_masked, columns),
        *fact("缴费险种", slip.insurance.label, columns),
        *period_fact(slip.period, columns),
        *fact("缴款方式", slip.tender.label, columns),
        *fact("订单编号", slip.order_number, columns, bold=True),
        Rule(),
        *amount_block("涉及金额", slip.amount, columns),
        Rule(),
        TextLine("本凭条不作为缴费凭证和完税凭证", Align.CENTRE, bold=True),
        TextLine("请妥善保管，凭订单编号到窗口查询", Align.CENTRE),
        Feed(1),
        *hotlines(columns),
        Feed(1),
    )
    return PaperDocument(columns, items)


def _point(number: int, text: str, columns: int) -> tuple[PaperItem, ...]:
    """A numbered sentence, so that people can refer to it; further lines stand under its text."""
    lines = wrap_columns(printable(text).strip(), columns - _NUMBER_COLUMNS)
    return tuple(
        TextLine((f"{number}." if place == 0 else "").ljust(_NUMBER_COLUMNS) + line)
        for place, line in enumerate(lines)
    )
