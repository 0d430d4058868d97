"""Cards that are pushed in too late, pulled out too early, or left behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.domain.order import OrderState
from kiosk.domain.terminal import Remedy
from kiosk.flows.requests.card import CardReturned
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import FaultCode
from sim.cards.bank_card import BankChip
from sim.cards.cast import find_card
from tests.runtime.cards import bench
from tests.runtime.cards.bench import Bank, Counter
from tests.runtime.conftest import events_in

CARD = find_card("zhang-san-debit")
MOMENT = 0.05


async def why(failing: asyncio.Future[object] | asyncio.Task[object]) -> FaultCode:
    with pytest.raises(RequestFailed) as failed:
        await failing
    return failed.value.fault.code


async def inserted(counter: Counter) -> None:
    """Somebody's card is in."""
    number = await counter.order()
    counter.reader.push_in(BankChip(CARD))
    await counter.cards.insert(number, 1.0, counter.told.append)
    counter.told.clear()


@pytest.fixture
async def motor(bank: Bank, tmp_path: Path) -> AsyncIterator[Counter]:
    """A terminal whose reader can keep cards."""
    async with bench.counter(bank, tmp_path, captures=True) as opened:
        await opened.quiet()
        yield opened


async def test_nobody_pushes_a_card_in(counter: Counter) -> None:
    number = await counter.order()
    inserting = asyncio.ensure_future(counter.cards.insert(number, MOMENT, counter.told.append))
    assert await why(inserting) is FaultCode.NO_CARD_INSERTED
    assert counter.told == []


async def test_a_card_pulled_out_while_its_pin_is_entered_ends_the_entry(counter: Counter) -> None:
    number = await counter.order()
    counter.reader.push_in(BankChip(CARD))
    await counter.cards.insert(number, 1.0, counter.told.append)
    entering = asyncio.create_task(counter.cards.enter_pin(5.0, counter.told.append))
    await counter.pad.typing.wait()
    counter.reader.take()
    assert await why(entering) is FaultCode.BANK_CARD_REMOVED


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (DeviceCause.PIN_CANCELLED, FaultCode.PIN_CANCELLED),
        (DeviceCause.PIN_TIMEOUT, FaultCode.PIN_TIMEOUT),
        (DeviceCause.TAMPERED, FaultCode.PIN_PAD_LOST),
    ],
)
async def test_a_pin_that_is_not_entered(
    counter: Counter, cause: DeviceCause, code: FaultCode
) -> None:
    number = await counter.order()
    counter.reader.push_in(BankChip(CARD))
    await counter.cards.insert(number, 1.0, counter.told.append)
    counter.pad.type_pin(cause)
    assert await why(asyncio.create_task(counter.cards.enter_pin(1.0, print))) is code


async def test_without_a_card_nothing_is_charged(counter: Counter, bank: Bank) -> None:
    number = await counter.order()
    charging = asyncio.create_task(counter.cards.charge(number))
    assert await why(charging) is FaultCode.BANK_CARD_REMOVED
    assert bank.standing() == []


async def test_with_no_card_in_there_is_nothing_to_give_back(counter: Counter) -> None:
    assert await counter.cards.give_back(1.0, keep=False) == CardReturned()


async def test_a_card_is_given_back_once_it_is_taken(counter: Counter) -> None:
    await inserted(counter)
    giving = asyncio.create_task(counter.cards.give_back(5.0, keep=False))
    await asyncio.sleep(MOMENT)
    assert not giving.done()
    assert counter.pad.beeps
    counter.reader.take()
    assert await giving == CardReturned()


async def test_a_card_left_in_a_reader_that_cannot_keep_it_is_somebody_elses(
    counter: Counter, bank: Bank
) -> None:
    await inserted(counter)
    assert await counter.cards.give_back(MOMENT, keep=False) == CardReturned(forgotten=True)
    assert "BANK_CARD_FORGOTTEN" in events_in(counter.log_path)
    number = await counter.order()
    inserting = asyncio.ensure_future(counter.cards.insert(number, MOMENT, counter.told.append))
    assert await why(inserting) is FaultCode.NO_CARD_INSERTED
    assert counter.told == []
    counter.reader.take()
    assert (await counter.pay(number)).state is OrderState.PAID
    assert bank.spent_fen(CARD.key) == 0 or counter.agree(number)


