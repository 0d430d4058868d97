"""Cards at rest: nothing of a citizen is under way, and the line is whoever's who services it."""

from __future__ import annotations

import asyncio

import pytest

from kiosk.runtime.cards.at_rest import CardsAtRest
from kiosk.session.health import AcquirerStatus
from sim.acquirer.faults import HostFault, HostFaultKind
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


async def test_what_waits_to_be_reversed_does_not_wait_for_staff(counter: Counter) -> None:
    """Tried once before staff get the terminal, and as often as it takes while they have it."""
    line = counter.line.line
    number = await counter.order()
    counter.reader.push_in(BankChip(find_card("zhang-san-debit")))
    await counter.cards.insert(number, 1.0, counter.told.append)
    await counter.types(find_card("zhang-san-debit").pin or "")
    counter.bank.host.fail(HostFault(HostFaultKind.DEAF, times=None))
    paid = await counter.cards.charge(number)
    assert paid.state.value == "unknown"
    await line.rest()
    assert counter.ledger.at_risk()
    counter.bank.host.heal()
    line.lost("silent")
    async with asyncio.timeout(10):
        while counter.ledger.at_risk():  # noqa: ASYNC110  (the line works by itself)
            await asyncio.sleep(0.01)
    line.resume()


async def test_while_it_is_at_work_nobody_services_it_and_nothing_of_it_changes(
    counter: Counter,
) -> None:
    line = counter.line.line
    for asking in (line.try_line, line.sign_in_now):
        with pytest.raises(PermissionError, match="at work"):
            await asking()
    with pytest.raises(PermissionError, match="at work"):
        await line.close_batch()
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
    line.resume()


async def test_trouble_is_told_and_not_raised(counter: Counter) -> None:
    line = counter.line.line
    await line.rest()
    await counter.bank.host.stop()
    assert await line.try_line() is AcquirerStatus.UNREACHABLE
    assert line.cause == "unreachable"
    signed_in = [line.is_signed_in]
    assert await line.sign_in_now() is AcquirerStatus.UNREACHABLE
    signed_in.append(line.is_signed_in)
    assert signed_in == [True, False]
    line.resume()


async def test_resuming_costs_no_sign_in(counter: Counter) -> None:
    line, pad = counter.line.line, counter.pad
    line.resume()
    await line.rest()
    await line.rest()
    loaded = pad.trace.count("load")
    line.resume()
    await counter.quiet()
    assert pad.trace.count("load") == loaded
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
