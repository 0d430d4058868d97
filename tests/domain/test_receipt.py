from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from kiosk.domain.basis import monthly_base
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.receipt import OutcomeSlip, Receipt, ReceiptLine, ReferralSlip
from kiosk.domain.tender import Tender

PERIODS = (ContributionPeriod(Month(2026, 1), Month(2026, 3)),)
RECEIPT = Receipt(
    terminal_number="JN-03",
    hall_name="济南市历下区办税服务厅",
    tax_authority="国家税务总局济南市税务局",
    payer_name_masked="张*",
    payer_number_masked="3701**********1235",
    proxy_name_masked="",
    insurance=InsuranceKind.FLEXIBLE_PENSION,
    agency_name="济南市社会保险事业中心",
    periods=PERIODS,
    basis=monthly_base(Money(3980_00)),
    lines=(ReceiptLine("2026年01月", Money(796_00)),),
    amount=Money(2388_00),
    tender=Tender.ALIPAY.label,
    order_number=OrderNumber("JN0320261122093000000001"),
    posting_serial="1",
    channel_trade_number="2",
    tax_ticket_number="",
    paid_at=datetime(2026, 11, 22, 9, 30),
    demonstration=True,
)


def test_a_receipt_is_a_first_print_unless_it_says_otherwise() -> None:
    assert RECEIPT.reprint == 0
    assert replace(RECEIPT, reprint=2).reprint == 2


def test_a_receipt_with_a_number_nobody_masked_is_refused() -> None:
    with pytest.raises(ValueError, match="masked") as refused:
        replace(RECEIPT, payer_number_masked="370100199003071235")

    assert "3701" not in str(refused.value)


def test_a_slip_is_known_by_its_order() -> None:
    slip = OutcomeSlip(
        terminal_number=RECEIPT.terminal_number,
        hall_name=RECEIPT.hall_name,
        payer_name_masked=RECEIPT.payer_name_masked,
        insurance=RECEIPT.insurance,
        periods=PERIODS,
        amount=RECEIPT.amount,
        tender=RECEIPT.tender,
        order_number=OrderNumber(RECEIPT.order_number),
        printed_at=RECEIPT.paid_at,
        heading="支付结果确认中",
        lines=("请勿重复缴费",),
    )

    assert slip.order_number == RECEIPT.order_number
    assert slip == replace(slip)


def test_a_referral_slip_says_where_to_go_and_has_no_place_for_a_person() -> None:
    slip = ReferralSlip(
        terminal_number=RECEIPT.terminal_number,
        hall_name=RECEIPT.hall_name,
        window="3 号人工窗口",
        hotline="12366",
        printed_at=RECEIPT.paid_at,
        heading="没有查到参保登记",
        lines=("请先到社保经办窗口办理参保登记。",),
        reference="E-7",
    )

    assert slip.window == "3 号人工窗口"
    assert not any("name_masked" in name or "number_masked" in name for name in slip.__slots__)
