"""Reading bank cards by their chips: EMV and PBOC 3.0 (JR/T 0025), contact, online only."""

from __future__ import annotations

from kiosk.payments.emv.opening import open_card
from kiosk.payments.emv.reading import CardData
from kiosk.payments.emv.terminal import EmvPurchase, TerminalData
from kiosk.payments.emv.transaction import FirstHalf, IssuerAnswer, OpenCard
from kiosk.payments.emv.trouble import ChipTrouble, ChipTroubleCause

__all__ = [
    "CardData",
    "ChipTrouble",
    "ChipTroubleCause",
    "EmvPurchase",
    "FirstHalf",
    "IssuerAnswer",
    "OpenCard",
    "TerminalData",
    "open_card",
]
