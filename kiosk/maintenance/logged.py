"""Reading the event log back: only what the terminal itself can have written.

Somebody may have written into the file by hand, and a disk may have spoilt it. A line counts only
if it is a JSON object with a time, a level, an event of the catalogue and those of its fields that
the catalogue declares, each a value of its kind. Everything else is left out, as a whole: what is
known to be good is taken, never what is not known to be bad.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.ledger import is_well_formed
from kiosk.observe import Event, scrub
from kiosk.observe.events import CATALOGUE
from kiosk.observe.fields import FieldKind, is_safe

_LONGEST_LINE = 4096
_DAY = timedelta(days=1)
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d", re.ASCII)
# The telephone number of somebody has eleven digits, a birth eight.
_TELLING = re.compile(r"[0-9]{8}")


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """One line of the log. ``facts`` are the declared fields that it has."""

    at: datetime
    event: Event
    facts: Mapping[str, str | int] = field(default_factory=dict)

    def text(self) -> str:
        """The line written anew, as the log writes lines."""
        level = CATALOGUE[self.event].level.name.lower()
        at = self.at.isoformat(timespec="milliseconds")
        line = {"at": at, "level": level, "event": self.event.value, **self.facts}
        return json.dumps(line, ensure_ascii=False)


def log_files(path: Path) -> tuple[Path, ...]:
    """The files of the log that there are, oldest first."""
    numbered = (
        (int(one.suffix[1:]), one)
        for one in path.parent.glob(f"{path.name}.*")
        if one.suffix[1:].isdecimal() and one.stem == path.name
    )
    rotated = [one for _, one in sorted(numbered, reverse=True)]
    return (*rotated, *((path,) if path.exists() else ()))


def logged(
    path: Path, events: Collection[Event], since: datetime | None = None
) -> Iterator[LoggedLine]:
    """Every line about one of these events that can be believed, of that time or later, oldest
    first; of a file that cannot be read, none."""
    # A year of lines is read quickly only if most are not taken apart.
    names = tuple(event.value.encode() for event in events)
    files = log_files(path)
    for file, successor in zip(files, (*files[1:], None), strict=False):
        if since is not None and successor is not None and _began_before(successor, since):
            continue
        for line in lines_of(file):
            if not any(name in line for name in names):
                continue
            read = read_line(line)
            if read is None or read.event not in events:
                continue
            if since is None or read.at >= since:
                yield read


def _began_before(file: Path, since: datetime) -> bool:
    """Whether its first line is a day older than that: a clock may have been set a little."""
    first = next((read for line in lines_of(file) if (read := read_line(line)) is not None), None)
    return first is not None and first.at < since - _DAY


def lines_of(file: Path) -> Iterator[bytes]:
    """The lines of one file as they are; none, or no more, of one that cannot be read."""
    try:
        with file.open("rb") as opened:
            while line := opened.readline(_LONGEST_LINE):
                yield line
    except OSError:
        return


def read_line(line: bytes) -> LoggedLine | None:
    """What a line says; None where it is not one of the terminal's own."""
    try:
        loaded: object = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(loaded, dict):
        return None
    facts = {str(key): value for key, value in loaded.items()}
    match facts.pop("at", None), facts.pop("level", None), facts.pop("event", None):
        case str(at), str(level), str(name):
            return _declared(at, level, name, facts)
        case _:
            return None


def _declared(at: str, level: str, name: str, rest: Mapping[str, object]) -> LoggedLine | None:
    try:
        event = Event(name)
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    declaration = CATALOGUE[event]
    if _AT.fullmatch(at) is None or level != declaration.level.name.lower():
        return None
    fields = {**declaration.fields, "dropped": FieldKind.COUNT}
    facts: dict[str, str | int] = {}
    for key, value in rest.items():
        kind = fields.get(key)
        if kind is None or not isinstance(value, str | int) or not is_safe(kind, value):
            return None
        if kind is FieldKind.ORDER_NUMBER and not _is_of_an_order(str(value)):
            return None
        # The service's own number may have them by chance: the line is worth more than it.
        if kind is not FieldKind.REFERENCE or _TELLING.search(str(value)) is None:
            facts[key] = value
    return LoggedLine(moment, event, facts)


def _is_of_an_order(number: str) -> bool:
    """Whether it is built as the ledger builds them: a run of digits that is anything else, such as
    somebody's number, holds no moment at that place."""
    try:
        datetime.strptime(number[-21:-7], "%Y%m%d%H%M%S")
    except ValueError:
        return False
    return is_well_formed(number) and scrub(number) == number
