"""What can be seen of cards, PIN pad and acquirer, as the control API tells it. Nothing here is a
PIN, a key or a whole account number."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from sim.acquirer.books import PurchaseState
from sim.acquirer.faults import Heard
from sim.card_actions import Generation

CardPlace = Literal["nowhere", "inside", "mouth"]


class _Fact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SocialReaderState(_Fact):
    """The reader of social-security cards; ``person`` and ``generation`` say whose card is in."""

    connected: bool
    person: str | None
    generation: Generation | None


class BankReaderState(_Fact):
    """The reader of bank cards; ``card`` is a key of the cast. ``kept`` counts cards that a
    motorised reader has drawn in for good."""

    connected: bool
    card: str | None
    place: CardPlace
    kept: int


class PinPadState(_Fact):
    """The PIN pad: whether it waits for a PIN now, and how many figures of it have been typed."""

    connected: bool
    listening: bool
    figures: int
    tampered: bool


class BankAccountState(_Fact):
    """A card with its bank: what may still be spent, and how many PINs may still be tried."""

    card: str
    left_fen: int
    tries_left: int


class CardPurchaseState(_Fact):
    """A purchase in the acquirer's books; ``code`` is what was answered (F39)."""

    trace: int
    card_masked: str
    amount_fen: int
    state: PurchaseState
    code: str
    refunded_fen: int


class AcquirerState(_Fact):
    """The acquirer: its line, faults that still have to strike, the kinds of messages it was sent,
    accounts, purchases (oldest first)."""

    line: Literal["up", "cut"]
    faults: tuple[str, ...]
    heard: tuple[Heard, ...]
    accounts: tuple[BankAccountState, ...]
    purchases: tuple[CardPurchaseState, ...]


class CardHallState(_Fact):
    """Everything about cards at one moment; None for a device that is not fitted. ``staff_card`` is
    the key of whose staff card is in a slot."""

    social: SocialReaderState | None
    bank: BankReaderState | None
    pad: PinPadState | None
    acquirer: AcquirerState
    staff_card: str | None = None
