"""Bank cards as they may be shown, and a card payment as the acquirer knows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

_MASKED = re.compile(r"[0-9]{6}\*{3,9}[0-9]{4}", re.ASCII)
_TERMINAL = re.compile(r"[0-9A-Z]{8}", re.ASCII)
_MERCHANT = re.compile(r"[0-9A-Z]{15}", re.ASCII)
_CODE = re.compile(r"[0-9A-Za-z]{1,12}", re.ASCII)
MOST_TRACE = 999_999
_TAIL = 4


class CardKind(Enum):
    """What the application of a card is for (UnionPay AIDs end in 01, 02, 03)."""

    DEBIT = "debit"
    CREDIT = "credit"
    QUASI_CREDIT = "quasi_credit"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The Chinese name on the screen."""
        return {
            "debit": "储蓄卡",
            "credit": "信用卡",
            "quasi_credit": "准贷记卡",
            "unknown": "银行卡",
        }[self.value]


def mask_account(number: str) -> str:
    """``622848*********0018``: six figures, stars, four figures, as receipts show a card number.

    Raises ValueError for what is no account number of 13 to 19 figures.
    """
    if re.fullmatch(r"[0-9]{13,19}", number, re.ASCII) is None:
        raise ValueError("an account number has 13 to 19 figures")
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-_TAIL:]}"


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A bank card as people may see it. Raises ValueError for a number nobody has masked."""

    masked: str
    kind: CardKind = CardKind.UNKNOWN

    def __post_init__(self) -> None:
        if _MASKED.fullmatch(self.masked) is None:
            raise ValueError("the number of a card is masked")

    @property
    def tail(self) -> str:
        """尾号: the last four figures."""
        return self.masked[-_TAIL:]


@dataclass(frozen=True, slots=True)
class CardPayment:
    """A purchase that the acquirer approved: what the receipt prints, and what finds it again.

    ``terminal_id`` is F41 (8 characters), ``merchant_id`` F42 (15), ``batch`` F60.2, ``trace`` F11,
    both 1 to 999999; ``reference`` F37 (检索参考号), ``authorisation`` F38, empty where the issuer
    gave none; ``approved_at`` F12 and F13 with the year. Raises ValueError for what does not look
    like that.
    """

    card_masked: str
    terminal_id: str
    merchant_id: str
    batch: int
    trace: int
    reference: str
    authorisation: str
    approved_at: datetime

    def __post_init__(self) -> None:
        if _MASKED.fullmatch(self.card_masked) is None:
            raise ValueError("the number of a card is masked")
        for name, pattern, text in (
            ("terminal_id", _TERMINAL, self.terminal_id),
            ("merchant_id", _MERCHANT, self.merchant_id),
            ("reference", _CODE, self.reference),
        ):
            if pattern.fullmatch(text) is None:
                raise ValueError(f"{name} is malformed")
        if self.authorisation and _CODE.fullmatch(self.authorisation) is None:
            raise ValueError("authorisation is malformed")
        if not (1 <= self.batch <= MOST_TRACE and 1 <= self.trace <= MOST_TRACE):
            raise ValueError("batch and trace are 1 to 999999")
        if self.approved_at.tzinfo is None:
            raise ValueError("approved_at needs an offset")
