from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.printer_profile import GENERIC_58, GENERIC_80, PrinterProfile
from kiosk.documents.paper_blocks import qr_code
from kiosk.documents.receipt_layout import lay_out_receipt
from kiosk.documents.referral_layout import lay_out_referral
from kiosk.documents.resolution_layout import lay_out_resolution
from kiosk.documents.slip_layout import PAY_NO_SECOND_TIME, lay_out_slip
from kiosk.domain.basis import Basis, BasisKind
from kiosk.domain.columns import display_columns
from kiosk.domain.money import ZERO, Money
from kiosk.domain.order import OrderNumber
from kiosk.domain.paper import PaperDocument, QrCode, Rule, TextLine
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.receipt import Receipt, ReceiptLine, Resolution
from tests.support.paper_golden import printed
from tests.support.papers import (
    BY_CARD,
    LONG,
    MEDICAL,
    PROXIED,
    REFERRAL,
    RESOLUTION,
    SLIP,
    SPECIAL,
)
from tests.support.receipts import RECEIPT

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


@each_width
def test_slip_of_an_unknown_outcome(profile: PrinterProfile) -> None:
    document = lay_out_slip(SLIP, profile.columns)
    assert_fits(document)
    for line in (SLIP.heading, *SLIP.lines, SLIP.order_number):
        assert line in words(document)


@pytest.mark.parametrize("heading", ["支付结果确认中", "支付结果确认中，请勿重复缴费"])
@each_width
def test_the_warning_not_to_pay_again_is_large_between_heavy_rules(
    profile: PrinterProfile, heading: str
) -> None:
    slip = dataclasses.replace(SLIP, heading=heading)
    items = lay_out_slip(slip, profile.columns).items
    place = next(
        place
        for place, item in enumerate(items)
        if isinstance(item, TextLine) and item.text == PAY_NO_SECOND_TIME
    )
    warning = items[place]
    assert isinstance(warning, TextLine)
    assert (warning.scale, warning.bold) == (2, True)
    assert items[place - 1] == items[place + 1] == Rule(heavy=True)
    assert items[place + 2] != Rule()


def test_who_may_pay_again_is_not_warned() -> None:
    slip = dataclasses.replace(SLIP, heading="缴费没有成功，钱会退回", lines=("钱会退回。",))
    document = lay_out_slip(slip, 48)
    assert PAY_NO_SECOND_TIME not in words(document)
    assert Rule(heavy=True) not in document.items


@each_width
@pytest.mark.parametrize(
    ("resolution", "said"),
    [
        (Resolution.POSTED, ("缴费已经成功", "请勿重复缴费", "已缴金额")),
        (Resolution.CLOSED, ("没有扣款，订单已关闭", "未扣金额")),
        (Resolution.REFUNDED, ("没有缴成，已经退款", "退款金额")),
    ],
)
def test_what_became_of_a_payment(
    resolution: Resolution, said: tuple[str, ...], profile: PrinterProfile
) -> None:
    slip = dataclasses.replace(RESOLUTION, resolution=resolution, demonstration=True)
    document = lay_out_resolution(slip, profile.columns)
    assert_fits(document)
    facts = (slip.order_number, slip.payer_number_masked, "缴费结果说明", "演示数据")
    for one in (*said, *facts, slip.amount.figures):
        assert one in words(document)


def test_a_resolution_bears_no_whole_number() -> None:
    with pytest.raises(ValueError, match="masked"):
        dataclasses.replace(RESOLUTION, payer_number_masked="37010219490307123X")


@pytest.mark.parametrize("columns", [48, 32])
@pytest.mark.parametrize("length", [1, 14, 15, 62, 180, 181, 504, 560])
def test_a_code_fits_the_paper_with_its_quiet_zone(length: int, columns: int) -> None:
    code = qr_code("a" * length, columns)
    assert code is not None
    assert 3 <= code.module_dots <= 6


def test_what_no_code_holds_is_not_printed_as_one() -> None:
    assert qr_code("", 48) is None
    assert qr_code("a" * 561, 48) is None
    assert qr_code("a\x10\x04", 48) is None


def test_a_receipt_that_nobody_confirms_has_no_code() -> None:
    items = lay_out_receipt(RECEIPT, 48).items
    assert not any(isinstance(item, QrCode) for item in items)


@each_width
@pytest.mark.parametrize(
    ("receipt", "said", "unsaid"),
    [
        (
            PROXIED,
            ("代缴人赵*䶮", "缴费档次300元档", "2026年度", "补打　第2次"),
            ("缴费明细", "缴费基数"),
        ),
        (
            SPECIAL,
            ("缴费项目社保（医保）费补缴", "2025年07月472.05"),
            ("缴费基数", "代缴人"),
        ),
        (
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
        (MEDICAL, ("缴费基数统账结合5,200元/月", "大额医疗补助24.00"), ("代缴人",)),
    ],
)
def test_receipt_of_every_kind_of_payment(
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


@each_width
def test_referral_slip(profile: PrinterProfile) -> None:
    document = lay_out_referral(REFERRAL, profile.columns)
    assert_fits(document)
    for line in (REFERRAL.heading, *REFERRAL.lines, REFERRAL.reference, REFERRAL.hotline):
        assert line in words(document)
    assert "3号人工窗口" in words(document)


def test_a_referral_without_an_event_mentions_none() -> None:
    slip = dataclasses.replace(REFERRAL, reference="")
    assert "查询编号" in words(lay_out_referral(REFERRAL, 48))
    assert "查询编号" not in words(lay_out_referral(slip, 48))


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
