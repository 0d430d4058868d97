"""Reading the event log from its end: the newest lines that somebody wants, and no more of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from kiosk.flows.requests.maintenance.logs import LogDays, LogFilter, LogLevel, LogSubject
from kiosk.maintenance.logged import LoggedLine, log_files, read_line
from kiosk.observe.events import CATALOGUE
from kiosk.observe.fields import Level

MOST_LINES = 100
"""Twenty pages of the screen; to draw many more would keep it from being touched for seconds."""
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
