"""What is inside a motorised card reader: gate, motor, contacts, bin, and a card somewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum

from sim.cards.inserted import CardFault, InsertedCard, Order, PulledOut
from sim.cards.smart_card import SmartCard
from sim.devices.motor_reader_faults import Motion

FIRMWARE = b"CRT-571-V1.00"
_JAM = b"10"
_UNDEFINED = b"00"
_NOT_RELEASED = b"05"
_MOVED_BY_HAND = b"45"
_NOT_ACTIVATED = b"61"
_CHIP_SILENT = b"63"
_NOT_POWERED = b"65"
_NO_CARD = b"A0"
_BIN_IS_FULL = b"A1"
_NOT_RESET = b"B0"
_CONVENTIONS = (0x3B, 0x3F)
_NOTHING = b"", b""


class Place(Enum):
    """Where the card is."""

    NOWHERE = "nowhere"
    GATE = "gate"
    INSIDE = "inside"
    CONTACTS = "contacts"


@dataclass(frozen=True, slots=True)
class MotorDelays:
    """Seconds that motor and chip take; the defaults are about those of the field."""

    reset: float = 1.5
    draw: float = 0.6
    move: float = 0.8
    power_up: float = 0.3
    apdu: float = 0.05
    other: float = 0.01


NO_DELAYS = MotorDelays(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

_TARGETS = {
    Motion.TO_GATE: Place.GATE,
    Motion.TO_CONTACTS: Place.CONTACTS,
    Motion.TO_BIN: Place.NOWHERE,
    Motion.INIT_TO_GATE: Place.GATE,
    Motion.INIT_TO_BIN: Place.NOWHERE,
}


class Transport:
    """The mechanism. ``carry_out`` is the controller's side, the rest is hands and mishaps."""

    def __init__(
        self, delays: MotorDelays, bin_size: int, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._delays = delays
        self._bin_size = bin_size
        self._sleep = sleep
        self._place = Place.NOWHERE
        self._card: InsertedCard | None = None
        self._drawing: asyncio.Task[None] | None = None
        self._lets_in = False
        self._ready = False
        self._powered = False
        self._jammed = False
        self._reset_helps = False
        self._captured = 0
        self._fetched = 0
        self._news = asyncio.Event()

    @property
    def place(self) -> Place:
        """Where the card is."""
        return self._place

    @property
    def lets_in(self) -> bool:
        """Whether a card in the mouth is drawn in."""
        return self._lets_in

    @property
    def captured(self) -> int:
        """Cards in the bin."""
        return self._captured

    @property
    def fetched(self) -> int:
        """How often a stacker, if there were one, would have given a card."""
        return self._fetched

    @property
    def st0(self) -> bytes:
        """Where the card is, as the reader says it."""
        return {Place.NOWHERE: b"0", Place.GATE: b"1"}.get(self._place, b"2")

    @property
    def st2(self) -> bytes:
        """Whether the bin is full."""
        return b"1" if self._captured >= self._bin_size else b"0"

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Return once something is so."""
        while not is_so():
            self._news.clear()
            await self._news.wait()

    def insert(self, card: SmartCard, fault: CardFault | None) -> None:
        """A card is put into the mouth. Raises ValueError when it is not empty."""
        if self._card is not None:
            raise ValueError("a card is there already")
        self._card = InsertedCard(card, fault)
        self._be(Place.GATE)
        self._welcome()

    def take(self) -> bool:
        """The card is taken out of the mouth, also from between the rollers."""
        if self._place is not Place.GATE:
            return False
        self.pull()
        return True

    def pull(self) -> None:
        """The card is torn out."""
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None
        self._card = None
        self._powered = False
        self._be(Place.NOWHERE)

    def jam(self, *, reset_helps: bool) -> None:
        """Nothing moves any more."""
        self._jammed, self._reset_helps = True, reset_helps

    def clear_jam(self) -> None:
        """Everything moves again."""
        self._jammed = False

    def empty_bin(self) -> None:
        """No card is in the bin."""
        self._captured = 0

    def lose_power(self) -> None:
        """The controller and the chip forget everything."""
        self._ready = self._lets_in = self._powered = False
        self.rest()
        self._tell()

    def rest(self) -> None:
        """Whatever moves stops: the power or the whole bench goes."""
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None

    async def carry_out(self, code: bytes, data: bytes) -> tuple[bytes, bytes]:
        """Do what a command says. Returns the code of its refusal, ``b""`` when it was done, and
        what the reply brings."""
        try:
            motion = Motion(code)
        except ValueError:
            return _UNDEFINED, b""
        before = self._card
        await self._sleep(self._takes(motion))
        if motion in _TARGETS and self._ready and self._card is not before:
            return _MOVED_BY_HAND, b""
        match motion:
            case Motion.INIT_TO_GATE | Motion.INIT_TO_BIN | Motion.INIT_IN_PLACE:
                return self._reset(motion)
            case _ if not self._ready:
                return _NOT_RESET, b""
            case Motion.STATUS:
                return _NOTHING
            case Motion.ALLOW | Motion.FORBID:
                self._lets_in = motion is Motion.ALLOW
                self._tell()
                self._welcome()
                return _NOTHING
            case Motion.TO_GATE | Motion.TO_CONTACTS | Motion.TO_BIN:
                return self._move(_TARGETS[motion]), b""
            case Motion.POWER_UP:
                return self._power_up()
            case Motion.POWER_DOWN:
                self._powered = False
                return _NOTHING
            case Motion.APDU:
                return self._talk(data)

    def _takes(self, motion: Motion) -> float:
        match motion:
            case Motion.INIT_TO_GATE | Motion.INIT_TO_BIN | Motion.INIT_IN_PLACE:
                return self._delays.reset
            case Motion.TO_GATE | Motion.TO_CONTACTS | Motion.TO_BIN:
                return self._delays.move
            case Motion.POWER_UP:
                return self._delays.power_up
            case Motion.APDU:
                return self._delays.apdu
            case _:
                return self._delays.other

    def _reset(self, motion: Motion) -> tuple[bytes, bytes]:
        self.rest()
        self._lets_in = self._powered = False
        if self._jammed and not self._reset_helps:
            return _JAM, b""
        self._jammed = False
        self._ready = True
        if self._card is not None and motion in _TARGETS:
            refusal = self._move(_TARGETS[motion])
            if refusal:
                return refusal, b""
        return b"", FIRMWARE

    def _move(self, target: Place) -> bytes:
        if self._card is None:
            self._fetched += 1
            return _NO_CARD
        if self._powered:
            return _NOT_RELEASED
        if self._jammed:
            return _JAM
        if target is Place.NOWHERE:
            if self._captured >= self._bin_size:
                return _BIN_IS_FULL
            self._captured += 1
            self._card = None
        self.rest()
        self._be(target)
        return b""

    def _power_up(self) -> tuple[bytes, bytes]:
        if self._card is None or self._place is not Place.CONTACTS:
            return _NOT_ACTIVATED, b""
        self._card.hears(Order.POWER_ON.value)
        answer = self._card.hears(Order.ANSWER_TO_RESET.value) or b""
        if answer[:1] not in {bytes((first,)) for first in _CONVENTIONS}:
            return _NOT_ACTIVATED, b""
        self._powered = True
        t1 = len(answer) > 2 and answer[1] & 0x80 and answer[_first_td(answer)] & 0x0F == 1
        return b"", (b"1" if t1 else b"0") + answer

    def _talk(self, command: bytes) -> tuple[bytes, bytes]:
        if self._card is None or not self._powered:
            return _NOT_POWERED, b""
        try:
            answer = self._card.hears(command)
        except PulledOut:
            self.pull()
            return _MOVED_BY_HAND, b""
        if not answer:
            self._powered = False
            return _CHIP_SILENT, b""
        return b"", answer

    def _welcome(self) -> None:
        if self._lets_in and self._place is Place.GATE and self._drawing is None:
            self._drawing = asyncio.get_running_loop().create_task(self._draw())

    async def _draw(self) -> None:
        await self._sleep(self._delays.draw)
        self._drawing = None
        if not self._jammed:
            self._be(Place.INSIDE)

    def _be(self, place: Place) -> None:
        self._place = place
        self._tell()

    def _tell(self) -> None:
        self._news.set()


def _first_td(answer: bytes) -> int:
    """Where TD1 stands: behind TA1, TB1 and TC1, as far as these are there."""
    return 2 + sum(1 for bit in (0x10, 0x20, 0x40) if answer[1] & bit)
