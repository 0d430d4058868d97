"""One try to charge a bank card, as the ledger keeps it: never a card number, never a secret."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from kiosk.domain.bank_card import MOST_TRACE, CardPayment, ShownCard
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber

_TERMINAL = re.compile(r"[0-9A-Z]{8}", re.ASCII)
_MERCHANT = re.compile(r"[0-9A-Z]{15}", re.ASCII)
_CODE = re.compile(r"[0-9A-Za-z_]{1,24}", re.ASCII)
_SEALED_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


class AttemptState(Enum):
    """Where an attempt stands. SENT becomes one of the others, once.

    SENT is at risk: the purchase may have left, and money may have moved.
    """

    SENT = "sent"
    APPROVED = "approved"
    DECLINED = "declined"
    REVERSED = "reversed"


def check_code(code: str, name: str) -> None:
    """Raises ValueError for anything but a short code: 1 to 24 letters, figures, underscores."""
    if _CODE.fullmatch(code) is None:
        raise ValueError(f"{name} is not a short code")


def _check_purchase(trace: int, batch: int, terminal_id: str, merchant_id: str) -> None:
    if not (1 <= trace <= MOST_TRACE and 1 <= batch <= MOST_TRACE):
        raise ValueError("batch and trace are 1 to 999999")
    if _TERMINAL.fullmatch(terminal_id) is None:
        raise ValueError("terminal_id is malformed")
    if _MERCHANT.fullmatch(merchant_id) is None:
        raise ValueError("merchant_id is malformed")


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """A purchase (消费) that is about to leave for the acquirer.

    ``trace`` is F11, ``batch`` F60.2, ``terminal_id`` F41, ``merchant_id`` F42; ``card_masked`` as
    ``mask_account`` writes it. ``secret`` is whatever it takes to reverse the purchase; the ledger
    seals it and never looks inside. Raises ValueError where a value does not look like that.
    """

    trace: int
    batch: int
    terminal_id: str
    merchant_id: str
    card_masked: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _check_purchase(self.trace, self.batch, self.terminal_id, self.merchant_id)
        ShownCard(self.card_masked)
        if not self.secret:
            raise ValueError("a purchase that nothing could reverse")


@dataclass(frozen=True, slots=True)
class CardAttempt:
    """A purchase and what became of it.

    ``ordinal`` counts the attempts of one order from 0. ``since`` is when the ledger learnt the
    state. ``reason`` says why the purchase must be reversed, empty while nothing speaks for it;
    ``response_code`` is what ended it, empty while it has not, and for an approval. ``payment`` is
    there once it is APPROVED. ``sealed_sha256`` is of the sealed secret, as 64 hexadecimal digits.
    """

    order_number: OrderNumber
    ordinal: int
    trace: int
    batch: int
    terminal_id: str
    merchant_id: str
    card_masked: str
    sealed_sha256: str
    state: AttemptState
    since: datetime
    reason: str = ""
    response_code: str = ""
    payment: CardPayment | None = None

    def __post_init__(self) -> None:
        _check_purchase(self.trace, self.batch, self.terminal_id, self.merchant_id)
        ShownCard(self.card_masked)
        if _SEALED_SHA256.fullmatch(self.sealed_sha256) is None:
            raise ValueError("sealed_sha256 is not a SHA-256")
        for name, code in (("reason", self.reason), ("response_code", self.response_code)):
            if code:
                check_code(code, name)

    @property
    def at_risk(self) -> bool:
        """Whether nobody knows yet that it was approved, declined or reversed."""
        return self.state is AttemptState.SENT

    @property
    def terms(self) -> tuple[str, int, int, int, str, str, str, str]:
        """What was fixed when it began."""
        return (
            self.order_number,
            self.ordinal,
            self.trace,
            self.batch,
            self.terminal_id,
            self.merchant_id,
            self.card_masked,
            self.sealed_sha256,
        )

    def approved_as(self, payment: CardPayment) -> bool:
        """Whether an approval speaks of this very purchase."""
        return (
            payment.card_masked,
            payment.terminal_id,
            payment.merchant_id,
            payment.batch,
            payment.trace,
        ) == (self.card_masked, self.terminal_id, self.merchant_id, self.batch, self.trace)


@dataclass(frozen=True, slots=True)
class BatchTotals:
    """The approved purchases of a batch (批次), for the settlement (结算)."""

    count: int
    amount: Money
