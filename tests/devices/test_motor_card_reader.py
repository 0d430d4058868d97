"""The motorised card reader and a simulated one: who is let in, and what becomes of the card."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.devices.api import DeviceCause
from kiosk.devices.motor_card_reader import BIN_FULL
from kiosk.devices.ports.serial_port import serial_port
from kiosk.domain.terminal import ONLINE, Remedy
from kiosk.payments.emv import IssuerAnswer, open_card
from sim.cards.bank_card import BankChip
from sim.cards.cast import find_card
from sim.devices.motor_card_reader import MotorCardReaderSimulator
from sim.devices.motor_reader_faults import FaultKind, Motion, MotorReaderFault
from sim.devices.motor_transport import NO_DELAYS, MotorDelays, Place
from tests.devices.invented_chips import (
    CHALLENGE,
    READ,
    READ_ANY_LENGTH,
    SELECT,
    SELECTED,
    TryOut,
    card_with,
)
from tests.devices.motor_reader_bench import (
    Bench,
    bench_on,
    failure,
    inserted,
    pty_bench,
)
from tests.payments.emv.spoken_card import PURCHASE


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with pty_bench(tmp_path) as bench:
        await bench.reader.open()
        yield bench


def lies(bench: Bench) -> Place:
    """Where the card lies by now."""
    return bench.simulator.place


async def test_opening_resets_the_reader_and_tells_what_it_is(bench: Bench) -> None:
    assert bench.simulator.seen == (Motion.INIT_TO_GATE.value,)
    assert bench.reader.firmware == "CRT-571-V1.00"


async def test_a_card_left_inside_is_given_back_when_it_opens(bench: Bench) -> None:
    await inserted(bench)
    bench.simulator.power_cycle()
    await bench.reader.close()
    await bench.reader.open()
    assert bench.simulator.place is Place.GATE
    await bench.take()
    await bench.reader.taken()


async def test_a_card_stuck_inside_keeps_it_from_opening(bench: Bench) -> None:
    await inserted(bench)
    bench.simulator.jam()
    error = await failure(bench.reader.open())
    assert (error.cause, error.remedy) == (DeviceCause.CARD_JAMMED, Remedy.CLEAR)
    bench.simulator.clear_jam()
    await bench.reader.open()
    assert bench.simulator.place is Place.GATE


async def test_cards_are_let_in_only_while_somebody_waits_for_one(bench: Bench) -> None:
    bench.simulator.insert(card_with(TryOut()))
    assert await bench.reader.condition() == ONLINE
    assert lies(bench) is Place.GATE
    card = await bench.reader.insert()
    assert lies(bench) is Place.CONTACTS
    assert not bench.simulator.lets_in
    assert (await card.exchange(SELECT)).data == SELECTED


async def test_it_looks_for_a_card_at_the_interval_it_was_given(bench: Bench) -> None:
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.clock.has_slept(3)
    await bench.insert(card_with(TryOut()))
    await inserting
    assert set(bench.clock.slept) == {0.2}


async def test_a_card_that_was_given_back_is_not_drawn_in_for_the_next_citizen(
    bench: Bench,
) -> None:
    await inserted(bench)
    await bench.reader.eject()
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.clock.has_slept(len(bench.clock.slept) + 3)
    assert not bench.simulator.lets_in
    await bench.take()
    await bench.waits()
    await bench.insert(card_with(TryOut()))
    await inserting


async def test_a_card_left_in_the_mouth_from_before_is_not_drawn_in_either(bench: Bench) -> None:
    await inserted(bench)
    await bench.reader.eject()
    await bench.reader.open()
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.clock.has_slept(len(bench.clock.slept) + 3)
    assert not bench.simulator.lets_in
    await bench.take()
    await bench.waits()
    inserting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await inserting


async def test_a_card_in_the_mouth_can_be_made_its_owners_to_take(bench: Bench) -> None:
    bench.simulator.insert(card_with(TryOut()))
    await bench.reader.eject()
    assert Motion.TO_GATE.value not in bench.simulator.seen
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.clock.has_slept(3)
    assert not bench.simulator.lets_in
    await bench.take()
    await bench.waits()
    await bench.insert(card_with(TryOut()))
    await inserting


async def test_a_cancelled_wait_lets_no_card_in_any_more(bench: Bench) -> None:
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.waits()
    inserting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await inserting
    assert not bench.simulator.lets_in
    await bench.insert(card_with(TryOut()))
    assert await bench.reader.condition() == ONLINE
    assert bench.simulator.place is Place.GATE


@pytest.mark.parametrize("reached", [Place.GATE, Place.INSIDE, Place.CONTACTS])
async def test_a_cancelled_wait_gives_back_a_card_on_its_way(bench: Bench, reached: Place) -> None:
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.waits()
    await bench.insert(card_with(TryOut()))
    await bench.simulator.until(lambda: bench.simulator.place is reached)
    inserting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await inserting
    assert bench.simulator.place is Place.GATE
    assert not bench.simulator.lets_in
    await bench.take()
    await inserted(bench)


async def test_cancelled_twice_it_still_lets_no_card_in(bench: Bench) -> None:
    inserting = asyncio.create_task(bench.reader.insert())
    await bench.waits()
    inserting.cancel()
    await asyncio.sleep(0)
    inserting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await inserting
    await bench.simulator.until(lambda: not bench.simulator.lets_in)
    assert await bench.reader.condition() == ONLINE


async def test_a_cancelled_exchange_leaves_the_next_its_own_answer(bench: Bench) -> None:
    card = await inserted(bench)
    await card.exchange(SELECT)
    for turns in range(6):
        asking = asyncio.create_task(card.exchange(CHALLENGE))
        for _ in range(turns):
            await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert (await card.exchange(READ_ANY_LENGTH)).data == READ


async def test_power_is_cut_before_the_card_moves(bench: Bench) -> None:
    await inserted(bench)
    await bench.reader.eject()
    assert bench.simulator.seen[-2:] == (Motion.POWER_DOWN.value, Motion.TO_GATE.value)


async def test_nothing_moves_where_no_card_is(bench: Bench) -> None:
    # A move would fetch a card from the stacker of a model that issues cards.
    await bench.reader.eject()
    assert await bench.reader.capture() is False
    assert set(bench.simulator.seen[1:]) == {Motion.STATUS.value}


async def test_a_card_given_back_twice_stays_in_the_mouth(bench: Bench) -> None:
    await inserted(bench)
    await bench.reader.eject()
    await bench.reader.eject()
    assert bench.simulator.seen.count(Motion.TO_GATE.value) == 1


async def test_a_card_is_kept_from_the_contacts_and_from_the_mouth(bench: Bench) -> None:
    await inserted(bench)
    assert await bench.reader.capture() is True
    await inserted(bench)
    await bench.reader.eject()
    assert await bench.reader.capture() is True
    assert bench.simulator.captured == 2
    await bench.reader.taken()


async def test_a_full_bin_keeps_no_card_and_says_so(tmp_path: Path) -> None:
    link = tmp_path / "card-reader"
    simulator = MotorCardReaderSimulator(link, delays=NO_DELAYS, bin_size=1)
    async with bench_on(simulator, serial_port(str(link), speed=9600)) as bench:
        await bench.reader.open()
        await inserted(bench)
        assert await bench.reader.capture() is True
        assert await bench.reader.condition() == BIN_FULL
        assert BIN_FULL.usable
        await inserted(bench)
        assert await bench.reader.capture() is False
        assert simulator.place is Place.CONTACTS
        simulator.empty_bin()
        assert await bench.reader.condition() == ONLINE
        assert await bench.reader.capture() is True


@pytest.mark.parametrize("code", [b"40", b"50", b"A1", b"03"])
async def test_a_card_that_does_not_get_to_the_bin_is_not_kept(bench: Bench, code: bytes) -> None:
    await inserted(bench)
    bench.simulator.inject(MotorReaderFault(FaultKind.REFUSED, Motion.TO_BIN, code))
    assert await bench.reader.capture() is False
    assert await bench.reader.condition() == ONLINE


async def test_a_whole_payment_at_the_pace_of_a_motor(tmp_path: Path) -> None:
    link = tmp_path / "card-reader"
    delays = MotorDelays(0.02, 0.02, 0.02, 0.01, 0.005, 0.001)
    simulator = MotorCardReaderSimulator(link, delays=delays)
    async with bench_on(simulator, serial_port(str(link), speed=9600)) as bench:
        await bench.reader.open()
        card = await inserted(bench)
        assert (await card.exchange(SELECT)).data == SELECTED
        assert (await card.exchange(CHALLENGE)).sw == 0x9000
        await bench.reader.eject()
        await bench.take()
        await bench.reader.taken()


async def test_a_bank_card_pays_through_it_as_emv_has_it(bench: Bench) -> None:
    card = await inserted(bench, BankChip(find_card("zhang-san-debit")).inserted())
    opened = await open_card(card, PURCHASE)
    first = await opened.authorise(trace=1, pin_entered=opened.needs_pin)
    assert first.field_55
    # Nobody answered for the bank: the card gives a refusal of its own, and no error.
    assert await opened.conclude(IssuerAnswer("05", b"")) is False
    await bench.reader.eject()
