"""How a host makes itself known to an SZZT pad that asks for it.

Some pads answer EC to everything that uses a key until the host has proved that it knows the pad's
identity (UID): it asks for a challenge, presents it for the key it wants to use, and returns what
comes back enciphered under the identity with 3DES. The sequence is that of the public ZT598 driver.
"""

from __future__ import annotations

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.codecs import zt598_command as command
from kiosk.devices.codecs import zt598_reply as reply
from kiosk.devices.codecs.pad_stream import PadCommand, PadFrame, PadFrameError
from kiosk.devices.codecs.zt598_reply import ZtCode
from kiosk.devices.pin_pad.dialect import PinLink
from kiosk.domain.terminal import Remedy


class Zt598Access:
    """Asks, and makes the host known where the pad wants that. ``identity``: 16 bytes, or None
    where the pad has none."""

    def __init__(self, identity: bytes | None) -> None:
        if identity is not None and len(identity) != 16:
            raise ValueError("the identity for a pad has 16 bytes")
        self._identity = identity

    async def ask(self, link: PinLink, asked: PadCommand, key: int) -> PadFrame:
        """The answer to a command that uses ``key``.

        A command that was answered with EC has not been done, so it may be sent once more whatever
        it is. Raises PortLost and DeviceError.
        """
        answer = await link.ask(asked)
        if answer.code != ZtCode.NOT_AUTHENTICATED or self._identity is None:
            return answer
        await self._prove(link, key, self._identity)
        return await link.ask(asked)

    async def _prove(self, link: PinLink, key: int, identity: bytes) -> None:
        challenge = await _granted(link, command.ask_challenge(identity))
        returned = await _granted(link, command.present_challenge(key, challenge))
        answer = await link.ask(command.answer_challenge(_enciphered(returned, identity)))
        if not reply.is_done(answer.code):
            raise DeviceError(DeviceCause.UNAUTHORISED, Remedy.CONFIGURATION)


async def _granted(link: PinLink, asked: PadCommand) -> bytes:
    answer = await link.ask(asked)
    if not reply.is_done(answer.code):
        raise DeviceError(DeviceCause.UNAUTHORISED, Remedy.CONFIGURATION)
    try:
        return reply.challenge(answer)
    except PadFrameError:
        raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE) from None


def _enciphered(data: bytes, key: bytes) -> bytes:
    # Double-length, spelt out: K1 K2 K1. ECB, because the protocol says so.
    encryptor = Cipher(TripleDES(key + key[:8]), modes.ECB()).encryptor()  # noqa: S305
    return encryptor.update(data) + encryptor.finalize()
