"""Payment orders: their states as a ratchet, and what the collection service says of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import NewType

from kiosk.domain.money import Money
from kiosk.domain.tender import Tender

OrderNumber = NewType("OrderNumber", str)
"""订单号, minted by the terminal: 20–32 characters ``[0-9A-Z]``; idempotency keys name it."""


class OrderState(Enum):
    """Where an order stands; it only ever moves along ``SUCCESSORS``.

    UNKNOWN is what the terminal knows when nobody answers; that such an order is PAYING is no news
    and does not move it. NEEDS_PERSON waits for a person, and until then blocks another payment.
    """

    CREATED = "created"
    PAYING = "paying"
    UNKNOWN = "unknown"
    CLOSED = "closed"
    PAID = "paid"
    POSTING = "posting"
    POSTED = "posted"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    NEEDS_PERSON = "needs_person"

    @property
    def is_final(self) -> bool:
        """Settled, so another payment may be made. A closed order may still be paid late, and is
        then refunded."""
        return self in FINAL_STATES


SUCCESSORS: dict[OrderState, frozenset[OrderState]] = {
    OrderState.CREATED: frozenset({OrderState.PAYING, OrderState.UNKNOWN, OrderState.CLOSED}),
    OrderState.PAYING: frozenset({OrderState.PAID, OrderState.UNKNOWN, OrderState.CLOSED}),
    OrderState.UNKNOWN: frozenset({OrderState.PAID, OrderState.CLOSED}),
    OrderState.CLOSED: frozenset({OrderState.REFUNDING}),
    OrderState.PAID: frozenset({OrderState.POSTING, OrderState.REFUNDING}),
    OrderState.POSTING: frozenset(
        {OrderState.POSTED, OrderState.REFUNDING, OrderState.NEEDS_PERSON}
    ),
    OrderState.POSTED: frozenset(),
    OrderState.REFUNDING: frozenset({OrderState.REFUNDED, OrderState.NEEDS_PERSON}),
    OrderState.REFUNDED: frozenset(),
    OrderState.NEEDS_PERSON: frozenset({OrderState.POSTED, OrderState.REFUNDED}),
}

FINAL_STATES = frozenset({OrderState.CLOSED, OrderState.POSTED, OrderState.REFUNDED})


@cache
def may_become(now: OrderState, later: OrderState) -> bool:
    """Whether an order seen in ``now`` may next be seen in ``later``, by any number of steps."""
    return now is later or any(may_become(step, later) for step in SUCCESSORS[now])


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """One answer of the collection service about one order.

    ``qr_payload`` is the text of the QR code while the order can be paid; ``expires_in`` how many
    whole seconds it still can. ``posting_serial`` is 缴费流水号, ``channel_trade_number`` the
    wallet's own number, ``tax_ticket_number`` 税票号码 (empty until issued). ``check_url`` is where
    anybody can have the paper about this order confirmed.
    """

    number: OrderNumber
    state: OrderState
    amount: Money
    tender: Tender
    qr_payload: str | None = None
    expires_in: int | None = None
    paid_at: datetime | None = None
    posting_serial: str | None = None
    channel_trade_number: str | None = None
    tax_ticket_number: str | None = None
    check_url: str | None = None
