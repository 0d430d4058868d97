"""Paper for the citizen."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.order import OrderNumber
from kiosk.session.requests import Request


@dataclass(frozen=True, slots=True)
class Printed:
    """The paper is out. ``reprint`` 0 is the first print, n is 补打 第n次."""

    reprint: int


@dataclass(frozen=True, slots=True)
class PrintReceipt(Request[Printed]):
    """Print the receipt of a posted order."""

    number: OrderNumber


@dataclass(frozen=True, slots=True)
class PrintSlip(Request[Printed]):
    """Print a slip about an order whose outcome is open or which is being refunded."""

    number: OrderNumber
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceiptAddress:
    """The page that shows the receipt of an order, masked as on paper, to whoever opens it."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FindReceiptAddress(Request[ReceiptAddress]):
    """Find the page of the receipt of a posted order; nothing about the order changes."""

    number: OrderNumber
