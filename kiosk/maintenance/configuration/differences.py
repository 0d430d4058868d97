"""What two files of settings have otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from kiosk.maintenance.configuration.catalogue import MEANINGS, TIMING, title_of
from kiosk.maintenance.configuration.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting that two files have otherwise. ``name`` is ``fitted`` where one of them has no such
    section."""

    section: str
    name: str
    title: str
    before: str
    after: str


Told: TypeAlias = Mapping[str, Mapping[str, object]]


def differences(before: Told, after: Told) -> tuple[Difference, ...]:
    """Every setting that has another value, in the order of the file."""
    return tuple(
        one
        for section, known in MEANINGS.items()
        for one in _differences(section, known, before.get(section), after.get(section))
    )


def _differences(
    section: str,
    known: tuple[Meaning, ...],
    before: Mapping[str, object] | None,
    after: Mapping[str, object] | None,
) -> Iterator[Difference]:
    title = title_of(section)
    if section != TIMING and (before is None) is not (after is None):
        fitted = ("不配", "配备") if before is None else ("配备", "不配")
        yield Difference(section, "fitted", title, *fitted)
        if after is None:
            return
    for one in known:
        was = (before or {}).get(one.name, one.usual)
        will_be = (after or {}).get(one.name, one.usual)
        if was != will_be:
            whole = f"{title}·{one.title}"
            yield Difference(section, one.name, whole, one.shown(was), one.shown(will_be))
