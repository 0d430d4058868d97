"""One question, one answer with a MODBUS unit over a wire that may damage both.

Every question this terminal has may be repeated: inputs are read, and a coil is set to what it is
to be, never switched over.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.codecs.modbus_rtu import Answer, Damage, Question, Refusal, Reply, ReplyDecoder
from kiosk.devices.ports.byte_port import BytePort
from kiosk.domain.terminal import Remedy

_AT_ONCE = 4096
_MOST_NOISE = 1024
_AGAIN = (Refusal.ACKNOWLEDGE, Refusal.SERVER_DEVICE_BUSY)
# What the board does not know or does not have: the settings speak of another board.
_MISTAKEN = (
    Refusal.ILLEGAL_FUNCTION,
    Refusal.ILLEGAL_DATA_ADDRESS,
    Refusal.ILLEGAL_DATA_VALUE,
)


@dataclass(frozen=True, slots=True)
class ModbusTiming:
    """Patience with the wire, in seconds and tries.

    ``response_s``: silence before the first byte of an answer. ``gap_s``: silence within one, and
    as long a damaged one may go on; a USB adapter delivers in pieces. ``quiet_s``: silence before a
    question, 3.5 characters at 9600 baud at least, or boards take it for the end of the last one.
    ``resends``: how often a question is repeated that was damaged or answered damaged; after
    silence it is repeated once.
    """

    response_s: float = 0.5
    gap_s: float = 0.1
    quiet_s: float = 0.005
    write_s: float = 1.0
    resends: int = 3


class ModbusLink:
    """The units at the other end of a port. One question at a time, which the caller sees to."""

    def __init__(self, port: BytePort, timing: ModbusTiming) -> None:
        self._port = port
        self._timing = timing
        self._owed: ReplyDecoder | None = None

    async def ask(self, question: Question) -> Answer:
        """Send a question until it is answered.

        Cancelled, it leaves the wire so that the next question gets its own answer. Raises
        PortLost, or DeviceError: SILENT; PROTOCOL for answers that stay damaged and for a unit that
        stays busy; CONFIGURATION for what the unit does not have; SELF_TEST when it reports itself
        broken.
        """
        silences = 0
        for _ in range(1 + self._timing.resends):
            match await self._once(question):
                case Answer() as answer:
                    return answer
                case None:
                    silences += 1
                    if silences > 1:
                        raise DeviceError(DeviceCause.SILENT, Remedy.RESET)
                case Refusal() as refusal if refusal not in _AGAIN:
                    raise _refused(refusal)
                case _:
                    pass
        raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE)

    async def close(self) -> None:
        """Let go of the port."""
        await self._port.close()

    async def _once(self, question: Question) -> Reply | None:
        """None when nothing came."""
        if self._owed is not None:
            await self._reply(self._owed)
        await self._drain(self._timing.quiet_s)
        decoder = self._owed = ReplyDecoder(question)
        await self._port.write(question.frame, self._timing.write_s)
        reply = await self._reply(decoder)
        if isinstance(reply, Damage):
            # What follows a frame that is none of ours must not be taken for the next answer.
            await self._drain(self._timing.gap_s)
        return reply

    async def _reply(self, decoder: ReplyDecoder) -> Reply | None:
        while True:
            patience = self._timing.gap_s if decoder.begun else self._timing.response_s
            chunk = await self._port.read(_AT_ONCE, patience)
            reply = decoder.feed(chunk) if chunk else None
            if reply is None and chunk:
                continue
            self._owed = None
            return Damage.GARBLED if reply is None and decoder.begun else reply

    async def _drain(self, quiet_s: float) -> None:
        drained = 0
        while drained < _MOST_NOISE and (chunk := await self._port.read(_AT_ONCE, quiet_s)):
            drained += len(chunk)


def _refused(refusal: Refusal) -> DeviceError:
    if refusal in _MISTAKEN:
        return DeviceError(DeviceCause.CONFIGURATION, Remedy.CONFIGURATION)
    if refusal is Refusal.SERVER_DEVICE_FAILURE:
        return DeviceError(DeviceCause.SELF_TEST, Remedy.MAINTENANCE)
    return DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE)
