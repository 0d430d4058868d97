"""What is true about cards and PINs: both readers, the PIN pad, and the acquirer."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path
from typing import TypeVar

from sim import card_actions
from sim.acquirer.books import Books
from sim.card_actions import CableState, CardAction
from sim.card_hall.acquirer import HallAcquirer
from sim.card_hall.pad import mend, play_pad, see_pad
from sim.card_hall.ports import CardPorts
from sim.card_hall.readers import ChipReader, MotorReader, PcscReader, SocketReader
from sim.card_hall.staff_cards import StaffCards
from sim.card_hall.state import BankReaderState, CardHallState, SocialReaderState
from sim.card_hall.stays import bank_stay, known_card, social_stay
from sim.cards.bank_card import BankChip
from sim.cards.cast import CAST
from sim.cards.pcscd import PrivatePcscd
from sim.clock import WorldClock
from sim.devices.pin_pad.process import PinPadProcess
from sim.impossible import Impossible
from sim.settings import CardWire, HallSettings

_SOCIAL_SLOT, _BANK_SLOT = 0, 1
_Device = TypeVar("_Device", ChipReader, PinPadProcess)


class CardWorld:
    """Used on a running event loop; devices of the kiosk appear in ``run_dir``."""

    def __init__(
        self,
        settings: HallSettings,
        run_dir: Path,
        *,
        clock: WorldClock,
        books: Books,
        tls: ssl.SSLContext | None,
    ) -> None:
        """``books`` are the acquirer's; ``tls`` None leaves its line plain. Raises PcscdUnavailable
        when this machine cannot have the readers that are wished for."""
        self.acquirer = HallAcquirer(settings.acquirer, clock, books, tls)
        self._daemon = PrivatePcscd() if _over_pcsc(settings) else None
        social, bank = settings.social_card_reader, settings.bank_card_reader
        self._social = self._dip(social.via, _SOCIAL_SLOT) if social.fitted else None
        self._bank: ChipReader | None = None
        if bank.fitted and bank.model == "crt-571":
            self._bank = MotorReader(run_dir / "bank-reader", quick=bank.quick)
        elif bank.fitted:
            self._bank = self._dip(bank.via, _BANK_SLOT)
        self._pad: PinPadProcess | None = None
        if settings.pin_pad.fitted:
            self._pad = PinPadProcess(settings.pin_pad.model, run_dir / "pin-pad")
        self._staff = StaffCards(clock)
        self._authority = run_dir / "staff-cards.pem"
        self._holder: card_actions.SocialCardInserted | None = None
        self._staff_card: str | None = None
        self._card: str | None = None
        self._chips = _new_chips()

    @property
    def ports(self) -> CardPorts:
        """Only once it is started."""
        return CardPorts(
            social=self._social.port if self._social else None,
            bank=self._bank.port if self._bank else None,
            pad=self._pad.link if self._pad else None,
            acquirer=self.acquirer.port,
            environment=self._daemon.environment if self._daemon else {},
            staff_authority=self._authority if self._readers else None,
        )

    async def start(self) -> None:
        """Plug everything in. Raises OSError when the acquirer's port is taken, PcscdUnavailable
        when pcscd does not start."""
        if self._daemon is not None:
            await asyncio.to_thread(self._daemon.start)
        if self._pad is not None:
            await asyncio.to_thread(self._pad.__enter__)
        for reader in self._readers:
            await reader.restore()
        self._authority.write_bytes(self._staff.pem)
        await self.acquirer.start()

    async def stop(self) -> None:
        """End everything; may be called twice."""
        await self.acquirer.stop()
        for reader in self._readers:
            await reader.close()
        if self._pad is not None:
            await asyncio.to_thread(self._pad.end)
        if self._daemon is not None:
            await asyncio.to_thread(self._daemon.remove)

    async def reset(self) -> None:
        """Put everything back as it was when the hall opened. Working keys and the terminal's
        sign-in stay, as the kiosk beside does."""
        for reader in self._readers:
            await reader.restore()
        self._holder = self._card = self._staff_card = None
        self._staff.forget()
        self._chips = _new_chips()
        if self._pad is not None:
            mend(self._pad)
        await self.acquirer.reset()

    async def perform(self, action: CardAction) -> None:
        """Do something with a card, the pad or the acquirer. Raises Impossible."""
        match action:
            case card_actions.SocialCardInserted():
                await _fitted(self._social).insert(*social_stay(action))
                self._holder, self._staff_card = action, None
            case card_actions.StaffCardInserted():
                await self._slot_of_staff.insert(*self._staff.stay(action))
                self._holder, self._card, self._staff_card = None, None, action.member
            case card_actions.StaffCardRemoved():
                await self._slot_of_staff.take()
            case card_actions.SocialCardRemoved():
                await _fitted(self._social).take()
            case card_actions.SocialReaderCable(state=state):
                await _pull(_fitted(self._social), state)
            case card_actions.BankCardInserted():
                chip = self._chips[known_card(action.card).key]
                await _fitted(self._bank).insert(*bank_stay(chip, action.fault))
                self._card, self._staff_card = action.card, None
            case card_actions.BankCardRemoved():
                await _fitted(self._bank).take()
            case card_actions.BankReaderCable(state=state):
                await _pull(_fitted(self._bank), state)
            case card_actions.AcquirerFaultAdded():
                self.acquirer.fail(action.fault, action.after)
            case card_actions.AcquirerFaultsCleared():
                self.acquirer.heal()
            case card_actions.AcquirerLine(line="up"):
                await self.acquirer.start()
            case card_actions.AcquirerLine():
                await self.acquirer.stop()
            case _:
                play_pad(_fitted(self._pad), action)

    def see(self) -> CardHallState:
        """How everything looks from outside."""
        return CardHallState(
            social=None if self._social is None else self._see_social(self._social),
            bank=None if self._bank is None else self._see_bank(self._bank),
            pad=None if self._pad is None else see_pad(self._pad),
            acquirer=self.acquirer.see(),
            staff_card=self._see_staff_card(),
        )

    @property
    def _slot_of_staff(self) -> ChipReader:
        return _fitted(self._social or self._bank)

    def _see_staff_card(self) -> str | None:
        if not self._readers or self._slot_of_staff.place == "nowhere":
            return None
        return self._staff_card

    def _see_social(self, reader: ChipReader) -> SocialReaderState:
        holder = None if reader.place == "nowhere" else self._holder
        return SocialReaderState(
            connected=reader.connected,
            person=holder.person if holder else None,
            generation=holder.generation if holder else None,
        )

    def _see_bank(self, reader: ChipReader) -> BankReaderState:
        return BankReaderState(
            connected=reader.connected,
            card=None if reader.place == "nowhere" else self._card,
            place=reader.place,
            kept=reader.kept,
        )

    def _dip(self, via: CardWire, slot: int) -> ChipReader:
        if via == "pcsc" and self._daemon is not None:
            return PcscReader(self._daemon, slot)
        return SocketReader()

    @property
    def _readers(self) -> tuple[ChipReader, ...]:
        return tuple(reader for reader in (self._social, self._bank) if reader is not None)


def _over_pcsc(settings: HallSettings) -> bool:
    social, bank = settings.social_card_reader, settings.bank_card_reader
    return (social.fitted and social.via == "pcsc") or (
        bank.fitted and bank.model == "dip" and bank.via == "pcsc"
    )


def _new_chips() -> dict[str, BankChip]:
    return {key: BankChip(card) for key, card in CAST.items()}


def _fitted(device: _Device | None) -> _Device:
    if device is None:
        raise Impossible("the terminal has none")
    return device


async def _pull(reader: ChipReader, state: CableState) -> None:
    if state == "unplugged":
        await reader.unplug()
    else:
        await reader.plug()
