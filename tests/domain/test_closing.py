"""Whether anybody is served, by the hours and by what is planned."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.domain.closing import (
    Closed,
    ClosedBy,
    PlannedMaintenance,
    closed_at,
    closes_soon_after,
    moment_label,
)
from tests.domain.test_hours import ALWAYS, OFFICE, at

NIGHT = PlannedMaintenance(at(16, "16:00"), at(17, "10:00"), "系统升级")


def test_without_hours_and_plans_it_is_always_open() -> None:
    assert closed_at(None, (), at(16, "03:00")) is None
    assert closes_soon_after(None, (), at(16, "03:00")) is None


def test_outside_the_hours_it_says_when_it_opens() -> None:
    assert closed_at(OFFICE, (), at(16, "12:30")) == Closed(ClosedBy.HOURS, at(16, "13:00"))
    assert closed_at(OFFICE, (), at(16, "13:00")) is None


def test_maintenance_says_why_and_when_it_will_be_over() -> None:
    during = at(16, "16:00")
    assert closed_at(None, (NIGHT,), during) == Closed(
        ClosedBy.MAINTENANCE, at(17, "10:00"), "系统升级"
    )
    assert closed_at(None, (NIGHT,), at(16, "15:59")) is None
    assert closed_at(None, (NIGHT,), at(17, "10:00")) is None


def test_maintenance_that_outlasts_the_night_puts_the_opening_off() -> None:
    assert closed_at(OFFICE, (NIGHT,), at(16, "20:00")) == Closed(ClosedBy.HOURS, at(17, "10:00"))


def test_maintenance_that_ends_in_the_night_is_over_in_the_morning() -> None:
    short = PlannedMaintenance(at(16, "16:00"), at(16, "23:00"))
    assert closed_at(OFFICE, (short,), at(16, "16:30")) == Closed(
        ClosedBy.MAINTENANCE, at(17, "08:30")
    )


def test_of_plans_that_overlap_the_one_that_lasts_longest_counts() -> None:
    longer = PlannedMaintenance(at(16, "15:00"), at(17, "11:00"), "换设备")
    closed = closed_at(None, (NIGHT, longer), at(16, "17:00"))
    assert closed == Closed(ClosedBy.MAINTENANCE, at(17, "11:00"), "换设备")


def test_plans_in_another_offset_are_told_in_ours() -> None:
    plan = PlannedMaintenance(at(16, "16:00").astimezone(UTC), at(17, "10:00").astimezone(UTC))
    closed = closed_at(OFFICE, (plan,), at(16, "16:30"))
    assert closed is not None
    assert closed.until is not None
    assert closed.until.isoformat() == "2026-03-17T10:00:00+08:00"


def test_hours_without_an_opening_in_sight_promise_none() -> None:
    closed_for_good = ALWAYS.__class__(((),) * 7)
    assert closed_at(closed_for_good, (), at(16, "09:00")) == Closed(ClosedBy.HOURS, None)


@pytest.mark.parametrize(
    ("moment", "closes"),
    [
        (at(16, "11:49"), None),
        (at(16, "11:50"), at(16, "12:00")),
        (at(16, "11:59"), at(16, "12:00")),
        (at(16, "15:49"), None),
        (at(16, "15:50"), at(16, "16:00")),
    ],
)
def test_ten_minutes_before_it_is_said(moment: datetime, closes: datetime | None) -> None:
    assert closes_soon_after(OFFICE, (NIGHT,), moment) == closes


def test_what_is_past_closes_nothing() -> None:
    assert closes_soon_after(ALWAYS, (NIGHT,), NIGHT.ends + timedelta(hours=1)) is None


def test_maintenance_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        PlannedMaintenance(at(16, "16:00"), at(16, "16:00"))


def test_a_moment_is_told_with_its_weekday() -> None:
    assert moment_label(at(8, "08:30", 10)) == "10月8日（周四）08:30"
