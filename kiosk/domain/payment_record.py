"""Payments of the past (缴费记录) as the service knows them, wherever they were made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from kiosk.domain.bank_card import CardPayment
from kiosk.domain.basis import Basis
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod


class PaymentState(Enum):
    """缴费状态 as a citizen asks for it."""

    POSTED = "posted"
    UNDER_WAY = "under_way"
    REFUNDED = "refunded"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"posted": "缴费成功", "under_way": "处理中", "refunded": "已退款"}[self.value]


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """One payment. ``number`` names it towards the service: the order number, or the serial of a
    payment made elsewhere. ``tender`` and ``channel`` are as the service words them (微信支付,
    自助终端); ``card`` is the purchase by bank card that paid it, at whatever terminal; ``prints``
    counts the receipts that were printed of it; ``check_url`` is where anybody can have one
    confirmed, or empty."""

    number: str
    insurance: InsuranceKind
    agency_name: str
    periods: tuple[ContributionPeriod, ...]
    basis: Basis
    amount: Money
    tender: str
    channel: str
    state: PaymentState
    paid_at: datetime
    posting_serial: str
    channel_trade_number: str
    tax_ticket_number: str
    prints: int
    demonstration: bool = field(default=False)
    card: CardPayment | None = None
    check_url: str = ""
