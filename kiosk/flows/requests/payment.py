"""Orders: opened, watched, closed, posted. Each is safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.citizen import Citizen
from kiosk.domain.order import OrderNumber, OrderStatus
from kiosk.domain.payment_code import PaymentCode
from kiosk.domain.quote import Quote
from kiosk.domain.tender import Tender
from kiosk.session.requests import Request


@dataclass(frozen=True, slots=True)
class OpenOrder(Request[OrderStatus]):
    """Write the order down, then have the service open it and issue its QR code.

    ``proxy`` is who pays for somebody else (代缴人), if they have logged in.
    """

    citizen: Citizen
    quote: Quote
    tender: Tender
    proxy: Citizen | None = None


@dataclass(frozen=True, slots=True)
class ReadPaymentCode(Request[PaymentCode]):
    """Wait for a wallet's payment code before the scanner; waits until it is aborted."""


@dataclass(frozen=True, slots=True)
class ChargeCode(Request[OrderStatus]):
    """Open an order of the code's wallet and have the service charge the code (付款码支付).

    The answer may still be PAYING: the payer is asked for a password on the phone.
    """

    citizen: Citizen
    quote: Quote
    code: PaymentCode
    proxy: Citizen | None = None


@dataclass(frozen=True, slots=True)
class WatchOrder(Request[OrderStatus]):
    """Ask about an order until it is no longer waiting for payment, or ``seconds`` are over."""

    number: OrderNumber
    seconds: int


@dataclass(frozen=True, slots=True)
class CloseOrder(Request[OrderStatus]):
    """Close an order unless it has been paid; the reply says which of the two it was."""

    number: OrderNumber


@dataclass(frozen=True, slots=True)
class AwaitPosting(Request[OrderStatus]):
    """Wait a bounded time for a paid order to be posted or refunded."""

    number: OrderNumber
