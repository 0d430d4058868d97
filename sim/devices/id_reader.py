"""An identity-card reader with its security module (GA/T 467) at the other end of a serial line.

It copies the truths a driver has to live with: a card once read well is not found again until it
has left the field, a card may be lifted in the middle, every command takes its time, and the speed
of the line has to be right.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from sim.devices.identity_record_encoder import encode_record
from sim.devices.reader_faults import Command, FaultKind, ReaderFault
from sim.devices.sam_frames import Flaw, Request, RequestParser, reply_frame
from sim.devices.serial_line import PtyLine, SerialLine
from sim.people import Person

_OK = 0x90
_FOUND = 0x9F
_NO_CARD = 0x80
_NOT_SELECTED = 0x81
_READ_FAILED = 0x41
_NO_SUCH_ITEM = 0x91
_UNKNOWN_COMMAND = 0x21
_SPEEDS = (115200, 57600, 38400, 19200, 9600)
_SET_SPEED = 0x60
_SET_RADIO_FRAME = b"\x61\xff"
_NUMBER = bytes.fromhex("05 00 01 00 D6 B4 32 01 87 D6 12 00 B1 68 DE 3A")
_PHOTO = bytes(1024)
_NOISE = bytes.fromhex("00 FF AA AA 17 96 69 AA AA AA 96")
_WRONG_SPEED_MASK = 0x5A


class CardState(Enum):
    """What lies on the reader."""

    NONE = "none"
    UNREAD = "unread"
    ALREADY_READ = "already_read"


@dataclass(frozen=True, slots=True)
class ReaderDelays:
    """Seconds the module takes for its commands; the defaults are those of the field."""

    find: float = 0.15
    select: float = 0.15
    read: float = 1.0
    other: float = 0.02

    def of(self, request: Request) -> float:
        """For this request."""
        match request.body[:2]:
            case Command.FIND.value:
                return self.find
            case Command.SELECT.value:
                return self.select
            case body if body[0] == Command.READ.value[0]:
                return self.read
            case _:
                return self.other


NO_DELAYS = ReaderDelays(0.0, 0.0, 0.0, 0.0)


@dataclass(slots=True)
class _Card:
    record: bytes
    remaining: int | None
    already_read: bool = False
    found: bool = False
    selected: bool = False


class IdReaderSimulator:
    """The reader. Unplugged when made; to be used on a running event loop.

    ``line`` is its cable; a path stands for a pseudo-terminal under that name.
    """

    def __init__(
        self,
        line: Path | SerialLine,
        *,
        delays: ReaderDelays | None = None,
        speed: int = 115200,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._line = PtyLine(line) if isinstance(line, Path) else line
        self._delays = delays or ReaderDelays()
        self._speed = speed
        self._sleep = sleep
        self._card: _Card | None = None
        self._faults: deque[ReaderFault] = deque()
        self._working: asyncio.Task[None] | None = None
        self._seen: list[bytes] = []

    @property
    def card(self) -> CardState:
        """What lies on the reader now."""
        if self._card is None:
            return CardState.NONE
        return CardState.ALREADY_READ if self._card.already_read else CardState.UNREAD

    @property
    def plugged(self) -> bool:
        """Whether the cable is in."""
        return self._working is not None

    @property
    def seen(self) -> tuple[bytes, ...]:
        """The bodies of all requests so far, for tests."""
        return tuple(self._seen)

    def place(self, person: Person, *, remaining: int | None = None) -> None:
        """Lay a person's card down; one already there is lifted.

        It answers ``remaining`` more commands and is gone before the next; None leaves it there.
        """
        self.place_record(encode_record(person), remaining=remaining)

    def place_record(self, record: bytes, *, remaining: int | None = None) -> None:
        """Lay down a card with that text record, which need not make sense."""
        self._card = _Card(record, remaining)

    def lift(self) -> None:
        """Take the card away, if there is one."""
        self._card = None

    def inject(self, fault: ReaderFault) -> None:
        """Let the reader fail; faults strike in the order they were injected."""
        self._faults.append(fault)

    def clear_faults(self) -> None:
        """Let it work again."""
        self._faults.clear()

    def set_speed(self, speed: int) -> None:
        """Give the module another speed, as a technician's exchange would. Raises ValueError."""
        if speed not in _SPEEDS:
            raise ValueError(f"no such speed: {speed}")
        self._speed = speed

    def plug(self) -> None:
        """Plug the cable in. May be done twice."""
        if self._working is None:
            requests: asyncio.Queue[Request | Flaw] = asyncio.Queue()
            parser = RequestParser()

            def received(data: bytes) -> None:
                for request in parser.feed(self._at_speed(data)):
                    requests.put_nowait(request)

            self._line.connect(received)
            self._working = asyncio.get_running_loop().create_task(self._work(requests))

    def unplug(self) -> None:
        """Pull the cable out: the device disappears, and with its power the module forgets."""
        if self._working is not None:
            self._line.disconnect()
            self._working.cancel()
            self._working = None
            self._restart()

    def _restart(self) -> None:
        if self._card is not None:
            self._card = _Card(self._card.record, self._card.remaining)

    def _at_speed(self, data: bytes) -> bytes:
        if self._line.speed in (None, self._speed):
            return data
        return bytes(value ^ _WRONG_SPEED_MASK for value in data)

    async def _work(self, requests: asyncio.Queue[Request | Flaw]) -> None:
        while True:
            request = await requests.get()
            if isinstance(request, Flaw):
                self._line.send(self._at_speed(reply_frame(request.value)))
                continue
            self._seen.append(request.body)
            fault = self._striking(request)
            await self._sleep(self._delays.of(request))
            sent = self._sent(request, fault)
            self._line.send(self._at_speed(sent))
            if request.body[0] == _SET_SPEED and request.body[1] < len(_SPEEDS):
                self._speed = _SPEEDS[request.body[1]]

    def _striking(self, request: Request) -> ReaderFault | None:
        for place, fault in enumerate(self._faults):
            if fault.on is None or fault.on.value == request.body[:2]:
                if fault.times is not None:
                    del self._faults[place]
                    if fault.times > 1:
                        left = ReaderFault(fault.kind, fault.amount, fault.on, fault.times - 1)
                        self._faults.insert(place, left)
                return fault
        return None

    def _sent(self, request: Request, fault: ReaderFault | None) -> bytes:
        if fault is None:
            return self._answer(request)
        match fault.kind:
            case FaultKind.SILENCE:
                return b""
            case FaultKind.STATUS:
                return reply_frame(fault.amount)
            case FaultKind.LOST_ANSWER:
                self._answer(request)
                return b""
            case FaultKind.CUT:
                return self._answer(request)[: fault.amount]
            case FaultKind.FLIPPED_CHECK:
                answer = self._answer(request)
                return answer[:-1] + bytes((answer[-1] ^ 0x01,))
            case FaultKind.GARBAGE:
                return _NOISE + self._answer(request)
            case FaultKind.GLUED:
                return self._answer(request) * 2

    def _answer(self, request: Request) -> bytes:
        match request.body:
            case Command.RESET.value:
                self._restart()
                return reply_frame(_OK)
            case Command.STATUS.value:
                return reply_frame(_OK)
            case Command.NUMBER.value:
                return reply_frame(_OK, _NUMBER)
            case Command.FIND.value:
                return self._find()
            case Command.SELECT.value:
                return self._select()
            case Command.READ.value:
                return self._read(b"")
            case Command.READ_WITH_FINGERPRINT.value:
                return self._read(bytes(2))
            case Command.READ_ADDRESS.value:
                card = self._touched()
                known = card is not None and card.selected
                return reply_frame(_NO_SUCH_ITEM if known else _READ_FAILED)
            case body if body[0] == _SET_SPEED and body[1:] and body[1] < len(_SPEEDS):
                return reply_frame(_OK)
            case body if body[:2] == _SET_RADIO_FRAME and len(body) == 3:
                return reply_frame(_OK)
            case _:
                return reply_frame(_UNKNOWN_COMMAND)

    def _touched(self) -> _Card | None:
        card = self._card
        if card is not None and card.remaining is not None:
            if card.remaining == 0:
                self._card = None
                return None
            card.remaining -= 1
        return card

    def _find(self) -> bytes:
        card = self._touched()
        if card is None or card.already_read:
            return reply_frame(_NO_CARD)
        card.found, card.selected = True, False
        return reply_frame(_FOUND, bytes(4))

    def _select(self) -> bytes:
        card = self._touched()
        if card is None or not card.found:
            return reply_frame(_NOT_SELECTED)
        card.selected = True
        return reply_frame(_OK, bytes(8))

    def _read(self, fingerprint_length: bytes) -> bytes:
        card = self._touched()
        if card is None or not card.selected or card.already_read:
            return reply_frame(_READ_FAILED)
        card.already_read = True
        lengths = len(card.record).to_bytes(2, "big") + len(_PHOTO).to_bytes(2, "big")
        return reply_frame(_OK, lengths + fingerprint_length + card.record + _PHOTO)
