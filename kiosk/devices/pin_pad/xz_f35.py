"""The pads XZ-F35 (旭子, SecuXU)."""

from __future__ import annotations

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
from kiosk.devices.codecs import xz_command as command
from kiosk.devices.codecs import xz_reply as reply
from kiosk.devices.codecs.pad_stream import PadCommand, PadFrame, PadFrameError, PadKey
from kiosk.devices.codecs.xz_command import XzAlgorithm, XzKeyUse, XzMacKind, XzPinFormat
from kiosk.devices.codecs.xz_frame import XzSplitter
from kiosk.devices.codecs.xz_reply import XzCode
from kiosk.devices.pin_pad.dialect import KeyPlaces, PinLink
from kiosk.devices.pin_pad.driver import EncryptingPinPad
from kiosk.devices.pin_pad.link import PadTiming
from kiosk.devices.ports.byte_port import PortOpener
from kiosk.domain.terminal import ONLINE, Condition, DeviceStatus, Remedy

T = TypeVar("T")

_MAC_TRIES = 2
_OPENED = (XzCode.TAMPERED, XzCode.REMOVED)
_USES = {
    KeyUse.PIN: XzKeyUse.PIN,
    KeyUse.MAC: XzKeyUse.MAC,
    KeyUse.DATA: XzKeyUse.DATA,
}
# Which format a pad forms how under SM4 is an assumption; the public driver uses only X9.8 there
# (docs/hardware/pin-pad.md).
_FORMS = {
    PinBlockForm.ISO0_3DES: (XzAlgorithm.DES, XzPinFormat.ISO0, 8),
    PinBlockForm.ISO0_SM4: (XzAlgorithm.SM4, XzPinFormat.ISO0, 16),
    PinBlockForm.ISO0_PADDED_SM4: (XzAlgorithm.SM4, XzPinFormat.X98, 16),
}
_ALGORITHMS = {
    KeyCipher.DES: XzAlgorithm.DES,
    KeyCipher.TRIPLE_DES: XzAlgorithm.DES,
    KeyCipher.SM4: XzAlgorithm.SM4,
}
_FAULTS = {
    XzCode.TAMPERED: (DeviceCause.TAMPERED, Remedy.MAINTENANCE),
    XzCode.REMOVED: (DeviceCause.TAMPERED, Remedy.MAINTENANCE),
    XzCode.NO_SUCH_KEY: (DeviceCause.KEY_MISSING, Remedy.MAINTENANCE),
    XzCode.NO_SUCH_PLACE: (DeviceCause.KEY_MISSING, Remedy.CONFIGURATION),
    XzCode.KEY_ATTRIBUTE: (DeviceCause.KEY_MISUSED, Remedy.MAINTENANCE),
    XzCode.ALGORITHM: (DeviceCause.KEY_MISUSED, Remedy.MAINTENANCE),
    XzCode.LOAD_FAILED: (DeviceCause.KEY_REFUSED, Remedy.MAINTENANCE),
    XzCode.SAME_KEY_EXISTS: (DeviceCause.KEY_REFUSED, Remedy.MAINTENANCE),
    XzCode.KEY_LENGTH: (DeviceCause.KEY_REFUSED, Remedy.MAINTENANCE),
    XzCode.NO_PIN: (DeviceCause.PIN_MISSING, Remedy.NONE),
    XzCode.PIN_INVALID: (DeviceCause.PIN_MISSING, Remedy.NONE),
    XzCode.PIN_LENGTH: (DeviceCause.PIN_MISSING, Remedy.NONE),
    XzCode.TOO_SOON: (DeviceCause.PIN_MISSING, Remedy.SUSPEND),
    XzCode.TIMED_OUT: (DeviceCause.PIN_TIMEOUT, Remedy.NONE),
    XzCode.NO_PASSWORD: (DeviceCause.UNAUTHORISED, Remedy.MAINTENANCE),
    XzCode.WRONG_PASSWORD: (DeviceCause.UNAUTHORISED, Remedy.MAINTENANCE),
    XzCode.PASSWORD_NOT_GIVEN: (DeviceCause.UNAUTHORISED, Remedy.MAINTENANCE),
    XzCode.LOCKED: (DeviceCause.UNAUTHORISED, Remedy.MAINTENANCE),
    XzCode.NOT_INITIALISED: (DeviceCause.UNAUTHORISED, Remedy.MAINTENANCE),
    XzCode.NOT_AUTHENTICATED: (DeviceCause.UNAUTHORISED, Remedy.MAINTENANCE),
    XzCode.SELF_CHECK: (DeviceCause.SELF_TEST, Remedy.MAINTENANCE),
}


def xz_f35_pin_pad(
    opener: PortOpener,
    clock: Clock,
    places: KeyPlaces | None = None,
    timing: PadTiming | None = None,
) -> EncryptingPinPad:
    """An XZ-F35 at a port; its places are 0 to 63."""
    return EncryptingPinPad(opener, XzF35(places or KeyPlaces()), clock, timing)


def fault_of(code: int) -> DeviceError:
    """What a command that was not done means."""
    try:
        cause, remedy = _FAULTS[XzCode(code)]
    except (KeyError, ValueError):
        cause, remedy = DeviceCause.PROTOCOL, Remedy.MAINTENANCE
    return DeviceError(cause, remedy)


