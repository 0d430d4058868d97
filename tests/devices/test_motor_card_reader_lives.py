"""Many lives of a motorised card reader: whatever hands, motor, power and wire do to it, it draws
no card in unasked, moves nothing where no card is, asks no chip twice, and gets well again."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.api import ChipCard, DeviceError
from kiosk.devices.motor_card_reader import MotorCardReader, MotorTiming
from kiosk.domain.terminal import ONLINE
from sim.devices.motor_card_reader import MotorCardReaderSimulator
from sim.devices.motor_reader_faults import FaultKind, Motion, MotorReaderFault
from sim.devices.motor_transport import NO_DELAYS, Place
from tests.devices.id_reader_bench import StepClock
from tests.devices.invented_chips import CHALLENGE, SELECT, TryOut, card_with
from tests.devices.loop_line import LoopLine

CODES = (b"10", b"40", b"45", b"61", b"63", b"A0", b"A1", b"B0", b"51")


def faults(on: Motion | None) -> st.SearchStrategy[MotorReaderFault]:
    return st.builds(
        MotorReaderFault,
        st.sampled_from(FaultKind),
        st.just(on),
        st.sampled_from(CODES),
        st.integers(0, 20),
        st.integers(1, 3),
    )


def one_after_the_other(*happenings: Happening) -> tuple[Happening, ...]:
    return happenings


Happening = str | MotorReaderFault
HANDS = ("put", "take", "tear")
MISHAPS = ("jam", "loosen", "power", "babble")
CALLS = ("wait", "cancel", "talk", "eject", "capture", "ask", "open")
EPISODES = st.sampled_from(
    (
        ("wait", "cancel"),
        ("put", "wait", "cancel"),
        ("wait", "put"),
        ("wait", "put", "talk"),
        ("wait", "put", "tear", "talk"),
        ("wait", "put", "eject", "wait"),
        ("wait", "put", "eject", "take"),
        ("wait", "put", "eject", "capture"),
        *((one,) for one in HANDS + CALLS),
    )
)
MISADVENTURES = st.one_of(
    st.sampled_from(tuple((one,) for one in MISHAPS)),
    st.sampled_from(Motion).flatmap(faults).map(one_after_the_other),
    faults(Motion.APDU).map(lambda fault: one_after_the_other("wait", "put", fault, "talk")),
    faults(Motion.TO_GATE).map(lambda fault: one_after_the_other("wait", "put", fault, "eject")),
)


@dataclass
class Life:
    """One reader, and everything that happened to it."""

    clock: StepClock = field(default_factory=StepClock)
    chip: TryOut = field(default_factory=TryOut)
    waiting: asyncio.Task[ChipCard] | None = None
    card: ChipCard | None = None
    somebodys: bool = False
    """Whether a card in the mouth was given back and is still to be taken."""

    def __post_init__(self) -> None:
        self.line = LoopLine()
        self.simulator = MotorCardReaderSimulator(self.line, delays=NO_DELAYS, bin_size=3)
        self.simulator.plug()
        self.reader = MotorCardReader(self.line.opener, self.clock, MotorTiming(reset_tries=1))

    async def live(self, happening: Happening) -> None:
        match happening:
            case MotorReaderFault():
                self.simulator.inject(happening)
            case "put":
                with contextlib.suppress(ValueError):
                    self.simulator.insert(card_with(self.chip))
            case "take":
                self.simulator.take()
            case "tear":
                self.simulator.pull()
            case "jam":
                self.simulator.jam()
            case "loosen":
                self.simulator.clear_jam()
            case "power":
                self.simulator.power_cycle()
            case "babble":
                self.simulator.babble()
            case _:
                with contextlib.suppress(DeviceError):
                    await self.call(happening)
        await self.settle()
        if self.simulator.place is not Place.GATE:
            self.somebodys = False
        elif happening in ("eject", "open"):
            self.somebodys = True

    async def call(self, name: str) -> None:
        match name:
            case "wait":
                if self.waiting is None:
                    self.waiting = asyncio.create_task(self.reader.insert())
            case "cancel":
                await self.stop()
            case "talk":
                if self.card is not None:
                    await self.talk(self.card)
            case "eject":
                await self.reader.eject()
            case "capture":
                await self.reader.capture()
            case "ask":
                await self.reader.condition()
            case "open":
                await self.stop()
                await self.reader.open()
            case _:
                raise AssertionError(name)

    async def talk(self, card: ChipCard) -> None:
        selected, heard = self.chip.selected, len(self.chip.heard)
        try:
            await card.exchange(SELECT)
            await card.exchange(CHALLENGE)
        finally:
            assert self.chip.selected - selected <= 1
            assert len(self.chip.heard) - heard <= 1

    async def stop(self) -> None:
        if self.waiting is not None:
            self.waiting.cancel()
            await asyncio.gather(self.waiting, return_exceptions=True)
            self.waiting = None

    async def settle(self) -> None:
        """What waits goes on for a while, and is heard when it has come to something."""
        for _ in range(120):
            await asyncio.sleep(0)
            if self.waiting is not None and self.waiting.done():
                if not self.waiting.cancelled() and self.waiting.exception() is None:
                    self.card = self.waiting.result()
                self.waiting = None

    async def gets_well(self) -> None:
        """Everything that is wrong outside is put right; then the reader works."""
        await self.stop()
        self.simulator.clear_faults()
        self.simulator.clear_jam()
        self.simulator.empty_bin()
        await self.reader.open()
        assert not self.simulator.lets_in
        assert self.simulator.place in (Place.NOWHERE, Place.GATE)
        self.simulator.take()
        await self.reader.taken()
        assert await self.reader.condition() == ONLINE
        inserting = asyncio.create_task(self.reader.insert())
        await self.simulator.until(lambda: self.simulator.lets_in)
        self.simulator.insert(card_with(self.chip))
        card = await inserting
        assert (await card.exchange(SELECT)).sw == 0x9000
        await self.reader.eject()
        assert self.simulator.take()
        await self.reader.taken()
        await self.reader.close()
        self.simulator.unplug()


@settings(max_examples=40)
@given(st.lists(EPISODES, max_size=8))
def test_hands_alone_never_confuse_it(episodes: list[tuple[str, ...]]) -> None:
    async def life() -> None:
        one = Life()
        await one.reader.open()
        for happening in chain.from_iterable(episodes):
            somebodys = one.somebodys
            await one.live(happening)
            if one.waiting is None:
                assert not one.simulator.lets_in
            if somebodys and happening not in ("take", "tear", "capture"):
                assert one.simulator.place is Place.GATE
        assert one.simulator.fetched == 0
        await one.gets_well()

    asyncio.run(life())


@settings(max_examples=60)
@given(st.lists(EPISODES | MISADVENTURES, max_size=8))
def test_it_gets_well_after_anything(episodes: list[tuple[Happening, ...]]) -> None:
    async def life() -> None:
        one = Life()
        await one.reader.open()
        for happening in chain.from_iterable(episodes):
            await one.live(happening)
        await one.gets_well()

    asyncio.run(life())
