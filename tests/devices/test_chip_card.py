"""What a powered card is taken to have done, from what its reader saw of it and when."""

from __future__ import annotations

import asyncio
from collections import deque

import pytest

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.chip_card import PortCard, powered
from kiosk.devices.chip_card_reader import ChipCardReader
from kiosk.devices.clock import Clock
from kiosk.devices.ports.byte_port import PortLost, PortRefused
from kiosk.devices.ports.chip_port import Chip, ChipGone, ChipMute, ChipSilent
from kiosk.devices.ports.slot_watch import SlotWatch
from kiosk.domain.terminal import Remedy
from kiosk.runtime.clock import SystemClock
from tests.devices.chip_bench import HurriedClock
from tests.devices.id_reader_bench import StepClock
from tests.devices.invented_chips import ATR, CHALLENGE, HISTORICAL

_Said = bytes | Exception


class PaperChip:
    """A chip that does what a script says."""

    def __init__(self, *said: _Said, answer_to_reset: bytes = ATR) -> None:
        self.said = deque(said)
        self.answer_to_reset = answer_to_reset
        self.t0 = True
        self.off = False

    async def transmit(self, command: bytes) -> bytes:
        del command
        return self._next()

    async def reset(self) -> None:
        self._next()

    async def power_off(self) -> None:
        self.off = True

    def _next(self) -> bytes:
        said = self.said.popleft()
        if isinstance(said, Exception):
            raise said
        return said


class PaperPort:
    """A port whose slot is told by the test what to see."""

    def __init__(self, *powered: PaperChip | Exception) -> None:
        self.slot = SlotWatch()
        self.slot.seen(present=True)
        self._powered = deque(powered)
        self.closed = False

    @property
    def insertion(self) -> int | None:
        return self.slot.insertion

    async def card_in(self) -> int:
        return await self.slot.card_in()

    async def card_out(self, insertion: int) -> None:
        await self.slot.card_out(insertion)

    def check(self) -> None:
        self.slot.check()

    async def power_on(self) -> Chip:
        chip = self._powered.popleft()
        if isinstance(chip, Exception):
            raise chip
        return chip

    async def close(self) -> None:
        self.closed = True


def card_of(chip: PaperChip, clock: Clock | None = None) -> tuple[PortCard, PaperPort]:
    port = PaperPort()
    return PortCard(port, chip, HISTORICAL, clock or HurriedClock()), port


async def trouble(card: PortCard) -> tuple[DeviceCause, Remedy]:
    with pytest.raises(DeviceError) as caught:
        await card.exchange(CHALLENGE)
    assert caught.value.__cause__ is None
    return caught.value.cause, caught.value.remedy


UNREADABLE = (DeviceCause.CARD_UNREADABLE, Remedy.NONE)
REMOVED = (DeviceCause.CARD_REMOVED, Remedy.NONE)
DISCONNECTED = (DeviceCause.DISCONNECTED, Remedy.MAINTENANCE)


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        (ChipGone("out"), REMOVED),
        (PortLost("unplugged"), DISCONNECTED),
        (ChipSilent("nothing"), UNREADABLE),
        (b"\x90", UNREADABLE),
        (b"\x01\x02", UNREADABLE),
    ],
)
async def test_what_a_card_that_stays_has_done(
    said: _Said, meaning: tuple[DeviceCause, Remedy]
) -> None:
    card, _ = card_of(PaperChip(said))
    assert await trouble(card) == meaning


@pytest.mark.parametrize("said", [ChipSilent("nothing"), b"\x00"])
async def test_silence_of_a_card_that_is_gone_a_moment_later_was_its_going(said: _Said) -> None:
    card, port = card_of(PaperChip(said), SystemClock())
    asking = asyncio.create_task(trouble(card))
    await asyncio.sleep(0.01)
    assert not asking.done()
    port.slot.seen(present=False)
    assert await asking == REMOVED


async def test_silence_of_a_reader_that_is_gone_a_moment_later_was_the_readers() -> None:
    card, port = card_of(PaperChip(ChipSilent("nothing")), SystemClock())
    asking = asyncio.create_task(trouble(card))
    await asyncio.sleep(0)
    port.slot.lost(PortLost("unplugged"))
    assert await asking == DISCONNECTED


async def test_a_card_that_was_out_before_it_was_asked_is_removed() -> None:
    port = PaperPort()
    port.slot.seen(present=False)
    card = PortCard(port, PaperChip(ChipSilent("nothing")), HISTORICAL, SystemClock())
    assert await trouble(card) == REMOVED


async def test_whoever_gives_up_waiting_for_the_reason_leaves_nothing_behind() -> None:
    card, _ = card_of(PaperChip(ChipSilent("nothing"), b"\x90\x00"), SystemClock())
    asking = asyncio.create_task(card.exchange(CHALLENGE))
    await asyncio.sleep(0.01)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert len(asyncio.all_tasks()) == 1
    assert (await card.exchange(CHALLENGE)).sw == 0x9000


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        (ChipMute("nonsense"), UNREADABLE),
        (ChipGone("out"), REMOVED),
        (PortLost("unplugged"), DISCONNECTED),
    ],
)
async def test_what_a_reset_may_come_to(
    said: Exception, meaning: tuple[DeviceCause, Remedy]
) -> None:
    card, _ = card_of(PaperChip(said))
    with pytest.raises(DeviceError) as caught:
        await card.reset()
    assert (caught.value.cause, caught.value.remedy) == meaning


async def test_what_is_no_command_is_the_callers_fault() -> None:
    card, _ = card_of(PaperChip())
    with pytest.raises(ValueError, match="four bytes"):
        await card.exchange(b"\x00")


@pytest.mark.parametrize(
    ("tries", "cause"),
    [
        ((ChipMute(""), ChipMute("")), DeviceCause.CARD_MUTE),
        ((ChipMute(""), ChipGone("")), DeviceCause.CARD_REMOVED),
        ((ChipMute(""), PortLost("")), DeviceCause.DISCONNECTED),
        ((PortRefused(""),), DeviceCause.CONFIGURATION),
        ((PaperChip(answer_to_reset=b"\x3b"),), DeviceCause.CARD_MUTE),
    ],
)
async def test_why_a_card_got_no_power(
    tries: tuple[PaperChip | Exception, ...], cause: DeviceCause
) -> None:
    with pytest.raises(DeviceError) as caught:
        await powered(PaperPort(*tries), StepClock())
    assert caught.value.cause is cause


async def test_contacts_are_given_time_to_settle() -> None:
    clock = StepClock()
    card = await powered(PaperPort(ChipMute(""), PaperChip(b"\x90\x00")), clock)
    assert clock.slept == [0.3]
    assert card.historical == HISTORICAL


async def test_a_card_lost_with_its_reader_while_it_is_waited_to_go() -> None:
    port = PaperPort(PaperChip())

    async def opener() -> PaperPort:
        return port

    reader = ChipCardReader(opener, StepClock())
    await reader.open()
    await reader.insert()
    going = asyncio.create_task(reader.taken())
    await asyncio.sleep(0)
    port.slot.lost(PortLost("unplugged"))
    with pytest.raises(DeviceError) as caught:
        await going
    assert caught.value.cause is DeviceCause.DISCONNECTED
    await reader.close()
    assert port.closed
