"""Paper for the citizen."""

from __future__ import annotations

from dataclasses import dataclass

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
