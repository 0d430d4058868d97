"""A chip-card slot behind a TCP socket, where no pcscd runs; the kiosk plays the reader.

The framing is that of vpcd, the virtual reader of vsmartcard: two bytes of length, big endian, and
so many bytes. One byte is an order to the slot: 00 power off, 01 power on, 02 reset (none of these
is answered), 04 asks for the answer to reset and is answered with nothing while no card is in.
Anything else is a command for the card, answered with data and status.
"""

from __future__ import annotations

import asyncio
import contextlib

from kiosk.devices.clock import Clock
from kiosk.devices.codecs.answer_to_reset import AnswerToResetError, parse_answer_to_reset
from kiosk.devices.ports.byte_port import PortLost
from kiosk.devices.ports.chip_port import (
    Chip,
    ChipGone,
    ChipMute,
    ChipPort,
    ChipPortOpener,
    ChipSilent,
)
from kiosk.devices.ports.slot_watch import SlotWatch

_POWER_OFF = b"\x00"
_POWER_ON = b"\x01"
_RESET = b"\x02"
_ANSWER_TO_RESET = b"\x04"
_CONNECT_S = 3.0
_ANSWER_S = 10.0


def apdu_socket_port(host: str, port: int, clock: Clock, *, poll_s: float = 0.1) -> ChipPortOpener:
    """How to reach the slot; it is asked every ``poll_s`` seconds whether a card is in. The opener
    raises PortLost when nobody listens there."""

    async def opener() -> ChipPort:
        try:
            async with asyncio.timeout(_CONNECT_S):
                reader, writer = await asyncio.open_connection(host, port)
        except OSError as unreachable:
            raise PortLost("cannot be reached") from unreachable
        line = _Line(reader, writer)
        try:
            first = await line.ask(_ANSWER_TO_RESET)
        except BaseException:
            await line.close()
            raise
        return ApduSocketPort(line, clock, poll_s, first)

    return opener


class ApduSocketPort:
    """ChipPort over a socket. Reader and card are asked in turns, never at once."""

    def __init__(self, line: _Line, clock: Clock, poll_s: float, first: bytes) -> None:
        """``first`` is what the slot answered when asked for the first time."""
        self._line = line
        self._clock = clock
        self._poll_s = poll_s
        self._slot = SlotWatch()
        self._slot.seen(present=bool(first))
        self._watching = asyncio.get_running_loop().create_task(self._watch())

    @property
    def insertion(self) -> int | None:
        """See ChipPort."""
        return self._slot.insertion

    async def card_in(self) -> int:
        """See ChipPort."""
        return await self._slot.card_in()

    async def card_out(self, insertion: int) -> None:
        """See ChipPort."""
        await self._slot.card_out(insertion)

    def check(self) -> None:
        """See ChipPort."""
        self._slot.check()

    async def power_on(self) -> Chip:
        """See ChipPort. The first of the protocols that the card offers is spoken."""
        self._slot.check()
        answer = await self._line.wake(_POWER_ON)
        if not answer:
            self._slot.seen(present=False)
        # The watch may have been told before us that the last card is gone; this is the next one,
        # which it has yet to see.
        insertion = self._slot.insertion
        if insertion is None:
            raise ChipGone("no card is in")
        try:
            t0 = parse_answer_to_reset(answer).t0
        except AnswerToResetError as nonsense:
            raise ChipMute(str(nonsense)) from nonsense
        return _SocketChip(self._line, self._slot, insertion, answer, t0)

    async def close(self) -> None:
        """See ChipPort."""
        self._slot.lost(PortLost("the port is closed"))
        self._watching.cancel()
        await asyncio.gather(self._watching, return_exceptions=True)
        await self._line.close()

    async def _watch(self) -> None:
        try:
            while True:
                await self._clock.sleep(self._poll_s)
                self._slot.seen(present=bool(await self._line.ask(_ANSWER_TO_RESET)))
        except PortLost as lost:
            self._slot.lost(lost)


class _SocketChip:
    """Chip at the other end of the socket."""

    def __init__(
        self, line: _Line, slot: SlotWatch, insertion: int, answer: bytes, t0: bool
    ) -> None:
        self._line = line
        self._slot = slot
        self._insertion = insertion
        self._answer = answer
        self._t0 = t0
        self._off = False

    @property
    def answer_to_reset(self) -> bytes:
        """See Chip."""
        return self._answer

    @property
    def t0(self) -> bool:
        """See Chip."""
        return self._t0

    async def transmit(self, command: bytes) -> bytes:
        """See Chip."""
        self._still_in()
        answer = await self._line.ask(command)
        if not answer:
            raise ChipSilent("no answer")
        return answer

    async def reset(self) -> None:
        """See Chip."""
        self._still_in()
        answer = await self._line.wake(_RESET)
        if not answer:
            self._slot.seen(present=False)
            raise ChipGone("it was pulled out")
        try:
            parse_answer_to_reset(answer)
        except AnswerToResetError as nonsense:
            raise ChipMute(str(nonsense)) from nonsense

    async def power_off(self) -> None:
        """See Chip."""
        if not self._off and self._slot.insertion == self._insertion:
            self._off = True
            with contextlib.suppress(PortLost):
                await self._line.tell(_POWER_OFF)

    def _still_in(self) -> None:
        self._slot.check()
        if self._off or self._slot.insertion != self._insertion:
            raise ChipGone("another card, or none")


class _Line:
    """Questions and answers over the socket, in order and whole even if nobody waits any more."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._turn = asyncio.Lock()
        self._asking: set[asyncio.Task[bytes]] = set()

    async def ask(self, question: bytes) -> bytes:
        """The answer, which may be empty. Raises PortLost."""
        return await self._whole(_frame(question), answered=True)

    async def wake(self, order: bytes) -> bytes:
        """Give power or reset, and return what the card says to that. Raises PortLost."""
        return await self._whole(_frame(order) + _frame(_ANSWER_TO_RESET), answered=True)

    async def tell(self, order: bytes) -> None:
        """Give an order that is not answered. Raises PortLost."""
        await self._whole(_frame(order), answered=False)

    async def close(self) -> None:
        """Hang up. Never raises."""
        for asking in self._asking:
            asking.cancel()
        await asyncio.gather(*self._asking, return_exceptions=True)
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def _whole(self, sent: bytes, *, answered: bool) -> bytes:
        asking = asyncio.get_running_loop().create_task(self._in_turn(sent, answered))
        self._asking.add(asking)
        asking.add_done_callback(self._answered)
        return await asyncio.shield(asking)

    def _answered(self, asking: asyncio.Task[bytes]) -> None:
        self._asking.discard(asking)
        if not asking.cancelled():
            # Whoever asked may have been cancelled; then it is nobody's any more.
            asking.exception()

    async def _in_turn(self, sent: bytes, answered: bool) -> bytes:
        async with self._turn:
            try:
                async with asyncio.timeout(_ANSWER_S):
                    self._writer.write(sent)
                    await self._writer.drain()
                    if not answered:
                        return b""
                    length = int.from_bytes(await self._reader.readexactly(2), "big")
                    return await self._reader.readexactly(length)
            except (OSError, asyncio.IncompleteReadError) as lost:
                # Whatever may still come is not the answer to the next question.
                self._writer.close()
                raise PortLost(type(lost).__name__) from lost


def _frame(content: bytes) -> bytes:
    return len(content).to_bytes(2, "big") + content
