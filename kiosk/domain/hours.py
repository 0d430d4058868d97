"""Opening hours (服务时间), as they are told, written and asked.

They are those of the clock on the wall, wherever it stands; nothing here knows what time it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise

_DAY_MINUTES = 24 * 60
_LOOKED_AHEAD = 400
"""Days in which an opening is looked for: more than a year of holidays."""
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LABELS = "一二三四五六日"
_CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Span:
    """Open on one day from ``opens`` until ``closes``, in minutes since midnight; 24:00 is 1440.
    Raises ValueError where it is no such time."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= _DAY_MINUTES:
            raise ValueError("a span ends after it begins, on the same day")

    @property
    def label(self) -> str:
        """As people write it."""
        return f"{_clock(self.opens)}–{_clock(self.closes)}"


Day = tuple[Span, ...]
"""The spans of a day, earliest first; none where it is closed."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """服务时间: the seven days of a week from Monday on, and single days that are otherwise."""

    week: tuple[Day, ...]
    exceptions: tuple[tuple[date, Day], ...] = ()

    def of(self, day: date) -> Day:
        """The spans of a day."""
        return dict(self.exceptions).get(day, self.week[day.weekday()])

    def open_at(self, moment: datetime) -> bool:
        """Whether citizens are served at a moment."""
        minute = moment.hour * 60 + moment.minute
        return any(span.opens <= minute < span.closes for span in self.of(moment.date()))

    def opens_after(self, moment: datetime) -> datetime | None:
        """When the next span begins; None where none is in sight."""
        return self._next(moment, lambda span: span.opens)

    def closes_after(self, moment: datetime) -> datetime | None:
        """Until when it stays open that is open at a moment; None where no end is in sight."""
        end = self._next(moment, lambda span: span.closes)
        while end is not None and self.open_at(end):
            # 24:00 of one day and 00:00 of the next are no interruption.
            further = self._next(end, lambda span: span.closes)
            end = further if end < moment + timedelta(_LOOKED_AHEAD) else None
        return end

    def _next(self, moment: datetime, edge: Callable[[Span], int]) -> datetime | None:
        today = datetime.combine(moment.date(), time(), moment.tzinfo)
        edges = (
            today + timedelta(ahead, minutes=edge(span))
            for ahead in range(_LOOKED_AHEAD)
            for span in self.of(today.date() + timedelta(ahead))
        )
        return next((at for at in edges if at > moment), None)

    @property
    def label(self) -> str:
        """The week in words; single days are not in it."""
        told, place = [], 0
        for spans, alike in groupby(self.week):
            first, place = place, place + len(list(alike))
            if spans:
                hours = "、".join(span.label for span in spans)
                told.append(f"{_days_label(first, place - 1)} {hours}")
        return "；".join(told)


def weekday_label(day: date) -> str:
    """周一 to 周日."""
    return f"周{_LABELS[day.weekday()]}"


def read_hours(weekly: str, exceptions: str = "") -> OpeningHours:
    """The hours of ``Mon-Fri 08:30-12:00 13:00-17:00; Sat 09:00-12:00``; a day that is not named is
    closed. ``exceptions`` are dates such as ``2026-10-01 closed; 2026-10-10 09:00-12:00``.

    Raises ValueError for what cannot be read, for a day named twice, and for spans that overlap.
    """
    named: dict[int, Day] = {}
    for days, spans in _entries(weekly):
        for place in _places(days):
            if place in named:
                raise ValueError(f"{_DAYS[place]} is named twice")
            named[place] = spans
    if not any(named.values()):
        raise ValueError("a week without an hour")
    single: dict[date, Day] = {}
    for written, spans in _entries(exceptions):
        day = date.fromisoformat(written)
        if day in single:
            raise ValueError(f"{day} is named twice")
        single[day] = spans
    return OpeningHours(
        tuple(named.get(place, ()) for place in range(len(_DAYS))), tuple(sorted(single.items()))
    )


def _entries(written: str) -> list[tuple[str, Day]]:
    """What is said of which days."""
    entries = []
    for entry in filter(None, map(str.strip, written.split(";"))):
        days, *spans = entry.split()
        if not spans:
            raise ValueError(f"{days} has no hours")
        entries.append((days, () if spans == [_CLOSED] else _day(spans)))
    return entries


def _day(spans: list[str]) -> Day:
    day = tuple(map(_span, spans))
    if any(later.opens < earlier.closes for earlier, later in pairwise(day)):
        raise ValueError("spans of a day follow each other")
    return day


def _span(written: str) -> Span:
    found = _SPAN.fullmatch(written)
    if found is None:
        raise ValueError(f"{written} is no span such as 08:30-17:00")
    first_hour, first_minute, last_hour, last_minute = map(int, found.groups())
    if max(first_minute, last_minute) > 59:
        raise ValueError(f"{written} is no time")
    return Span(first_hour * 60 + first_minute, last_hour * 60 + last_minute)


def _places(days: str) -> range:
    first, _, last = days.partition("-")
    if first not in _DAYS or (last or first) not in _DAYS:
        raise ValueError(f"{days} are no days such as Mon-Fri")
    places = range(_DAYS.index(first), _DAYS.index(last or first) + 1)
    if not places:
        raise ValueError(f"{days} ends before it begins")
    return places


def _days_label(first: int, last: int) -> str:
    if (first, last) == (0, len(_DAYS) - 1):
        return "每天"
    if first == last:
        return f"周{_LABELS[first]}"
    return f"周{_LABELS[first]}至周{_LABELS[last]}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
