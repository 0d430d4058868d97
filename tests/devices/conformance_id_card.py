"""What every reader of identity cards must do, whatever its wire.

A test module makes a class of it and gives the fixture ``bench``.
"""

from __future__ import annotations

import asyncio

import pytest

from kiosk.devices.api import DeviceCause, DeviceError, IdCardReader
from kiosk.domain.citizen import IdentityCard
from kiosk.domain.names import normalise_name
from kiosk.domain.terminal import DeviceKind, DeviceStatus
from sim.devices.id_reader import CardState
from sim.people import PEOPLE, Person
from tests.devices.id_reader_bench import LI_SI, ZHANG_SAN, Bench


def card_of(person: Person) -> IdentityCard:
    return IdentityCard(
        name=normalise_name(person.called),
        number=person.identity,
        sex=person.sex,
        birth=person.birth,
        valid_from=person.valid_from,
        valid_to=person.valid_to,
    )


class IdCardReaderConformance:
    """One reader, one wire."""

    async def test_says_what_it_is(self, bench: Bench) -> None:
        reader: IdCardReader = bench.reader
        assert reader.kind is DeviceKind.ID_CARD_READER

    async def test_is_online_once_opened(self, bench: Bench) -> None:
        await bench.reader.open()
        assert (await bench.reader.condition()).status is DeviceStatus.ONLINE

    async def test_closes_twice_and_without_having_been_opened(self, bench: Bench) -> None:
        await bench.reader.close()
        await bench.reader.open()
        await bench.reader.close()
        await bench.reader.close()

    async def test_opens_again_after_being_closed(self, bench: Bench) -> None:
        await bench.reader.open()
        await bench.reader.close()
        await bench.reader.open()
        assert (await bench.reader.condition()).usable

    async def test_cannot_be_used_before_it_is_opened(self, bench: Bench) -> None:
        with pytest.raises(DeviceError) as caught:
            await bench.reader.read_card()
        assert caught.value.cause is DeviceCause.DISCONNECTED

    async def test_reads_everybodys_card(self, bench: Bench) -> None:
        await bench.reader.open()
        for person in PEOPLE:
            bench.simulator.place(person)
            assert await bench.reader.read_card() == card_of(person), person.key

    async def test_waits_until_a_card_is_laid_down(self, bench: Bench) -> None:
        await bench.reader.open()
        reading = asyncio.create_task(bench.reader.read_card())
        await bench.clock.has_slept(3)
        assert not reading.done()
        bench.simulator.place(ZHANG_SAN)
        assert await reading == card_of(ZHANG_SAN)

    async def test_sees_a_card_that_stays_only_once(self, bench: Bench) -> None:
        await bench.reader.open()
        bench.simulator.place(ZHANG_SAN)
        await bench.reader.read_card()
        again = asyncio.create_task(bench.reader.read_card())
        polls = len(bench.clock.slept)
        await bench.clock.has_slept(polls + 3)
        assert not again.done()
        assert bench.simulator.card is CardState.ALREADY_READ
        bench.simulator.lift()
        bench.simulator.place(ZHANG_SAN)
        assert await again == card_of(ZHANG_SAN)

    async def test_reads_one_card_after_the_other(self, bench: Bench) -> None:
        await bench.reader.open()
        for person in (ZHANG_SAN, LI_SI, ZHANG_SAN):
            bench.simulator.place(person)
            assert await bench.reader.read_card() == card_of(person)
            bench.simulator.lift()

    async def test_a_cancelled_wait_leaves_it_usable(self, bench: Bench) -> None:
        await bench.reader.open()
        reading = asyncio.create_task(bench.reader.read_card())
        await bench.clock.has_slept(1)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        bench.simulator.place(LI_SI)
        assert await bench.reader.read_card() == card_of(LI_SI)

    async def test_tells_its_condition_while_it_waits_for_a_card(self, bench: Bench) -> None:
        await bench.reader.open()
        reading = asyncio.create_task(bench.reader.read_card())
        for _ in range(5):
            assert (await bench.reader.condition()).usable
        bench.simulator.place(ZHANG_SAN)
        assert await reading == card_of(ZHANG_SAN)

    async def test_notices_that_it_was_unplugged_and_works_again_later(self, bench: Bench) -> None:
        await bench.reader.open()
        reading = asyncio.create_task(bench.reader.read_card())
        await bench.clock.has_slept(1)
        bench.simulator.unplug()
        with pytest.raises(DeviceError) as caught:
            await reading
        assert caught.value.cause is DeviceCause.DISCONNECTED
        with pytest.raises(DeviceError) as caught:
            await bench.reader.open()
        assert caught.value.cause is DeviceCause.DISCONNECTED
        bench.simulator.plug()
        bench.simulator.place(LI_SI)
        await bench.reader.open()
        assert await bench.reader.read_card() == card_of(LI_SI)
