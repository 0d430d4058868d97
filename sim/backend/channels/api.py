"""What the collection service asks of a payment platform, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from kiosk.domain.tender import Tender


class ChannelUnreachable(Exception):
    """The platform did not answer; whatever was asked of it may or may not have happened."""


@dataclass(frozen=True, slots=True)
class NotPaid:
    """Not paid so far. Not final: the payer may be paying at this moment."""


@dataclass(frozen=True, slots=True)
class Paid:
    """Paid, with the platform's own number of the trade (渠道流水号)."""

    trade_number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """Closed without payment as far as the platform can say."""


Sighting = NotPaid | Paid | Closed


@dataclass(frozen=True, slots=True)
class Refused:
    """A payment code that was not charged: unknown, spent, too old, or turned down. Final."""


@dataclass(frozen=True, slots=True)
class AwaitingPayer:
    """A payment code was taken, and the payer is asked for a password on the phone."""


Charge = Paid | AwaitingPayer | Refused


class RefundState(Enum):
    """Where a refund stands."""

    PROCESSING = "processing"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TradeRequest:
    """An order to be paid; ``expires_at`` is the last moment a wallet may pay it."""

    order_number: str
    amount_fen: int
    subject: str
    expires_at: datetime


class Channel(Protocol):
    """A way for money to come, as a merchant calls it. Every method may raise
    ``ChannelUnreachable``, and every method may be called again with the same numbers to the same
    effect."""

    @property
    def tender(self) -> Tender:
        """Which way of paying this is."""
        ...

    def query(self, order_number: str) -> Sighting:
        """What the platform knows of the order."""
        ...

    def close(self, order_number: str) -> Sighting:
        """Close the trade: ``Closed``, or ``Paid`` when the payer was first. ``NotPaid`` when it
        cannot be closed and nobody knows yet whether it is paid."""
        ...

    def refund(self, order_number: str, refund_number: str, amount_fen: int) -> RefundState:
        """Give the money back by the way it came."""
        ...


class WalletChannel(Channel, Protocol):
    """A platform that phones pay by."""

    def precreate(self, request: TradeRequest) -> str:
        """Ask for a QR code; returns its text."""
        ...

    def charge(self, request: TradeRequest, payment_code: str) -> Charge:
        """Charge whoever shows that code (付款码支付). After ``ChannelUnreachable`` it may have
        been charged."""
        ...

    def bill(self, since: datetime) -> tuple[str, ...]:
        """Order numbers of everything paid since then (对账单)."""
        ...
