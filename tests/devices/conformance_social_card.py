"""What every reader of social-security cards must do, whatever its wire.

A test module makes a class of it and gives the fixture ``bench``.
"""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from kiosk.devices.api import DeviceCause, DeviceError, SocialCardReader
from kiosk.domain.citizen import SocialSecurityCard
from kiosk.domain.names import normalise_name
from kiosk.domain.terminal import DeviceKind, DeviceStatus, Remedy
from sim.cards.inserted import CardFault, CardFaultKind
from sim.cards.social_card import Generation, SocialCard
from sim.people import find_person
from tests.devices.chip_bench import SocialBench
from tests.devices.invented_chips import TryOut, card_with

ZHANG_SAN = SocialCard(find_person("zhang-san"), valid_to=date(2031, 5, 31))
LI_SI = SocialCard(find_person("li-si"), Generation.FIRST)


def said_by(card: SocialCard) -> SocialSecurityCard:
    """What the reader should say of it."""
    ten_years = card.issued.replace(year=card.issued.year + 10)
    return SocialSecurityCard(
        name=normalise_name(card.person.called),
        number=card.person.identity,
        valid_to=card.valid_to or ten_years,
    )


async def _settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def _failure(bench: SocialBench) -> tuple[DeviceCause, Remedy]:
    with pytest.raises(DeviceError) as caught:
        await bench.reader.read_card()
    return caught.value.cause, caught.value.remedy


class SocialCardReaderConformance:
    """One reader, one wire."""

    async def test_says_what_it_is_and_is_online_once_opened(self, bench: SocialBench) -> None:
        reader: SocialCardReader = bench.reader
        assert reader.kind is DeviceKind.SOCIAL_CARD_READER
        await reader.open()
        assert (await reader.condition()).status is DeviceStatus.ONLINE

    async def test_closes_twice_and_opens_again(self, bench: SocialBench) -> None:
        await bench.reader.close()
        await bench.reader.open()
        await bench.reader.close()
        await bench.reader.close()
        await bench.reader.open()
        assert (await bench.reader.condition()).usable

    async def test_cannot_be_used_before_it_is_opened(self, bench: SocialBench) -> None:
        assert await _failure(bench) == (DeviceCause.DISCONNECTED, Remedy.RESET)
        with pytest.raises(DeviceError):
            await bench.reader.condition()

    async def test_waits_for_a_card_and_tells_its_condition_meanwhile(
        self, bench: SocialBench
    ) -> None:
        await bench.reader.open()
        reading = asyncio.create_task(bench.reader.read_card())
        for _ in range(5):
            assert (await bench.reader.condition()).usable
            await asyncio.sleep(0)
        assert not reading.done()
        await bench.insert(ZHANG_SAN)
        assert await reading == said_by(ZHANG_SAN)

    async def test_a_card_that_is_in_already_is_read_once(self, bench: SocialBench) -> None:
        await bench.insert(ZHANG_SAN)
        await bench.reader.open()
        assert await bench.reader.read_card() == said_by(ZHANG_SAN)
        again = asyncio.create_task(bench.reader.read_card())
        seen = len(bench.slot.seen)
        await asyncio.sleep(0.02)
        assert not again.done()
        assert len(bench.slot.seen) == seen
        await bench.slot.remove()
        await bench.insert(ZHANG_SAN)
        assert await again == said_by(ZHANG_SAN)

    async def test_reads_one_card_after_the_other(self, bench: SocialBench) -> None:
        await bench.reader.open()
        for card in (ZHANG_SAN, LI_SI):
            await bench.insert(card)
            assert await bench.reader.read_card() == said_by(card)

    async def test_a_cancelled_wait_leaves_it_usable(self, bench: SocialBench) -> None:
        await bench.reader.open()
        reading = asyncio.create_task(bench.reader.read_card())
        await _settled()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await bench.insert(LI_SI)
        assert await bench.reader.read_card() == said_by(LI_SI)

    async def test_a_cancelled_reading_leaves_card_and_reader_usable(
        self, bench: SocialBench
    ) -> None:
        await bench.reader.open()
        await bench.insert(ZHANG_SAN)
        reading = asyncio.create_task(bench.reader.read_card())
        await bench.slot.has_seen(1)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert await bench.reader.read_card() == said_by(ZHANG_SAN)

    async def test_a_card_pulled_out_while_it_is_read_was_removed(self, bench: SocialBench) -> None:
        await bench.reader.open()
        await bench.insert(ZHANG_SAN, CardFault(CardFaultKind.PULLED_OUT, after=4))
        assert await _failure(bench) == (DeviceCause.CARD_REMOVED, Remedy.NONE)
        assert not bench.slot.occupied
        await bench.insert(ZHANG_SAN)
        assert await bench.reader.read_card() == said_by(ZHANG_SAN)

    async def test_a_card_put_in_upside_down_is_mute(self, bench: SocialBench) -> None:
        await bench.reader.open()
        await bench.insert(ZHANG_SAN, CardFault(CardFaultKind.MUTE))
        assert await _failure(bench) == (DeviceCause.CARD_MUTE, Remedy.NONE)
        await bench.insert(ZHANG_SAN)
        assert await bench.reader.read_card() == said_by(ZHANG_SAN)

    async def test_refuses_other_cards_and_says_why(self, bench: SocialBench) -> None:
        await bench.reader.open()
        await bench.slot.insert(card_with(TryOut()))
        assert await _failure(bench) == (DeviceCause.CARD_WRONG_KIND, Remedy.NONE)
        await bench.insert(SocialCard(ZHANG_SAN.person, Generation.THIRD))
        assert await _failure(bench) == (DeviceCause.CARD_PROTECTED, Remedy.NONE)
        await bench.insert(SocialCard(ZHANG_SAN.person, blocked=True))
        assert await _failure(bench) == (DeviceCause.CARD_BLOCKED, Remedy.NONE)

    async def test_notices_that_it_was_unplugged_and_works_again_later(
        self, bench: SocialBench
    ) -> None:
        await bench.reader.open()
        reading = asyncio.create_task(bench.reader.read_card())
        await _settled()
        await bench.wire.unplug()
        with pytest.raises(DeviceError) as caught:
            await reading
        assert (caught.value.cause, caught.value.remedy) == (
            DeviceCause.DISCONNECTED,
            Remedy.MAINTENANCE,
        )
        with pytest.raises(DeviceError) as caught:
            await bench.reader.condition()
        assert caught.value.cause is DeviceCause.DISCONNECTED
        with pytest.raises(DeviceError) as caught:
            await bench.reader.open()
        assert caught.value.cause is DeviceCause.DISCONNECTED
        await bench.wire.plug()
        await bench.reader.open()
        await bench.insert(LI_SI)
        assert await bench.reader.read_card() == said_by(LI_SI)
