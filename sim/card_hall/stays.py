"""A card as it is put into a reader: the chip, and what is wrong with this stay."""

from __future__ import annotations

from sim.card_actions import SocialCardInserted
from sim.cards.bank_card import BankChip
from sim.cards.cast import CAST
from sim.cards.chip_fault import ChipFault
from sim.cards.inserted import CardFault, CardFaultKind
from sim.cards.plastic import BankCard
from sim.cards.smart_card import SmartCard
from sim.cards.social_card import Generation, SocialCard, social_card
from sim.impossible import Impossible
from sim.people import find_person

_GENERATIONS = {1: Generation.FIRST, 2: Generation.SECOND, 3: Generation.THIRD}
_CONTACT_FAULTS = {
    "upside_down": CardFault(CardFaultKind.MUTE),
    "loose_contact": CardFault(CardFaultKind.SILENT, after=3),
    "garbled": CardFault(CardFaultKind.GARBLED, after=3, amount=1),
}


def social_stay(action: SocialCardInserted) -> tuple[SmartCard, CardFault | None]:
    """A social-security card. Raises Impossible for somebody unknown."""
    try:
        person = find_person(action.person)
    except KeyError:
        raise Impossible(f"nobody is called {action.person}") from None
    if action.fault == "bank_card":
        return BankChip(next(iter(CAST.values()))).inserted(), None
    card = SocialCard(person, _GENERATIONS[action.generation], blocked=action.fault == "blocked")
    fault = _CONTACT_FAULTS.get(action.fault or "")
    if action.remaining is not None:
        fault = CardFault(CardFaultKind.PULLED_OUT, after=action.remaining)
    return social_card(card), fault


def bank_stay(chip: BankChip, fault: ChipFault | str | None) -> tuple[SmartCard, CardFault | None]:
    """A bank card."""
    if isinstance(fault, ChipFault):
        return chip.inserted(fault), None
    return chip.inserted(), _CONTACT_FAULTS.get(fault or "")


def known_card(key: str) -> BankCard:
    """A card of the cast. Raises Impossible."""
    try:
        return CAST[key]
    except KeyError:
        raise Impossible(f"there is no bank card {key}") from None
