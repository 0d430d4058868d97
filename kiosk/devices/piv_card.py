"""A staff card in a reader (PIV, NIST SP 800-73-4): its certificate, its PIN, one signature.

What the certificate is worth is for others to find out. Not yet checked against a real card;
docs/hardware/staff-card.md says what rests on what.
"""

from __future__ import annotations

from kiosk.devices.api import CardReply, ChipCard, DeviceCause, DeviceError
from kiosk.devices.codecs import piv
from kiosk.devices.codecs.apdu import WELL, select_by_name
from kiosk.devices.codecs.piv import PivError, PivKey
from kiosk.domain.terminal import Remedy

_NOT_FOUND = (0x6A82, 0x6A81, 0x6D00, 0x6E00)
"""No such application or object, or a card that knows no such thing at all."""
_WRONG_DATA = (0x6A80, 0x6700)


class PinRefused(Exception):
    """The card did not take its PIN. ``tries_left`` is what it says of further tries: 0 when it is
    blocked, None when it says nothing."""

    def __init__(self, tries_left: int | None) -> None:
        super().__init__("the card refused its PIN")
        self.tries_left = tries_left


class PivCard:
    """A PIV card that is in and has power; good for one insertion.

    All methods raise DeviceError: CARD_REMOVED, CARD_UNREADABLE, and what concerns the reader.
    """

    def __init__(self, card: ChipCard) -> None:
        self._card = card

    async def certificate(self) -> bytes:
        """Select the application and read the certificate of the authentication key, in DER. Raises
        DeviceError: CARD_WRONG_KIND for a card that has none."""
        await self._found(select_by_name(piv.APPLICATION))
        reply = await self._found(piv.get_certificate())
        try:
            return piv.read_certificate(reply.data)
        except PivError:
            raise _unreadable() from None

    async def tries_left(self) -> int | None:
        """How many tries its PIN has, 0 when it is blocked; None when the card does not tell, as
        one whose PIN is verified already."""
        return piv.tries_left((await self._card.exchange(piv.ask_tries())).sw)

    async def verify(self, pin: str) -> None:
        """Have the card check its own PIN; a wrong one costs one of its tries. Raises PinRefused,
        also for what can be no PIN, which the card is not asked about."""
        try:
            command = piv.verify_pin(pin)
        except ValueError:
            raise PinRefused(await self.tries_left()) from None
        sw = (await self._card.exchange(command)).sw
        if sw == WELL:
            return
        left = piv.tries_left(sw)
        if left is None and sw not in _WRONG_DATA:
            raise _unreadable()
        raise PinRefused(left)

    async def sign(self, challenge: bytes, key: PivKey) -> bytes:
        """Have the authentication key sign the challenge. The PIN has been verified."""
        *chained, last = piv.sign(challenge, key)
        for command in chained:
            await self._carried_out(command)
        try:
            return piv.read_signature((await self._carried_out(last)).data)
        except PivError:
            raise _unreadable() from None

    async def _found(self, command: bytes) -> CardReply:
        reply = await self._card.exchange(command)
        if reply.sw in _NOT_FOUND:
            raise DeviceError(DeviceCause.CARD_WRONG_KIND, Remedy.NONE)
        if reply.sw != WELL:
            raise _unreadable()
        return reply

    async def _carried_out(self, command: bytes) -> CardReply:
        reply = await self._card.exchange(command)
        if reply.sw != WELL:
            raise _unreadable()
        return reply


def _unreadable() -> DeviceError:
    return DeviceError(DeviceCause.CARD_UNREADABLE, Remedy.NONE)
