from __future__ import annotations

import dataclasses
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.printer_profile import (
    CSN_A2,
    EPSON_80,
    GENERIC_58,
    GENERIC_80,
    PrinterProfile,
)
from kiosk.documents.receipt_layout import lay_out_receipt
from kiosk.documents.slip_layout import lay_out_slip
from kiosk.domain.columns import display_columns
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber
from kiosk.domain.paper import PaperDocument, TextLine
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.receipt import OutcomeSlip
from kiosk.domain.tender import Tender
from tests.support.paper_golden import check_golden, printed
from tests.support.receipts import RECEIPT

LONG = dataclasses.replace(
    RECEIPT,
    hall_name="山东省济南市历下区政务服务中心一楼综合办税服务厅自助办理区",
    tax_authority="国家税务总局中国（山东）自由贸易试验区济南片区税务局",
    payer_name_masked="Maria-Antonia Wolfeschlegelsteinhausenbergerdorff d. Ä.",
    agency_name="中国（山东）自由贸易试验区济南片区社会保险事业服务中心灵活就业部",
    amount=Money(12_345_678_999),
    order_number=OrderNumber("JN032026030510213300012345678901"),
    posting_serial="SB202603050000123450000000000000000000001",
    tax_ticket_number="337016260300012345",
    demonstration=True,
    reprint=12,
)

SLIP = OutcomeSlip(
    terminal_number="JN-03",
    hall_name="济南市历下区政务服务中心办税服务厅",
    payer_name_masked="王*",
    insurance=InsuranceKind.FLEXIBLE_PENSION,
    period=RECEIPT.period,
    amount=RECEIPT.amount,
    tender=Tender.WECHAT,
    order_number=RECEIPT.order_number,
    printed_at=datetime(2026, 3, 5, 10, 21, 33),
    heading="支付结果确认中，请勿重复缴费",
    lines=(
        "您的付款结果暂时无法确认，系统会继续查询。",
        "请勿重复缴费。如已扣款而缴费未成功，款项将原路退回。",
        "请保留本凭条，可在24小时后到人工窗口或拨打12366查询。",
    ),
)

PROFILES = [GENERIC_80, GENERIC_58]
each_width = pytest.mark.parametrize("profile", PROFILES, ids=lambda one: one.name)


def words(document: PaperDocument) -> str:
    """All that is printed, as if on one endless line."""
    return "".join(
        item.text.replace(" ", "") for item in document.items if isinstance(item, TextLine)
    )


def assert_fits(document: PaperDocument) -> None:
    for item in document.items:
        if isinstance(item, TextLine):
            assert display_columns(item.text) * item.scale <= document.columns


@each_width
def test_receipt(profile: PrinterProfile) -> None:
    paper = printed(lay_out_receipt(RECEIPT, profile.columns), profile)
    assert "税票号码" not in paper.transcript
    assert "补打" not in paper.transcript
    assert "演示数据" not in paper.transcript
    check_golden(paper, f"receipt-{profile.columns}")


@each_width
def test_reprinted_receipt_of_a_demonstration_with_everything_too_long(
    profile: PrinterProfile,
) -> None:
    document = lay_out_receipt(LONG, profile.columns)
    assert_fits(document)
    printed_words = words(document)
    for value in (
        LONG.hall_name,
        LONG.tax_authority,
        LONG.payer_name_masked.replace(" ", ""),
        LONG.agency_name,
        LONG.order_number,
        LONG.posting_serial,
        LONG.channel_trade_number,
        LONG.tax_ticket_number,
        "￥123,456,789.99",
        "人民币壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元玖角玖分",
        "补打　第12次",
        "演示数据",
        "本小票不作为完税凭证",
    ):
        assert value in printed_words
    check_golden(printed(document, profile), f"receipt-long-{profile.columns}")


@pytest.mark.parametrize(
    ("name", "profile"),
    [
        ("王䶮", GENERIC_80),
        ("王䶮", EPSON_80),
        ("陈𬱖", EPSON_80),
        ("阿卜杜拉·买买提", GENERIC_58),
        ("陈𬱖", CSN_A2),
    ],
)
def test_receipt_with_a_name_that_printers_stumble_over(name: str, profile: PrinterProfile) -> None:
    receipt = dataclasses.replace(RECEIPT, payer_name_masked=name)
    paper = printed(lay_out_receipt(receipt, profile.columns), profile)
    can_print = all(map(profile.can_draw, name))
    assert (name in paper.transcript) is can_print
    assert ("[image]" in paper.transcript) is not can_print
    key = "-".join(f"{ord(character):x}" for character in name)
    check_golden(paper, f"name-{key}-{profile.name}")


@each_width
def test_slip_of_an_unknown_outcome(profile: PrinterProfile) -> None:
    document = lay_out_slip(SLIP, profile.columns)
    assert_fits(document)
    for line in (SLIP.heading, *SLIP.lines, SLIP.order_number):
        assert line in words(document)
    check_golden(printed(document, profile), f"slip-{profile.columns}")


def test_the_amount_is_the_largest_thing_beside_the_title() -> None:
    for columns in (48, 32):
        document = lay_out_receipt(RECEIPT, columns)
        large = [
            item.text for item in document.items if isinstance(item, TextLine) and item.scale > 1
        ]
        assert large == ["缴费小票", "￥2,700.00"]


def test_a_number_that_does_not_fit_beside_its_label_stands_whole_below_it() -> None:
    texts = [item.text for item in lay_out_receipt(RECEIPT, 32).items if isinstance(item, TextLine)]
    below = texts[texts.index("支付单号") + 1]
    assert below == RECEIPT.channel_trade_number


def test_one_month_is_not_called_a_range() -> None:
    month = ContributionPeriod(Month(2026, 2), Month(2026, 2))
    receipt = dataclasses.replace(RECEIPT, period=month)
    assert "2026年02月" in words(lay_out_receipt(receipt, 48))
    assert "至" not in words(lay_out_receipt(receipt, 48))


def test_control_characters_of_others_never_reach_the_printer() -> None:
    receipt = dataclasses.replace(
        RECEIPT, agency_name="社保\x1b@中心\x10\x04\x01", hall_name="大\n厅"
    )
    document = lay_out_receipt(receipt, 48)
    assert all(
        item.text.isprintable() or "　" in item.text
        for item in document.items
        if isinstance(item, TextLine)
    )
    printed(document, GENERIC_80)


def test_the_yuan_sign_of_others_is_as_wide_as_it_is_printed() -> None:
    receipt = dataclasses.replace(RECEIPT, agency_name="¥" * 30)
    document = lay_out_receipt(receipt, 32)
    assert_fits(document)
    assert "¥" not in words(document)


@given(
    name=st.text(min_size=1, max_size=60),
    hall=st.text(max_size=80),
    order=st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=20, max_size=32),
    fen=st.integers(1, 10**11),
    columns=st.sampled_from([48, 32]),
    heading=st.text(min_size=1, max_size=40),
)
def test_whatever_the_values_every_line_fits(
    name: str, hall: str, order: str, fen: int, columns: int, heading: str
) -> None:
    receipt = dataclasses.replace(
        RECEIPT,
        payer_name_masked=name,
        hall_name=hall,
        order_number=OrderNumber(order),
        amount=Money(fen),
    )
    document = lay_out_receipt(receipt, columns)
    assert_fits(document)
    assert order in words(document).replace(" ", "")
    slip = dataclasses.replace(SLIP, heading=heading, hall_name=hall, lines=(name, hall))
    assert_fits(lay_out_slip(slip, columns))
