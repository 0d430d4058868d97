"""Reads records of the selected social-security application, in each way that cards know."""

from __future__ import annotations

from kiosk.devices.api import CardReply, ChipCard
from kiosk.devices.codecs.apdu import WELL, read_record, select_file
from kiosk.devices.codecs.social_card_record import Field, SocialRecordError, record_value

_PROTECTED = 0x6982
_BY_TAG = 0x00
_BY_NUMBER = 0x04
_UNDER_APPLICATION = 0x02
_ANYWHERE = 0x00


class RecordProtected(Exception):
    """The card wants to be convinced first (6982)."""


class SocialCardFiles:
    """EF05 and EF06. Every command may raise DeviceError as ChipCard.exchange does."""

    def __init__(self, card: ChipCard) -> None:
        self._card = card
        self._file: int | None = None
        self._knows_tags = False

    def select_anew(self) -> None:
        """Something else may have been selected meanwhile."""
        self._file = None

    async def value(self, field: Field) -> bytes:
        """The value of a record that every card has. Raises RecordProtected, SocialRecordError."""
        found = await self._find(field)
        if found is None:
            raise SocialRecordError(f"no record {field.tag:02X}")
        return found

    async def value_if_any(self, field: Field) -> bytes:
        """The value of a record that cards may lack or keep to themselves; then ``b""``. Raises
        SocialRecordError when it is there and not whole."""
        try:
            return await self._find(field) or b""
        except RecordProtected:
            return b""

    async def _find(self, field: Field) -> bytes | None:
        if self._file != field.file and not await self._select(field.file):
            return None
        by_tag = await self._read(field.tag, _BY_TAG, field)
        if by_tag is not None:
            self._knows_tags = True
            return by_tag
        return None if self._knows_tags else await self._read(field.number, _BY_NUMBER, field)

    async def _read(self, which: int, how: int, field: Field) -> bytes | None:
        reply = await self._card.exchange(read_record(which, how, field.whole))
        _check(reply)
        if reply.sw != WELL or reply.data[:1] != bytes((field.tag,)):
            # Numbers differ between generations, so another record is no record of this kind.
            return None
        return record_value(field, reply.data)

    async def _select(self, file: int) -> bool:
        for place in (_UNDER_APPLICATION, _ANYWHERE):
            reply = await self._card.exchange(select_file(file, place))
            _check(reply)
            if reply.sw == WELL:
                self._file = file
                return True
        return False


def _check(reply: CardReply) -> None:
    if reply.sw == _PROTECTED:
        raise RecordProtected
