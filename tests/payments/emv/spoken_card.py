"""Chip cards without a reader: what a driver gives to payments, with nothing in between."""

from __future__ import annotations

from datetime import datetime

from kiosk.devices.api import CardReply
from kiosk.devices.codecs.apdu import Dialogue, check_command
from kiosk.domain.money import Money
from kiosk.payments.card import Card
from kiosk.payments.emv import EmvPurchase, TerminalData
from sim.cards.bank_card import BankChip
from sim.cards.cast import find_card
from sim.cards.chip_fault import ChipFault
from sim.cards.inserted import PulledOut
from sim.cards.smart_card import SmartCard
from tests.support.manual_clock import BEIJING

AT = datetime(2026, 6, 1, 9, 31, 0, tzinfo=BEIJING)
AMOUNT = Money(12345)
UNPREDICTABLE = bytes.fromhex("DEADBEEF")
TERMINAL = TerminalData(terminal_id="12345678", serial="12345678", merchant_name="KIOSK")
PURCHASE = EmvPurchase(AMOUNT, AT, UNPREDICTABLE, TERMINAL)


class Lost(Exception):
    """What a driver raises when a card is gone; payments know nothing of it."""


class SpokenCard:
    """A card of the hall over T=0, as ``kiosk.devices.api.ChipCard`` presents it. It remembers the
    commands, one for each whatever T=0 makes of it."""

    def __init__(self, card: SmartCard) -> None:
        self._card = card
        self.heard: list[bytes] = []

    async def exchange(self, command: bytes) -> CardReply:
        self.heard.append(command)
        dialogue = Dialogue(command, t0=True)
        try:
            while True:
                reply = dialogue.take(self._card.transmit(dialogue.to_send))
                if reply is not None:
                    return reply
        except PulledOut:
            raise Lost from None


def card_of(key: str = "zhang-san-debit", fault: ChipFault | None = None) -> SpokenCard:
    """A card of the cast, fresh from its bank."""
    return SpokenCard(BankChip(find_card(key)).inserted(fault))


class ToldCard:
    """A card that answers what it was told, one answer after the other (hex, data and status), and
    is silent when there is none left. Commands are checked as a driver checks them."""

    def __init__(self, *answers: str | bytes) -> None:
        self._answers = [bytes.fromhex(one) if isinstance(one, str) else one for one in answers]
        self.heard: list[bytes] = []

    async def exchange(self, command: bytes) -> CardReply:
        self.heard.append(check_command(command))
        if not self._answers:
            raise Lost
        answer = self._answers.pop(0)
        return CardReply(answer[:-2], int.from_bytes(answer[-2:], "big"))


def _fits(card: SpokenCard) -> Card:
    """What drivers offer is what payments ask for (checked by mypy alone)."""
    return card