class XzF35:
    """PadDialect of these pads."""

    def __init__(self, places: KeyPlaces) -> None:
        self._places = places

    @property
    def stop_command(self) -> PadCommand:
        """See PadDialect."""
        return command.ABORT_INPUT

    def splitter(self) -> XzSplitter[PadKey]:
        """See PadDialect."""
        return XzSplitter(command.XZ_PIN_KEYS)

    async def greet(self, link: PinLink) -> str:
        """See PadDialect. A pad that says of itself that it is unwell is there all the same."""
        await link.ask(command.ABORT_INPUT)
        await link.ask(command.STATUS)
        named = await link.ask(command.SERIAL_NUMBER)
        if not reply.is_done(named):
            return ""
        return "".join(chr(value) for value in named.data if 0x20 < value < 0x7F)

    async def condition(self, link: PinLink) -> Condition:
        """See PadDialect."""
        answer = await link.ask(command.STATUS)
        if not reply.is_done(answer) and _read_failure(answer) in _OPENED:
            return Condition(DeviceStatus.FRAUD_ATTEMPT, Remedy.MAINTENANCE, "tampered")
        status = _read(reply.xz_status, answer)
        if status.tampered:
            return Condition(DeviceStatus.FRAUD_ATTEMPT, Remedy.MAINTENANCE, "tampered")
        if status.removed:
            return Condition(DeviceStatus.FRAUD_ATTEMPT, Remedy.MAINTENANCE, "removed")
        if not status.initialised:
            return Condition(DeviceStatus.HARDWARE_ERROR, Remedy.MAINTENANCE, "not_initialised")
        if status.battery_low:
            return Condition(DeviceStatus.ONLINE, Remedy.MAINTENANCE, "battery_low")
        return ONLINE

    async def prepare_pin(self, link: PinLink, least: int, most: int, seconds: float) -> None:
        """See PadDialect. The lengths go with the start, and the pad has no limit of time."""
        del least, most, seconds
        await _do(link, command.BUZZER_ON)

    async def start_pin(self, link: PinLink, least: int, most: int) -> None:
        """See PadDialect."""
        await _do(link, command.start_pin(least, most))

    async def stop(self, link: PinLink) -> None:
        """See PadDialect. A pad that refuses it takes no keys anyhow."""
        await link.ask(command.ABORT_INPUT)

    async def reset(self, link: PinLink) -> None:
        """See PadDialect."""
        await _do(link, command.RESET)

    async def pin_block(self, link: PinLink, account: str, form: PinBlockForm) -> bytes:
        """See PadDialect."""
        algorithm, shape, size = _FORMS[form]
        await _do(link, command.use_algorithm(algorithm))
        answer = await link.ask(command.read_pin_block(self._places.pin, shape, account))
        return _read(lambda done: reply.block(done, size), answer)

    async def mac(self, link: PinLink, data: bytes, cipher: KeyCipher) -> bytes:
        """See PadDialect."""
        size = 16 if cipher is KeyCipher.SM4 else 8
        kind = XzMacKind.X99 if cipher is KeyCipher.DES else XzMacKind.X99_LONG
        asked = command.mac(self._places.mac, kind, data)
        await _do(link, command.use_algorithm(_ALGORITHMS[cipher]))
        answer = await self._with_zero_vector(link, asked, size)
        return _read(lambda done: reply.block(done, size), answer)

    async def load(self, link: PinLink, key: WorkingKey) -> bytes:
        """See PadDialect. The place is emptied first: the pad does not overwrite."""
        algorithm, place = _ALGORITHMS[key.cipher], self._places.of(key.use)
        value = key.cryptogram[:8] if key.cipher is KeyCipher.DES else key.cryptogram
        asked = command.load_key(algorithm, self._places.master, place, _USES[key.use], value)
        await _do(link, command.use_algorithm(algorithm))
        await self._emptied(link, place)
        try:
            answer = await link.ask(asked)
        except DeviceError as error:
            if error.cause is not DeviceCause.SILENT:
                raise
            # It may have come through all the same; the check value tells.
        else:
            _read(bool, answer)
        return _read(reply.check_value, await link.ask(command.read_check_value(place)))

    async def erase(self, link: PinLink, key: WorkingKey) -> None:
        """See PadDialect."""
        await _do(link, command.use_algorithm(_ALGORITHMS[key.cipher]))
        await self._emptied(link, self._places.of(key.use))

    async def beep(self, link: PinLink) -> None:
        """See PadDialect. These pads have no command that sounds; it is made sure that the keys
        do."""
        await _do(link, command.BUZZER_ON)

    def complaint(self, frame: PadFrame) -> DeviceError | None:
        """See PadDialect."""
        if reply.is_done(frame) or not frame.data or frame.data[0] not in _FAULTS:
            return None
        return fault_of(frame.data[0])

    async def _with_zero_vector(self, link: PinLink, asked: PadCommand, size: int) -> PadFrame:
        for _ in range(_MAC_TRIES - 1):
            await _do(link, command.zero_vector(size))
            try:
                return await link.ask(asked)
            except DeviceError:
                # Computing it anew is harmless as long as the vector is set anew.
                continue
        await _do(link, command.zero_vector(size))
        return await link.ask(asked)

    async def _emptied(self, link: PinLink, place: int) -> None:
        answer = await link.ask(command.erase_key(place))
        if not reply.is_done(answer):
            code = _read_failure(answer)
            if code != XzCode.NO_SUCH_KEY:
                raise fault_of(code)


async def _do(link: PinLink, asked: PadCommand) -> None:
    answer = await link.ask(asked)
    if not reply.is_done(answer):
        raise fault_of(_read_failure(answer))


def _read(parse: Callable[[PadFrame], T], answer: PadFrame) -> T:
    """What an answer brings, if the command was done. Raises DeviceError."""
    if not reply.is_done(answer):
        raise fault_of(_read_failure(answer))
    try:
        return parse(answer)
    except PadFrameError:
        raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE) from None


def _read_failure(answer: PadFrame) -> int:
    try:
        return reply.failure(answer)
    except PadFrameError:
        raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE) from None
