from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sim.clock import CHINA, WorldClock

NOON = datetime(2026, 5, 1, 12, tzinfo=CHINA)


def test_a_frozen_clock_moves_only_when_it_is_advanced() -> None:
    clock = WorldClock.frozen(NOON)
    assert clock.now() == NOON
    clock.advance(90)
    assert clock.now() == NOON + timedelta(seconds=90)
    clock.advance(-30)
    assert clock.offset_seconds == 60


def test_the_day_is_the_day_in_china() -> None:
    clock = WorldClock.frozen(datetime(2026, 12, 31, 16, 30, tzinfo=UTC))
    assert clock.today().isoformat() == "2027-01-01"
    assert clock.now().isoformat() == "2027-01-01T00:30:00+08:00"


def test_a_start_without_offset_is_china_time_and_runs_on() -> None:
    ticks = iter([NOON, NOON, NOON + timedelta(seconds=5)])
    clock = WorldClock(source=lambda: next(ticks), start=datetime(2022, 1, 1))
    assert clock.now() == datetime(2022, 1, 1, tzinfo=CHINA)
    assert clock.now() == datetime(2022, 1, 1, 0, 0, 5, tzinfo=CHINA)


def test_a_reset_clock_shows_the_time_underneath() -> None:
    clock = WorldClock.frozen(NOON)
    clock.set_to(datetime(2030, 1, 1, tzinfo=UTC))
    clock.reset()
    assert clock.now() == NOON
