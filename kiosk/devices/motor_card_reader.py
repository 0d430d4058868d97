"""Bank-card reader that draws the card in: Creator CRT-571 and CRT-591.

Cards are let in only while somebody waits for one, and given back whenever that ends without one.
A card lies in the mouth until it is taken or kept. Not yet checked against a real reader;
docs/hardware/bank-card-reader.md says what rests on what.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from kiosk.devices.api import CardReply, ChipCard, DeviceCause, DeviceError
from kiosk.devices.clock import Clock
from kiosk.devices.codecs.answer_to_reset import AnswerToResetError, parse_answer_to_reset
from kiosk.devices.codecs.apdu import ApduError, Dialogue
from kiosk.devices.codecs.crt_command import CardPlace
from kiosk.devices.crt_faults import card_error
from kiosk.devices.crt_link import CrtLink, CrtTiming
from kiosk.devices.crt_mechanism import CrtMechanism
from kiosk.devices.port_opening import disconnected, greeting
from kiosk.devices.ports.byte_port import PortLost, PortOpener
from kiosk.domain.terminal import ONLINE, Condition, DeviceKind, DeviceStatus, Remedy

BIN_FULL = Condition(DeviceStatus.ONLINE, Remedy.CLEAR, "bin_full")
"""The reader works, and keeps no card until its bin is emptied."""
_T0 = b"0"


@dataclass(frozen=True, slots=True)
class MotorTiming:
    """Patience with reader and card. ``poll_s``: between two looks where the card is.
    ``reset_tries``: how often a chip that says nothing is given power."""

    link: CrtTiming = field(default_factory=CrtTiming)
    poll_s: float = 0.2
    reset_tries: int = 2


class MotorCardReader:
    """BankCardReader over any byte port, 8N1. ``address`` is set by the switches of the reader."""

    def __init__(
        self,
        opener: PortOpener,
        clock: Clock,
        timing: MotorTiming | None = None,
        *,
        address: int = 0,
    ) -> None:
        self._opener = opener
        self._clock = clock
        self._timing = timing or MotorTiming()
        self._address = address
        self._mechanism: CrtMechanism | None = None
        self._turn = asyncio.Lock()
        self._firmware = ""
        self._clearing_up: asyncio.Task[None] | None = None

    @property
    def kind(self) -> DeviceKind:
        """See Device."""
        return DeviceKind.BANK_CARD_READER

    @property
    def captures(self) -> bool:
        """See BankCardReader."""
        return True

    @property
    def firmware(self) -> str:
        """What the reader calls itself, ``""`` before it was ever opened."""
        return self._firmware

    async def open(self) -> None:
        """See Device. A card left inside is given back."""
        await self.close()
        async with greeting(self._opener) as port:
            mechanism = CrtMechanism(CrtLink(port, self._timing.link, self._address))
            await mechanism.connect()
        self._firmware = mechanism.firmware
        self._mechanism = mechanism

    async def close(self) -> None:
        """See Device."""
        mechanism, self._mechanism = self._mechanism, None
        if mechanism is not None:
            await mechanism.close()

    async def condition(self) -> Condition:
        """See Device."""
        async with self._in_turn() as mechanism:
            status = await mechanism.status()
            mechanism.check()
        return BIN_FULL if status.bin_full else ONLINE

    async def insert(self) -> ChipCard:
        """See BankCardReader. However it fails, the card is given back first: it cannot be turned
        round inside. A card that was given back and not taken may be somebody else's: as long as it
        lies in the mouth, none is let in."""
        try:
            while True:
                async with self._in_turn() as mechanism:
                    card = await self._look(mechanism)
                if card is not None:
                    return card
                await self._clock.sleep(self._timing.poll_s)
        except BaseException:
            await self._clear_up()
            raise

    async def eject(self) -> None:
        """See BankCardReader."""
        async with self._in_turn() as mechanism:
            match (await mechanism.status()).place:
                case CardPlace.INSIDE:
                    await mechanism.give_back()
                case CardPlace.AT_GATE:
                    mechanism.note_given_back()
                case CardPlace.NOWHERE:
                    pass

    async def taken(self) -> None:
        """See BankCardReader."""
        while True:
            async with self._in_turn() as mechanism:
                status = await mechanism.status()
            if status.place is CardPlace.NOWHERE:
                return
            await self._clock.sleep(self._timing.poll_s)

    async def capture(self) -> bool:
        """See BankCardReader. False also when the bin is full."""
        async with self._in_turn() as mechanism:
            status = await mechanism.status()
            if status.place is CardPlace.NOWHERE or status.bin_full:
                return False
            return await mechanism.keep()

    async def _look(self, mechanism: CrtMechanism) -> ChipCard | None:
        status = await mechanism.status()
        if status.place is CardPlace.INSIDE:
            await mechanism.forbid_entry()
            return await self._power_up(mechanism)
        if not mechanism.gave_back:
            await mechanism.allow_entry()
        return None

    async def _power_up(self, mechanism: CrtMechanism) -> ChipCard:
        answer = await mechanism.power_up(self._timing.reset_tries)
        protocol, reset = answer[:1], answer[1:]
        try:
            historical = parse_answer_to_reset(reset).historical
        except AnswerToResetError:
            raise card_error(DeviceCause.CARD_MUTE) from None
        talk = partial(self._talk, mechanism, mechanism.visit)
        return _PoweredCard(historical, talk, t0=protocol == _T0)

    async def _talk(self, owner: CrtMechanism, visit: int | None, dialogue: Dialogue) -> CardReply:
        async with self._in_turn() as mechanism:
            while mechanism is owner and mechanism.visit == visit:
                try:
                    reply = dialogue.take(await mechanism.exchange(dialogue.to_send))
                except ApduError:
                    raise card_error(DeviceCause.CARD_UNREADABLE) from None
                if reply is not None:
                    return reply
        raise card_error(DeviceCause.CARD_REMOVED)

    async def _give_up(self) -> None:
        """Nobody waits for a card any more: none comes in, and one on its way goes back."""
        with contextlib.suppress(DeviceError):
            async with self._in_turn() as mechanism:
                await mechanism.forbid_entry()
                status = await mechanism.status()
                if status.place is not CardPlace.NOWHERE and not mechanism.gave_back:
                    await mechanism.give_back()

    async def _clear_up(self) -> None:
        """Done to the end even if whoever waits is cancelled again: a motor must not be left to
        draw cards in."""
        self._clearing_up = asyncio.create_task(self._give_up())
        await asyncio.shield(self._clearing_up)

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[CrtMechanism]:
        async with self._turn:
            mechanism = self._mechanism
            if mechanism is None:
                raise DeviceError(DeviceCause.DISCONNECTED, Remedy.RESET)
            try:
                yield mechanism
            except PortLost:
                await self.close()
                raise disconnected() from None


class _PoweredCard:
    """The card that lies at the contacts, until it is moved."""

    def __init__(
        self, historical: bytes, talk: Callable[[Dialogue], Awaitable[CardReply]], *, t0: bool
    ) -> None:
        self._historical = historical
        self._talk = talk
        self._t0 = t0

    @property
    def historical(self) -> bytes:
        """See ChipCard."""
        return self._historical

    async def exchange(self, command: bytes) -> CardReply:
        """See ChipCard. Raises ValueError when ``command`` is no short APDU."""
        return await self._talk(Dialogue(command, t0=self._t0))
