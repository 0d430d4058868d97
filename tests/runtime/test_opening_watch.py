"""The terminal opens and closes by the clock on the wall, however that is set."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from kiosk.domain.closing import Closed, ClosedBy, PlannedMaintenance
from kiosk.domain.hours import OpeningHours, read_hours
from kiosk.runtime.opening_watch import MINUTE_S, OpeningWatch
from tests.support.manual_clock import BEIJING, ManualClock

OFFICE = read_hours("Mon-Fri 08:30-12:00 13:00-17:00")


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    """A moment of November 2026, whose 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=BEIJING)


@dataclass(slots=True)
class Door:
    """A watch, and what it told."""

    clock: ManualClock
    told: list[tuple[Closed | None, datetime | None]] = field(default_factory=list)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def watched(self, hours: OpeningHours | None) -> OpeningWatch:
        watch = OpeningWatch(hours, self.clock, lambda *one: self.told.append(one))
        self.tasks.append(asyncio.create_task(watch.run()))
        await self.clock.settle()
        return watch


@pytest.fixture
async def door(clock: ManualClock) -> AsyncIterator[Door]:
    made = Door(clock)
    yield made
    for task in made.tasks:
        task.cancel()


async def test_it_closes_with_ten_minutes_notice_and_opens_again(door: Door) -> None:
    await door.watched(OFFICE)
    assert door.told == []
    await door.clock.advance(4 * 3600)
    assert door.told == [
        (None, at(12)),
        (Closed(ClosedBy.HOURS, at(13)), None),
        (None, None),
    ]
    await door.clock.advance(4 * 3600)
    assert door.told[3:] == [
        (None, at(17)),
        (Closed(ClosedBy.HOURS, at(8, 30, day=24)), None),
    ]


async def test_it_looks_at_the_clock_no_more_than_once_a_minute(door: Door) -> None:
    await door.watched(OFFICE)
    await door.clock.advance(3600)
    assert len(door.clock.slept) <= 62
    assert max(door.clock.slept) <= MINUTE_S


async def test_a_minute_that_has_begun_is_not_waited_out_twice() -> None:
    clock = ManualClock(at(11, 59).replace(second=40, microsecond=500_000))
    door = Door(clock)
    await door.watched(OFFICE)
    assert clock.slept == [19.5]
    await clock.advance(19.5)
    assert door.told[-1] == (Closed(ClosedBy.HOURS, at(13)), None)
    door.tasks[0].cancel()


@pytest.mark.parametrize("by", [timedelta(hours=3), timedelta(hours=-3)], ids=["on", "back"])
async def test_a_clock_that_was_set_is_noticed_within_a_minute(door: Door, by: timedelta) -> None:
    await door.watched(OFFICE)
    door.clock.set_wall_clock(by)
    await door.clock.advance(MINUTE_S)
    assert door.told[-1][0] is not None
    door.clock.set_wall_clock(-by)
    await door.clock.advance(MINUTE_S)
    assert door.told[-1] == (None, None)


async def test_what_the_service_plans_is_heeded_at_once_and_without_hours(door: Door) -> None:
    watch = await door.watched(None)
    plan = PlannedMaintenance(at(9), at(10), "系统升级")
    watch.planned((plan,))
    closed = Closed(ClosedBy.MAINTENANCE, at(10), "系统升级")
    assert door.told == [(closed, None)]
    watch.planned((plan,))
    await door.clock.advance(1801)
    assert door.told == [(closed, None), (None, None)]


async def test_a_plan_that_is_dropped_closes_nothing(door: Door) -> None:
    watch = await door.watched(None)
    watch.planned((PlannedMaintenance(at(9), at(10)),))
    watch.planned(())
    assert door.told[-1] == (None, None)


async def test_without_hours_and_plans_nothing_is_ever_told(door: Door) -> None:
    await door.watched(None)
    await door.clock.advance(3600)
    assert door.told == []
