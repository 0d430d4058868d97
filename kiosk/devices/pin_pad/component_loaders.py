"""How each model takes a master key in components.

An XZ-F35 has them typed on its own keys, each behind an officer's password, and this program sees
none. For the ZT598 no such entry is publicly documented, so components go through this program, one
at a time: a 3DES key is combined by the pad (the mode for that is an assumption), an SM4 key, for
which its protocol has no components, here, in a buffer that is wiped at once.
"""

from __future__ import annotations

from typing import Literal, Protocol

from kiosk.devices.api import DeviceCause, DeviceError, KeyCipher
from kiosk.devices.codecs import xz_command, xz_reply, zt598_command, zt598_reply
from kiosk.devices.codecs.pad_stream import KeyPress, PadCommand, PadFrame, PadFrameError, PadKey
from kiosk.devices.codecs.xz_command import XzAlgorithm, XzOfficer
from kiosk.devices.codecs.xz_reply import XzCode
from kiosk.devices.codecs.zt598_command import ZtComponent
from kiosk.devices.codecs.zt598_reply import ZtCode
from kiosk.devices.pin_pad import xz_f35, zt598
from kiosk.devices.pin_pad.driver import PadWire
from kiosk.domain.terminal import Remedy

_TYPING_S = 180.0


class ComponentLoader(Protocol):
    """One way for one master key into one pad."""

    @property
    def typed_at_pad(self) -> bool:
        """Whether components are typed on the pad's own keys."""
        ...

    @property
    def most_components(self) -> int:
        """Two, or three."""
        ...

    async def take(
        self, wire: PadWire, place: int, component: bytearray | None, *, last: bool
    ) -> bytes | None:
        """Take component ``place`` (0 …); the check value so far, where the pad tells it. The
        caller wipes ``component``. Raises PortLost and DeviceError."""
        ...

    async def check_value(self, wire: PadWire) -> bytes:
        """The check value of the whole key. Raises PortLost and DeviceError."""
        ...

    async def discard(self, wire: PadWire) -> None:
        """Have the pad forget it. Raises PortLost and DeviceError."""
        ...


def component_loader(
    driver: Literal["zt598", "xz-f35"], cipher: KeyCipher, key: int
) -> ComponentLoader:
    """How the pad of a driver, as the settings name it, takes a 3DES or SM4 master key into place
    ``key``. Raises ValueError for a single-length key, which no master key is."""
    if cipher is KeyCipher.DES:
        raise ValueError("a master key is 3DES or SM4")
    if driver == "xz-f35":
        sm4 = cipher is KeyCipher.SM4
        return XzF35Components(XzAlgorithm.SM4 if sm4 else XzAlgorithm.DES, key)
    return Zt598Sm4Components(key) if cipher is KeyCipher.SM4 else Zt598Components(key)


class Zt598Components:
    """A 3DES master key for a ZT598: the pad combines the components."""

    typed_at_pad = False
    most_components = 3

    def __init__(self, key: int = 0x01) -> None:
        self._key = key
        self._computed = b""

    async def take(
        self, wire: PadWire, place: int, component: bytearray | None, *, last: bool
    ) -> bytes | None:
        """See ComponentLoader."""
        del last
        if component is None:
            raise ValueError("components are typed here for this pad")
        kind = ZtComponent.STORED if place == 0 else ZtComponent.COMBINED
        asked = zt598_command.master_component(self._key, kind, component)
        self._computed = await _zt_check_value(wire, asked)
        return self._computed

    async def check_value(self, wire: PadWire) -> bytes:
        """See ComponentLoader."""
        del wire
        return self._computed

    async def discard(self, wire: PadWire) -> None:
        """See ComponentLoader."""
        await _zt_erased(wire, zt598_command.erase_key(self._key))


