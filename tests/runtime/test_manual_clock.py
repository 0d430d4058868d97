"""The clock of the tests keeps its own promises; everything else here rests on it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from kiosk.runtime.clock import BEIJING, SystemClock, within
from tests.support.manual_clock import OPENING, ManualClock


async def test_sleepers_wake_in_the_order_of_their_time(clock: ManualClock) -> None:
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.monotonic()))

    tasks = [asyncio.create_task(sleeper(str(n), n)) for n in (3, 1, 2, 10)]
    await clock.advance(5)
    assert woken == [("1", 1.0), ("2", 2.0), ("3", 3.0)]
    assert clock.now() - OPENING == timedelta(seconds=5)
    assert clock.sleepers == 1
    tasks[-1].cancel()
    await clock.advance(100)
    assert len(woken) == 3


async def test_who_sleeps_again_on_waking_is_woken_again(clock: ManualClock) -> None:
    ticks: list[float] = []

    async def tick() -> None:
        while True:
            await clock.sleep(0.5)
            ticks.append(clock.monotonic())

    task = asyncio.create_task(tick())
    await clock.advance(2)
    assert ticks == [0.5, 1.0, 1.5, 2.0]
    task.cancel()


async def test_running_moves_time_as_far_as_needed_and_no_further(clock: ManualClock) -> None:
    async def work() -> str:
        await clock.sleep(0)
        await clock.sleep(30)
        await asyncio.to_thread(str, 1)
        await clock.sleep(12)
        return "done"

    assert await clock.run(work()) == "done"
    assert clock.monotonic() == 42


async def test_the_wall_clock_can_be_set_without_waking_anybody(clock: ManualClock) -> None:
    clock.set_wall_clock(timedelta(hours=-3))
    assert (clock.now(), clock.monotonic()) == (OPENING - timedelta(hours=3), 0)


async def test_work_within_its_time_gives_its_result(clock: ManualClock) -> None:
    async def work() -> int:
        await clock.sleep(4)
        return 7

    assert await clock.run(within(clock, 5, work())) == 7
    assert clock.sleepers == 0


async def test_work_that_takes_too_long_is_given_up(clock: ManualClock) -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("work")

    with pytest.raises(TimeoutError):
        await clock.run(within(clock, 5, work()))
    assert clock.monotonic() == 5
    await clock.settle()
    assert ended == ["work"]


async def test_work_that_fails_fails_with_its_own_error(clock: ManualClock) -> None:
    async def work() -> None:
        await clock.sleep(1)
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        await clock.run(within(clock, 5, work()))


async def test_what_given_up_work_does_at_the_end_is_nobodys_business(clock: ManualClock) -> None:
    """No "exception was never retrieved" either, which would fail this test by its log."""

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise LookupError("late")

    with pytest.raises(TimeoutError):
        await clock.run(within(clock, 5, work()))
    await clock.settle()


async def test_cancelling_whoever_waits_cancels_the_work(clock: ManualClock) -> None:
    cancelled = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    waiting = asyncio.create_task(within(clock, 5, work()))
    await clock.settle()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await cancelled.wait()


async def test_the_machines_own_clock_is_in_beijing_time() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    await clock.sleep(0)
    assert clock.monotonic() >= before
    assert clock.now().utcoffset() == BEIJING.utcoffset(None) == timedelta(hours=8)
