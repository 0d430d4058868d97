"""What is wrong with settings, in plain Chinese with the bounds; values are not repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kiosk.maintenance.configuration.catalogue import meaning_of, title_of
from kiosk.settings.meaning import Contradiction


class Place(Protocol):
    """Where in the file something is, as pydantic says it."""

    def __getitem__(self, place: int, /) -> int | str: ...
    def __len__(self) -> int: ...


def complaints_of(error: ValidationError) -> tuple[str, ...]:
    """Everything that is wrong, each once."""
    return tuple(dict.fromkeys(_complaint(one) for one in error.errors()))


def complaint_about(error: ValidationError, section: str, name: str) -> str:
    """What is wrong with one setting, whatever the others are; empty if nothing is."""
    about = (one for one in error.errors() if one["loc"][:2] == (section, name))
    return next((_complaint(one) for one in about), "")


def _complaint(error: ErrorDetails) -> str:
    where = tuple(_titles(error["loc"]))
    reason = error.get("ctx", {}).get("error")
    if isinstance(reason, Contradiction):
        return f"{reason.plainly}。"
    return f"“{'·'.join(where) or '配置文件'}”{_why(error)}。"


def _titles(place: tuple[int | str, ...]) -> Iterator[str]:
    match place:
        case (str(section), str(name), *_):
            yield _or_itself(section)
            try:
                yield meaning_of(section, name).title
            except KeyError:
                yield name
        case (str(section), *_):
            yield _or_itself(section)
        case _:
            return


def _or_itself(section: str) -> str:
    try:
        return title_of(section)
    except KeyError:
        return section


_KINDS: Mapping[str, str] = {
    "missing": "还没有填",
    "extra_forbidden": "是程序不认识的名称",
}


def _why(error: ErrorDetails) -> str:
    known = _KINDS.get(error["type"])
    if known is not None:
        return known
    match error["loc"]:
        case (str(section), str(name), *_):
            try:
                meaning = meaning_of(section, name)
            except KeyError:
                return "不对"
            allowed = "或".join(label for _, label in meaning.choices)
            told = [f"只能是 {allowed}"] if allowed else []
            told += [one for one in (meaning.allowed, meaning.note) if one]
            return f"不能是这个值：{'；'.join(told)}"
        case _:
            return "不对"
