"""A MODBUS RTU board with eight inputs and sixteen coils at the other end of a serial line.

It is made after the standard and shares no code with the driver: frames are taken apart byte by
byte here. It copies the truths a driver has to live with: what is damaged or meant for another unit
is not answered at all, what the board does not have is refused, everybody (unit 0) is obeyed in
silence, and the speed of the line has to be right.
"""

from __future__ import annotations

import asyncio
from collections import deque
from enum import Enum
from pathlib import Path

from sim.devices.serial_line import PtyLine, SerialLine

INPUTS = 8
COILS = 16

_READ_COILS, _READ_INPUTS, _WRITE_COIL, _WRITE_COILS = 0x01, 0x02, 0x05, 0x0F
_ILLEGAL_FUNCTION, _ILLEGAL_ADDRESS, _ILLEGAL_VALUE, _FAILURE, _BUSY = 1, 2, 3, 4, 6
_REFUSED = 0x80
_EVERYBODY = 0
_SILENCE_S = 0.02
_WRONG_SPEED_MASK = 0x5A
_ON, _OFF = 0xFF00, 0x0000


class BoardFlaw(Enum):
    """How one answer goes wrong."""

    CHECKSUM = "checksum"
    """Its CRC is wrong."""
    PARTIAL = "partial"
    """It breaks off."""
    SILENT = "silent"
    """It does not come, though the question was carried out."""
    STRANGER = "stranger"
    """Another unit answers in its place."""
    NOISE = "noise"
    """It arrives with noise in front of it."""
    BUSY = "busy"
    """The board says that it is busy."""
    FAILURE = "failure"
    """The board says that it is broken."""


def crc(data: bytes) -> bytes:
    """CRC-16 as the appendix of MODBUS over Serial Line computes it, low byte first."""
    register = 0xFFFF
    for value in data:
        register ^= value
        for _ in range(8):
            carry = register & 1
            register >>= 1
            if carry:
                register ^= 0xA001
    return register.to_bytes(2, "little")


