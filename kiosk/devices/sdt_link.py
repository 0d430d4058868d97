"""One question, one answer with an identity-card module over a wire that may damage both."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.codecs.sdt_command import SdtCommand
from kiosk.devices.codecs.sdt_frame import (
    LONGEST_LENGTH,
    Damage,
    SdtDecoder,
    SdtFrame,
    SdtFrameError,
)
from kiosk.devices.codecs.sdt_reply import SdtReply, parse_reply
from kiosk.devices.codecs.sdt_status import SdtStatus
from kiosk.devices.ports.byte_port import BytePort
from kiosk.domain.terminal import Remedy

_AT_ONCE = 4096
_MOST_NOISE = 4 * LONGEST_LENGTH
_NOT_UNDERSTOOD = (SdtStatus.CHECKSUM_ERROR, SdtStatus.LENGTH_ERROR)


@dataclass(frozen=True, slots=True)
class LinkTiming:
    """Patience with the wire, in seconds and tries.

    ``response_s``: silence before the first byte of an answer; a module reading a card with
    fingerprints is silent for 3 s. ``gap_s``: silence within an answer. ``resends``: how often a
    command is repeated that was damaged or answered damaged; after silence it is repeated once.
    """

    response_s: float = 5.0
    gap_s: float = 0.5
    write_s: float = 2.0
    resends: int = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply, and whether the command had to be sent more than once for it."""

    reply: SdtReply
    resent: bool


class _Trouble(Enum):
    SILENT = "silent"
    GARBLED = "garbled"


class SdtLink:
    """The module at the other end of a port. One question at a time, which the caller sees to."""

    def __init__(self, port: BytePort, timing: LinkTiming) -> None:
        self._port = port
        self._timing = timing
        self._decoder = SdtDecoder()
        self._owes_answer = False

    async def ask(self, command: SdtCommand) -> Answer:
        """Send a command until it is answered intact.

        Cancelled, it leaves the wire so that the next question gets its own answer and not this
        one's. Raises PortLost, or DeviceError with SILENT or PROTOCOL.
        """
        silences = 0
        for attempt in range(1 + self._timing.resends):
            match await self._once(command):
                case SdtReply(status=status) as reply if status not in _NOT_UNDERSTOOD:
                    return Answer(reply, resent=attempt > 0)
                case _Trouble.SILENT:
                    silences += 1
                    if silences > 1:
                        raise DeviceError(DeviceCause.SILENT, Remedy.RESET)
                case _:
                    pass
        raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE)

    async def close(self) -> None:
        """Let go of the port."""
        await self._port.close()

    async def _once(self, command: SdtCommand) -> SdtReply | _Trouble:
        if self._owes_answer:
            await self._answer()
        await self._drain(0.0)
        self._owes_answer = True
        await self._port.write(command.frame, self._timing.write_s)
        answer = await self._answer()
        if isinstance(answer, SdtReply) and _out_of_step(answer, command):
            await self._drain(self._timing.gap_s)
            return _Trouble.GARBLED
        return answer

    async def _answer(self) -> SdtReply | _Trouble:
        answer = await self._collect()
        self._owes_answer = False
        return answer

    async def _collect(self) -> SdtReply | _Trouble:
        received = 0
        damaged = False
        while received < _MOST_NOISE:
            broken_off = damaged or self._decoder.begun
            patience = self._timing.gap_s if broken_off else self._timing.response_s
            chunk = await self._port.read(_AT_ONCE, patience)
            if not chunk:
                return _Trouble.GARBLED if broken_off else _Trouble.SILENT
            received += len(chunk)
            for event in self._decoder.feed(chunk):
                reply = _understood(event)
                if reply is not None:
                    return reply
                # Not given up at once: a good frame may follow, and what follows must not be
                # taken for the next answer.
                damaged = True
        return _Trouble.GARBLED

    async def _drain(self, quiet_s: float) -> None:
        drained = 0
        while drained < _MOST_NOISE and (chunk := await self._port.read(_AT_ONCE, quiet_s)):
            drained += len(chunk)
        self._decoder.reset()


def _understood(event: SdtFrame | Damage) -> SdtReply | None:
    if not isinstance(event, SdtFrame):
        return None
    try:
        return parse_reply(event.body)
    except SdtFrameError:
        return None


def _out_of_step(reply: SdtReply, command: SdtCommand) -> bool:
    """Whether this can only be the answer to another command."""
    if reply.status not in (SdtStatus.OK, SdtStatus.CARD_FOUND):
        return False
    return reply.status is not command.success or bool(reply.data) is not command.bears_data
