"""What a bank card says of itself, checked: account, track 2, dates (EMV Book 3, 7.5 and 10.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.bank_card import CardKind, ShownCard, mask_account
from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.selection import Selected
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.trouble import ChipTrouble, ChipTroubleCause, malformed

_ACCOUNT = re.compile(r"([0-9]{13,19})F*", re.ASCII)
_TRACK_2 = re.compile(r"([0-9]{13,19})D([0-9]{4})([0-9]{3})([0-9]*)F?", re.ASCII)
_LONGEST_TRACK_2 = 37
_DAY = re.compile(r"[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])", re.ASCII)
_SEQUENCE = re.compile(r"[0-9]{2}", re.ASCII)
_PIN_ACCOUNT = 12
_LAST_OF_THIS_CENTURY = 50


@dataclass(frozen=True, slots=True)
class CardData:
    """What the acquirer is told of a card, and what may be shown of it.

    ``account`` is 13 to 19 figures; ``track2`` the track-2 equivalent with ``D`` for the separator
    and without filling (F35); ``expiry`` YYMM (F14); ``sequence`` 0 to 99 or None (F23).
    """

    account: str = field(repr=False)
    track2: str = field(repr=False)
    expiry: str = field(repr=False)
    sequence: int | None
    aid: bytes
    kind: CardKind

    @property
    def shown(self) -> ShownCard:
        """The card as people may see it."""
        return ShownCard(mask_account(self.account), self.kind)

    @property
    def pin_account(self) -> str:
        """The twelve figures that go into a PIN block: the last ones without the check digit."""
        return self.account[:-1][-_PIN_ACCOUNT:]


def card_data(records: DataObjects, selected: Selected, on: date) -> CardData:
    """Judge the records of an application on a given day.

    Beyond the mandatory objects of EMV, track 2 must be there, as UnionPay's F35 needs it. A date
    that has come or gone is not left to the bank: the card cannot pay. Raises ChipTrouble EXPIRED,
    NOT_YET_VALID or MALFORMED, MalformedTlv when an object is missing.
    """
    for tag in (Tag.CDOL_1, Tag.CDOL_2):
        records.need(tag)
    account = _ACCOUNT.fullmatch(records.need(Tag.ACCOUNT).hex().upper())
    track2 = _TRACK_2.fullmatch(records.need(Tag.TRACK_2).hex().upper())
    if account is None or track2 is None or account[1] != track2[1]:
        raise malformed()
    expires = _day(records.need(Tag.EXPIRES))
    if f"{expires[0] % 100:02d}{expires[1]:02d}" != track2[2]:
        raise malformed()
    whole = track2[0].rstrip("F")
    if len(whole) > _LONGEST_TRACK_2:
        raise malformed()
    data = CardData(account[1], whole, track2[2], _sequence(records), selected.aid, selected.kind)
    today = (on.year, on.month, on.day)
    if today > expires:
        raise ChipTrouble(ChipTroubleCause.EXPIRED)
    effective = records.get(Tag.EFFECTIVE)
    if effective is not None and today < _day(effective):
        raise ChipTrouble(ChipTroubleCause.NOT_YET_VALID)
    return data


def _sequence(records: DataObjects) -> int | None:
    value = records.sized(Tag.SEQUENCE, 1)
    if value is None:
        return None
    if _SEQUENCE.fullmatch(value.hex()) is None:
        raise malformed()
    return int(value.hex())


def _day(value: bytes) -> tuple[int, int, int]:
    """Year, month and day of YYMMDD; some cards say the 31st of every month."""
    text = value.hex()
    if _DAY.fullmatch(text) is None:
        raise malformed()
    year = int(text[:2])
    century = 2000 if year < _LAST_OF_THIS_CENTURY else 1900
    return century + year, int(text[2:4]), int(text[4:6])
