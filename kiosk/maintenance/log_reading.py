"""Reading the event log from its end: the newest lines that somebody wants, and no more of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import assert_never

from kiosk.flows.requests.maintenance.logs import LogDays, LogFilter, LogLevel, LogSubject
from kiosk.maintenance.logged import LoggedLine, log_files, read_line
from kiosk.observe.events import CATALOGUE, Event
from kiosk.observe.fields import Level

MOST_LINES = 100
"""Twenty pages of the screen; to draw many more would keep it from being touched for seconds."""
MOST_READ = 24 * 1024 * 1024
"""Bytes looked through for them, which takes a second; whoever wants to goes on from there."""
MOST_LOOKED_THROUGH = 96 * 1024 * 1024
"""Bytes: half a year of a busy hall."""
_LARGEST_FILE = 16 * 1024 * 1024
"""Twice what the log lets a file grow to: of a larger one, as much as may be held at once."""
_BLOCK = 64 * 1024
_LONGEST_LINE = 4096
_LEAST = {LogLevel.ALL: Level.INFO, LogLevel.WARNING: Level.WARNING, LogLevel.ERROR: Level.ERROR}
_WEEK = timedelta(days=6)
_MONTH = timedelta(days=29)
_DAY = timedelta(days=1)
_EVER = date(2000, 1, 1)
_NAME = re.compile(rb'"event": ?"([A-Za-z0-9_.]+)"')


@dataclass(frozen=True, slots=True)
class Newest:
    """Lines, newest first. ``older`` is where to go on, empty where there are no older ones."""

    lines: tuple[LoggedLine, ...]
    older: str


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line as it stands in a file, and where it begins. A file keeps its number when the log
    gives it another name."""

    file: int
    begins: int
    raw: bytes

    @property
    def place(self) -> str:
        return f"{self.file}:{self.begins}"


def newest_lines(
    path: Path, wanted: LogFilter, now: datetime, place: str = "", most: int = MOST_READ
) -> Newest:
    """At most ``MOST_LINES`` that are wanted, out of at most ``most`` bytes: the newest, or those
    before ``place``. Blocks; what cannot be read is not there."""
    first, last = _days(wanted, now.date())
    names = _names(wanted)
    found: list[LoggedLine] = []
    before = place
    for one in _from_the_end(path, place, last):
        most -= len(one.raw) + 1
        if most < 0:
            return Newest(tuple(found), before)
        line = read_line(one.raw) if _name_of(one.raw) in names else None
        if line is not None:
            day = line.at.astimezone(now.tzinfo).date()
            # A clock that was set may have put lines a little out of order, but not by a day.
            if day < first - _DAY:
                break
            if first <= day <= last:
                if len(found) == MOST_LINES:
                    return Newest(tuple(found), before)
                found.append(line)
        before = one.place
    return Newest(tuple(found), "")


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


def _days(wanted: LogFilter, today: date) -> tuple[date, date]:
    match wanted.days:
        case LogDays.TODAY:
            return today, today
        case LogDays.YESTERDAY:
            return today - _DAY, today - _DAY
        case LogDays.WEEK:
            return today - _WEEK, today
        case LogDays.MONTH:
            return today - _MONTH, today
        case LogDays.ALL:
            return _EVER, today + _DAY
        case LogDays.DAY:
            day = wanted.day or today
            return day, day
        case _:
            assert_never(wanted.days)


def _names(wanted: LogFilter) -> frozenset[bytes]:
    """The events that are wanted."""
    return frozenset(
        event.value.encode()
        for event, declared in CATALOGUE.items()
        if declared.level.value >= _LEAST[wanted.level].value
        and wanted.subject in {LogSubject.ALL, LogSubject(declared.room.value)}
    )


def _name_of(raw: bytes) -> bytes:
    """The event of a line, found without taking it apart: most lines of a long log are about
    something else."""
    told = _NAME.search(raw)
    return b"" if told is None else told[1]


def _from_the_end(path: Path, place: str, last: date) -> Iterator[_Placed]:
    """Lines before ``place``, newest first, less the files that only have what is younger than
    ``last``."""
    number, end = (int(one) for one in place.split(":")) if place else (0, None)
    for file in reversed(log_files(path)):
        with suppress(OSError):
            found = file.stat().st_ino
            if number and found != number:
                continue
            if not number and _begins(file) > last + _DAY:
                continue
            for begins, raw in placed_backwards(file, end):
                yield _Placed(found, begins, raw)
            number, end = 0, None


def _begins(file: Path) -> date:
    """The day of the first line; long ago where none can be told."""
    with file.open("rb") as opened:
        line = read_line(opened.readline(_LONGEST_LINE))
    return _EVER if line is None else line.at.date()


def lines_backwards(file: Path) -> Iterator[bytes]:
    """The lines of a file, the last one first; none, or no more, of one that cannot be read. Lines
    that are longer than any of the terminal's are left out."""
    return (raw for _, raw in placed_backwards(file))


def placed_backwards(file: Path, end: int | None = None) -> Iterator[tuple[int, bytes]]:
    """The lines of a file before the byte ``end``, or all of them, each with the byte at which it
    begins; otherwise as ``lines_backwards``."""
    try:
        with file.open("rb") as opened:
            place = opened.seek(0, os.SEEK_END) if end is None else end
            # Of the line whose beginning has not been read yet.
            rest = b""
            while place:
                start = max(0, place - _BLOCK)
                opened.seek(start)
                first, *lines = (opened.read(place - start) + rest).split(b"\n")
                yield from reversed(_with_places(start + len(first) + 1, lines))
                # No line of ours is longer: of one that is, not all need be held.
                rest = first[: _LONGEST_LINE + 1]
                place = start
            if 0 < len(rest) <= _LONGEST_LINE:
                yield 0, rest
    except OSError:
        return


def _with_places(begins: int, lines: list[bytes]) -> list[tuple[int, bytes]]:
    placed = []
    for line in lines:
        if 0 < len(line) <= _LONGEST_LINE:
            placed.append((begins, line))
        begins += len(line) + 1
    return placed
