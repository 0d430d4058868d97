"""A chip card that is in a reader and has power, as drivers and payments talk to it."""

from __future__ import annotations

import asyncio
from typing import NoReturn

from kiosk.devices.api import CardReply, DeviceCause, DeviceError
from kiosk.devices.clock import Clock
from kiosk.devices.codecs.answer_to_reset import AnswerToResetError, parse_answer_to_reset
from kiosk.devices.codecs.apdu import ApduError, Dialogue
from kiosk.devices.ports.byte_port import PortLost, PortRefused
from kiosk.devices.ports.chip_port import Chip, ChipGone, ChipMute, ChipPort, ChipSilent
from kiosk.domain.terminal import Remedy

_PULLED_OUT_S = 1.0
"""How long after a card fell silent it may take until its reader says that it is gone: a card's
contacts part before its switch opens, and pcscd looks every 0.4 s where a reader has no interrupt.
"""
_SETTLE_S = 0.3


class PortCard:
    """ChipCard over a chip port; good for one insertion."""

    def __init__(self, port: ChipPort, chip: Chip, historical: bytes, clock: Clock) -> None:
        """``port`` is asked whether the card is still in when ``chip`` does not answer."""
        self.insertion = port.insertion
        """Which insertion of the port it is; None when it is out again already."""
        self._port = port
        self._chip = chip
        self._historical = historical
        self._clock = clock
        self._turn = asyncio.Lock()

    @property
    def historical(self) -> bytes:
        """See ChipCard."""
        return self._historical

    async def exchange(self, command: bytes) -> CardReply:
        """See ChipCard. Raises ValueError for what is no short command APDU."""
        dialogue = Dialogue(command, t0=self._chip.t0)
        async with self._turn:
            try:
                while True:
                    reply = dialogue.take(await self._chip.transmit(dialogue.to_send))
                    if reply is not None:
                        return reply
            except (ChipGone, ChipSilent, ApduError, PortLost) as trouble:
                await self._explain(trouble)

    async def reset(self) -> None:
        """Reset the chip, which then has nothing selected. Raises DeviceError as ``exchange``."""
        async with self._turn:
            try:
                await self._chip.reset()
            except (ChipGone, ChipMute, PortLost) as trouble:
                await self._explain(trouble)

    async def power_off(self) -> None:
        """Take the power away. Never raises."""
        await self._chip.power_off()

    async def _explain(self, trouble: Exception) -> NoReturn:
        if isinstance(trouble, (ChipSilent, ChipMute, ApduError)):
            trouble = await self._afterwards() or trouble
        match trouble:
            case PortLost():
                raise DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE) from None
            case ChipGone():
                raise DeviceError(DeviceCause.CARD_REMOVED, Remedy.NONE) from None
            case _:
                raise DeviceError(DeviceCause.CARD_UNREADABLE, Remedy.NONE) from None

    async def _afterwards(self) -> ChipGone | PortLost | None:
        """Whether the card fell silent because it, or the reader, is being pulled out."""
        if self.insertion is None:
            return ChipGone("pulled out")
        out = asyncio.ensure_future(self._port.card_out(self.insertion))
        patience = asyncio.ensure_future(self._clock.sleep(_PULLED_OUT_S))
        try:
            await asyncio.wait((out, patience), return_when=asyncio.FIRST_COMPLETED)
        finally:
            out.cancel()
            patience.cancel()
            said, _ = await asyncio.gather(out, patience, return_exceptions=True)
        match said:
            case None:
                return ChipGone("pulled out")
            case PortLost():
                return said
            case _:
                return None


async def powered(port: ChipPort, clock: Clock) -> PortCard:
    """Give power to the card that is in; twice when it is mute, for its contacts may not have
    settled yet.

    Raises DeviceError: CARD_MUTE, CARD_REMOVED, and what concerns the reader.
    """
    try:
        chip = await _spoken_to(port, clock)
        historical = parse_answer_to_reset(chip.answer_to_reset).historical
    except ChipGone:
        raise DeviceError(DeviceCause.CARD_REMOVED, Remedy.NONE) from None
    except (ChipMute, AnswerToResetError):
        raise DeviceError(DeviceCause.CARD_MUTE, Remedy.NONE) from None
    except PortRefused:
        # A pcscd that is going away refuses cards (SCARD_W_SECURITY_VIOLATION) before it is gone.
        await clock.sleep(_SETTLE_S)
        raise _refused_or_lost(port) from None
    except PortLost:
        raise DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE) from None
    return PortCard(port, chip, historical, clock)


def _refused_or_lost(port: ChipPort) -> DeviceError:
    try:
        port.check()
    except PortLost:
        return DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE)
    return DeviceError(DeviceCause.CONFIGURATION, Remedy.CONFIGURATION)


async def _spoken_to(port: ChipPort, clock: Clock) -> Chip:
    try:
        return await port.power_on()
    except ChipMute:
        await clock.sleep(_SETTLE_S)
        return await port.power_on()
