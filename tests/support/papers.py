"""One paper of every kind that the receipt printer prints, each for somebody with a name that
printers stumble over. All people are invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from kiosk.documents.readiness_layout import lay_out_readiness
from kiosk.documents.receipt_layout import lay_out_receipt
from kiosk.documents.referral_layout import lay_out_referral
from kiosk.documents.resolution_layout import lay_out_resolution
from kiosk.documents.slip_layout import lay_out_slip
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.basis import Basis, BasisKind, monthly_base
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.masking import mask_name
from kiosk.domain.money import ZERO, Money
from kiosk.domain.order import OrderNumber
from kiosk.domain.paper import PaperDocument
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.receipt import (
    OutcomeSlip,
    Receipt,
    ReceiptLine,
    ReferralSlip,
    Resolution,
    ResolutionSlip,
)
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import ONLINE, Condition, DeviceKind, DeviceStatus, Remedy
from kiosk.maintenance.counters import Usage
from kiosk.maintenance.readiness import Finding, Report, Section, Verdict
from kiosk.maintenance.readiness.conditions import about_device
from kiosk.maintenance.readiness.consumption import about_usage
from tests.support.receipts import RECEIPT
from tests.support.staff_papers import STAFF_PAPERS

CHECK_URL = "https://check.example/check/7KQ2M9T4XWBRC5HJ8N3P"
HALL = "济南市历下区政务服务中心办税服务厅"
AT = datetime(2026, 3, 5, 10, 21, 33, tzinfo=UTC)

FLEXIBLE = replace(RECEIPT, payer_name_masked=mask_name("王明䶮"), check_url=CHECK_URL)
MEDICAL = replace(
    FLEXIBLE,
    payer_name_masked=mask_name("李思㛃"),
    insurance=InsuranceKind.FLEXIBLE_MEDICAL,
    basis=monthly_base(Money.yuan(5_200), "统账结合"),
    lines=(
        ReceiptLine("职工基本医疗保险", Money(140_400)),
        ReceiptLine("大额医疗补助", Money(2_400)),
    ),
    amount=Money(142_800),
    demonstration=True,
)
SPECIAL = replace(
    FLEXIBLE,
    payer_name_masked=mask_name("陈小𬱖"),
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
    tender=Tender.UNIONPAY_QR.label,
)
RESIDENT = replace(
    FLEXIBLE,
    payer_name_masked=mask_name("阿卜杜拉·买买提"),
    insurance=InsuranceKind.RESIDENT_PENSION,
    periods=(ContributionPeriod.whole_year(2026),),
    basis=Basis(BasisKind.TIER, Money.yuan(300), "300元档"),
    lines=(),
    amount=Money.yuan(300),
    tender=Tender.WECHAT.label,
    tax_ticket_number="337016260300012345",
)
PROXIED = replace(
    RESIDENT,
    payer_name_masked=mask_name("张小𤩽"),
    proxy_name_masked=mask_name("赵大䶮"),
    reprint=2,
)
BY_CARD = replace(
    FLEXIBLE,
    payer_name_masked=mask_name("Jean-Baptiste de la Fontaine-Montmorency d’Ærøskøbing"),
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
        approved_at=AT,
    ),
)
LONG = replace(
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
    hall_name=HALL,
    payer_name_masked=mask_name("王明䶮"),
    insurance=InsuranceKind.FLEXIBLE_PENSION,
    periods=RECEIPT.periods,
    amount=RECEIPT.amount,
    tender=Tender.WECHAT.label,
    order_number=OrderNumber(RECEIPT.order_number),
    printed_at=AT,
    heading="支付结果确认中",
    lines=(
        "暂时联系不上支付系统，还不知道这笔付款成没成。",
        "请勿重复缴费。如果已经扣款，会自动入账或原路退回。",
        "不用在这里等。稍后请凭身份证到人工窗口查询结果。",
    ),
    check_url=CHECK_URL,
)
RESOLUTION = ResolutionSlip(
    terminal_number="JN-03",
    hall_name=HALL,
    payer_name_masked=mask_name("陈小𬱖"),
    payer_number_masked=RECEIPT.payer_number_masked,
    insurance=InsuranceKind.FLEXIBLE_PENSION,
    periods=RECEIPT.periods,
    amount=RECEIPT.amount,
    tender=Tender.WECHAT.label,
    order_number=RECEIPT.order_number,
    paid_at=AT,
    printed_at=AT.replace(day=6),
    resolution=Resolution.REFUNDED,
    demonstration=False,
    check_url=CHECK_URL,
)
REFERRAL = ReferralSlip(
    terminal_number="JN-03",
    hall_name=HALL,
    window="3 号人工窗口",
    hotline="12366",
    printed_at=AT,
    heading="参保已暂停或终止",
    lines=(
        "您的这项保险现在不是正常参保状态，不能缴费。",
        "没有扣款。",
        "请到社保经办窗口恢复，恢复后再来缴费。",
    ),
    reference="7KQ2-M9TX",
)
_OPEN = Condition(DeviceStatus.USER_ERROR, Remedy.CLEAR, "cover_open")
_TONER = ("Black Toner 75%", "累计 1000 页")
_SPENT = Usage(
    receipts=1_100, slips=104, card_payments=75, card_reads=2_310, pages=320, mean_mm=195.5
)
_SINCE_ROLL = Usage(
    receipts=280, slips=12, card_payments=20, card_reads=512, pages=33, mean_mm=195.5
)
READINESS = Report(
    AT,
    "JN-03",
    "0.1.0",
    (
        about_device(DeviceKind.ID_CARD_READER, ONLINE),
        about_device(DeviceKind.RECEIPT_PRINTER, _OPEN, since=AT.replace(minute=2)),
        about_device(DeviceKind.DOCUMENT_PRINTER, ONLINE, _TONER),
        Finding("时钟", Verdict.FINE, "与税务系统相差 1 秒", section=Section.CLOCK),
        Finding(
            "服务器根证书",
            Verdict.FINE,
            "有效期到 2027-11-23，还有 628 天",
            section=Section.CERTIFICATES,
        ),
        Finding(
            "终端证书",
            Verdict.WARNING,
            "2026-03-20 到期，还有 14 天，请尽快更换",
            Remedy.CONFIGURATION,
            "expires_soon",
            section=Section.CERTIFICATES,
        ),
        *about_usage(_SPENT, since_roll=_SINCE_ROLL, papers=15),
    ),
).slip(HALL)


def _receipt(receipt: Receipt) -> Callable[[int], PaperDocument]:
    return lambda columns: lay_out_receipt(receipt, columns)


def _resolution(resolution: Resolution) -> Callable[[int], PaperDocument]:
    return lambda columns: lay_out_resolution(replace(RESOLUTION, resolution=resolution), columns)


PAPERS: dict[str, Callable[[int], PaperDocument]] = {
    "receipt": _receipt(FLEXIBLE),
    "receipt-items": _receipt(MEDICAL),
    "receipt-special": _receipt(SPECIAL),
    "receipt-resident": _receipt(RESIDENT),
    "receipt-proxied": _receipt(PROXIED),
    "receipt-card": _receipt(BY_CARD),
    "receipt-long": _receipt(LONG),
    "slip": lambda columns: lay_out_slip(SLIP, columns),
    "resolution-posted": _resolution(Resolution.POSTED),
    "resolution-closed": _resolution(Resolution.CLOSED),
    "resolution-refunded": _resolution(Resolution.REFUNDED),
    "referral": lambda columns: lay_out_referral(REFERRAL, columns),
    "readiness": lambda columns: lay_out_readiness(READINESS, columns),
    **STAFF_PAPERS,
}
"""Every kind by name, laid out for so many columns."""
