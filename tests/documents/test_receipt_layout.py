from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

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
from kiosk.documents.referral_layout import lay_out_referral
from kiosk.documents.slip_layout import lay_out_slip
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.basis import Basis, BasisKind, monthly_base
from kiosk.domain.columns import display_columns
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import ZERO, Money
from kiosk.domain.order import OrderNumber
from kiosk.domain.paper import PaperDocument, TextLine
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.receipt import OutcomeSlip, Receipt, ReceiptLine, ReferralSlip
from kiosk.domain.tender import Tender
from tests.support.paper_golden import check_golden, printed
from tests.support.receipts import RECEIPT

LONG = dataclasses.replace(
    RECEIPT,
    hall_name="山东省济南市历下区政务服务中心一楼综合办税服务厅自助办理区",
    tax_authority="国家税务总局中国（山东）自由贸易试验区济南片区税务局",
    payer_name_masked="Maria-Antonia Wolfeschlegelsteinhausenbergerdorff d. Ä.",
    proxy_name_masked="阿卜杜拉·买买提江·图尔荪尼亚孜·阿布都热合曼",
    periods=(
        ContributionPeriod(Month(2024, 11), Month(2024, 12)),
        ContributionPeriod.whole_year(2025),
        ContributionPeriod(Month(2026, 3), Month(2026, 3)),
    ),
    basis=monthly_base(Money.yuan(22_518), "统账结合（基本医疗保险与大额医疗补助一并缴纳）"),
    lines=(
        ReceiptLine("职工基本医疗保险（统账结合）", Money(12_345_678_000)),
        ReceiptLine("长期护理保险与职工大额医疗费用补助资金合并缴纳项目", Money(999)),
    ),
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
    periods=RECEIPT.periods,
    amount=RECEIPT.amount,
    tender=Tender.WECHAT.label,
    order_number=OrderNumber(RECEIPT.order_number),
    printed_at=datetime(2026, 3, 5, 10, 21, 33),
    heading="支付结果确认中，请勿重复缴费",
    lines=(
        "您的付款结果暂时无法确认，系统会继续查询。",
        "请勿重复缴费。如已扣款而缴费未成功，款项将原路退回。",
        "请保留本凭条，可在24小时后到人工窗口或拨打12366查询。",
    ),
)

REFERRAL = ReferralSlip(
    terminal_number="JN-03",
    hall_name="济南市历下区政务服务中心办税服务厅",
    window="3 号人工窗口",
    hotline="12366",
    printed_at=datetime(2026, 3, 5, 10, 21, 33),
    heading="参保已暂停或终止",
    lines=(
        "您的这项保险现在不是正常参保状态，不能缴费。",
        "没有扣款。",
        "请到社保经办窗口恢复，恢复后再来缴费。",
    ),
    reference="7d1c0e42-9a5b-4c3d-8e2f-1a0b9c8d7e6f",
)

