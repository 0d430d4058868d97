"""Cards at rest: nothing of a citizen is under way, and the line is whoever's who services it."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.runtime.cards.at_rest import CardsAtRest
from kiosk.session.health import AcquirerStatus
from sim.cards.bank_card import BankChip
from sim.cards.cast import find_card
from tests.runtime.cards.bench import Counter
from tests.runtime.conftest import events_in

MOMENT = 0.03


async def is_waiting(task: asyncio.Task[None]) -> bool:
    await asyncio.sleep(MOMENT)
    return not task.done()


async def test_the_line_is_not_at_rest_while_somebody_has_it(counter: Counter) -> None:
    line = counter.line.line
    async with line.held():
        resting = asyncio.create_task(line.rest())
        assert await is_waiting(resting)
        with pytest.raises(PermissionError):
            await line.try_line()
    await resting
    line.resume()


async def test_at_rest_nothing_is_asked_for_citizens_until_it_is_resumed(counter: Counter) -> None:
    line = counter.line.line
    await line.rest()
    line.lost("silent")
    paying = asyncio.create_task(counter.pay(await counter.order()))
    await asyncio.sleep(MOMENT)
    assert line.status is AcquirerStatus.UNREACHABLE
    assert not paying.done()
    assert counter.bank.standing() == []
    line.resume()
    await paying
    await counter.quiet()
    assert len(counter.bank.standing()) == 1


async def test_while_it_is_at_work_nobody_services_it_and_nothing_of_it_changes(
    counter: Counter,
) -> None:
    line = counter.line.line
    for asking in (line.try_line, line.sign_in_now):
        with pytest.raises(PermissionError, match="at work"):
            await asking()
    with pytest.raises(PermissionError, match="at work"):
        _ = line.acquirer
    assert line.is_signed_in
    assert line.status is AcquirerStatus.READY


async def test_staff_try_it_and_have_keys_sent_anew(counter: Counter) -> None:
    line, pad = counter.line.line, counter.pad
    await line.rest()
    loaded = pad.trace.count("load")
    assert await line.try_line() is AcquirerStatus.READY
    assert pad.trace.count("load") == loaded
    keys = dict(pad.keys)
    assert await line.sign_in_now() is AcquirerStatus.READY
    assert pad.trace.count("load") == loaded + 1
    assert pad.keys != keys
    assert line.acquirer is counter.equipment.acquirer
    line.resume()


async def test_trouble_is_told_and_not_raised(counter: Counter) -> None:
    line = counter.line.line
    await line.rest()
    await counter.bank.host.stop()
    assert await line.try_line() is AcquirerStatus.UNREACHABLE
    assert line.cause == "unreachable"
    assert line.is_signed_in
    assert await line.sign_in_now() is AcquirerStatus.UNREACHABLE
    assert not line.is_signed_in
    line.resume()


async def test_work_begins_from_scratch_and_only_once(counter: Counter) -> None:
    line, pad = counter.line.line, counter.pad
    line.resume()
    await line.rest()
    await line.rest()
    loaded = pad.trace.count("load")
    line.resume()
    line.resume()
    async with asyncio.timeout(5):
        while pad.trace.count("load") == loaded:  # noqa: ASYNC110  (another task signs in)
            await asyncio.sleep(0.005)
    await counter.quiet()
    with pytest.raises(PermissionError):
        await line.try_line()


async def test_who_waits_for_rest_no_more_has_not_got_it(counter: Counter) -> None:
    """Given up before it came to rest, it is sent to work; nobody keeps the line."""
    line = counter.line.line
    async with line.held():
        resting = asyncio.create_task(line.rest())
        assert await is_waiting(resting)
        resting.cancel()
        line.resume()
    await asyncio.gather(resting, return_exceptions=True)
    assert (await counter.pay(await counter.order())).state.value == "paid"


async def test_a_card_is_awaited_before_the_line(counter: Counter) -> None:
    cards = CardsAtRest(counter.cards, counter.line.line)
    number = await counter.order()
    counter.reader.push_in(BankChip(find_card("zhang-san-debit")))
    await counter.cards.insert(number, 1.0, counter.told.append)
    counter.cards.citizen_left()
    resting = asyncio.create_task(cards.rest())
    assert await is_waiting(resting)
    assert await counter.line.line.settle(number)
    counter.reader.take()
    await resting
    assert await counter.line.line.try_line() is AcquirerStatus.READY
    cards.resume()
    with pytest.raises(PermissionError):
        await counter.line.line.try_line()


async def test_a_card_that_nobody_takes_keeps_no_technician_out(counter: Counter) -> None:
    number = await counter.order()
    counter.reader.push_in(BankChip(find_card("zhang-san-debit")))
    await counter.cards.insert(number, 1.0, counter.told.append)
    counter.cards.citizen_left()
    async with asyncio.timeout(5):
        await counter.cards.rest()
    assert counter.reader.card is not None
    assert "BANK_CARD_FORGOTTEN" in events_in(counter.log_path)


async def test_without_a_card_there_is_nothing_to_wait_for(counter: Counter) -> None:
    async with asyncio.timeout(1):
        await counter.cards.rest()
