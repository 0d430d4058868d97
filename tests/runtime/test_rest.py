"""Receipts and orders come to rest when what is under way has ended, and not before."""

from __future__ import annotations

import asyncio

from kiosk.devices.codecs.printer_profile import GENERIC_80
from kiosk.domain.order import OrderState
from kiosk.runtime.press import Press
from tests.runtime.conftest import Room
from tests.runtime.fake_service import Gate
from tests.support.papers import PAPERS


async def is_waiting(task: asyncio.Task[None]) -> bool:
    for _ in range(20):
        await asyncio.sleep(0)
    return not task.done()


def press_in(room: Room) -> Press:
    return Press(
        printer=room.printer, profile=GENERIC_80, supervisor=room.keeper, workshop=room.workshop
    )


async def test_receipts_rest_when_the_paper_is_out(room: Room) -> None:
    press = press_in(room)
    async with asyncio.timeout(1):
        await press.rest()
    room.printer.gate = Gate()
    printing = asyncio.create_task(press.print_uncounted(PAPERS["referral"](48)))
    await room.printer.gate.reached.wait()
    resting = asyncio.create_task(press.rest())
    assert await is_waiting(resting)
    assert room.printer.paper == []
    room.printer.gate.opened.set()
    await resting
    assert len(room.printer.paper) == 1
    press.resume()
    await printing


async def test_orders_rest_when_the_question_is_answered(room: Room) -> None:
    number = await room.opened()
    async with asyncio.timeout(1):
        await room.desk.rest()
    gate = room.service.gate("order")
    asking = asyncio.create_task(room.desk.see_through(number, OrderState.PAID))
    await gate.reached.wait()
    resting = asyncio.create_task(room.desk.rest())
    assert await is_waiting(resting)
    gate.opened.set()
    await resting
    room.desk.resume()
    assert (await asking).number == number


async def test_every_order_is_waited_for(room: Room) -> None:
    first, second = await room.opened(), await room.opened()
    gate = room.service.gate("order")
    asking = [
        asyncio.create_task(room.desk.see_through(number, OrderState.PAID))
        for number in (first, second)
    ]
    await gate.reached.wait()
    resting = asyncio.create_task(room.desk.rest())
    assert await is_waiting(resting)
    gate.opened.set()
    await resting
    assert room.service.calls.count("order") == 2
    await asyncio.gather(*asking)
