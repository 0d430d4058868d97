"""说明单: paper that sends a citizen to a window and tells people there why. It names nobody."""

from __future__ import annotations

from kiosk.documents.paper_blocks import fact, points, sentences
from kiosk.domain.paper import Align, Feed, PaperDocument, Rule, TextLine
from kiosk.domain.receipt import ReferralSlip

TITLE = "业务说明单"


def lay_out_referral(slip: ReferralSlip, columns: int) -> PaperDocument:
    """The slip for paper of so many columns: what was on the screen, then what people at the window
    can look up."""
    items = (
        *sentences(slip.hall_name, columns, Align.CENTRE),
        TextLine(TITLE, Align.CENTRE),
        Rule(),
        *sentences(slip.heading, columns, Align.CENTRE, bold=True, scale=2),
        Feed(1),
        *points(slip.lines, columns),
        Rule(),
        *fact("办理窗口", slip.window, columns, bold=True),
        *fact("终端编号", slip.terminal_number, columns),
        *fact("打印时间", f"{slip.printed_at:%Y-%m-%d %H:%M:%S}", columns),
        *fact("事件编号", slip.reference, columns),
        *fact("咨询电话", slip.hotline, columns),
        Rule(),
        *sentences("请带上身份证，把本单交给窗口的工作人员", columns, Align.CENTRE, bold=True),
        TextLine("本单不作为缴费凭证", Align.CENTRE),
        Feed(1),
    )
    return PaperDocument(columns, items)
