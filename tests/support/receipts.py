"""A receipt that tests print."""

from __future__ import annotations

from datetime import datetime

from kiosk.domain.basis import monthly_base
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.receipt import Receipt, ReceiptLine
from kiosk.domain.tender import Tender

_SPRING = ContributionPeriod(Month(2026, 1), Month(2026, 3))

RECEIPT = Receipt(
    terminal_number="JN-03",
    hall_name="济南市历下区政务服务中心办税服务厅",
    tax_authority="国家税务总局济南市历下区税务局",
    payer_name_masked="王*",
    payer_number_masked="3701**********1234",
    insurance=InsuranceKind.FLEXIBLE_PENSION,
    agency_name="济南市历下区社会保险事业中心",
    proxy_name_masked="",
    periods=(_SPRING,),
    basis=monthly_base(Money.yuan(4500)),
    lines=tuple(ReceiptLine(month.label, Money.yuan(900)) for month in _SPRING.months),
    amount=Money.yuan(2700),
    tender=Tender.ALIPAY.label,
    order_number=OrderNumber("JN0320260305102133000123"),
    posting_serial="SB20260305000012345",
    channel_trade_number="2026030522001412345678901234",
    tax_ticket_number="",
    paid_at=datetime(2026, 3, 5, 10, 21, 33),
    demonstration=False,
)
