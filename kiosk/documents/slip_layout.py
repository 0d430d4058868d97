"""Paper for a payment that is not finished: outcome unknown, or being refunded."""

from __future__ import annotations

from kiosk.documents.paper_blocks import (
    amount_block,
    fact,
    hotlines,
    periods_fact,
    points,
    sentences,
)
from kiosk.domain.paper import Align, Feed, PaperDocument, Rule, TextLine
from kiosk.domain.receipt import OutcomeSlip


def lay_out_slip(slip: OutcomeSlip, columns: int) -> PaperDocument:
    """The slip for paper of so many columns: what happened first, then what the person may need to
    show at the counter."""
    items = (
        *sentences(slip.hall_name, columns, Align.CENTRE),
        *sentences(slip.heading, columns, Align.CENTRE, bold=True, scale=2),
        Feed(1),
        *points(slip.lines, columns),
        Rule(),
        *fact("终端编号", slip.terminal_number, columns),
        *fact("打印时间", f"{slip.printed_at:%Y-%m-%d %H:%M:%S}", columns),
        *fact("缴费人", slip.payer_name_masked, columns),
        *fact("缴费险种", slip.insurance.label, columns),
        *periods_fact(slip.periods, columns),
        *fact("缴款方式", slip.tender, columns),
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
