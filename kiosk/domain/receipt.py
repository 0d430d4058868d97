"""The facts of a receipt (缴费小票), masked before they get here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.tender import Tender


@dataclass(frozen=True, slots=True)
class Receipt:
    """缴费小票. Names and numbers are already masked; safe to keep in the ledger.

    ``reprint`` is 0 for the first print and n for 补打 第n次. Raises ValueError for a number
    without stars, which nobody has masked.
    """

    terminal_number: str
    hall_name: str
    tax_authority: str
    payer_name_masked: str
    payer_number_masked: str
    insurance: InsuranceKind
    agency_name: str
    period: ContributionPeriod
    base: Money
    amount: Money
    tender: Tender
    order_number: OrderNumber
    posting_serial: str
    channel_trade_number: str
    tax_ticket_number: str
    paid_at: datetime
    demonstration: bool
    reprint: int = 0

    def __post_init__(self) -> None:
        if "*" not in self.payer_number_masked:
            raise ValueError("the identity number on a receipt is masked")


@dataclass(frozen=True, slots=True)
class OutcomeSlip:
    """Paper for a payment whose outcome is not yet known or is being refunded: 请勿重复缴费.

    ``heading`` and ``lines`` are sentences for the citizen."""

    terminal_number: str
    hall_name: str
    payer_name_masked: str
    insurance: InsuranceKind
    period: ContributionPeriod
    amount: Money
    tender: Tender
    order_number: OrderNumber
    printed_at: datetime
    heading: str
    lines: tuple[str, ...]
