"""A bank card as its bank issued it: what is printed, how its chip is, what the bank knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kiosk.domain.bank_card import CardKind, mask_account
from kiosk.domain.money import Money
from sim.cards.cryptogram import SessionKeys

UNIONPAY_AIDS = {
    CardKind.DEBIT: bytes.fromhex("A000000333010101"),
    CardKind.CREDIT: bytes.fromhex("A000000333010102"),
    CardKind.QUASI_CREDIT: bytes.fromhex("A000000333010103"),
}
FOREIGN_AID = bytes.fromhex("A0000000031010")
_SAVINGS = Money.yuan(50_000)


class Standing(Enum):
    """How the card stands with its bank, whatever its chip says."""

    GOOD = "good"
    LOST = "lost"
    """挂失: the bank wants the card kept (F39 41)."""
    STOLEN = "stolen"
    """The bank wants the card kept (F39 43)."""
    FROZEN = "frozen"
    """受限制的卡 (F39 62)."""
    CLOSED = "closed"
    """销户 (F39 14)."""
    PIN_LOCKED = "pin_locked"
    """Too many wrong PINs before today (F39 75)."""


@dataclass(frozen=True, slots=True)
class ChipStyle:
    """What the standards leave to the card.

    ``format_2`` answers in template 77 instead of 80. ``by_command``: the bank's answer comes with
    EXTERNAL AUTHENTICATE, else with the second GENERATE AC. ``has_directory``: there is a PSE.
    ``methods`` is the CVM list after its two amounts. ``blocked``: SELECT answers 6283.
    """

    format_2: bool = False
    by_command: bool = True
    has_directory: bool = True
    keys: SessionKeys = SessionKeys.PBOC
    methods: bytes = bytes.fromhex("42030000")
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class BankCard:
    """An invented bank card of the demonstration.

    ``key`` names it in scenarios, ``person`` is the holder's key in ``sim.people``. ``account`` is
    the number on the front, ``pin`` what the bank expects, None for a credit card without one.
    ``balance`` is what may be spent, ``limit`` what one purchase may come to at most. A card with
    ``foreign`` carries no UnionPay application.
    """

    key: str
    person: str
    account: str = field(repr=False)
    pin: str | None = field(repr=False)
    kind: CardKind = CardKind.DEBIT
    balance: Money = _SAVINGS
    limit: Money | None = None
    standing: Standing = Standing.GOOD
    sequence: int = 1
    valid_from: date = date(2020, 1, 1)
    valid_to: date = date(2030, 12, 31)
    style: ChipStyle = ChipStyle()
    foreign: bool = False
    note: str = ""

    @property
    def aid(self) -> bytes:
        """The application on the chip."""
        return FOREIGN_AID if self.foreign else UNIONPAY_AIDS[self.kind]

    @property
    def expiry(self) -> str:
        """``YYMM`` as in F14 and on the stripe."""
        return f"{self.valid_to:%y%m}"

    @property
    def track_2(self) -> str:
        """Track-2 equivalent data with ``D`` for the separator, at most 37 characters (F35)."""
        start = f"{self.account}D{self.expiry}201"
        return start.ljust(37, "0")

    @property
    def masked(self) -> str:
        """The number as receipts show it."""
        return mask_account(self.account)
