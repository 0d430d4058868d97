"""缴费小票: the receipt of a contribution that has been paid and posted."""

from __future__ import annotations

from kiosk.documents.sheet import Field, Periods, Section, Sheet, set_sheet
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.paper import PaperDocument
from kiosk.domain.receipt import Receipt

TITLE = "缴费小票"
SUBTITLE = "社会保险费自助缴费"
NOT_A_CERTIFICATE = "本小票不作为完税凭证"
CHECK_CAPTION = "扫码核验本小票"


def lay_out_receipt(receipt: Receipt, columns: int) -> PaperDocument:
    """The receipt for paper of so many columns: 48 (80 mm) or 32 (58 mm). Nothing is clipped."""
    return set_sheet(describe_receipt(receipt), columns)


def describe_receipt(receipt: Receipt) -> Sheet:
    """What is on a receipt, whatever its kind of insurance and means of payment."""
    return Sheet(
        issuer=receipt.tax_authority,
        title=TITLE,
        subtitle=SUBTITLE,
        marks=_marks(receipt),
        sections=(
            (
                Field("终端编号", receipt.terminal_number),
                Field("缴费时间", f"{receipt.paid_at:%Y-%m-%d %H:%M:%S}"),
                Field("办理地点", receipt.hall_name),
            ),
            (
                Field("缴费人", receipt.payer_name_masked, bold=True),
                Field("证件号码", receipt.payer_number_masked),
                Field("代缴人", receipt.proxy_name_masked),
                Field("缴费险种", receipt.insurance.label, bold=True),
                Field("经办机构", receipt.agency_name),
                Periods(receipt.periods),
                receipt.basis,
            ),
        ),
        items=receipt.lines,
        amount=("缴费金额", receipt.amount),
        references=(
            (
                Field("缴款方式", receipt.tender),
                Field("缴费流水号", receipt.posting_serial),
                Field("订单编号", receipt.order_number),
                Field("支付单号", _trade_number(receipt)),
                Field("税票号码", receipt.tax_ticket_number),
            ),
            () if receipt.card is None else _card(receipt.card),
        ),
        check_url=receipt.check_url,
        check_caption=CHECK_CAPTION,
        notice=NOT_A_CERTIFICATE,
        footer=("请核对以上内容并妥善保管",),
    )


def _marks(receipt: Receipt) -> tuple[str, ...]:
    """What sets this paper apart from the one original of a real payment."""
    demonstration = ("【演示数据】非真实缴费",) if receipt.demonstration else ()
    reprint = (f"补打　第{receipt.reprint}次",) if receipt.reprint else ()
    return demonstration + reprint


def _trade_number(receipt: Receipt) -> str:
    """The channel's number, unless it stands below under the name that card payments give it."""
    number = receipt.channel_trade_number
    told_below = receipt.card is not None and receipt.card.reference == number
    return "" if told_below else number


def _card(card: CardPayment) -> Section:
    """What the bank needs to find the payment again (银行卡消费)."""
    return (
        Field("卡号", card.card_masked),
        Field("商户号", card.merchant_id),
        Field("终端号", card.terminal_id),
        Field("批次号", f"{card.batch:06d}"),
        Field("凭证号", f"{card.trace:06d}"),
        Field("检索参考号", card.reference),
        Field("授权码", card.authorisation),
    )
