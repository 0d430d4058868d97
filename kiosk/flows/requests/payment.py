"""Orders: opened, watched, closed, posted. Each is safe to repeat."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.citizen import Citizen
from kiosk.domain.order import OrderNumber, OrderStatus
from kiosk.domain.quote import Quote
from kiosk.domain.tender import Tender
from kiosk.session.requests import Request


@dataclass(frozen=True, slots=True)
class OpenOrder(Request[OrderStatus]):
    """Write the order down, then have the service open it and issue its QR code."""

    citizen: Citizen
    quote: Quote
    tender: Tender


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
