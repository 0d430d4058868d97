#!/usr/bin/env python3
"""Write kiosk/observe/events.py and docs/events.md from the event catalogue.

With --check, only compare: exit status 1 when a file is not what would be written. Exit status 2
when the catalogue itself is wrong.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = Path("kiosk/observe/events.toml")
MODULE = Path("kiosk/observe/events.py")
DOCUMENT = Path("docs/events.md")

ROOMS = {
    "starting": "Starting and stopping",
    "ledger": "Ledger",
    "devices": "Devices",
    "service": "Collection service",
    "session": "Session",
    "maintenance": "Maintenance",
    "orders": "Orders",
    "acquirer": "Card payments",
    "printer": "Printer",
    "runtime": "Runtime",
}
LEVELS = ("info", "warning", "error", "critical")
KINDS = ("code", "count", "order_number", "event_number", "reference")
# Every line has these already.
TAKEN = {"at", "level", "event", "dropped"}


class CatalogueError(Exception):
    """The catalogue contradicts itself."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the log."""

    name: str
    kind: str
    zh: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of the catalogue."""

    name: str
    room: str
    level: str
    fields: tuple[Field, ...]
    meaning: str
    remedy: str
    zh: str
    zh_remedy: str


def read(source: str) -> tuple[Entry, ...]:
    """The catalogue, checked. Raises CatalogueError."""
    loaded = tomllib.loads(source)
    if loaded.keys() != {"fields", "events"}:
        raise CatalogueError("a catalogue has [fields] and [events]")
    fields = {name: _field(name, told) for name, told in loaded["fields"].items()}
    entries = tuple(_entry(name, told, fields) for name, told in loaded["events"].items())
    unused = fields.keys() - {field.name for entry in entries for field in entry.fields}
    if unused:
        raise CatalogueError(f"no event has the fields {', '.join(sorted(unused))}")
    return entries


def _field(name: str, told: object) -> Field:
    match told:
        case {"kind": str(kind), "zh": str(zh), "meaning": str(meaning), **rest} if not rest:
            if name in TAKEN or not re.fullmatch(r"[a-z][a-z_]*", name):
                raise CatalogueError(f"{name} cannot be the name of a field")
            if kind not in KINDS:
                raise CatalogueError(f"{name}: no kind {kind}")
            _check_chinese(name, zh)
            return Field(name, kind, zh, meaning)
        case _:
            raise CatalogueError(f"field {name} needs kind, zh and meaning, nothing else")


def _entry(name: str, told: object, fields: dict[str, Field]) -> Entry:
    match told:
        case {
            "room": str(room),
            "level": str(level),
            "fields": [*names],
            "meaning": str(meaning),
            "remedy": str(remedy),
            "zh": str(zh),
            "zh_remedy": str(zh_remedy),
            **rest,
        } if not rest:
            pass
        case _:
            raise CatalogueError(
                f"{name} needs room, level, fields, meaning, remedy, zh, zh_remedy, nothing else"
            )
    if not re.fullmatch(r"[A-Z][A-Z_]*", name):
        raise CatalogueError(f"{name} is not written as a constant")
    if room not in ROOMS or level not in LEVELS:
        raise CatalogueError(f"{name}: no such room or level")
    if not meaning or bool(remedy) != (level != "info"):
        raise CatalogueError(f"{name}: a warning and worse has a remedy, an information none")
    if bool(zh_remedy) != bool(remedy):
        raise CatalogueError(f"{name}: a remedy is told in both languages")
    _check_chinese(name, zh, *((zh_remedy,) if zh_remedy else ()))
    unknown = [one for one in names if one not in fields]
    if unknown or len(names) != len(set(names)):
        raise CatalogueError(f"{name}: undeclared or repeated fields")
    declared = tuple(fields[one] for one in names)
    return Entry(name, room, level, declared, meaning, remedy, zh, zh_remedy)


def _check_chinese(name: str, *texts: str) -> None:
    if not all(re.search("[一-鿿]", text) for text in texts):
        raise CatalogueError(f"{name}: zh is Chinese")


def module(entries: tuple[Entry, ...]) -> str:
    """The Python module."""
    return "\n".join(_module_lines(entries)) + "\n"


def _module_lines(entries: tuple[Entry, ...]) -> Iterator[str]:
    yield '"""The event catalogue. Made from events.toml by scripts/generate_events.py."""'
    yield ""
    yield "from __future__ import annotations"
    yield ""
    yield "from collections.abc import Mapping"
    yield "from enum import Enum"
    yield ""
    yield "from kiosk.observe.fields import Declaration, FieldKind, Level, Room"
    yield ""
    yield ""
    yield "class Event(Enum):"
    yield '    """Everything the terminal logs."""'
    for entry in entries:
        yield ""
        yield f'    {entry.name} = "{entry.name}"'
        yield from textwrap.wrap(
            f'"""{entry.meaning}"""', 100, initial_indent="    ", subsequent_indent="    "
        )
    yield ""
    yield ""
    yield "CATALOGUE: Mapping[Event, Declaration] = {"
    for entry in entries:
        yield f"    Event.{entry.name}: Declaration("
        yield f"        Level.{entry.level.upper()},"
        yield f"        Room.{entry.room.upper()},"
        yield f'        "{entry.zh}",'
        if entry.fields:
            yield "        {"
            for field in entry.fields:
                yield f'            "{field.name}": FieldKind.{field.kind.upper()},'
            yield "        },"
        if entry.zh_remedy:
            yield f'        remedy="{entry.zh_remedy}",'
        yield "    ),"
    yield "}"
    yield ""
    yield "FIELD_LABELS: Mapping[str, str] = {"
    for field in sorted({field for entry in entries for field in entry.fields}, key=_name):
        yield f'    "{field.name}": "{field.zh}",'
    yield "}"


def document(entries: tuple[Entry, ...]) -> str:
    """The page for people."""
    return "\n".join(_document_lines(entries)) + "\n"


def _document_lines(entries: tuple[Entry, ...]) -> Iterator[str]:
    yield "# Events"
    yield ""
    yield f"<!-- Made from {CATALOGUE} by scripts/{Path(__file__).name}; do not edit. -->"
    yield ""
    yield "Each line of the log is a JSON object: `at` (time), `level`, `event`, the fields below,"
    yield "and `dropped` when so many facts were left out for not being fit for a log."
    for room, title in ROOMS.items():
        yield ""
        yield f"## {title}"
        yield ""
        yield "| event | level | fields | meaning | what to do | 含义 | 怎么办 |"
        yield "|---|---|---|---|---|---|---|"
        for entry in entries:
            if entry.room == room:
                fields = ", ".join(f"`{field.name}`" for field in entry.fields)
                yield (
                    f"| `{entry.name}` | {entry.level} | {fields} | {entry.meaning} "
                    f"| {entry.remedy} | {entry.zh} | {entry.zh_remedy} |"
                )
    yield ""
    yield "## Fields"
    yield ""
    yield "| field | kind | meaning | 名称 |"
    yield "|---|---|---|---|"
    for field in sorted({field for entry in entries for field in entry.fields}, key=_name):
        yield f"| `{field.name}` | {field.kind.replace('_', ' ')} | {field.meaning} | {field.zh} |"


def _name(field: Field) -> str:
    return field.name


def main() -> int:
    """Write or compare."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing, only compare")
    arguments.add_argument("--root", type=Path, default=ROOT, help="the repository")
    options = arguments.parse_args()
    try:
        entries = read((options.root / CATALOGUE).read_text(encoding="utf-8"))
    except (CatalogueError, tomllib.TOMLDecodeError) as error:
        print(f"{CATALOGUE}: {error}", file=sys.stderr)
        return 2
    status = 0
    for path, wanted in ((MODULE, module(entries)), (DOCUMENT, document(entries))):
        file = options.root / path
        if file.exists() and file.read_text(encoding="utf-8") == wanted:
            continue
        if options.check:
            print(f"{path} is not current", file=sys.stderr)
            status = 1
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(wanted, encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
