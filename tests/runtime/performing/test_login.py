"""Cards are read by whichever reader sees one first; trouble is the card's or the reader's."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.domain.terminal import DeviceStatus, Remedy
from kiosk.flows.requests.login import (
    CardRead,
    ConfirmPayee,
    FindCitizen,
    FindPayee,
    ReadCard,
)
from kiosk.session.faults import FaultCode
from tests.runtime.conftest import Play
from tests.runtime.fakes import GONE
from tests.support.samples import CARD, CITIZEN, PAYEE, QUESTION, SOCIAL_CARD


async def test_a_card_is_waited_for_and_read_on_a_day(play: Play) -> None:
    reading = asyncio.create_task(play.performer.perform(ReadCard()))
    await play.room.clock.advance(3_600)
    assert not reading.done()
    play.reader.lay(CARD)
    assert await reading == CardRead(CARD, play.room.clock.now().date())


async def test_a_social_security_card_will_do_and_the_other_reader_is_told_to_stop(
    play: Play,
) -> None:
    reading = asyncio.create_task(play.performer.perform(ReadCard()))
    await play.room.clock.settle()
    assert play.reader.waits()
    play.social.lay(SOCIAL_CARD)
    assert await reading == CardRead(SOCIAL_CARD, play.room.clock.now().date())
    assert not play.reader.waits()
    play.reader.lay(CARD)
    assert await play.performer.perform(ReadCard()) == CardRead(CARD, play.room.clock.now().date())
    assert not play.social.waits()


async def test_of_two_cards_at_the_same_moment_one_is_read(play: Play) -> None:
    play.social.lay(SOCIAL_CARD)
    play.reader.lay(CARD)
    read = await play.performer.perform(ReadCard())
    assert isinstance(read, CardRead)
    assert read.card == CARD


async def test_a_card_that_was_read_counts_before_trouble_with_another(play: Play) -> None:
    play.reader.lay(DeviceError(DeviceCause.CARD_REMOVED, Remedy.NONE))
    play.social.lay(SOCIAL_CARD)
    read = await play.performer.perform(ReadCard())
    assert isinstance(read, CardRead)
    assert read.card == SOCIAL_CARD


async def test_a_card_that_keeps_its_name_to_itself_is_told_at_once(play: Play) -> None:
    play.social.lay(DeviceError(DeviceCause.CARD_PROTECTED, Remedy.NONE))
    assert (await play.fault(ReadCard())).code is FaultCode.CARD_PROTECTED
    assert not play.reader.waits()


@pytest.mark.parametrize("lost", ["first", "second"])
async def test_the_loss_of_one_reader_does_not_keep_anybody_from_logging_in(
    play: Play, lost: str
) -> None:
    first = lost == "first"
    (play.reader if first else play.social).plugged = False
    reading = asyncio.create_task(play.performer.perform(ReadCard()))
    await play.room.clock.advance(60)
    assert not reading.done()
    if first:
        play.social.lay(SOCIAL_CARD)
    else:
        play.reader.lay(CARD)
    assert isinstance(await reading, CardRead)


async def test_a_reader_that_comes_back_reads(play: Play) -> None:
    play.reader.plugged = False
    reading = asyncio.create_task(play.performer.perform(ReadCard()))
    await play.room.clock.advance(60)
    play.reader.plugged = True
    play.reader.lay(CARD)
    await play.room.clock.advance(1)
    assert await reading == CardRead(CARD, play.room.clock.now().date())


async def test_the_loss_of_both_readers_is_told(play: Play) -> None:
    play.reader.plugged = play.social.plugged = False
    assert (await play.fault(ReadCard())).code is FaultCode.READER_LOST


async def test_who_stops_waiting_stops_both_readers(play: Play) -> None:
    reading = asyncio.create_task(play.performer.perform(ReadCard()))
    await play.room.clock.settle()
    assert play.reader.waits()
    assert play.social.waits()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not play.reader.waits()
    assert not play.social.waits()


async def test_a_terminal_without_a_second_reader_reads_with_the_first(play: Play) -> None:
    play.reader.lay(CARD)
    assert isinstance(await play.bare().perform(ReadCard()), CardRead)
    assert play.social.trace == ["open"]


async def test_the_service_is_asked_who_that_is(play: Play) -> None:
    perform = play.performer.perform
    assert await perform(FindCitizen(CARD)) == CITIZEN
    assert await perform(FindCitizen(SOCIAL_CARD)) == CITIZEN
    assert await perform(FindPayee(PAYEE.number)) == QUESTION
    assert await perform(ConfirmPayee(QUESTION, PAYEE.number, QUESTION.surnames[0])) == PAYEE


CARD_FAULTS = {
    DeviceCause.CARD_REMOVED: FaultCode.CARD_REMOVED,
    DeviceCause.CARD_UNREADABLE: FaultCode.CARD_UNREADABLE,
    DeviceCause.CARD_NOT_GENUINE: FaultCode.CARD_NOT_GENUINE,
    DeviceCause.CARD_CONTRADICTS_ITSELF: FaultCode.CARD_NOT_GENUINE,
    DeviceCause.CARD_WRONG_KIND: FaultCode.CARD_WRONG_KIND,
    DeviceCause.CARD_PROTECTED: FaultCode.CARD_PROTECTED,
}


@pytest.mark.parametrize("cause", DeviceCause)
async def test_trouble_with_the_card_is_the_cards_and_other_trouble_the_readers(
    play: Play, cause: DeviceCause
) -> None:
    before = play.keeper.condition
    play.social.plugged = False
    play.reader.lay(DeviceError(cause, Remedy.MAINTENANCE))
    fault = await play.fault(ReadCard())
    assert fault.code is CARD_FAULTS.get(cause, FaultCode.READER_LOST)
    if cause in CARD_FAULTS or cause in (DeviceCause.DISCONNECTED, DeviceCause.SILENT):
        assert play.keeper.condition == before
    else:
        assert not play.keeper.condition.usable


async def test_a_reader_that_stays_away_is_noticed_by_its_users(play: Play) -> None:
    play.reader.plugged = play.social.plugged = False
    for _ in range(3):
        assert (await play.fault(ReadCard())).code is FaultCode.READER_LOST
    assert play.keeper.condition.status is DeviceStatus.OFFLINE
    assert play.keeper.condition.cause == GONE.cause.value
