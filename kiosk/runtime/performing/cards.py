"""Payment by bank card."""

from __future__ import annotations

from kiosk.domain.order import OrderStatus
from kiosk.flows.requests.card import (
    CardInserted,
    CardReturned,
    ChargeCard,
    EnterPin,
    InsertCard,
    PinEntered,
    ReturnCard,
)
from kiosk.runtime.cards.desk import CardDesk
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.news import Tell
from kiosk.runtime.performing.means import Means
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.session.faults import Fault, FaultCode


def add_to(repertoire: Repertoire, means: Means) -> None:
    """From the card going in to its coming out."""

    async def insert_card(request: InsertCard, tell: Tell) -> CardInserted:
        return await _cards(means).insert(request.order, request.seconds, tell)

    async def enter_pin(request: EnterPin, tell: Tell) -> PinEntered:
        return await _cards(means).enter_pin(request.seconds, tell)

    async def charge_card(request: ChargeCard) -> OrderStatus:
        return await _cards(means).charge(request.order)

    async def return_card(request: ReturnCard) -> CardReturned:
        if means.cards is None:
            return CardReturned()
        return await means.cards.give_back(request.seconds, keep=request.keep)

    repertoire.add(InsertCard, insert_card, patient=True, telling=True)
    repertoire.add(EnterPin, enter_pin, patient=True, telling=True)
    repertoire.add(ChargeCard, charge_card)
    repertoire.add(ReturnCard, return_card)


def _cards(means: Means) -> CardDesk:
    if means.cards is None:
        raise RequestFailed(Fault(FaultCode.BANK_CARD_READER_LOST))
    return means.cards
