"""Changing the text of a TOML file and nothing else in it: comments and order stay.

What is changed line by line is read back: only a text that says exactly what was meant is taken.
Where the lines are written in a way that is not foreseen here, tomlkit changes the document.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from typing import TypeAlias

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table
from tomlkit.toml_document import TOMLDocument

Value: TypeAlias = str | int | float | bool
Tables: TypeAlias = dict[str, dict[str, object]]
_LINE = "(?P<off>#\\s*)?{name}\\s*="
_HEADER = re.compile(r"\s*\[")


def with_value(text: str, section: str, name: str, value: Value, *, raw: str = "") -> str:
    """The text with a setting of this value, written ``raw`` where that says how. Raises ValueError
    for what is no TOML."""
    wanted = _tables(text)
    wanted.setdefault(section, {})[name] = value
    line = f"{name} = {raw or tomlkit.item(value).as_string()}"
    if _has(text, section, name):
        return _edited(text, wanted, lambda document: _set(document, section, name, value, raw))
    lines = _with_section(text, section)
    start, end = _span(lines, section)
    # Where the line is offered as a comment it is put in its place, else right under the heading.
    place, replaced = start + 1, 0
    for number in range(start + 1, end):
        found = re.match(_LINE.format(name=re.escape(name)), lines[number])
        if found is not None:
            place, replaced = number, 1
            break
    changed = "".join([*lines[:place], f"{line}\n", *lines[place + replaced :]])
    return changed if _says(changed, wanted) else _added(text, wanted, section, name, value)


def without_value(text: str, section: str, name: str) -> str:
    """The text without a setting, its line left as a comment. Raises ValueError."""
    if not _has(text, section, name):
        return text
    wanted = _tables(text)
    del wanted[section][name]
    lines = text.splitlines(keepends=True)
    start, end = _span(lines, section)
    for number in range(start + 1, end):
        if re.match(rf"{re.escape(name)}\s*=", lines[number]):
            lines[number] = f"# {lines[number]}"
            break
    changed = "".join(lines)
    if _says(changed, wanted):
        return changed
    return _edited(text, wanted, lambda document: _table(document, section).remove(name))


def without_section(text: str, section: str) -> str:
    """The text without a section, its lines left as comments. Raises ValueError."""
    wanted = _tables(text)
    if wanted.pop(section, None) is None:
        return text
    lines = text.splitlines(keepends=True)
    start, end = _span(lines, section)
    for number in range(start, end):
        if re.match(r"\[|\w+\s*=", lines[number]):
            lines[number] = f"#{lines[number]}"
    changed = "".join(lines)
    if _says(changed, wanted):
        return changed
    return _edited(text, wanted, lambda document: document.remove(section))


def tables(text: str) -> Mapping[str, Mapping[str, object]]:
    """What the text says, by section; whatever stands in no section left out. Raises ValueError."""
    return _tables(text)


def _tables(text: str) -> Tables:
    return {name: value for name, value in tomllib.loads(text).items() if isinstance(value, dict)}


def _says(text: str, wanted: Tables) -> bool:
    try:
        return _tables(text) == wanted
    except ValueError:
        return False


def _has(text: str, section: str, name: str) -> bool:
    return name in _tables(text).get(section, {})


def _with_section(text: str, section: str) -> list[str]:
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if section in _tables(text):
        return lines
    for number, line in enumerate(lines):
        if re.match(rf"#\s*\[{re.escape(section)}\]", line):
            lines[number] = line.lstrip("# ")
            return lines
    return [*lines, "\n", f"[{section}]\n"]


def _span(lines: list[str], section: str) -> tuple[int, int]:
    """From the heading up to the next one; nothing at the end where it is written otherwise."""
    start = next(
        (n for n, line in enumerate(lines) if re.match(rf"\s*\[{re.escape(section)}\]", line)),
        len(lines),
    )
    after = (n for n in range(start + 1, len(lines)) if _ends_a_section(lines[n]))
    return start, next(after, len(lines))


def _ends_a_section(line: str) -> bool:
    """A heading, also one that is only offered: what is offered below it is of that section."""
    return re.match(r"#?\s*\[\w+\]", line) is not None or _HEADER.match(line) is not None


def _edited(text: str, wanted: Tables, edit: Callable[[TOMLDocument], object]) -> str:
    try:
        document = tomlkit.parse(text)
        edit(document)
    except TOMLKitError as error:
        raise ValueError(str(error)) from error
    changed = tomlkit.dumps(document)
    if not _says(changed, wanted):
        raise ValueError("the file is written in a way that cannot be changed here")
    return changed


def _set(document: TOMLDocument, section: str, name: str, value: Value, raw: str) -> None:
    _table(document, section)[name] = tomlkit.value(raw) if raw else value


def _added(text: str, wanted: Tables, section: str, name: str, value: Value) -> str:
    def add(document: TOMLDocument) -> None:
        if section not in document:
            document[section] = tomlkit.table()
        _table(document, section)[name] = value

    return _edited(text, wanted, add)


def _table(document: TOMLDocument, section: str) -> Table:
    found = document[section]
    if not isinstance(found, Table):
        raise ValueError(f"{section} is no section")  # noqa: TRY004
    return found
