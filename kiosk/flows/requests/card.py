"""Bank cards (刷卡支付): inserted, the PIN asked, charged, given back.

The card and its PIN stay with the runtime and the devices; a flow knows only what may be shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.bank_card import ShownCard
from kiosk.domain.order import OrderNumber, OrderStatus
from kiosk.session.requests import Request


@dataclass(frozen=True, slots=True)
class CardInserted:
    """A card is in the reader and can pay. ``needs_pin`` False for a credit card without one."""

    card: ShownCard
    needs_pin: bool = True


@dataclass(frozen=True, slots=True)
class CardSeen:
    """News while a card is awaited: one is in and being read, so it must not be pulled out."""


@dataclass(frozen=True, slots=True)
class InsertCard(Request[CardInserted]):
    """Let a bank card in and read it; tells ``CardSeen``. The fault is NO_CARD_INSERTED after
    ``seconds``, or of the BANK_CARD_* kind; the card is then still in, for ``ReturnCard``."""

    order: OrderNumber
    seconds: int


@dataclass(frozen=True, slots=True)
class PinProgress:
    """News while a PIN is entered: how many figures there are, 0 once the pad takes any."""

    figures: int


@dataclass(frozen=True, slots=True)
class PinEntered:
    """The pad has a PIN; nobody else does."""


@dataclass(frozen=True, slots=True)
class EnterPin(Request[PinEntered]):
    """Have the PIN entered at the pad within ``seconds``; tells ``PinProgress``. The fault is
    PIN_CANCELLED, PIN_TIMEOUT, PIN_PAD_LOST or BANK_CARD_REMOVED."""

    order: OrderNumber
    seconds: int


@dataclass(frozen=True, slots=True)
class ChargeCard(Request[OrderStatus]):
    """Charge the inserted card with the order's amount.

    A fault only where it is certain that no money has moved, or that it has been given back
    (BANK_REVERSED); BANK_PIN_WRONG where the PIN may be entered once more. If nobody can say, the
    reply is UNKNOWN.
    """

    order: OrderNumber


@dataclass(frozen=True, slots=True)
class CardReturned:
    """The card is out of the reader. ``kept`` when nobody took it and the reader keeps it, or the
    bank asked for it; ``forgotten`` when nobody took it and the reader cannot keep it."""

    kept: bool = False
    forgotten: bool = False


@dataclass(frozen=True, slots=True)
class ReturnCard(Request[CardReturned]):
    """Give the card back and wait until it is taken, for ``seconds``; with no card in, at once.

    ``keep`` where the bank asked for the card. Never a fault: a reader that is lost counts as
    forgotten.
    """

    seconds: int
    keep: bool = False
