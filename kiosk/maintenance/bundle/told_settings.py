"""Settings without secrets: what is told is chosen by the type of each field.

Addresses and paths are told, also those of keys; what is in the files never is. Left out are fields
of pydantic's secret types, fields that are kept out of representations (``repr=False``), and values
of any type that is not known here. Words that somebody typed are struck of everything that could be
the number of a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.networks import AnyUrl, HttpUrl

from kiosk.observe import scrub
from kiosk.observe.scrub import STRUCK_OUT

LEFT_OUT = "（保密，未列出）"
Told: TypeAlias = "bool | int | float | str | Sequence[Told] | Mapping[str, Told] | None"

_LONGEST = 300
_USER_OF_ADDRESS = re.compile(r"(?<=://)[^/@]*@")
_LONG_NUMBER = re.compile(r"\d{8,}")


def tell_settings(section: BaseModel) -> dict[str, Told]:
    """A section of the settings, or all of them."""
    fields = type(section).model_fields
    return {name: _field(field, getattr(section, name)) for name, field in fields.items()}


def _field(field: FieldInfo, value: object) -> Told:
    if not field.repr:
        return LEFT_OUT
    # What has a pattern is a code of the terminal or the acquirer: the pattern says what it is.
    has_pattern = any(getattr(one, "pattern", None) for one in field.metadata)
    return value if has_pattern and isinstance(value, str) else _told(value)


def _told(value: object) -> Told:
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return _told(value.value)
        case BaseModel():
            return tell_settings(value)
        case str() | Path() | AnyUrl() | HttpUrl():
            return _words(str(value))
        case Mapping():
            return {_words(str(key)): _told(one) for key, one in value.items()}
        case tuple() | list() | frozenset():
            return [_told(one) for one in value]
        case _:
            return LEFT_OUT


def _words(text: str) -> str:
    """Text as somebody typed it: of no secret a whole line fits, nor the number of anybody."""
    if len(text) > _LONGEST or not text.isprintable():
        return LEFT_OUT
    without_user = _USER_OF_ADDRESS.sub("", text).partition("?")[0]
    return _LONG_NUMBER.sub(STRUCK_OUT, scrub(without_user))
