"""说明单: paper that sends a citizen to a window and tells people there why. It names nobody."""

from __future__ import annotations

from kiosk.documents.sheet import Field, Sheet, set_sheet
from kiosk.domain.paper import PaperDocument
from kiosk.domain.receipt import ReferralSlip

SUBTITLE = "业务说明单"


def lay_out_referral(slip: ReferralSlip, columns: int) -> PaperDocument:
    """The slip for paper of so many columns: what was on the screen, then what people at the window
    can look up."""
    return set_sheet(describe_referral(slip), columns)


def describe_referral(slip: ReferralSlip) -> Sheet:
    """What is on the slip; the reason is its title, as it was on the screen."""
    return Sheet(
        issuer=slip.hall_name,
        title=slip.heading,
        subtitle=SUBTITLE,
        points=slip.lines,
        sections=(
            (
                Field("办理窗口", slip.window, bold=True),
                Field("终端编号", slip.terminal_number),
                Field("打印时间", f"{slip.printed_at:%Y-%m-%d %H:%M:%S}"),
                Field("查询编号", slip.reference),
                Field("咨询电话", slip.hotline),
            ),
        ),
        notice="请带上身份证，把本单交给窗口的工作人员",
        footer=("本单不作为缴费凭证",),
        has_hotlines=False,
    )
