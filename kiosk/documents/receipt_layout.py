"""缴费小票: the receipt of a contribution that has been paid and posted."""

from __future__ import annotations

from kiosk.documents.paper_blocks import (
    amount_block,
    basis_fact,
    fact,
    hotlines,
    itemised,
    periods_fact,
    sentences,
)
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.paper import Align, Feed, PaperDocument, PaperItem, Rule, TextLine
from kiosk.domain.receipt import Receipt

TITLE = "缴费小票"
SUBTITLE = "社会保险费自助缴费"
NOT_A_CERTIFICATE = "本小票不作为完税凭证"


def lay_out_receipt(receipt: Receipt, columns: int) -> PaperDocument:
    """The receipt for paper of so many columns: 48 (80 mm) or 32 (58 mm). Nothing is clipped."""
    items = (
        *_head(receipt, columns),
        Rule(),
        *fact("终端编号", receipt.terminal_number, columns),
        *fact("缴费时间", f"{receipt.paid_at:%Y-%m-%d %H:%M:%S}", columns),
        *fact("办理地点", receipt.hall_name, columns),
        Rule(),
        *fact("缴费人", receipt.payer_name_masked, columns),
        *fact("证件号码", receipt.payer_number_masked, columns),
        *fact("代缴人", receipt.proxy_name_masked, columns),
        *fact("缴费险种", receipt.insurance.label, columns),
        *fact("经办机构", receipt.agency_name, columns),
        *periods_fact(receipt.periods, columns),
        *basis_fact(receipt.basis, columns),
        Rule(),
        *_details(receipt, columns),
        *amount_block("缴费金额", receipt.amount, columns),
        Rule(),
        *fact("缴款方式", receipt.tender, columns),
        *fact("缴费流水号", receipt.posting_serial, columns),
        *fact("订单编号", receipt.order_number, columns),
        *_trade_number(receipt, columns),
        *fact("税票号码", receipt.tax_ticket_number, columns),
        Rule(),
        *(() if receipt.card is None else _card(receipt.card, columns)),
        *_foot(columns),
    )
    return PaperDocument(columns, items)


def _head(receipt: Receipt, columns: int) -> tuple[PaperItem, ...]:
    marks: tuple[PaperItem, ...] = ()
    if receipt.demonstration:
        marks += sentences("【演示数据】非真实缴费", columns, Align.CENTRE, bold=True)
    if receipt.reprint:
        marks += (TextLine(f"补打　第{receipt.reprint}次", Align.CENTRE, bold=True),)
    return (
        *sentences(receipt.tax_authority, columns, Align.CENTRE),
        TextLine(TITLE, Align.CENTRE, bold=True, scale=2),
        TextLine(SUBTITLE, Align.CENTRE),
        *marks,
    )


def _details(receipt: Receipt, columns: int) -> tuple[PaperItem, ...]:
    """What the amount is made of, where that is not one thing."""
    lines = itemised(receipt.lines, columns)
    return (TextLine("缴费明细（元）"), *lines, Rule()) if lines else ()


def _trade_number(receipt: Receipt, columns: int) -> tuple[PaperItem, ...]:
    """The channel's number, unless it stands below under the name that card payments give it."""
    number = receipt.channel_trade_number
    told_below = receipt.card is not None and receipt.card.reference == number
    return () if told_below else fact("支付单号", number, columns)


def _card(card: CardPayment, columns: int) -> tuple[PaperItem, ...]:
    """What the bank needs to find the payment again (银行卡消费)."""
    return (
        *fact("卡号", card.card_masked, columns),
        *fact("商户号", card.merchant_id, columns),
        *fact("终端号", card.terminal_id, columns),
        *fact("批次号", f"{card.batch:06d}", columns),
        *fact("凭证号", f"{card.trace:06d}", columns),
        *fact("检索参考号", card.reference, columns),
        *fact("授权码", card.authorisation, columns),
        Rule(),
    )


def _foot(columns: int) -> tuple[PaperItem, ...]:
    return (
        TextLine(NOT_A_CERTIFICATE, Align.CENTRE, bold=True),
        TextLine("请核对以上内容并妥善保管", Align.CENTRE),
        Feed(1),
        *hotlines(columns),
        Feed(1),
    )
