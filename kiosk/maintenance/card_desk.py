"""The staff card that is in a slot now, until it has proved itself or is given back."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from kiosk.devices.api import BankCardReader, DeviceCause, DeviceError, SocialCardReader
from kiosk.devices.piv_card import PinRefused, PivCard
from kiosk.domain.terminal import DeviceKind
from kiosk.flows.requests.maintenance.staff_card import (
    CardTrouble,
    PresentStaffCard,
    StaffCardShown,
)
from kiosk.maintenance.staff_cards import CardAuthority, CardHolder, CardNotValidNow, ForeignCard
from kiosk.runtime.clock import no_longer_than
from kiosk.runtime.supervision import Supervisor
from kiosk.runtime.workings import Workings

Slot: TypeAlias = SocialCardReader | BankCardReader

_CHALLENGE_BYTES = 32
_TALK_S = 20.0
"""A card signs within a second or two; one that takes so long is broken."""
_TROUBLES = {
    DeviceCause.CARD_REMOVED: CardTrouble.REMOVED,
    DeviceCause.CARD_WRONG_KIND: CardTrouble.WRONG_KIND,
    DeviceCause.CARD_UNREADABLE: CardTrouble.UNREADABLE,
    DeviceCause.CARD_MUTE: CardTrouble.UNREADABLE,
}


@dataclass(frozen=True, slots=True)
class Proven:
    """The card took its PIN and signed with the key of its certificate."""


@dataclass(frozen=True, slots=True)
class NotProven:
    """It did not. ``counts`` says whether that was a try of somebody's."""

    trouble: CardTrouble
    tries_left: int | None = None
    counts: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    slot: Slot
    card: PivCard
    holder: CardHolder


class CardDesk:
    """At most one card at a time. ``authority`` reads who issues staff cards."""

    def __init__(self, workings: Workings, authority: Callable[[], CardAuthority]) -> None:
        self._workings = workings
        self._authority = authority
        self._clock = workings.clock
        self._held: _Held | None = None

    @property
    def number(self) -> str:
        """Whose card is in, by what it says; empty without one."""
        return "" if self._held is None else self._held.holder.number

    async def present(self, wanted: PresentStaffCard) -> StaffCardShown:
        """Wait for a card and find out whose it says it is. A card that does not do is given back.
        Whatever goes wrong is in the answer."""
        await self.release()
        slot = self._slot(wanted.slot)
        if slot is None:
            return StaffCardShown(trouble=CardTrouble.READER)
        try:
            authority = self._authority()
        except (OSError, ValueError):
            return StaffCardShown(trouble=CardTrouble.NO_AUTHORITY)
        shown = StaffCardShown()
        try:
            card = PivCard(await slot.insert())
            async with no_longer_than(self._clock, _TALK_S):
                shown = await self._look(slot, card, authority)
        except DeviceError as error:
            shown = StaffCardShown(trouble=self._trouble(slot, error))
        except TimeoutError:
            shown = StaffCardShown(trouble=CardTrouble.UNREADABLE)
        finally:
            if self._held is None:
                await self._give_back(slot)
        return shown

    async def _look(self, slot: Slot, card: PivCard, authority: CardAuthority) -> StaffCardShown:
        try:
            holder = authority.holder(await card.certificate(), self._clock.now())
        except ForeignCard:
            return StaffCardShown(trouble=CardTrouble.FOREIGN)
        except CardNotValidNow:
            return StaffCardShown(trouble=CardTrouble.NOT_VALID_NOW)
        left = await card.tries_left()
        if left == 0:
            return StaffCardShown(trouble=CardTrouble.BLOCKED)
        self._held = _Held(slot, card, holder)
        return StaffCardShown(holder.number, left)

    async def prove(self, pin: str) -> Proven | NotProven:
        """Have the card check its PIN and sign something that nobody knew before; then it is given
        back."""
        held = self._held
        if held is None:
            return NotProven(CardTrouble.REMOVED)
        try:
            async with no_longer_than(self._clock, _TALK_S):
                return await self._prove(held, pin)
        except PinRefused as refused:
            blocked = refused.tries_left == 0
            trouble = CardTrouble.BLOCKED if blocked else CardTrouble.WRONG_PIN
            return NotProven(trouble, refused.tries_left, counts=True)
        except DeviceError as error:
            return NotProven(self._trouble(held.slot, error))
        except TimeoutError:
            return NotProven(CardTrouble.UNREADABLE)
        finally:
            await self.release()

    async def _prove(self, held: _Held, pin: str) -> Proven | NotProven:
        await held.card.verify(pin)
        challenge = secrets.token_bytes(_CHALLENGE_BYTES)
        signature = await held.card.sign(challenge, held.holder.kind)
        if held.holder.has_signed(challenge, signature):
            return Proven()
        return NotProven(CardTrouble.NOT_GENUINE, counts=True)

    async def release(self) -> None:
        """Give back what is in, if anything. Never raises."""
        held, self._held = self._held, None
        if held is not None:
            await self._give_back(held.slot)

    async def _give_back(self, slot: Slot) -> None:
        # A reader that is lost gives nothing back, and its supervisor knows.
        with contextlib.suppress(DeviceError):
            await slot.eject()

    def _slot(self, kind: DeviceKind) -> Slot | None:
        equipment = self._workings.equipment
        if kind is DeviceKind.SOCIAL_CARD_READER:
            return equipment.social_card_reader
        return None if equipment.cards is None else equipment.cards.reader

    def _trouble(self, slot: Slot, error: DeviceError) -> CardTrouble:
        """Trouble with a card is the card's; other trouble is the reader's, and its keeper hears
        it."""
        found = _TROUBLES.get(error.cause)
        if found is not None:
            return found
        self._keeper(slot).report(error)
        return CardTrouble.READER

    def _keeper(self, slot: Slot) -> Supervisor:
        return next(one for one in self._workings.keepers if one.device.kind is slot.kind)