class Zt598Sm4Components:
    """An SM4 master key for a ZT598: the components are combined here."""

    typed_at_pad = False
    most_components = 3

    def __init__(self, key: int = 0x01) -> None:
        self._key = key
        self._whole = bytearray(16)
        self._computed = b""

    async def take(
        self, wire: PadWire, place: int, component: bytearray | None, *, last: bool
    ) -> bytes | None:
        """See ComponentLoader."""
        del place
        if component is None:
            raise ValueError("components are typed here for this pad")
        for index, value in enumerate(component):
            self._whole[index] ^= value
        if not last:
            return None
        try:
            asked = zt598_command.sm4_master(self._key, self._whole)
            self._computed = await _zt_check_value(wire, asked)
        finally:
            self._forget()
        return self._computed

    async def check_value(self, wire: PadWire) -> bytes:
        """See ComponentLoader."""
        del wire
        return self._computed

    async def discard(self, wire: PadWire) -> None:
        """See ComponentLoader."""
        self._forget()
        await _zt_erased(wire, zt598_command.erase_sm4_key(self._key))

    def _forget(self) -> None:
        for index in range(len(self._whole)):
            self._whole[index] = 0


class XzF35Components:
    """A master key for an XZ-F35, typed at the pad by officer A and officer B."""

    typed_at_pad = True
    most_components = 2

    def __init__(self, algorithm: XzAlgorithm, key: int = 0x01) -> None:
        self._algorithm = algorithm
        self._key = key

    async def take(
        self, wire: PadWire, place: int, component: bytearray | None, *, last: bool
    ) -> bytes | None:
        """See ComponentLoader. The pad has passwords for two officers, hence two components."""
        del component, last
        officer = (XzOfficer.A, XzOfficer.B)[place]
        if place == 0:
            await self.discard(wire)
        await _typed(wire, xz_command.ask_password(officer))
        await _typed(wire, xz_command.ask_component(officer, self._key))
        return None

    async def check_value(self, wire: PadWire) -> bytes:
        """See ComponentLoader."""
        answer = await _xz_done(wire, xz_command.read_check_value(self._key))
        try:
            return xz_reply.check_value(answer)
        except PadFrameError:
            raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE) from None

    async def discard(self, wire: PadWire) -> None:
        """See ComponentLoader."""
        await wire.link.ask(xz_command.ABORT_INPUT)
        await _xz_done(wire, xz_command.use_algorithm(self._algorithm))
        answer = await wire.link.ask(xz_command.erase_key(self._key))
        if not xz_reply.is_done(answer) and _xz_failure(answer) != XzCode.NO_SUCH_KEY:
            raise xz_f35.fault_of(_xz_failure(answer))


async def _typed(wire: PadWire, asked: PadCommand) -> None:
    """Have something typed at the pad: begun when it is answered, done with ENTER.

    That the pad tells its keys as it does for a PIN, and that a wrong password or component comes
    as a failure, are assumptions.
    """
    await wire.link.forget_keys()
    await _xz_done(wire, asked)
    ends = wire.clock.monotonic() + _TYPING_S
    while (left := ends - wire.clock.monotonic()) > 0:
        match await wire.link.next(min(left, 0.5)):
            case KeyPress(key=PadKey.ENTER):
                return
            case KeyPress(key=PadKey.CANCEL):
                raise DeviceError(DeviceCause.PIN_CANCELLED, Remedy.NONE)
            case KeyPress(key=PadKey.IN_CLEAR):
                raise DeviceError(DeviceCause.TAMPERED, Remedy.MAINTENANCE)
            case PadFrame() as frame if not xz_reply.is_done(frame):
                raise xz_f35.fault_of(_xz_failure(frame))
            case _:
                continue
    raise DeviceError(DeviceCause.PIN_TIMEOUT, Remedy.NONE)


async def _xz_done(wire: PadWire, asked: PadCommand) -> PadFrame:
    answer = await wire.link.ask(asked)
    if not xz_reply.is_done(answer):
        raise xz_f35.fault_of(_xz_failure(answer))
    return answer


def _xz_failure(answer: PadFrame) -> int:
    try:
        return xz_reply.failure(answer)
    except PadFrameError:
        raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE) from None


async def _zt_erased(wire: PadWire, asked: PadCommand) -> None:
    answer = await wire.link.ask(asked)
    nothing_there = answer.code in (ZtCode.NO_SUCH_KEY, ZtCode.NO_SUCH_PLACE)
    if not zt598_reply.is_done(answer.code) and not nothing_there:
        raise zt598.fault_of(answer.code)


async def _zt_check_value(wire: PadWire, asked: PadCommand) -> bytes:
    answer = await wire.link.ask(asked)
    if not zt598_reply.is_done(answer.code):
        raise zt598.fault_of(answer.code)
    try:
        return zt598_reply.check_value(answer)
    except PadFrameError:
        raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE) from None
