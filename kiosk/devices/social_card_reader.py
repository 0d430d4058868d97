"""Reader of social-security cards (社会保障卡, LD/T 32) of all three generations.

The card is put in by its holder and stays until they take it out. It is read once: one that was
read well and stays in is silence until it was taken out and put in anew, as with ID cards, so that
the next citizen is not logged in with what the last one left behind. One that could not be read is
read again when it is asked for again. Not yet checked against real cards;
docs/hardware/social-card-reader.md says what rests on what.
"""

from __future__ import annotations

from kiosk.devices.api import ChipCard, DeviceCause, DeviceError
from kiosk.devices.chip_card import PortCard
from kiosk.devices.chip_slot import ChipSlot
from kiosk.devices.clock import Clock
from kiosk.devices.codecs.apdu import WELL, select_by_name
from kiosk.devices.codecs.social_card_record import (
    APPLICATION,
    IDENTIFICATION,
    NAME,
    NAME_EXTENSION,
    NUMBER,
    VALID_TO,
    SocialRecordError,
    decode_day,
    decode_name,
    decode_number,
)
from kiosk.devices.ports.chip_port import ChipPortOpener
from kiosk.devices.protected_card import CardUnlocker, ProtectedCard
from kiosk.devices.social_card_files import RecordProtected, SocialCardFiles
from kiosk.domain.citizen import SocialSecurityCard
from kiosk.domain.identity import IdentityNumberError, parse_identity_number
from kiosk.domain.names import normalise_name
from kiosk.domain.terminal import Condition, DeviceKind, Remedy

_TRIES = 2
_BLOCKED = (0x6283, 0x6A81, 0x9303)
"""Application blocked, card blocked, application locked for good."""
_BROKEN = (0x64, 0x65, 0x6F)
"""SW1 of a chip that could not carry something out, which says nothing of its applications."""


class ChipSocialCardReader:
    """SocialCardReader over any chip port. ``unlocker`` opens cards of generation 3 where a
    province has one."""

    def __init__(
        self, opener: ChipPortOpener, clock: Clock, unlocker: CardUnlocker | None = None
    ) -> None:
        self._slot = ChipSlot(opener, clock)
        self._unlocker = unlocker
        self._read_already: int | None = None
        self._lent: PortCard | None = None

    @property
    def kind(self) -> DeviceKind:
        """See Device."""
        return DeviceKind.SOCIAL_CARD_READER

    async def open(self) -> None:
        """See Device."""
        self._read_already = self._lent = None
        await self._slot.open()

    async def close(self) -> None:
        """See Device."""
        await self._slot.close()

    async def condition(self) -> Condition:
        """See Device."""
        return self._slot.condition()

    async def read_card(self) -> SocialSecurityCard:
        """See SocialCardReader. A card that is in already is read, unless it was read already."""
        card = await self._slot.next_card(self._read_already)
        try:
            read = await self._read(card)
        finally:
            await card.power_off()
        self._read_already = card.insertion
        return read

    async def insert(self) -> ChipCard:
        """See SocialCardReader."""
        self._lent = await self._slot.next_card()
        self._read_already = self._lent.insertion
        return self._lent

    async def eject(self) -> None:
        """See SocialCardReader."""
        card, self._lent = self._lent, None
        if card is not None:
            await card.power_off()

    async def _read(self, card: PortCard) -> SocialSecurityCard:
        for _ in range(_TRIES - 1):
            try:
                return await self._read_once(card)
            except DeviceError as error:
                if error.cause is not DeviceCause.CARD_UNREADABLE:
                    raise
            await card.reset()
        return await self._read_once(card)

    async def _read_once(self, card: PortCard) -> SocialSecurityCard:
        selected = await card.exchange(select_by_name(APPLICATION))
        if selected.sw != WELL:
            raise DeviceError(_refusal(selected.sw), Remedy.NONE)
        files = SocialCardFiles(card)
        try:
            number = await self._number(files, card, selected.data)
            name = decode_name(await files.value(NAME), await files.value_if_any(NAME_EXTENSION))
            valid_to = decode_day(await files.value_if_any(VALID_TO))
            return SocialSecurityCard(normalise_name(name), parse_identity_number(number), valid_to)
        except SocialRecordError:
            raise DeviceError(DeviceCause.CARD_UNREADABLE, Remedy.NONE) from None
        except IdentityNumberError:
            raise DeviceError(DeviceCause.CARD_CONTRADICTS_ITSELF, Remedy.NONE) from None
        except RecordProtected:
            raise DeviceError(DeviceCause.CARD_PROTECTED, Remedy.NONE) from None

    async def _number(self, files: SocialCardFiles, card: PortCard, fci: bytes) -> str:
        """The number, after unlocking the card where it takes that."""
        try:
            return decode_number(await files.value(NUMBER))
        except RecordProtected:
            if self._unlocker is None:
                raise
            identification = await files.value(IDENTIFICATION)
            await self._unlocker.unlock(ProtectedCard(card, fci, identification))
            files.select_anew()
            return decode_number(await files.value(NUMBER))


def _refusal(sw: int) -> DeviceCause:
    """Why the application was not selected."""
    if sw in _BLOCKED:
        return DeviceCause.CARD_BLOCKED
    if sw >> 8 in _BROKEN:
        return DeviceCause.CARD_UNREADABLE
    return DeviceCause.CARD_WRONG_KIND
