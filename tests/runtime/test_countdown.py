"""The timer that ends a visit and the ring that shows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.runtime.countdown import Countdown
from kiosk.session.effects import SetTimer, StopTimer
from kiosk.session.events import Elapsed
from tests.runtime.fakes import FakeStage
from tests.support.manual_clock import ManualClock


@pytest.fixture
def stage() -> FakeStage:
    return FakeStage()


@pytest.fixture
def elapsed() -> list[int]:
    return []


@pytest.fixture
def countdown(clock: ManualClock, stage: FakeStage, elapsed: list[int]) -> Iterator[Countdown]:
    def post(event: Elapsed) -> None:
        elapsed.append(event.timer)

    counting = Countdown(clock, stage, post)
    yield counting
    counting.cancel()


async def test_the_timer_elapses_once_and_the_ring_goes_on(
    countdown: Countdown, clock: ManualClock, stage: FakeStage, elapsed: list[int]
) -> None:
    countdown.set(SetTimer(7, 3, 5))
    await clock.advance(2.9)
    assert elapsed == []
    assert stage.seconds == [5, 4, 3]
    await clock.advance(0.1)
    assert elapsed == [7]
    await clock.advance(60)
    assert elapsed == [7]
    assert stage.seconds == [5, 4, 3, 2, 1, 0]
    assert clock.sleepers == 0


async def test_a_new_timer_takes_the_place_of_the_old(
    countdown: Countdown, clock: ManualClock, stage: FakeStage, elapsed: list[int]
) -> None:
    countdown.set(SetTimer(1, 10, 10))
    await clock.advance(9.5)
    stage.seconds.clear()
    countdown.set(SetTimer(2, 3, 3))
    await clock.advance(10)
    assert elapsed == [2]
    assert stage.seconds == [3, 2, 1, 0]


async def test_without_a_timer_the_ring_runs_by_itself(
    countdown: Countdown, clock: ManualClock, stage: FakeStage, elapsed: list[int]
) -> None:
    countdown.set(SetTimer(1, 10, 10))
    countdown.stop(StopTimer(2))
    await clock.advance(60)
    assert elapsed == []
    assert stage.seconds == [2, 1, 0]


async def test_neither_timer_nor_ring_runs_when_both_are_stopped(
    countdown: Countdown, clock: ManualClock, stage: FakeStage, elapsed: list[int]
) -> None:
    countdown.set(SetTimer(1, 10, 10))
    countdown.stop(StopTimer(None))
    await clock.advance(60)
    assert (elapsed, stage.seconds, clock.sleepers) == ([], [], 0)


async def test_a_time_of_nothing_elapses_at_once(
    countdown: Countdown, clock: ManualClock, stage: FakeStage, elapsed: list[int]
) -> None:
    countdown.set(SetTimer(1, 0, 0))
    await clock.advance(0)
    assert (elapsed, stage.seconds) == ([1], [0])


class Leaping(ManualClock):
    """A machine that was suspended: the first sleep takes a hundred seconds more."""

    def monotonic(self) -> float:
        return super().monotonic() + (100 if super().monotonic() >= 1 else 0)


async def test_after_a_leap_the_ring_shows_what_is_left_and_not_every_second_of_it(
    stage: FakeStage,
) -> None:
    clock = Leaping()
    counting = Countdown(clock, stage, lambda _event: None)
    counting.stop(StopTimer(180))
    await clock.advance(2)
    assert stage.seconds == [180, 79, 78]
    await clock.advance(200)
    assert stage.seconds[-1] == 0
    counting.cancel()
