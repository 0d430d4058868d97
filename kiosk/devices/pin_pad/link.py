"""One question, one answer with a PIN pad over a wire on which keys may arrive at any moment."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from kiosk.devices.api import DeviceCause, DeviceError, Effect
from kiosk.devices.clock import Clock
from kiosk.devices.codecs.pad_stream import Damage, KeyPress, PadCommand, PadFrame, PadSplitter
from kiosk.devices.ports.byte_port import BytePort
from kiosk.domain.terminal import Remedy

K = TypeVar("K")

_AT_ONCE = 4096
_MOST_KEYS = 256


@dataclass(frozen=True, slots=True)
class PadTiming:
    """Patience with the pad, in seconds and tries.

    ``answer_s``: until an answer is complete; ``gap_s``: silence within one. ``tries``: how often a
    repeatable command is sent at most. One that is not is sent once and waited for as long as all
    tries together.
    """

    answer_s: float = 1.0
    gap_s: float = 0.2
    write_s: float = 2.0
    tries: int = 4


class _Trouble(Enum):
    SILENT = "silent"
    GARBLED = "garbled"


class PadLink(Generic[K]):
    """The pad at the other end of a port. One question at a time, which the caller sees to.

    Keys that arrive while an answer is waited for are kept in their order.
    """

    def __init__(
        self, port: BytePort, splitter: PadSplitter[K], clock: Clock, timing: PadTiming
    ) -> None:
        self._port = port
        self._splitter = splitter
        self._clock = clock
        self._timing = timing
        self._arrived: deque[KeyPress[K] | PadFrame] = deque(maxlen=_MOST_KEYS)
        self._owes_answer = False

    async def ask(self, command: PadCommand) -> PadFrame:
        """Send a command and return its answer, whatever it says.

        Cancelled, it leaves the wire so that the next question gets its own answer. Raises
        PortLost, or DeviceError with SILENT or PROTOCOL; its ``effect`` is UNKNOWN for a command
        that is not repeatable, which may have been carried out.
        """
        timing = self._timing
        tries = timing.tries if command.repeatable else 1
        patience = timing.answer_s if command.repeatable else timing.answer_s * timing.tries
        trouble = _Trouble.SILENT
        for attempt in range(tries):
            answer = await self._once(command, patience)
            if isinstance(answer, PadFrame):
                if attempt > 0:
                    # The answer to an earlier try may only be late, and is not the next one's.
                    await self._take_in(timing.gap_s)
                return answer
            trouble = answer
        effect = Effect.NOTHING if command.repeatable else Effect.UNKNOWN
        if trouble is _Trouble.SILENT:
            raise DeviceError(DeviceCause.SILENT, Remedy.RESET, effect)
        raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE, effect)

    async def tell(self, command: PadCommand) -> None:
        """Send a command and leave its answer to the next question. Raises PortLost."""
        self._owes_answer = True
        await self._port.write(command.frame, self._timing.write_s)

    async def next(self, wait_s: float) -> KeyPress[K] | PadFrame | None:
        """The next key, or an answer nobody asked for; None when neither comes within ``wait_s``.
        Raises PortLost."""
        if not self._arrived:
            chunk = await self._port.read(_AT_ONCE, wait_s)
            if chunk:
                self._arrived.extend(
                    event for event in self._splitter.feed(chunk) if not isinstance(event, Damage)
                )
            else:
                self._splitter.quiet()
        return self._arrived.popleft() if self._arrived else None

    async def forget_keys(self) -> None:
        """Drop every key that has arrived until now. Raises PortLost."""
        await self._take_in(0.0)
        self._arrived.clear()

    async def _once(self, command: PadCommand, patience_s: float) -> PadFrame | _Trouble:
        if self._owes_answer:
            await self._answer(self._timing.answer_s)
        await self._take_in(0.0)
        self._owes_answer = True
        await self._port.write(command.frame, self._timing.write_s)
        return await self._answer(patience_s)

    async def _answer(self, patience_s: float) -> PadFrame | _Trouble:
        answer = await self._collect(patience_s)
        self._owes_answer = False
        return answer

    async def _collect(self, patience_s: float) -> PadFrame | _Trouble:
        ends = self._clock.monotonic() + patience_s
        damaged = False
        while (left := ends - self._clock.monotonic()) > 0:
            begun = damaged or self._splitter.begun
            chunk = await self._port.read(
                _AT_ONCE, min(left, self._timing.gap_s) if begun else left
            )
            if not chunk:
                broken_off = self._splitter.quiet()
                return _Trouble.GARBLED if broken_off or damaged else _Trouble.SILENT
            answers, broken = self._sorted(chunk)
            if answers:
                # What the pad says after its answer is something else, and nobody has asked for it.
                self._arrived.extend(answers[1:])
                return answers[0]
            damaged = damaged or broken
        return _Trouble.GARBLED if self._splitter.quiet() or damaged else _Trouble.SILENT

    async def _take_in(self, quiet_s: float) -> None:
        """Keep the keys on the wire, and drop answers nobody waits for any longer."""
        ends = self._clock.monotonic() + self._timing.answer_s
        while chunk := await self._port.read(_AT_ONCE, quiet_s):
            self._sorted(chunk)
            if self._clock.monotonic() >= ends:
                break
        else:
            self._splitter.quiet()

    def _sorted(self, chunk: bytes) -> tuple[list[PadFrame], bool]:
        """The answers in it, and whether any was damaged; keys are kept."""
        answers: list[PadFrame] = []
        damaged = False
        for event in self._splitter.feed(chunk):
            if isinstance(event, KeyPress):
                self._arrived.append(event)
            elif isinstance(event, PadFrame):
                answers.append(event)
            else:
                damaged = True
        return answers, damaged
