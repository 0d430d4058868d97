"""The SZZT pads ZT598, ZT588 and ZT599 (证通)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

from kiosk.devices.api import (
    DeviceCause,
    DeviceError,
    KeyCipher,
    KeyUse,
    PinBlockForm,
    WorkingKey,
)
from kiosk.devices.clock import Clock
from kiosk.devices.codecs import zt598_command as command
from kiosk.devices.codecs import zt598_reply as reply
from kiosk.devices.codecs.pad_stream import PadCommand, PadFrame, PadFrameError, PadKey
from kiosk.devices.codecs.zt598_frame import Zt598Splitter
from kiosk.devices.codecs.zt598_reply import ZtCode
from kiosk.devices.pin_pad.dialect import KeyPlaces, PinLink
from kiosk.devices.pin_pad.driver import EncryptingPinPad
from kiosk.devices.pin_pad.link import PadTiming
from kiosk.devices.pin_pad.zt598_access import Zt598Access
from kiosk.devices.ports.byte_port import PortOpener
from kiosk.domain.terminal import ONLINE, Condition, DeviceStatus, Remedy

T = TypeVar("T")

_SPARE_S = 5
"""The pad's own limit is a little longer than the driver's, which is the one that counts."""
_USES = {
    KeyUse.PIN: command.ZtKeyUse.PIN,
    KeyUse.MAC: command.ZtKeyUse.MAC,
    KeyUse.DATA: command.ZtKeyUse.DATA,
}
_FAULTS = {
    ZtCode.TAMPERED: (DeviceCause.TAMPERED, Remedy.MAINTENANCE),
    ZtCode.REMOVED: (DeviceCause.TAMPERED, Remedy.MAINTENANCE),
    ZtCode.LOW_BATTERY: (DeviceCause.BATTERY_LOW, Remedy.MAINTENANCE),
    ZtCode.NO_INITIAL_KEY: (DeviceCause.KEY_MISSING, Remedy.MAINTENANCE),
    ZtCode.NO_MASTER_KEY: (DeviceCause.KEY_MISSING, Remedy.MAINTENANCE),
    ZtCode.NO_SUCH_PLACE: (DeviceCause.KEY_MISSING, Remedy.MAINTENANCE),
    ZtCode.NO_SUCH_KEY: (DeviceCause.KEY_MISUSED, Remedy.MAINTENANCE),
    ZtCode.KEY_LENGTH: (DeviceCause.KEY_REFUSED, Remedy.MAINTENANCE),
    ZtCode.KEY_PARITY: (DeviceCause.KEY_REFUSED, Remedy.MAINTENANCE),
    ZtCode.CHECK_VALUE: (DeviceCause.KEY_REFUSED, Remedy.MAINTENANCE),
    ZtCode.NOT_AUTHENTICATED: (DeviceCause.UNAUTHORISED, Remedy.CONFIGURATION),
    ZtCode.AUTHENTICATION_LOCKED: (DeviceCause.UNAUTHORISED, Remedy.MAINTENANCE),
    ZtCode.NOT_INITIALISED: (DeviceCause.UNAUTHORISED, Remedy.MAINTENANCE),
    ZtCode.LOCKED: (DeviceCause.UNAUTHORISED, Remedy.MAINTENANCE),
    ZtCode.INPUT_TIMED_OUT: (DeviceCause.PIN_TIMEOUT, Remedy.NONE),
}
_NO_PIN = (ZtCode.OTHER, ZtCode.PIN_LENGTH, ZtCode.INPUT_TIMED_OUT)
_SAID_OF_ITSELF = {
    ZtCode.TAMPERED: Condition(DeviceStatus.FRAUD_ATTEMPT, Remedy.MAINTENANCE, "tampered"),
    ZtCode.REMOVED: Condition(DeviceStatus.FRAUD_ATTEMPT, Remedy.MAINTENANCE, "removed"),
    ZtCode.LOW_BATTERY: Condition(DeviceStatus.ONLINE, Remedy.MAINTENANCE, "battery_low"),
}


def zt598_pin_pad(
    opener: PortOpener,
    clock: Clock,
    places: KeyPlaces | None = None,
    timing: PadTiming | None = None,
    *,
    identity: bytes | None = None,
) -> EncryptingPinPad:
    """A ZT598 at a port. ``identity`` (16 bytes, UID) is how the pad knows its host, where it asks
    for that; it is a credential and not a key of payments."""
    return EncryptingPinPad(opener, Zt598(places or KeyPlaces(), identity), clock, timing)


def fault_of(code: int) -> DeviceError:
    """What a command that was not done means."""
    cause, remedy = _FAULTS.get(_known(code), (DeviceCause.PROTOCOL, Remedy.MAINTENANCE))
    return DeviceError(cause, remedy)


class Zt598:
    """PadDialect of these pads."""

    def __init__(self, places: KeyPlaces, identity: bytes | None = None) -> None:
        self._places = places
        self._access = Zt598Access(identity)

    @property
    def stop_command(self) -> PadCommand:
        """See PadDialect."""
        return command.STOP_INPUT

    def splitter(self) -> Zt598Splitter[PadKey]:
        """See PadDialect."""
        return Zt598Splitter(command.ZT598_PIN_KEYS)

    async def greet(self, link: PinLink) -> str:
        """See PadDialect. A pad that says of itself that it is unwell is there all the same."""
        for setting in (
            command.STOP_INPUT,
            command.ANSWER_IN_HEX,
            command.CLEAR_KEY_CLEARS_ALL,
            command.KEY_SOUND_ON,
        ):
            await link.ask(setting)
        version = reply.zt_version(await link.ask(command.VERSION))
        return " ".join(part for part in (version.model, version.firmware, version.serial) if part)

    async def condition(self, link: PinLink) -> Condition:
        """See PadDialect."""
        installed = await link.ask(command.INSTALLED)
        # Older pads have no removal switch and do not know the question.
        if reply.is_done(installed.code) and reply.is_removed(installed):
            return _SAID_OF_ITSELF[ZtCode.REMOVED]
        version = await link.ask(command.VERSION)
        for answer in (installed, version):
            said = _SAID_OF_ITSELF.get(_known(answer.code))
            if said is not None:
                return said
        if not reply.is_done(version.code):
            raise fault_of(version.code)
        return ONLINE

    async def prepare_pin(self, link: PinLink, least: int, most: int, seconds: float) -> None:
        """See PadDialect."""
        await self._do(link, command.shortest_pin(least))
        await self._do(link, command.longest_pin(most))
        await self._do(link, command.input_time(math.ceil(seconds) + _SPARE_S))
        await self._do(link, command.KEY_SOUND_ON)

    async def start_pin(self, link: PinLink, least: int, most: int) -> None:
        """See PadDialect. The lengths have been set before."""
        del least, most
        await self._do(link, command.START_PIN)

    async def stop(self, link: PinLink) -> None:
        """See PadDialect. A pad that refuses it takes no keys anyhow."""
        await link.ask(command.STOP_INPUT)

    async def reset(self, link: PinLink) -> None:
        """See PadDialect."""
        await self._do(link, command.RESET)

    async def pin_block(self, link: PinLink, account: str, form: PinBlockForm) -> bytes:
        """See PadDialect."""
        asked = _block_command(self._places.pin, account, form)
        answer = await self._access.ask(link, asked, self._places.pin)
        if answer.code in _NO_PIN:
            raise DeviceError(DeviceCause.PIN_MISSING, Remedy.NONE)
        size = 8 if form is PinBlockForm.ISO0_3DES else 16
        return _read(lambda done: reply.pin_block(done, size), answer)

    async def mac(self, link: PinLink, data: bytes, cipher: KeyCipher) -> bytes:
        """See PadDialect."""
        asked = _mac_command(self._places.mac, data, cipher)
        answer = await self._access.ask(link, asked, self._places.mac)
        size = 16 if cipher is KeyCipher.SM4 else 8
        return _read(lambda done: reply.mac_value(done, size), answer)

    async def load(self, link: PinLink, key: WorkingKey) -> bytes:
        """See PadDialect."""
        asked = _load_command(self._places.master, self._places.of(key.use), key)
        answer = await self._access.ask(link, asked, self._places.master)
        if answer.code == ZtCode.NO_SUCH_KEY:
            raise DeviceError(DeviceCause.KEY_MISSING, Remedy.MAINTENANCE)
        return _read(reply.check_value, answer)

    async def erase(self, link: PinLink, key: WorkingKey) -> None:
        """See PadDialect."""
        place = self._places.of(key.use)
        sm4 = key.cipher is KeyCipher.SM4
        await self._do(link, command.erase_sm4_key(place) if sm4 else command.erase_key(place))

    async def beep(self, link: PinLink) -> None:
        """See PadDialect."""
        await self._do(link, command.BEEP)

    def complaint(self, frame: PadFrame) -> DeviceError | None:
        """See PadDialect."""
        code = _known(frame.code)
        return fault_of(frame.code) if code in _FAULTS and code is not ZtCode.LOW_BATTERY else None

    async def _do(self, link: PinLink, asked: PadCommand) -> None:
        answer = await link.ask(asked)
        if not reply.is_done(answer.code):
            raise fault_of(answer.code)


def _block_command(place: int, account: str, form: PinBlockForm) -> PadCommand:
    match form:
        case PinBlockForm.ISO0_3DES:
            return command.read_pin_block(place, account)
        case PinBlockForm.ISO0_SM4:
            return command.read_sm4_pin_block(place, command.ZtSm4Form.ISO0, account)
        case PinBlockForm.ISO0_PADDED_SM4:
            return command.read_sm4_pin_block(place, command.ZtSm4Form.ISO0_PADDED, account)


def _mac_command(place: int, data: bytes, cipher: KeyCipher) -> PadCommand:
    match cipher:
        case KeyCipher.DES:
            return command.mac(place, command.ZtMacKind.DES_CBC, data)
        case KeyCipher.TRIPLE_DES:
            return command.mac(place, command.ZtMacKind.TRIPLE_DES_CBC, data)
        case KeyCipher.SM4:
            return command.sm4_mac(place, data)


def _load_command(master: int, place: int, key: WorkingKey) -> PadCommand:
    match key.cipher:
        case KeyCipher.DES:
            # The acquirer fills a single-length key up with eight bytes that are no part of it.
            return command.load_key(master, place, _USES[key.use], key.cryptogram[:8])
        case KeyCipher.TRIPLE_DES:
            return command.load_key(master, place, _USES[key.use], key.cryptogram)
        case KeyCipher.SM4:
            return command.load_sm4_key(master, place, key.cryptogram)


def _known(code: int) -> ZtCode:
    try:
        return ZtCode(code)
    except ValueError:
        return ZtCode.OTHER


def _read(parse: Callable[[PadFrame], T], answer: PadFrame) -> T:
    """What an answer brings, if the command was done. Raises DeviceError."""
    if not reply.is_done(answer.code):
        raise fault_of(answer.code)
    try:
        return parse(answer)
    except PadFrameError:
        raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE) from None
