"""One command, one reply with a Creator card reader over a wire that may damage both.

The reader says ACK to a command as soon as it has heard it, NAK when it was damaged, and its reply
when it is done; the reply is acknowledged in turn. A command that must not be carried out twice is
sent again only where the reader cannot have heard it: on its NAK, and on silence without a single
byte in it.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum

from kiosk.devices.api import DeviceCause, DeviceError, Effect
from kiosk.devices.codecs.crt_command import (
    CrtCommand,
    CrtDone,
    CrtRefused,
    parse_reply,
    reply_key,
)
from kiosk.devices.codecs.crt_frame import (
    LONGEST_PACKAGE,
    CrtDecoder,
    CrtFrame,
    CrtFrameError,
    Damage,
    Signal,
    encode_frame,
)
from kiosk.devices.ports.byte_port import BytePort
from kiosk.domain.terminal import Remedy

_AT_ONCE = 4096
_MOST_NOISE = 8 * LONGEST_PACKAGE


@dataclass(frozen=True, slots=True)
class CrtTiming:
    """Patience with the wire, in seconds and tries.

    ``ack_s``: until a command, or EOT, is acknowledged; ``action_s``: until motor or card are done;
    both by the manual. ``quick_s``: until a quick command is answered, or a reply said again.
    ``gap_s``: silence within a reply. ``resends``: how often a command is sent again, or a reply
    asked for again.
    """

    ack_s: float = 0.3
    quick_s: float = 2.0
    action_s: float = 20.0
    gap_s: float = 0.1
    write_s: float = 2.0
    resends: int = 3


class _Trouble(Enum):
    UNHEARD = "unheard"
    MISHEARD = "misheard"
    SILENT = "silent"
    GARBLED = "garbled"


class _Heard(Enum):
    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"
    DAMAGED = "damaged"


@dataclass(slots=True)
class _Debt:
    """A command whose reply has not come yet."""

    command: CrtCommand
    acknowledged: bool = False


class CrtLink:
    """The reader at the other end of a port. One question at a time, which the caller sees to."""

    def __init__(self, port: BytePort, timing: CrtTiming, address: int = 0) -> None:
        self._port = port
        self._timing = timing
        self._address = address
        self._decoder = CrtDecoder()
        self._events: deque[CrtFrame | Signal | Damage] = deque()
        self._received = 0
        self._debt: _Debt | None = None

    async def ask(self, command: CrtCommand) -> CrtDone | CrtRefused:
        """Have a command carried out.

        Cancelled, it leaves the wire so that the next command gets its own reply and not this
        one's; what the reader has begun it finishes. Raises PortLost, or DeviceError with SILENT or
        PROTOCOL, whose effect is unknown where the command may have been carried out.
        """
        await self._settle()
        trouble = _Trouble.UNHEARD
        silences = 0
        for _ in range(1 + self._timing.resends):
            answer = await self._once(command)
            if not isinstance(answer, _Trouble):
                return answer
            trouble = answer
            if trouble is _Trouble.SILENT:
                silences += 1
            if silences > 1 or (trouble in _PERHAPS_DONE and not command.repeatable):
                break
        if trouble is _Trouble.SILENT:
            await self.clear()
        effect = Effect.UNKNOWN if trouble in _PERHAPS_DONE else Effect.NOTHING
        if trouble in (_Trouble.UNHEARD, _Trouble.SILENT):
            raise DeviceError(DeviceCause.SILENT, Remedy.RESET, effect)
        raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE, effect)

    async def clear(self) -> None:
        """Have the reader drop what it is about (EOT), in case it still waits for something.

        A reader that says nothing to it may well answer the next command. Raises PortLost.
        """
        self._debt = None
        for _ in range(2):
            await self._drain()
            await self._send(Signal.EOT.byte)
            while (event := await self._event(self._timing.ack_s)) is not None:
                if event is Signal.EOT:
                    return
                if isinstance(event, CrtFrame):
                    await self._send(Signal.ACK.byte)

    async def close(self) -> None:
        """Let go of the port."""
        await self._port.close()

    async def _settle(self) -> None:
        """Wait for the reply that a cancelled command still owes, and forget it."""
        if (debt := self._debt) is not None:
            if not debt.acknowledged:
                heard = await self._acknowledged(debt.command)
                debt.acknowledged = self._has_it(debt.command, heard)
            if debt.acknowledged:
                await self._answered(debt.command)
            self._debt = None

    async def _once(self, command: CrtCommand) -> CrtDone | CrtRefused | _Trouble:
        await self._drain()
        self._debt = debt = _Debt(command)
        await self._send(encode_frame(command.text, self._address))
        heard = await self._acknowledged(command)
        if not self._has_it(command, heard):
            self._debt = None
            return _Trouble.MISHEARD if heard is _Heard.DAMAGED else _Trouble.UNHEARD
        debt.acknowledged = True
        answer = await self._answered(command)
        self._debt = None
        return answer

    def _has_it(self, command: CrtCommand, heard: _Heard) -> bool:
        """Whether the reader is to be taken as carrying the command out."""
        return heard is _Heard.YES or (heard is _Heard.PERHAPS and not command.repeatable)

    async def _acknowledged(self, command: CrtCommand) -> _Heard:
        """Whether the reader has heard the command. Noise may have been its ACK, and a NAK in noise
        may be none."""
        noise = False
        while (event := await self._event(self._timing.ack_s)) is not None:
            match event:
                case Signal.ACK:
                    return _Heard.YES
                case Signal.NAK if not noise:
                    return _Heard.DAMAGED
                case Damage():
                    noise = True
                case CrtFrame() if self._meaning(event, command) is not None:
                    # Its ACK was lost; the reply itself tells as much.
                    self._events.appendleft(event)
                    return _Heard.YES
                case _:
                    # The tail of something older.
                    pass
        return _Heard.PERHAPS if noise else _Heard.NO

    async def _answered(self, command: CrtCommand) -> CrtDone | CrtRefused | _Trouble:
        patience = self._timing.quick_s if command.quick else self._timing.action_s
        asked_again = 0
        damaged = False
        while True:
            # After damage, silence is waited for: a good frame may follow, and what is left of the
            # bad one must not be taken for a signal.
            event = await self._event(self._timing.gap_s if damaged else patience)
            match event:
                case None if damaged and asked_again < self._timing.resends:
                    asked_again += 1
                    damaged = False
                    patience = self._timing.quick_s
                    await self._send(Signal.NAK.byte)
                case None:
                    return _Trouble.GARBLED if damaged else _Trouble.SILENT
                case CrtFrame():
                    meaning = self._meaning(event, command)
                    if meaning is not None:
                        self._debt = None
                    await self._send(Signal.ACK.byte)
                    if meaning is not None:
                        return meaning
                case Damage():
                    damaged = True
                case Signal.EOT if not damaged:
                    return _Trouble.SILENT
                case Signal():
                    pass

    def _meaning(
        self, frame: CrtFrame, command: CrtCommand
    ) -> CrtDone | CrtRefused | _Trouble | None:
        """What a frame says to this command; None when it answers another."""
        if reply_key(frame) != command.key:
            return None
        try:
            return parse_reply(frame)
        except CrtFrameError:
            return _Trouble.GARBLED

    async def _event(self, patience: float) -> CrtFrame | Signal | Damage | None:
        """The next thing that arrives; None after so much silence, or endless noise."""
        while not self._events:
            if self._received > _MOST_NOISE:
                return None
            begun = self._decoder.begun
            chunk = await self._port.read(_AT_ONCE, self._timing.gap_s if begun else patience)
            if not chunk:
                self._decoder.reset()
                return Damage.LENGTH if begun else None
            self._received += len(chunk)
            self._events.extend(filter(self._concerns_us, self._decoder.feed(chunk)))
        return self._events.popleft()

    def _concerns_us(self, event: CrtFrame | Signal | Damage) -> bool:
        """Up to sixteen readers may share a line; what another says is not even acknowledged."""
        return not isinstance(event, CrtFrame) or event.address == self._address

    async def _send(self, data: bytes) -> None:
        await self._port.write(data, self._timing.write_s)

    async def _drain(self) -> None:
        drained = 0
        while drained < _MOST_NOISE and (chunk := await self._port.read(_AT_ONCE, 0.0)):
            drained += len(chunk)
        self._decoder.reset()
        self._events.clear()
        self._received = 0


_PERHAPS_DONE = (_Trouble.SILENT, _Trouble.GARBLED)
