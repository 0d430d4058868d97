"""The facts of receipts and slips, masked before they get here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kiosk.domain.bank_card import CardPayment
from kiosk.domain.basis import Basis
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber
from kiosk.domain.period import ContributionPeriod


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One part of the payment: its name (a month, an insurance item, a bill) and its amount."""

    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Receipt:
    """缴费小票. Names and numbers are already masked; safe to keep in the ledger.

    ``proxy_name_masked`` is 代缴人, empty when people pay for themselves. ``lines`` are printed
    where there is more than one. ``tender`` is worded for people. ``card`` is what the acquirer
    knows of a payment by bank card. ``reprint`` is 0 for the first print and n for 补打 第n次.
    ``check_url`` is where anybody can have the paper confirmed, empty where the service names no
    such place. Raises ValueError for a number without stars, which nobody has masked.
    """

    terminal_number: str
    hall_name: str
    tax_authority: str
    payer_name_masked: str
    payer_number_masked: str
    proxy_name_masked: str
    insurance: InsuranceKind
    agency_name: str
    periods: tuple[ContributionPeriod, ...]
    basis: Basis
    lines: tuple[ReceiptLine, ...]
    amount: Money
    tender: str
    order_number: str
    posting_serial: str
    channel_trade_number: str
    tax_ticket_number: str
    paid_at: datetime
    demonstration: bool
    reprint: int = 0
    card: CardPayment | None = None
    check_url: str = ""

    def __post_init__(self) -> None:
        if "*" not in self.payer_number_masked:
            raise ValueError("the identity number on a receipt is masked")


@dataclass(frozen=True, slots=True)
class OutcomeSlip:
    """Paper for a payment whose outcome is not yet known or is being refunded: 请勿重复缴费.

    ``heading`` and ``lines`` are sentences for the citizen; ``check_url`` as on a receipt: it tells
    how the payment stands by then."""

    terminal_number: str
    hall_name: str
    payer_name_masked: str
    insurance: InsuranceKind
    periods: tuple[ContributionPeriod, ...]
    amount: Money
    tender: str
    order_number: OrderNumber
    printed_at: datetime
    heading: str
    lines: tuple[str, ...]
    check_url: str = ""


class Resolution(Enum):
    """How a payment ended whose outcome was once unknown."""

    POSTED = "posted"
    CLOSED = "closed"
    """Nothing was charged."""
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class ResolutionSlip:
    """缴费结果说明: what became of a payment whose outcome was once unknown, or which was refunded.

    ``order_number`` is the number the service has it under; ``check_url`` as on a receipt. Raises
    ValueError for a number without stars, which nobody has masked.
    """

    terminal_number: str
    hall_name: str
    payer_name_masked: str
    payer_number_masked: str
    insurance: InsuranceKind
    periods: tuple[ContributionPeriod, ...]
    amount: Money
    tender: str
    order_number: str
    paid_at: datetime
    printed_at: datetime
    resolution: Resolution
    demonstration: bool
    check_url: str = ""

    def __post_init__(self) -> None:
        if "*" not in self.payer_number_masked:
            raise ValueError("the identity number on a slip is masked")


@dataclass(frozen=True, slots=True)
class ReferralSlip:
    """Paper that sends a citizen to a window: which one, why, and what to bring. It names nobody.

    ``heading`` and ``lines`` are the sentences that were on the screen; ``reference`` is the
    查询编号 (see ``event_number``), or empty.
    """

    terminal_number: str
    hall_name: str
    window: str
    hotline: str
    printed_at: datetime
    heading: str
    lines: tuple[str, ...]
    reference: str
