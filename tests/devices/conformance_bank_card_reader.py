"""What every reader of bank cards must do, whatever its mechanism and its wire.

A test module makes a class of it and gives the fixture ``bench``; one whose cable can be pulled
adds ``UnpluggableBankCardReader``.
"""

from __future__ import annotations

import asyncio
from typing import Protocol

import pytest

from kiosk.devices.api import BankCardReader, ChipCard, DeviceCause, DeviceError
from kiosk.domain.terminal import DeviceKind, DeviceStatus, Remedy
from sim.cards.inserted import CardFault
from sim.cards.smart_card import SmartCard
from tests.devices.invented_chips import (
    CHALLENGE,
    HISTORICAL,
    READ,
    READ_ANY_LENGTH,
    REFUSED,
    SELECT,
    SELECTED,
    UPSIDE_DOWN,
    TryOut,
    card_with,
)


class Bench(Protocol):
    """A reader, and the hands of a citizen at its mouth."""

    @property
    def reader(self) -> BankCardReader: ...

    @property
    def captured(self) -> int:
        """How many cards lie in its bin."""
        ...

    async def waits(self) -> None:
        """Return once the reader would take a card."""
        ...

    async def insert(self, card: SmartCard, fault: CardFault | None = None) -> None:
        """Push a card in as far as it goes; ``fault`` is what is wrong with it."""
        ...

    async def take(self) -> None:
        """Take the card that the reader gives back."""
        ...

    async def pull(self) -> None:
        """Tear the card out while it is in use."""
        ...


class UnpluggableBench(Bench, Protocol):
    """A reader whose cable can be pulled."""

    async def unplug(self) -> None: ...
    async def plug(self) -> None: ...


