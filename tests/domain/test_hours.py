"""Opening hours: what can be written, and what is open when."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.hours import OpeningHours, Span, read_hours, weekday_label

BEIJING = timezone(timedelta(hours=8))
OFFICE = read_hours(
    "Mon-Fri 08:30-12:00 13:00-17:00; Sat 09:00-12:00",
    "2026-10-01 closed; 2026-10-10 09:00-12:00",
)
ALWAYS = read_hours("Mon-Sun 00:00-24:00")


def at(day: int, clock: str, month: int = 3) -> datetime:
    """A moment of 2026; the 16th of March is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(16, "08:29"), False),
        (at(16, "08:30"), True),
        (at(16, "11:59"), True),
        (at(16, "12:00"), False),
        (at(16, "13:00"), True),
        (at(20, "16:59"), True),
        (at(20, "17:00"), False),
        (at(21, "11:00"), True),
        (at(21, "13:00"), False),
        (at(22, "11:00"), False),
        (at(1, "10:00", 10), False),
        (at(10, "10:00", 10), True),
        (at(10, "08:45", 10), False),
    ],
)
def test_a_moment_is_open_or_not(moment: datetime, is_open: bool) -> None:
    assert OFFICE.open_at(moment) is is_open


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(16, "07:00"), at(16, "08:30")),
        (at(16, "12:00"), at(16, "13:00")),
        (at(21, "12:00"), at(23, "08:30")),
        (at(30, "20:00", 9), at(2, "08:30", 10)),
    ],
)
def test_it_opens_again_at_the_next_span(moment: datetime, opens: datetime) -> None:
    assert OFFICE.opens_after(moment) == opens


def test_it_closes_at_the_end_of_the_span() -> None:
    assert OFFICE.closes_after(at(16, "09:00")) == at(16, "12:00")
    assert OFFICE.closes_after(at(16, "16:59")) == at(16, "17:00")


def test_midnight_is_no_closing_where_it_opens_at_once() -> None:
    night = read_hours("Fri 20:00-24:00; Sat 00:00-02:00")
    assert night.closes_after(at(20, "21:00")) == at(21, "02:00")
    assert ALWAYS.closes_after(at(16, "21:00")) is None


def test_hours_that_are_all_excepted_never_open_again() -> None:
    assert OpeningHours(((),) * 7).opens_after(at(16, "09:00")) is None
    assert OpeningHours(((),) * 7).closes_after(at(16, "09:00")) is None


@pytest.mark.parametrize(
    ("weekly", "label"),
    [
        ("Mon-Fri 08:30-17:00", "周一至周五 08:30–17:00"),
        (
            "Mon-Fri 08:30-12:00 13:00-17:00; Sat 09:00-12:00",
            "周一至周五 08:30–12:00、13:00–17:00；周六 09:00–12:00",
        ),
        ("Mon-Sun 00:00-24:00", "每天 00:00–24:00"),
        ("Mon 09:00-12:00;Tue closed;Wed 09:00-12:00;", "周一 09:00–12:00；周三 09:00–12:00"),
    ],
)
def test_the_week_is_told_in_words(weekly: str, label: str) -> None:
    assert read_hours(weekly).label == label


@pytest.mark.parametrize(
    "weekly",
    [
        "",
        "Mon-Fri",
        "Mon-Fri closed",
        "Mon-Fri 8:30-17:00",
        "Mon-Fri 08:30–17:00",
        "Mon-Fri 17:00-08:30",
        "Mon-Fri 08:30-08:30",
        "Mon-Fri 08:60-09:00",
        "Mon-Fri 08:00-24:30",
        "Mon-Fri 08:30-12:00 11:00-17:00",
        "Mon-Fri 08:30-12:00; Fri 13:00-17:00",
        "Fri-Mon 08:30-12:00",
        "Monday 08:30-12:00",
        "Mon-Freitag 08:30-12:00",
        "Mon closed 08:30-12:00",
    ],
)
def test_what_cannot_be_meant_is_refused(weekly: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_hours(weekly)


@pytest.mark.parametrize(
    "exceptions",
    ["2026-02-30 closed", "10-01 closed", "2026-10-01", "2026-10-01 closed; 2026-10-01 closed"],
)
def test_days_that_cannot_be_meant_are_refused(exceptions: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_hours("Mon-Fri 08:30-17:00", exceptions)


@pytest.mark.parametrize(("opens", "closes"), [(-1, 3), (3, 3), (4, 3), (0, 1441)])
def test_a_span_is_within_a_day(opens: int, closes: int) -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        Span(opens, closes)


def test_days_have_names() -> None:
    assert weekday_label(date(2026, 3, 16)) == "周一"
    assert weekday_label(date(2026, 3, 22)) == "周日"


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(BEIJING)))
def test_what_is_closed_opens_and_what_is_open_closes(moment: datetime) -> None:
    if OFFICE.open_at(moment):
        closes = OFFICE.closes_after(moment)
        assert closes is not None
        assert closes > moment
        assert not OFFICE.open_at(closes)
        return
    opens = OFFICE.opens_after(moment)
    assert opens is not None
    assert opens > moment
    assert OFFICE.open_at(opens)
    assert not OFFICE.open_at(opens - timedelta(minutes=1))
