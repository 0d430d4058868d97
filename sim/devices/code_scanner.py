"""A code scanner at the other end of a serial line, and the phone that is held before it.

It copies the truths a driver has to live with: told to look, it looks for one code and then no
longer; it gives up by itself after a while; set to look always, it sends whatever is held before it
whether anybody asked or not; and the speed of the line has to be right.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from sim.devices.serial_line import PtyLine, SerialLine

_ON = b"\x16T\r"
_OFF = b"\x16U\r"
_NOISE = bytes.fromhex("00 FF 31 33 80 16 7F A5")
_WRONG_SPEED_MASK = 0x5A
_LOOK_SECONDS = 30.0
_REREAD_SECONDS = 0.5


class Look(Enum):
    """When the scanner looks for codes."""

    WHEN_TOLD = "when_told"
    ALWAYS = "always"


class ScanFlaw(Enum):
    """How a scan goes wrong."""

    NOISE = "noise"
    """The text arrives with noise in front of it."""
    TRUNCATED = "truncated"
    """The text breaks off, and no end of line follows."""
    TWICE = "twice"
    """The text is sent twice without a pause."""


@dataclass(slots=True)
class _Held:
    text: str
    readings: int | None


class CodeScannerSimulator:
    """The scanner. Unplugged when made; to be used on a running event loop.

    ``line`` is its cable; a path stands for a pseudo-terminal under that name. ``suffix`` ends each
    text. ``look_seconds`` is after how long without a code it gives up, ``reread_seconds`` how long
    it pauses between two readings of a code that stays when it looks always.
    """

    def __init__(
        self,
        line: Path | SerialLine,
        *,
        look: Look = Look.WHEN_TOLD,
        speed: int = 9600,
        suffix: bytes = b"\r",
        look_seconds: float = _LOOK_SECONDS,
        reread_seconds: float = _REREAD_SECONDS,
    ) -> None:
        self._line = PtyLine(line) if isinstance(line, Path) else line
        self._look = look
        self._speed = speed
        self._suffix = suffix
        self._look_seconds = look_seconds
        self._reread_seconds = reread_seconds
        self._plugged = False
        self._triggered = False
        self._next_event: asyncio.TimerHandle | None = None
        self._received = bytearray()
        self._held: _Held | None = None
        self._flaws: deque[ScanFlaw] = deque()
        self._obeyed: list[bytes] = []
        self._news = asyncio.Event()

    @property
    def plugged(self) -> bool:
        """Whether the cable is in."""
        return self._plugged

    @property
    def looking(self) -> bool:
        """Whether its light is on and it would read a code."""
        return self._plugged and (self._triggered or self._look is Look.ALWAYS)

    @property
    def showing(self) -> bool:
        """Whether something with a code on it is held before it."""
        return self._held is not None

    @property
    def obeyed(self) -> tuple[bytes, ...]:
        """The commands it understood so far, for tests."""
        return tuple(self._obeyed)

    async def has_obeyed(self, count: int) -> None:
        """Return when it has understood so many commands."""
        while len(self._obeyed) < count:
            self._news.clear()
            await self._news.wait()

    def show(self, text: str, *, readings: int | None = 1) -> None:
        """Hold a code before it, in place of what is there.

        It is taken away once it has been read so many times in good order, and stays until
        ``hide`` when ``readings`` is None.
        """
        self._held = _Held(text, readings)
        self._read()

    def hide(self) -> None:
        """Take away what is held before it."""
        self._held = None

    def spoil(self, flaw: ScanFlaw) -> None:
        """Let the next scan go wrong; several strike one after the other."""
        self._flaws.append(flaw)

    def clear_flaws(self) -> None:
        """Let it scan well again."""
        self._flaws.clear()

    def babble(self, data: bytes = _NOISE) -> None:
        """Send something by itself, as a bad contact makes it."""
        self._send(data)

    def plug(self) -> None:
        """Plug the cable in. May be done twice."""
        if not self._plugged:
            self._line.connect(self._take)
            self._plugged = True
            self._read()

    def unplug(self) -> None:
        """Pull the cable out: the device disappears, and with its power it forgets to look."""
        if self._plugged:
            self._plugged = False
            self._line.disconnect()
            self._received.clear()
            self._rest()

    def _take(self, data: bytes) -> None:
        self._received += self._at_speed(data)
        while (command := self._command()) is not None:
            self._obeyed.append(command)
            self._news.set()
            if command == _ON:
                self._begin()
            else:
                self._rest()

    def _command(self) -> bytes | None:
        """The next command; bytes in front of it that are none are dropped."""
        while len(self._received) >= len(_ON):
            for command in (_ON, _OFF):
                if self._received.startswith(command):
                    del self._received[: len(command)]
                    return command
            del self._received[0]
        return None

    def _begin(self) -> None:
        self._rest()
        self._triggered = True
        loop = asyncio.get_running_loop()
        self._next_event = loop.call_later(self._look_seconds, self._rest)
        self._read()

    def _rest(self) -> None:
        self._triggered = False
        if self._next_event is not None:
            self._next_event.cancel()
            self._next_event = None

    def _read(self) -> None:
        """Read what is held before it; looking always, again and again while it stays there."""
        held = self._held
        if not self.looking or held is None:
            return
        flaw = self._flaws.popleft() if self._flaws else None
        self._send(self._spoilt(held.text.encode("utf-8"), flaw))
        self._rest()
        if flaw in (None, ScanFlaw.TWICE) and held.readings is not None:
            held.readings -= 1
            if held.readings == 0:
                self._held = None
        if self._look is Look.ALWAYS:
            self._next_event = asyncio.get_running_loop().call_later(
                self._reread_seconds, self._read
            )

    def _spoilt(self, text: bytes, flaw: ScanFlaw | None) -> bytes:
        whole = text + self._suffix
        match flaw:
            case None:
                return whole
            case ScanFlaw.NOISE:
                return _NOISE + whole
            case ScanFlaw.TRUNCATED:
                return text[: len(text) // 2]
            case ScanFlaw.TWICE:
                return whole * 2

    def _send(self, data: bytes) -> None:
        if self._plugged:
            self._line.send(self._at_speed(data))

    def _at_speed(self, data: bytes) -> bytes:
        if self._line.speed in (None, self._speed):
            return data
        return bytes(value ^ _WRONG_SPEED_MASK for value in data)