class AuxiliaryBoardSimulator:
    """The board. Unplugged when made; to be used on a running event loop.

    ``line`` is its cable; a path stands for a pseudo-terminal under that name. Inputs are 0 or 1 as
    their contacts are wired; whoever has the board says which is which.
    """

    def __init__(
        self,
        line: Path | SerialLine,
        *,
        unit: int = 1,
        speed: int = 9600,
        inputs: int = INPUTS,
        coils: int = COILS,
    ) -> None:
        self._line = PtyLine(line) if isinstance(line, Path) else line
        self._unit = unit
        self._speed = speed
        self._inputs = [False] * inputs
        self._coils = [False] * coils
        self._plugged = False
        self._silent = False
        self._received = bytearray()
        self._frames = 0
        self._silence: asyncio.TimerHandle | None = None
        self._flaws: deque[BoardFlaw] = deque()
        self._obeyed: list[bytes] = []
        self._news = asyncio.Event()

    @property
    def plugged(self) -> bool:
        """Whether the cable is in."""
        return self._plugged

    @property
    def silent(self) -> bool:
        """Whether it does not answer."""
        return self._silent

    @property
    def lit(self) -> frozenset[int]:
        """The coils that are on."""
        return frozenset(number for number, on in enumerate(self._coils) if on)

    @property
    def obeyed(self) -> tuple[bytes, ...]:
        """The requests it carried out so far, without unit and CRC, for tests."""
        return tuple(self._obeyed)

    async def has_obeyed(self, count: int) -> None:
        """Return when it has carried out so many requests."""
        while len(self._obeyed) < count:
            self._news.clear()
            await self._news.wait()

    async def has_taken(self, count: int) -> None:
        """Return when so many frames, whole or broken off, have arrived and are done with."""
        while self._frames < count:
            self._news.clear()
            await self._news.wait()

    def set_input(self, number: int, *, closed: bool) -> None:
        """Close or open the contact at an input."""
        self._inputs[number] = closed

    def input(self, number: int) -> bool:
        """Whether the contact at an input is closed."""
        return self._inputs[number]

    def spoil(self, flaw: BoardFlaw) -> None:
        """Let the next answer go wrong; several strike one after the other."""
        self._flaws.append(flaw)

    def clear_flaws(self) -> None:
        """Let it answer well again."""
        self._flaws.clear()
        self._silent = False

    def fall_silent(self) -> None:
        """Let it neither obey nor answer from now on."""
        self._silent = True

    def answer_again(self) -> None:
        """Let it answer again."""
        self._silent = False

    def plug(self) -> None:
        """Plug the cable in. May be done twice."""
        if not self._plugged:
            self._line.connect(self._take)
            self._plugged = True

    def unplug(self) -> None:
        """Pull the cable out: the device disappears; relays stay as they are, the board has power
        of its own."""
        if self._plugged:
            self._plugged = False
            self._line.disconnect()
            self._forget()

    def switch_off_and_on(self) -> None:
        """Take its power away for a moment: every coil is off then."""
        self._coils = [False] * len(self._coils)
        self._forget()

    def _take(self, data: bytes) -> None:
        if self._line.speed not in (None, self._speed):
            data = bytes(value ^ _WRONG_SPEED_MASK for value in data)
        self._received += data
        if self._silence is not None:
            self._silence.cancel()
        # A frame ends with silence; what is not whole by then never will be.
        self._silence = asyncio.get_running_loop().call_later(_SILENCE_S, self._forget)
        size = self._size()
        if size is None or len(self._received) < size:
            return
        self._hear(bytes(self._received))
        self._forget()

    def _forget(self) -> None:
        if self._received:
            self._received.clear()
            self._frames += 1
            self._news.set()
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None

    def _size(self) -> int | None:
        """How long the frame that has begun is to be; None while that cannot be known."""
        if len(self._received) < 2:
            return None
        if self._received[1] != _WRITE_COILS:
            return 8
        return 9 + self._received[6] if len(self._received) > 6 else None

    def _hear(self, frame: bytes) -> None:
        body, check = frame[:-2], frame[-2:]
        if self._silent or crc(body) != check or body[0] not in (self._unit, _EVERYBODY):
            return
        answer = self._carry_out(body[1:])
        if body[0] != _EVERYBODY:
            self._answer(answer)

    def _carry_out(self, request: bytes) -> bytes:
        function = request[0]
        first = int.from_bytes(request[1:3], "big")
        value = int.from_bytes(request[3:5], "big")
        if function == _READ_INPUTS:
            answer = self._read(function, self._inputs, first, value)
        elif function == _READ_COILS:
            answer = self._read(function, self._coils, first, value)
        elif function == _WRITE_COIL:
            answer = self._write_one(request, first, value)
        elif function == _WRITE_COILS:
            answer = self._write_several(request, first, value)
        else:
            return bytes((function | _REFUSED, _ILLEGAL_FUNCTION))
        if not answer[0] & _REFUSED:
            self._obeyed.append(request)
            self._news.set()
        return answer

    @staticmethod
    def _read(function: int, bits: list[bool], first: int, count: int) -> bytes:
        if not 1 <= count <= 2000:
            return bytes((function | _REFUSED, _ILLEGAL_VALUE))
        if first + count > len(bits):
            return bytes((function | _REFUSED, _ILLEGAL_ADDRESS))
        packed = 0
        for place, on in enumerate(bits[first : first + count]):
            packed |= on << place
        size = (count + 7) // 8
        return bytes((function, size)) + packed.to_bytes(size, "little")

    def _write_one(self, request: bytes, number: int, value: int) -> bytes:
        if value not in (_ON, _OFF):
            return bytes((_WRITE_COIL | _REFUSED, _ILLEGAL_VALUE))
        if number >= len(self._coils):
            return bytes((_WRITE_COIL | _REFUSED, _ILLEGAL_ADDRESS))
        self._coils[number] = value == _ON
        return request

    def _write_several(self, request: bytes, first: int, count: int) -> bytes:
        packed = int.from_bytes(request[6:], "little")
        if not 1 <= count <= 1968 or request[5] != (count + 7) // 8:
            return bytes((_WRITE_COILS | _REFUSED, _ILLEGAL_VALUE))
        if first + count > len(self._coils):
            return bytes((_WRITE_COILS | _REFUSED, _ILLEGAL_ADDRESS))
        for place in range(count):
            self._coils[first + place] = bool(packed >> place & 1)
        return request[:5]

    def _answer(self, answer: bytes) -> None:
        flaw = self._flaws.popleft() if self._flaws else None
        self._send(self._spoilt(answer, flaw))

    def _spoilt(self, answer: bytes, flaw: BoardFlaw | None) -> bytes:
        body = bytes((self._unit,)) + answer
        whole = body + crc(body)
        match flaw:
            case None:
                return whole
            case BoardFlaw.CHECKSUM:
                return body + bytes(value ^ 0xFF for value in crc(body))
            case BoardFlaw.PARTIAL:
                return whole[:-3]
            case BoardFlaw.SILENT:
                return b""
            case BoardFlaw.STRANGER:
                other = bytes((self._unit % 247 + 1,)) + answer
                return other + crc(other)
            case BoardFlaw.NOISE:
                return b"\x00\xff" + whole
            case BoardFlaw.BUSY | BoardFlaw.FAILURE:
                code = _BUSY if flaw is BoardFlaw.BUSY else _FAILURE
                refusal = bytes((self._unit, answer[0] | _REFUSED, code))
                return refusal + crc(refusal)

    def _send(self, data: bytes) -> None:
        if self._plugged and data:
            if self._line.speed not in (None, self._speed):
                data = bytes(value ^ _WRONG_SPEED_MASK for value in data)
            self._line.send(data)