class BankCardReaderConformance:
    """One reader, one wire."""

    async def test_says_what_it_is(self, bench: Bench) -> None:
        assert bench.reader.kind is DeviceKind.BANK_CARD_READER

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
            await bench.reader.insert()
        assert caught.value.cause is DeviceCause.DISCONNECTED

    async def test_waits_for_a_card_and_tells_what_its_chip_says_of_itself(
        self, bench: Bench
    ) -> None:
        await bench.reader.open()
        inserting = asyncio.create_task(bench.reader.insert())
        await bench.waits()
        assert not inserting.done()
        await bench.insert(card_with(TryOut()))
        assert (await inserting).historical == HISTORICAL

    async def test_a_card_that_is_in_already_counts(self, bench: Bench) -> None:
        await self._inserted(bench)
        assert (await bench.reader.insert()).historical == HISTORICAL

    async def test_commands_are_answered(self, bench: Bench) -> None:
        card, _ = await self._inserted(bench)
        reply = await card.exchange(CHALLENGE)
        assert (reply.data, reply.sw) == (bytes(range(8)), 0x9000)

    async def test_an_answer_that_is_announced_is_fetched(self, bench: Bench) -> None:
        card, _ = await self._inserted(bench)
        reply = await card.exchange(SELECT)
        assert (reply.data, reply.sw) == (SELECTED, 0x9000)

    async def test_a_command_with_a_wrong_length_is_sent_with_the_right_one(
        self, bench: Bench
    ) -> None:
        card, _ = await self._inserted(bench)
        reply = await card.exchange(READ_ANY_LENGTH)
        assert (reply.data, reply.sw) == (READ, 0x9000)

    async def test_a_refusal_of_the_card_is_an_answer(self, bench: Bench) -> None:
        card, _ = await self._inserted(bench)
        reply = await card.exchange(REFUSED)
        assert (reply.data, reply.sw) == (b"", 0x6D00)

    async def test_no_command_reaches_the_card_twice(self, bench: Bench) -> None:
        card, chip = await self._inserted(bench)
        for _ in range(3):
            await card.exchange(CHALLENGE)
        assert chip.heard.count(CHALLENGE) == 3

    async def test_what_a_card_answered_is_not_shown(self, bench: Bench) -> None:
        card, _ = await self._inserted(bench)
        assert "hello" not in repr(await card.exchange(READ_ANY_LENGTH))

    async def test_the_card_is_given_back_and_taken(self, bench: Bench) -> None:
        await self._inserted(bench)
        await bench.reader.eject()
        taking = asyncio.create_task(bench.reader.taken())
        await asyncio.sleep(0.01)
        assert not taking.done()
        await bench.take()
        await taking

    async def test_a_card_given_back_answers_no_more(self, bench: Bench) -> None:
        card, chip = await self._inserted(bench)
        await bench.reader.eject()
        heard = len(chip.heard)
        with pytest.raises(DeviceError) as caught:
            await card.exchange(CHALLENGE)
        assert (caught.value.cause, caught.value.remedy) == (
            DeviceCause.CARD_REMOVED,
            Remedy.NONE,
        )
        assert len(chip.heard) == heard

    async def test_without_a_card_there_is_nothing_to_give_back_or_to_take(
        self, bench: Bench
    ) -> None:
        await bench.reader.open()
        await bench.reader.eject()
        await bench.reader.taken()

    async def test_the_next_card_comes_after_the_last(self, bench: Bench) -> None:
        await self._inserted(bench)
        for _ in range(2):
            await bench.reader.eject()
            await bench.take()
            await bench.reader.taken()
            card, _ = await self._next(bench)
            assert (await card.exchange(CHALLENGE)).sw == 0x9000

    async def test_a_card_torn_out_is_noticed_at_the_next_command(self, bench: Bench) -> None:
        card, _ = await self._inserted(bench)
        await bench.pull()
        with pytest.raises(DeviceError) as caught:
            await card.exchange(CHALLENGE)
        assert (caught.value.cause, caught.value.remedy) == (
            DeviceCause.CARD_REMOVED,
            Remedy.NONE,
        )
        await bench.reader.eject()
        await bench.reader.taken()
        card, _ = await self._next(bench)
        assert (await card.exchange(CHALLENGE)).sw == 0x9000

    async def test_a_card_torn_out_is_noticed_by_whoever_waits_for_it_to_go(
        self, bench: Bench
    ) -> None:
        card, _ = await self._inserted(bench)
        going = asyncio.create_task(bench.reader.taken())
        for _ in range(3):
            assert (await card.exchange(CHALLENGE)).sw == 0x9000
        assert not going.done()
        await bench.pull()
        await going

    async def test_a_mute_card_is_given_back_and_the_next_one_read(self, bench: Bench) -> None:
        await bench.reader.open()
        inserting = asyncio.create_task(bench.reader.insert())
        await bench.waits()
        await bench.insert(card_with(TryOut()), UPSIDE_DOWN)
        with pytest.raises(DeviceError) as caught:
            await inserting
        assert (caught.value.cause, caught.value.remedy) == (DeviceCause.CARD_MUTE, Remedy.NONE)
        await bench.reader.eject()
        await bench.take()
        await bench.reader.taken()
        card, _ = await self._next(bench)
        assert (await card.exchange(CHALLENGE)).sw == 0x9000

    async def test_a_card_nobody_takes_is_kept_where_that_is_possible(self, bench: Bench) -> None:
        await self._inserted(bench)
        await bench.reader.eject()
        assert await bench.reader.capture() is bench.reader.captures
        assert bench.captured == int(bench.reader.captures)
        if bench.reader.captures:
            await bench.reader.taken()

    async def test_without_a_card_nothing_is_kept(self, bench: Bench) -> None:
        await bench.reader.open()
        assert await bench.reader.capture() is False
        assert bench.captured == 0

    async def test_a_cancelled_wait_leaves_it_usable(self, bench: Bench) -> None:
        await bench.reader.open()
        inserting = asyncio.create_task(bench.reader.insert())
        await bench.waits()
        inserting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await inserting
        card, _ = await self._next(bench)
        assert (await card.exchange(CHALLENGE)).sw == 0x9000

    async def test_tells_its_condition_while_it_waits_for_a_card(self, bench: Bench) -> None:
        await bench.reader.open()
        inserting = asyncio.create_task(bench.reader.insert())
        for _ in range(5):
            assert (await bench.reader.condition()).usable
        await bench.waits()
        await bench.insert(card_with(TryOut()))
        await inserting

    async def test_tells_its_condition_while_a_card_is_in(self, bench: Bench) -> None:
        card, _ = await self._inserted(bench)
        assert (await bench.reader.condition()).usable
        assert (await card.exchange(CHALLENGE)).sw == 0x9000

    async def _inserted(self, bench: Bench) -> tuple[ChipCard, TryOut]:
        await bench.reader.open()
        return await self._next(bench)

    async def _next(self, bench: Bench) -> tuple[ChipCard, TryOut]:
        chip = TryOut()
        inserting = asyncio.create_task(bench.reader.insert())
        await bench.waits()
        await bench.insert(card_with(chip))
        card = await inserting
        await card.exchange(SELECT)
        return card, chip


class UnpluggableBankCardReader:
    """For readers whose cable can be pulled."""

    async def test_notices_that_it_was_unplugged_and_works_again_later(
        self, bench: UnpluggableBench
    ) -> None:
        await bench.reader.open()
        inserting = asyncio.create_task(bench.reader.insert())
        await bench.waits()
        await bench.unplug()
        with pytest.raises(DeviceError) as caught:
            await inserting
        assert caught.value.cause is DeviceCause.DISCONNECTED
        with pytest.raises(DeviceError) as caught:
            await bench.reader.open()
        assert caught.value.cause is DeviceCause.DISCONNECTED
        await bench.plug()
        await bench.reader.open()
        inserting = asyncio.create_task(bench.reader.insert())
        await bench.waits()
        await bench.insert(card_with(TryOut()))
        assert (await (await inserting).exchange(SELECT)).sw == 0x9000
