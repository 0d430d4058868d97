"""缴费结果说明: paper that settles a payment whose outcome was once unknown, or which came back."""

from __future__ import annotations

from typing import assert_never

from kiosk.documents.sheet import Field, Periods, Sheet, set_sheet
from kiosk.documents.slip_layout import NO_PROOF
from kiosk.domain.paper import PaperDocument
from kiosk.domain.receipt import Resolution, ResolutionSlip

SUBTITLE = "缴费结果说明"
CHECK_CAPTION = "扫码核验这笔缴费的结果"


def lay_out_resolution(slip: ResolutionSlip, columns: int) -> PaperDocument:
    """The slip for paper of so many columns: what became of the payment, then which one it was."""
    return set_sheet(describe_resolution(slip), columns)


def describe_resolution(slip: ResolutionSlip) -> Sheet:
    """What is on the slip: the end of the payment is its title, what to do its sentences."""
    title, label, lines = _words(slip.resolution)
    return Sheet(
        issuer=slip.hall_name,
        title=title,
        subtitle=SUBTITLE,
        marks=("【演示数据】非真实缴费",) if slip.demonstration else (),
        points=lines,
        sections=(
            (
                Field("终端编号", slip.terminal_number),
                Field("打印时间", f"{slip.printed_at:%Y-%m-%d %H:%M:%S}"),
                Field("缴费人", slip.payer_name_masked),
                Field("证件号码", slip.payer_number_masked),
                Field("缴费险种", slip.insurance.label),
                Periods(slip.periods),
                Field("缴费时间", f"{slip.paid_at:%Y-%m-%d %H:%M:%S}"),
                Field("缴款方式", slip.tender),
                Field("订单编号", slip.order_number, bold=True),
            ),
        ),
        amount=(label, slip.amount),
        check_url=slip.check_url,
        check_caption=CHECK_CAPTION,
        notice=NO_PROOF,
        footer=("请妥善保管",),
    )


def _words(resolution: Resolution) -> tuple[str, str, tuple[str, ...]]:
    match resolution:
        case Resolution.POSTED:
            return (
                "缴费已经成功",
                "已缴金额",
                (
                    "这笔付款已经收到，缴费已经登记，请勿重复缴费。",
                    "要缴费小票，请在“社保费缴费查询”里补打。",
                ),
            )
        case Resolution.CLOSED:
            return (
                "没有扣款，订单已关闭",
                "未扣金额",
                (
                    "这笔订单没有收到付款，已经关闭，不会再扣款。",
                    "缴费没有成功；要缴费，请重新办理。",
                ),
            )
        case Resolution.REFUNDED:
            return (
                "没有缴成，已经退款",
                "退款金额",
                (
                    "这笔付款已经原路退回您的付款账户。",
                    "到账时间以银行或支付平台为准；没有到账，请凭本单到人工窗口。",
                    "要缴费，请重新办理。",
                ),
            )
        case _:
            assert_never(resolution)
