"""A motorised card reader (Creator CRT-571) at the other end of a serial line, and the hands at it.

It copies the truths a driver has to live with: a command is acknowledged at once and replied to
when motor or chip are done, and while that lasts nothing else is heard but EOT; after power comes
on nothing is done before a reset; a card that has power cannot be moved; a move without a card
would fetch one from a stacker; a card in the mouth is drawn in as soon as that is allowed, whoever
left it there, and lies there until it is taken.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from sim.cards.inserted import CardFault
from sim.cards.smart_card import SmartCard
from sim.devices.crt_frames import Garbled, Order, OrderParser, Sign, reply_frame
from sim.devices.motor_reader_faults import FaultKind, MotorReaderFault
from sim.devices.motor_transport import MotorDelays, Place, Transport
from sim.devices.serial_line import PtyLine, SerialLine

_SPEEDS = (9600, 19200, 38400, 57600)
_WRONG_SPEED_MASK = 0x5A
_NOISE = bytes.fromhex("00 FF 7F F2 00 A5")
_BROKEN_OFF_SECONDS = 0.02
_EMPTY_STACKER = b"0"


class MotorCardReaderSimulator:
    """The reader. Unplugged when made; to be used on a running event loop.

    ``line`` is its cable; a path stands for a pseudo-terminal under that name. ``address`` is set
    by its switches, ``bin_size`` is how many cards fit its bin. Models differ in what a refusal
    begins with, ``refusal_head`` ``N`` or ``E``.
    """

    def __init__(
        self,
        line: Path | SerialLine,
        *,
        delays: MotorDelays | None = None,
        speed: int = 9600,
        address: int = 0,
        bin_size: int = 20,
        refusal_head: bytes = b"N",
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._line = PtyLine(line) if isinstance(line, Path) else line
        self._speed = speed
        self._address = address
        self._refusal_head = refusal_head
        self._transport = Transport(delays or MotorDelays(), bin_size, sleep)
        self._faults: deque[MotorReaderFault] = deque()
        self._parser = OrderParser(address)
        self._broken_off: asyncio.TimerHandle | None = None
        self._plugged = False
        self._at_work: asyncio.Task[None] | None = None
        self._last_reply = b""
        self._spoils = 0
        self._seen: list[bytes] = []

    @property
    def plugged(self) -> bool:
        """Whether the cable is in."""
        return self._plugged

    @property
    def place(self) -> Place:
        """Where the card is."""
        return self._transport.place

    @property
    def lets_in(self) -> bool:
        """Whether it would draw a card in."""
        return self._transport.lets_in

    @property
    def captured(self) -> int:
        """How many cards lie in its bin."""
        return self._transport.captured

    @property
    def fetched(self) -> int:
        """How often it was told to move a card where none was. A model that issues cards would have
        fetched a new one from its stacker."""
        return self._transport.fetched

    @property
    def seen(self) -> tuple[bytes, ...]:
        """CM and PM of all commands it has heard so far, for tests."""
        return tuple(self._seen)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Return once something is so that depends on the card or on what the host has allowed."""
        await self._transport.until(is_so)

    def insert(self, card: SmartCard, fault: CardFault | None = None) -> None:
        """Put a card into the mouth; ``fault`` is what is wrong with its chip.

        It is drawn in as soon as that is allowed. Raises ValueError when a card is there already.
        """
        self._transport.insert(card, fault)

    def take(self) -> bool:
        """Take the card out of the mouth; False when none is there that can be got hold of."""
        return self._transport.take()

    def pull(self) -> None:
        """Tear the card out, wherever it is."""
        self._transport.pull()

    def jam(self, *, reset_helps: bool = False) -> None:
        """From now on the card does not move; a reset of the reader gets it free where
        ``reset_helps``, otherwise only ``clear_jam``."""
        self._transport.jam(reset_helps=reset_helps)

    def clear_jam(self) -> None:
        """Somebody opens the reader and gets the card free, which stays inside."""
        self._transport.clear_jam()

    def empty_bin(self) -> None:
        """Hall staff take the kept cards out."""
        self._transport.empty_bin()

    def power_cycle(self) -> None:
        """Its power goes and comes back; the card stays where it is."""
        self._rest()
        self._last_reply = b""
        self._transport.lose_power()

    def inject(self, fault: MotorReaderFault) -> None:
        """Let the reader fail; faults strike in the order they were injected."""
        self._faults.append(fault)

    def clear_faults(self) -> None:
        """Let it work again."""
        self._faults.clear()

    def babble(self, data: bytes = _NOISE) -> None:
        """Send something by itself, as a bad contact makes it."""
        self._send(data)

    def set_speed(self, speed: int) -> None:
        """Give the reader another speed. Raises ValueError."""
        if speed not in _SPEEDS:
            raise ValueError(f"no such speed: {speed}")
        self._speed = speed

    def plug(self) -> None:
        """Plug the cable in. May be done twice."""
        if not self._plugged:
            self._line.connect(self._take_in)
            self._plugged = True

    def unplug(self) -> None:
        """Pull the cable out. The reader has power of its own and forgets nothing."""
        if self._plugged:
            self._plugged = False
            self._line.disconnect()
            self._rest()
            self._transport.rest()

    def _take_in(self, data: bytes) -> None:
        if self._broken_off is not None:
            self._broken_off.cancel()
        for heard in self._parser.feed(self._at_speed(data)):
            self._hear(heard)
        if self._parser.amid:
            loop = asyncio.get_running_loop()
            self._broken_off = loop.call_later(_BROKEN_OFF_SECONDS, self._parser.forget)

    def _hear(self, heard: Order | Sign | Garbled) -> None:
        match heard:
            case Sign.EOT:
                self._rest()
                self._last_reply = b""
                self._send(Sign.EOT.value)
            case Sign.NAK:
                self._send(self._spoilt(self._last_reply))
            case Sign.ACK:
                self._last_reply = b""
            case _ if self._at_work is not None:
                # Half duplex: it is not listening.
                pass
            case Garbled():
                self._send(Sign.NAK.value)
            case Order():
                self._obey(heard)

    def _obey(self, order: Order) -> None:
        fault = self._striking(order)
        if fault is not None and fault.kind is FaultKind.DEAF:
            return
        self._seen.append(order.code)
        if fault is not None and fault.kind is FaultKind.NAK:
            self._send(Sign.NAK.value)
            return
        if fault is None or fault.kind is not FaultKind.LOST_ACK:
            self._send(Sign.ACK.value)
        self._at_work = asyncio.get_running_loop().create_task(self._work(order, fault))

    async def _work(self, order: Order, fault: MotorReaderFault | None) -> None:
        if fault is not None and fault.kind is FaultKind.REFUSED:
            outcome, data = fault.code, b""
        else:
            outcome, data = await self._transport.carry_out(order.code, order.data)
        if outcome:
            text = self._refusal_head + order.code + outcome + data
        else:
            text = b"P" + order.code + self._transport.st0 + _EMPTY_STACKER
            text += self._transport.st2 + data
        self._at_work = None
        self._last_reply = reply_frame(text, self._address)
        self._send(self._first_sent(self._last_reply, fault))

    def _first_sent(self, reply: bytes, fault: MotorReaderFault | None) -> bytes:
        if fault is None:
            return reply
        match fault.kind:
            case FaultKind.LOST_REPLY:
                self._last_reply = b""
                return b""
            case FaultKind.CUT:
                return reply[: fault.amount]
            case FaultKind.FLIPPED_CHECK | FaultKind.FLIPPED_CHECKS:
                self._spoils = 1 if fault.kind is FaultKind.FLIPPED_CHECK else 1000
                return self._spoilt(reply)
            case FaultKind.NOISE:
                return _NOISE + reply
            case _:
                return reply

    def _spoilt(self, reply: bytes) -> bytes:
        if not reply or self._spoils == 0:
            return reply
        self._spoils -= 1
        return reply[:-1] + bytes((reply[-1] ^ 0x01,))

    def _striking(self, order: Order) -> MotorReaderFault | None:
        for place, fault in enumerate(self._faults):
            if fault.on is None or fault.on.value == order.code:
                if fault.times is not None:
                    del self._faults[place]
                    if fault.times > 1:
                        self._faults.insert(place, replace(fault, times=fault.times - 1))
                return fault
        return None

    def _rest(self) -> None:
        self._spoils = 0
        self._parser.forget()
        if self._at_work is not None:
            self._at_work.cancel()
            self._at_work = None

    def _send(self, data: bytes) -> None:
        if self._plugged and data:
            self._line.send(self._at_speed(data))

    def _at_speed(self, data: bytes) -> bytes:
        if self._line.speed in (None, self._speed):
            return data
        return bytes(value ^ _WRONG_SPEED_MASK for value in data)