async def test_a_card_that_nobody_takes_is_kept(motor: Counter) -> None:
    await inserted(motor)
    assert await motor.cards.give_back(MOMENT, keep=False) == CardReturned(kept=True)
    assert motor.reader.kept
    assert "BANK_CARD_KEPT" in events_in(motor.log_path)


async def test_a_card_that_its_bank_wants_is_kept_at_once(motor: Counter) -> None:
    await inserted(motor)
    assert await motor.cards.give_back(60.0, keep=True) == CardReturned(kept=True)
    assert motor.reader.ejected == 0


async def test_a_bank_that_wants_a_card_cannot_have_it_from_a_reader_without_a_motor(
    counter: Counter,
) -> None:
    await inserted(counter)
    giving = asyncio.create_task(counter.cards.give_back(5.0, keep=True))
    await asyncio.sleep(MOMENT)
    counter.reader.take()
    assert await giving == CardReturned()


async def test_a_reader_that_is_lost_has_the_card_forgotten(counter: Counter) -> None:
    await inserted(counter)
    counter.reader.plugged = False
    assert await counter.cards.give_back(1.0, keep=False) == CardReturned(forgotten=True)


async def test_whoever_goes_away_with_a_card_in_gets_it_out(counter: Counter) -> None:
    number = await counter.order()
    counter.reader.push_in(BankChip(CARD))
    await counter.cards.insert(number, 1.0, counter.told.append)
    counter.cards.citizen_left()
    await asyncio.sleep(MOMENT)
    assert counter.reader.ejected == 1
    charging = asyncio.create_task(counter.cards.charge(number))
    assert await why(charging) is FaultCode.BANK_CARD_REMOVED


async def test_a_reader_that_fails_while_a_card_is_awaited_is_reported(counter: Counter) -> None:
    number = await counter.order()
    counter.reader.errors.append(DeviceError(DeviceCause.CARD_MUTE, Remedy.NONE))
    inserting = asyncio.ensure_future(counter.cards.insert(number, 1.0, counter.told.append))
    assert await why(inserting) is FaultCode.BANK_CARD_MUTE
    counter.reader.plugged = False
    inserting = asyncio.ensure_future(counter.cards.insert(number, 1.0, counter.told.append))
    assert await why(inserting) is FaultCode.BANK_CARD_READER_LOST


async def test_the_next_citizen_neither_pays_with_a_card_left_behind_nor_is_told_it_is_theirs(
    counter: Counter, bank: Bank
) -> None:
    await inserted(counter)
    counter.reader.errors.append(DeviceError(DeviceCause.SILENT, Remedy.MAINTENANCE))
    assert await counter.cards.give_back(MOMENT, keep=False) == CardReturned(forgotten=True)
    counter.cards.citizen_left()
    number = await counter.order()
    inserting = asyncio.ensure_future(counter.cards.insert(number, MOMENT, counter.told.append))
    assert await why(inserting) is FaultCode.NO_CARD_INSERTED
    assert await counter.cards.give_back(MOMENT, keep=False) == CardReturned()
    assert bank.standing() == []


async def test_a_card_that_was_in_at_start_up_is_nobodys(bank: Bank, tmp_path: Path) -> None:
    chip = BankChip(CARD)
    async with bench.counter(bank, tmp_path, holds=chip) as started:
        await started.quiet()
        number = await started.order()
        inserting = asyncio.ensure_future(started.cards.insert(number, MOMENT, started.told.append))
        assert await why(inserting) is FaultCode.NO_CARD_INSERTED
        started.reader.take()
        assert (await started.pay(number)).state is OrderState.PAID


async def test_a_reader_that_is_lost_while_the_pin_is_asked_is_not_the_pads_fault(
    counter: Counter,
) -> None:
    await inserted(counter)
    entering = asyncio.create_task(counter.cards.enter_pin(5.0, counter.told.append))
    await counter.pad.typing.wait()
    counter.reader.break_down(DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE))
    assert await why(entering) is FaultCode.BANK_CARD_READER_LOST
