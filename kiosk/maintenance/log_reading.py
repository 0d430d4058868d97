"""Reading the event log from its end: the newest lines that somebody wants, and no more of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from kiosk.flows.requests.maintenance.logs import LogDays, LogFilter, LogLevel, LogSubject
from kiosk.maintenance.logged import LoggedLine, log_files, read_line
from kiosk.observe.events import CATALOGUE, Event
from kiosk.observe.fields import Level

MOST_LINES = 100
"""Twenty pages of the screen; to draw many more would keep it from being touched for seconds."""
MOST_LOOKED_THROUGH = 96 * 1024 * 1024
"""Bytes: half a year of a busy hall."""
_LARGEST_FILE = 16 * 1024 * 1024
"""Twice what the log lets a file grow to: of a larger one, as much as may be held at once."""
_BLOCK = 64 * 1024
_LONGEST_LINE = 4096
_LEAST = {LogLevel.ALL: Level.INFO, LogLevel.WARNING: Level.WARNING, LogLevel.ERROR: Level.ERROR}
_WEEK = timedelta(days=6)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Newest:
    """Lines, newest first. ``more`` if older ones were left out."""

    lines: tuple[LoggedLine, ...]
    more: bool


def newest_lines(path: Path, wanted: LogFilter, now: datetime) -> Newest:
    """At most ``MOST_LINES`` that are wanted. Blocks; what cannot be read is not there."""
    first, last = _days(wanted.days, now.date())
    found: list[LoggedLine] = []
    for line in _from_the_end(path):
        day = line.at.astimezone(now.tzinfo).date()
        # A clock that was set may have put lines a little out of order, but not by a day.
        if day < first - _DAY:
            break
        if not first <= day <= last or not _is_wanted(line, wanted):
            continue
        if len(found) == MOST_LINES:
            return Newest(tuple(found), more=True)
        found.append(line)
    return Newest(tuple(found), more=False)


def newest_of_each(
    path: Path, wanted: Mapping[Event, str], most: int = MOST_LOOKED_THROUGH
) -> dict[Event, LoggedLine]:
    """The newest line about each of these events that says something for the fact beside it, where
    there is one in the newest ``most`` bytes of all files. Blocks."""
    found: dict[Event, LoggedLine] = {}
    for file in reversed(log_files(path)):
        if most <= 0 or len(found) == len(wanted):
            break
        text = _end_of(file, min(most, _LARGEST_FILE))
        most -= len(text)
        for event, fact in wanted.items():
            if event not in found and (line := _newest_in(text, event, fact)) is not None:
                found[event] = line
    return found


def _end_of(file: Path, most: int) -> bytes:
    """The last bytes of a file; none of one that cannot be read."""
    try:
        with file.open("rb") as opened:
            opened.seek(max(0, opened.seek(0, os.SEEK_END) - most))
            return opened.read(most)
    except OSError:
        return b""


def _newest_in(text: bytes, event: Event, fact: str) -> LoggedLine | None:
    """Found by its name, for most lines are about something else and are not taken apart."""
    end = len(text)
    while (place := text.rfind(event.value.encode(), 0, end)) >= 0:
        start = text.rfind(b"\n", 0, place) + 1
        line = read_line(text[start : start + _LONGEST_LINE].partition(b"\n")[0])
        if line is not None and line.event is event and line.facts.get(fact):
            return line
        end = start
    return None


def _days(days: LogDays, today: date) -> tuple[date, date]:
    match days:
        case LogDays.TODAY:
            return today, today
        case LogDays.YESTERDAY:
            return today - _DAY, today - _DAY
        case LogDays.WEEK:
            return today - _WEEK, today


def _is_wanted(line: LoggedLine, wanted: LogFilter) -> bool:
    declared = CATALOGUE[line.event]
    if declared.level.value < _LEAST[wanted.level].value:
        return False
    return wanted.subject is LogSubject.ALL or declared.room.value == wanted.subject.value


def _from_the_end(path: Path) -> Iterator[LoggedLine]:
    for file in reversed(log_files(path)):
        for raw in lines_backwards(file):
            line = read_line(raw)
            if line is not None:
                yield line


def lines_backwards(file: Path) -> Iterator[bytes]:
    """The lines of a file, the last one first; none, or no more, of one that cannot be read. Lines
    that are longer than any of the terminal's are left out."""
    try:
        with file.open("rb") as opened:
            place = opened.seek(0, os.SEEK_END)
            # Of the line whose beginning has not been read yet.
            rest = b""
            while place:
                start = max(0, place - _BLOCK)
                opened.seek(start)
                first, *lines = (opened.read(place - start) + rest).split(b"\n")
                yield from (line for line in reversed(lines) if 0 < len(line) <= _LONGEST_LINE)
                # No line of ours is longer: of one that is, not all need be held.
                rest = first[: _LONGEST_LINE + 1]
                place = start
            if 0 < len(rest) <= _LONGEST_LINE:
                yield rest
    except OSError:
        return
