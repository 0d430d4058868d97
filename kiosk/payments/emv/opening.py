"""From an inserted card to one that can pay: select, begin, read, judge."""

from __future__ import annotations

from kiosk.payments.card import Card
from kiosk.payments.emv.files import Options, ask_options, read_records
from kiosk.payments.emv.reading import card_data
from kiosk.payments.emv.selection import Selected, find_applications, select_application
from kiosk.payments.emv.terminal import EmvPurchase, terminal_objects
from kiosk.payments.emv.tlv import MalformedTlv
from kiosk.payments.emv.transaction import OpenCard
from kiosk.payments.emv.trouble import ChipTrouble, ChipTroubleCause, malformed


async def open_card(card: Card, purchase: EmvPurchase) -> OpenCard:
    """Open a card for one purchase and read it.

    The same card may be opened again without being taken out, for another attempt with another
    unpredictable number. Raises ChipTrouble with any cause but DECLINED; what the card's connection
    raises passes through.
    """
    try:
        selected, options = await _begin(card, purchase)
        records = await read_records(card, options)
        data = card_data(records, selected, purchase.at.date())
        return OpenCard(card, data, options, records, purchase)
    except MalformedTlv:
        raise malformed() from None


async def _begin(card: Card, purchase: EmvPurchase) -> tuple[Selected, Options]:
    """The first application, in the bank's order, that is not locked and wants the purchase."""
    found = await find_applications(card)
    blocked = found.some_blocked
    for candidate in found.candidates:
        selected = await select_application(card, candidate.aid)
        if selected is None:
            blocked = True
            continue
        options = await ask_options(card, selected.pdol, terminal_objects(purchase))
        if options is not None:
            return selected, options
    raise ChipTrouble(ChipTroubleCause.BLOCKED if blocked else ChipTroubleCause.WRONG_KIND)
