"""Paper for a payment that is not finished: outcome unknown, or being refunded."""

from __future__ import annotations

from kiosk.documents.sheet import Field, Periods, Sheet, set_sheet
from kiosk.domain.paper import PaperDocument
from kiosk.domain.receipt import OutcomeSlip

PAY_NO_SECOND_TIME = "请勿重复缴费"
NO_PROOF = "本凭条不作为缴费凭证和完税凭证"
CHECK_CAPTION = "扫码查看这笔缴费的结果"


def lay_out_slip(slip: OutcomeSlip, columns: int) -> PaperDocument:
    """The slip for paper of so many columns: what happened first, then what the person may need to
    show at the counter."""
    return set_sheet(describe_slip(slip), columns)


def describe_slip(slip: OutcomeSlip) -> Sheet:
    """What is on the slip. Where its sentences say 请勿重复缴费, that is also said large."""
    heading = slip.heading.removesuffix(PAY_NO_SECOND_TIME).rstrip("，") or slip.heading
    warned = any(PAY_NO_SECOND_TIME in line for line in (slip.heading, *slip.lines))
    return Sheet(
        issuer=slip.hall_name,
        title=heading,
        warning=PAY_NO_SECOND_TIME if warned and heading != PAY_NO_SECOND_TIME else "",
        points=slip.lines,
        sections=(
            (
                Field("终端编号", slip.terminal_number),
                Field("打印时间", f"{slip.printed_at:%Y-%m-%d %H:%M:%S}"),
                Field("缴费人", slip.payer_name_masked),
                Field("缴费险种", slip.insurance.label),
                Periods(slip.periods),
                Field("缴款方式", slip.tender),
                Field("订单编号", slip.order_number, bold=True),
            ),
        ),
        amount=("涉及金额", slip.amount),
        check_url=slip.check_url,
        check_caption=CHECK_CAPTION,
        notice=NO_PROOF,
        footer=("请妥善保管，凭订单编号到窗口查询",),
    )
