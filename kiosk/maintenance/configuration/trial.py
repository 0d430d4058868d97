"""Changes tried out on a copy of the file, by the very model that reads it at the start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from kiosk.flows.requests.maintenance.settings import Change
from kiosk.maintenance.configuration.catalogue import MEANINGS, changed_on_screen, meaning_of
from kiosk.maintenance.configuration.complaints import complaint_about, complaints_of
from kiosk.maintenance.configuration.document import (
    tables,
    with_value,
    without_section,
    without_value,
)
from kiosk.maintenance.configuration.meaning import NotAValue
from kiosk.settings import Settings

Rehearse = Callable[[Settings], str]
"""Says in Chinese why a terminal would not start with these settings; empty if it would. Blocks."""
_NOT_TOML = "配置文件不是 TOML，或不是 UTF-8 编码，读不出来。"


class NotAllowed(Exception):
    """A change that is not made on the screen, or cannot be; the text, in Chinese, says why."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A text, and what a terminal would say to it at its start: ``settings`` if it would take it,
    else ``complaints``."""

    text: str
    settings: Settings | None
    complaints: tuple[str, ...]


def tried(text: str, folder: Path, rehearse: Rehearse) -> Tried:
    """Read a text as the start would."""
    try:
        settings = Settings.read(text, folder=folder)
    except ValidationError as error:
        return Tried(text, None, complaints_of(error))
    except ValueError:
        return Tried(text, None, (_NOT_TOML,))
    why_not = rehearse(settings)
    return Tried(text, settings, (why_not,) if why_not else ())


def refusal_of(text: str, folder: Path, newest: Change) -> str:
    """Why a value cannot be, whatever the others are; empty if it can. The text has it already."""
    if not newest.name:
        return ""
    try:
        Settings.read(text, folder=folder)
    except ValidationError as error:
        return complaint_about(error, newest.section, newest.name)
    return ""


def with_changes(text: str, changes: Iterable[Change]) -> str:
    """The text with every change made. Raises NotAllowed, ValueError for what is no TOML."""
    order = {section: place for place, section in enumerate(MEANINGS)}
    # What goes, goes first, so that a section taken away and begun anew has the new values alone.
    for change in sorted(changes, key=lambda one: (bool(one.name), order[one.section], one.name)):
        if not changed_on_screen(change):
            raise NotAllowed("这一项不能在屏幕上改。")
        text = _with(text, change)
    return text


def _with(text: str, change: Change) -> str:
    if not change.name:
        return without_section(text, change.section)
    meaning = meaning_of(change.section, change.name)
    written = change.written.strip()
    if not written:
        # An empty text is a value of its own only where it is the usual one as well.
        if meaning.needed:
            raise NotAllowed(f"“{meaning.title}”不能空着。")
        return without_value(text, change.section, change.name)
    try:
        value = meaning.read(written)
    except NotAValue as error:
        raise NotAllowed(str(error)) from error
    raw = written if meaning.hexadecimal and written.startswith("0x") else ""
    if tables(text).get(change.section, {}).get(change.name) == value:
        return text
    return with_value(text, change.section, change.name, value, raw=raw)