PROXIED = dataclasses.replace(
    RECEIPT,
    proxy_name_masked="李*红",
    insurance=InsuranceKind.RESIDENT_PENSION,
    periods=(ContributionPeriod.whole_year(2026),),
    basis=Basis(BasisKind.TIER, Money.yuan(300), "300元档"),
    lines=(),
    amount=Money.yuan(300),
    tender=Tender.WECHAT.label,
    tax_ticket_number="337016260300012345",
    reprint=1,
)
BILLS = dataclasses.replace(
    RECEIPT,
    insurance=InsuranceKind.FLEXIBLE_MEDICAL,
    periods=(
        ContributionPeriod(Month(2024, 2), Month(2024, 4)),
        ContributionPeriod(Month(2025, 7), Month(2025, 7)),
    ),
    basis=Basis(BasisKind.BILLS, ZERO, "社保（医保）费补缴"),
    lines=(
        ReceiptLine("2024年02月 – 04月", Money(130_455)),
        ReceiptLine("2025年07月", Money(47_205)),
    ),
    amount=Money(177_660),
    tender=Tender.BANK_CARD.label,
)
ITEMS = dataclasses.replace(
    RECEIPT,
    insurance=InsuranceKind.FLEXIBLE_MEDICAL,
    basis=monthly_base(Money.yuan(5_200), "统账结合"),
    lines=(
        ReceiptLine("职工基本医疗保险", Money(140_400)),
        ReceiptLine("大额医疗补助", Money(2_400)),
    ),
    amount=Money(142_800),
    demonstration=True,
)
BY_CARD = dataclasses.replace(
    RECEIPT,
    tender=Tender.BANK_CARD.label,
    channel_trade_number="064233087142",
    card=CardPayment(
        card_masked="622848*********0018",
        terminal_id="29000101",
        merchant_id="898370000000001",
        batch=17,
        trace=1_234,
        reference="064233087142",
        authorisation="A1B2C3",
        approved_at=datetime(2026, 3, 5, 10, 21, 33, tzinfo=UTC),
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
        LONG.proxy_name_masked,
        "2024年11月至12月",
        "2025年度",
        "2026年03月",
        LONG.basis.name,
        *(line.name for line in LONG.lines),
        *(line.amount.figures for line in LONG.lines),
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


@each_width
@pytest.mark.parametrize(
    ("name", "receipt", "said", "unsaid"),
    [
        (
            "proxied",
            PROXIED,
            ("代缴人李*红", "缴费档次300元档", "2026年度"),
            ("缴费明细", "缴费基数"),
        ),
        (
            "bills",
            BILLS,
            ("缴费项目社保（医保）费补缴", "2025年07月472.05"),
            ("缴费基数", "代缴人"),
        ),
        (
            "card",
            BY_CARD,
            (
                "缴款方式刷卡支付",
                "卡号622848*********0018",
                "商户号898370000000001",
                "终端号29000101",
                "批次号000017",
                "凭证号001234",
                "检索参考号064233087142",
                "授权码A1B2C3",
            ),
            ("支付单号",),
        ),
        ("items", ITEMS, ("缴费基数统账结合5,200元/月", "大额医疗补助24.00"), ("代缴人",)),
    ],
)
def test_receipt_of_every_kind_of_payment(
    name: str,
    receipt: Receipt,
    said: tuple[str, ...],
    unsaid: tuple[str, ...],
    profile: PrinterProfile,
) -> None:
    document = lay_out_receipt(receipt, profile.columns)
    assert_fits(document)
    printed_words = words(document)
    assert [one for one in said if one not in printed_words] == []
    assert [one for one in unsaid if one in printed_words] == []
    check_golden(printed(document, profile), f"receipt-{name}-{profile.columns}")


@each_width
def test_referral_slip(profile: PrinterProfile) -> None:
    document = lay_out_referral(REFERRAL, profile.columns)
    assert_fits(document)
    for line in (REFERRAL.heading, *REFERRAL.lines, REFERRAL.reference, REFERRAL.hotline):
        assert line in words(document)
    assert "3号人工窗口" in words(document)
    check_golden(printed(document, profile), f"referral-{profile.columns}")


def test_a_referral_without_an_event_mentions_none() -> None:
    slip = dataclasses.replace(REFERRAL, reference="")
    assert "事件编号" in words(lay_out_referral(REFERRAL, 48))
    assert "事件编号" not in words(lay_out_referral(slip, 48))


def test_amounts_of_items_stand_under_one_another() -> None:
    for columns in (48, 32):
        texts = [
            item.text for item in lay_out_receipt(LONG, columns).items if isinstance(item, TextLine)
        ]
        for line in LONG.lines:
            (ending,) = (text for text in texts if text.endswith(f" {line.amount.figures}"))
            assert display_columns(ending) == columns


def test_one_item_is_the_amount_and_not_repeated() -> None:
    receipt = dataclasses.replace(RECEIPT, lines=(ReceiptLine("2026年01月", RECEIPT.amount),))
    assert "缴费明细" not in words(lay_out_receipt(receipt, 48))


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


def test_a_bank_that_gave_no_authorisation_is_credited_with_none() -> None:
    assert BY_CARD.card is not None
    silent = dataclasses.replace(BY_CARD.card, authorisation="")
    receipt = dataclasses.replace(BY_CARD, card=silent)
    assert "授权码" not in words(lay_out_receipt(receipt, 48))


def test_a_number_of_the_channel_that_is_not_the_reference_is_printed_too() -> None:
    receipt = dataclasses.replace(BY_CARD, channel_trade_number="2026030500001")
    said = words(lay_out_receipt(receipt, 48))
    assert "支付单号2026030500001" in said
    assert "检索参考号064233087142" in said


def test_one_month_is_not_called_a_range() -> None:
    month = ContributionPeriod(Month(2026, 2), Month(2026, 2))
    receipt = dataclasses.replace(RECEIPT, periods=(month,), lines=())
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
    item=st.text(max_size=50),
)
def test_whatever_the_values_every_line_fits(
    name: str, hall: str, order: str, fen: int, columns: int, heading: str, item: str
) -> None:
    receipt = dataclasses.replace(
        RECEIPT,
        payer_name_masked=name,
        hall_name=hall,
        order_number=OrderNumber(order),
        amount=Money(fen),
        proxy_name_masked=name,
        basis=Basis(BasisKind.TIER, ZERO, heading),
        lines=(ReceiptLine(item, Money(fen)), ReceiptLine(heading, ZERO)),
    )
    document = lay_out_receipt(receipt, columns)
    assert_fits(document)
    assert Money(fen).figures in words(document)
    assert order in words(document).replace(" ", "")
    slip = dataclasses.replace(SLIP, heading=heading, hall_name=hall, lines=(name, hall))
    assert_fits(lay_out_slip(slip, columns))
    referral = dataclasses.replace(REFERRAL, heading=heading, lines=(name,), window=hall)
    assert_fits(lay_out_referral(referral, columns))
