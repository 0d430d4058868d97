"""An order as the ledger keeps it. The payer appears only masked and as a keyed digest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kiosk.domain.bank_card import CardPayment
from kiosk.domain.basis import Basis
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import ZERO, Money, total
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.receipt import ReceiptLine
from kiosk.domain.tender import Tender
from kiosk.ledger.attempt import CardAttempt

ORDER_NUMBER = re.compile(r"[0-9A-Z]{20,32}", re.ASCII)
_REFERENCE = re.compile(r"[!-~]{1,64}", re.ASCII)
_ADDRESS = re.compile(r"https?://[!-~]{1,192}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SHOWN_NUMBER = re.compile(r"(?!.*\d{7})(?=.*\*)[0-9A-Z*]{1,32}", re.ASCII)
_SHOWN_NAME = re.compile(r"(?!.*\d)(?=.*\*).{1,64}")
# What the service words itself. Nobody's number, of whatever kind, is as short as six figures.
_WORDS = re.compile(r"(?!.*\d{7})[^\x00-\x1f\x7f-\x9f\u2028\u2029]{1,100}")
MOST_LINES = 60


def _require(pattern: re.Pattern[str], text: str, name: str) -> None:
    if pattern.fullmatch(text) is None:
        raise ValueError(f"{name} is not fit for the ledger")


def _require_offset(moment: datetime | None, name: str) -> None:
    if moment is not None and moment.tzinfo is None:
        raise ValueError(f"{name} needs an offset")


@dataclass(frozen=True, slots=True)
class NewOrder:
    """The terms of a payment, fixed before anything is asked of the service.

    ``periods`` is 费款所属期, one period or several; ``lines`` is what the receipt itemises, empty
    where there is nothing to itemise. ``payer_digest`` is ``Ledger.digest`` of the payer's identity
    number; the masked name and number are what the receipt shows. ``proxy_name_masked`` is 代缴人,
    empty when people pay for themselves. Raises ValueError where a value looks unmasked or
    malformed, so that personal data cannot reach the disk by mistake, and where the lines are not
    the amount.
    """

    number: OrderNumber
    idempotency_key: str
    quote_number: str
    insurance: InsuranceKind
    periods: tuple[ContributionPeriod, ...]
    basis: Basis
    lines: tuple[ReceiptLine, ...]
    amount: Money
    tender: Tender
    payer_name_masked: str
    payer_number_masked: str
    payer_digest: str
    proxy_name_masked: str
    agency_name: str
    demonstration: bool
    created_at: datetime

    def __post_init__(self) -> None:
        _require(ORDER_NUMBER, self.number, "number")
        _require(_REFERENCE, self.idempotency_key, "idempotency_key")
        _require(_REFERENCE, self.quote_number, "quote_number")
        _require(_SHOWN_NAME, self.payer_name_masked, "payer_name_masked")
        _require(_SHOWN_NUMBER, self.payer_number_masked, "payer_number_masked")
        _require(_DIGEST, self.payer_digest, "payer_digest")
        if self.proxy_name_masked:
            _require(_SHOWN_NAME, self.proxy_name_masked, "proxy_name_masked")
        if self.basis.name:
            _require(_WORDS, self.basis.name, "basis")
        for line in self.lines:
            _require(_WORDS, line.name, "lines")
        _require(_WORDS, self.agency_name, "agency_name")
        _require_offset(self.created_at, "created_at")
        if self.amount == ZERO:
            raise ValueError("an order of nothing")
        if not self.periods:
            raise ValueError("an order of no month")
        if self.lines and not self._itemised():
            raise ValueError("the lines of an order are not its amount")

    def _itemised(self) -> bool:
        fits = 1 < len(self.lines) <= MOST_LINES
        return fits and total(tuple(line.amount for line in self.lines)) == self.amount


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What becomes known of an order later; each is written once and then stays. ``check_url`` is
    where anybody can have a receipt confirmed."""

    qr_issued_at: datetime | None = None
    paid_at: datetime | None = None
    posting_serial: str | None = None
    channel_trade_number: str | None = None
    tax_ticket_number: str | None = None
    check_url: str | None = None

    def __post_init__(self) -> None:
        _require_offset(self.qr_issued_at, "qr_issued_at")
        _require_offset(self.paid_at, "paid_at")
        for name, text in (
            ("posting_serial", self.posting_serial),
            ("channel_trade_number", self.channel_trade_number),
            ("tax_ticket_number", self.tax_ticket_number),
        ):
            if text is not None:
                _require(_REFERENCE, text, name)
        if self.check_url is not None:
            _require(_ADDRESS, self.check_url, "check_url")

    def completed_by(self, later: OrderFacts) -> OrderFacts:
        """These facts, and those of ``later`` where it has any."""
        return OrderFacts(
            qr_issued_at=later.qr_issued_at or self.qr_issued_at,
            paid_at=later.paid_at or self.paid_at,
            posting_serial=later.posting_serial or self.posting_serial,
            channel_trade_number=later.channel_trade_number or self.channel_trade_number,
            tax_ticket_number=later.tax_ticket_number or self.tax_ticket_number,
            check_url=later.check_url or self.check_url,
        )


NO_FACTS = OrderFacts()


class PrintState(Enum):
    """How a print of a receipt went. ``STARTED`` for good means: nobody knows."""

    STARTED = "started"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReceiptPrint:
    """One print of a receipt. ``ordinal`` 0 is the original, n is 补打 第n次; ``cause`` of a
    failure."""

    ordinal: int
    state: PrintState
    cause: str = ""


@dataclass(frozen=True, slots=True)
class LedgerOrder:
    """An order and everything known of it. ``state_since`` is when the ledger learnt its state."""

    terms: NewOrder
    state: OrderState
    state_since: datetime
    facts: OrderFacts = NO_FACTS
    prints: tuple[ReceiptPrint, ...] = ()
    attempts: tuple[CardAttempt, ...] = ()

    @property
    def number(self) -> OrderNumber:
        """订单号."""
        return self.terms.number

    @property
    def receipt_confirmed(self) -> bool:
        """Whether the printer has confirmed a whole receipt."""
        return any(one.state is PrintState.FINISHED for one in self.prints)

    @property
    def at_risk(self) -> bool:
        """Whether a purchase by bank card may have been made, and nobody knows yet."""
        return any(one.at_risk for one in self.attempts)

    @property
    def card(self) -> CardPayment | None:
        """The purchase by bank card that paid it, None for none."""
        return next((one.payment for one in self.attempts if one.payment is not None), None)
