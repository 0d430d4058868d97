"""Every setting that there is, as the maintenance screens know it."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from typing import Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from kiosk.flows.requests.maintenance.settings import (
    Change,
    Setting,
    SettingChoice,
    SettingForm,
    SettingsSection,
)
from kiosk.maintenance.configuration.meaning import YES_NO, Meaning
from kiosk.runtime.timing import Timing
from kiosk.settings import Settings
from kiosk.settings.meaning import (
    Choices,
    Hexadecimal,
    bounds_of,
    is_secret,
    unit_of,
)
from kiosk.settings.waits import WAITS

TIMING = "timing"


def meanings() -> Mapping[str, tuple[Meaning, ...]]:
    """Of every section, in the order of the file. Secrets are left out."""
    return {
        section: tuple(_waits())
        if section == TIMING
        else tuple(
            _meaning(section, name, one)
            for name, one in _model(field).model_fields.items()
            if not is_secret(one)
        )
        for section, field in Settings.model_fields.items()
    }


def _model(field: FieldInfo) -> type[BaseModel]:
    for one in (field.annotation, *get_args(field.annotation)):
        if isinstance(one, type) and issubclass(one, BaseModel):
            return one
    raise TypeError("no section")


def _waits() -> Iterator[Meaning]:
    usual = Timing()
    for name, (title, note) in WAITS.items():
        yield Meaning(
            section=TIMING,
            name=name,
            title=title,
            note=note,
            allowed="大于 0，不大于 86400 秒",
            unit="秒",
            form=SettingForm.NUMBER,
            choices=(),
            needed=False,
            usual=getattr(usual, name),
        )


def _meaning(section: str, name: str, field: FieldInfo) -> Meaning:
    kind, metadata = _bare(field)
    inner = FieldInfo(annotation=None)
    inner.metadata = metadata
    form, choices = _form(kind, metadata)
    unit = unit_of(inner)
    bounds = bounds_of(inner)
    default = field.get_default(call_default_factory=False)
    return Meaning(
        section=section,
        name=name,
        title=field.title or name,
        note=field.description or "",
        allowed=f"{bounds} {unit}".strip() if bounds else f"单位：{unit}" if unit else "",
        unit=unit,
        form=form,
        choices=choices,
        needed=field.is_required(),
        usual=None if default is PydanticUndefined else default,
        hexadecimal=any(isinstance(one, Hexadecimal) for one in metadata),
    )


def _bare(field: FieldInfo) -> tuple[object, list[object]]:
    """The type of a value that is there, and everything that is said of it."""
    kind: object = field.annotation
    metadata: list[object] = list(field.metadata)
    if get_origin(kind) in (Union, types.UnionType):
        (kind,) = (one for one in get_args(kind) if one is not types.NoneType)
    for one in getattr(kind, "__metadata__", ()):
        metadata += one.metadata if isinstance(one, FieldInfo) else [one]
    return getattr(kind, "__origin__", kind) if hasattr(kind, "__metadata__") else kind, metadata


def _form(kind: object, metadata: list[object]) -> tuple[SettingForm, tuple[tuple[str, str], ...]]:
    if kind is bool:
        return SettingForm.CHOICE, YES_NO
    if get_origin(kind) is Literal:
        given = (one.names for one in metadata if isinstance(one, Choices))
        named = dict(next(given, ()))
        values = [str(value) for value in get_args(kind)]
        return SettingForm.CHOICE, tuple((value, named.get(value, value)) for value in values)
    if kind is int:
        return SettingForm.WHOLE, ()
    return (SettingForm.NUMBER if kind is float else SettingForm.WORDS), ()


MEANINGS = meanings()
"""By section."""


def meaning_of(section: str, name: str) -> Meaning:
    """Raises KeyError for a setting that does not exist, or is a secret."""
    for one in MEANINGS[section]:
        if one.name == name:
            return one
    raise KeyError(name)


def title_of(section: str) -> str:
    """What a section is called. Raises KeyError."""
    return Settings.model_fields[section].title or section


def can_be_left_out(section: str) -> bool:
    """Whether it may be taken out of the file at the terminal. Without ``maintenance`` nobody could
    put anything back there."""
    optional = not Settings.model_fields[section].is_required()
    return optional and section not in (TIMING, "maintenance")


def sections_of(told: Mapping[str, Mapping[str, object]]) -> tuple[SettingsSection, ...]:
    """Everything, with the values of a file."""
    return tuple(
        SettingsSection(
            name=section,
            title=title_of(section),
            note=Settings.model_fields[section].description or "",
            settings=tuple(_setting(one, told.get(section, {})) for one in known),
            fitted=section in told or section == TIMING,
            optional=can_be_left_out(section),
        )
        for section, known in MEANINGS.items()
    )


def _setting(meaning: Meaning, told: Mapping[str, object]) -> Setting:
    value = told.get(meaning.name, meaning.usual)
    return Setting(
        section=meaning.section,
        name=meaning.name,
        title=meaning.title,
        note=meaning.note,
        allowed=meaning.allowed,
        shown=meaning.shown(value),
        written=meaning.written(value),
        form=meaning.form,
        choices=tuple(SettingChoice(written, label) for written, label in meaning.choices),
        usual="" if meaning.needed else meaning.shown(meaning.usual),
        fixed=meaning.fixed,
    )


def changed_on_screen(change: Change) -> bool:
    """Whether this may be changed at the terminal at all."""
    if not change.name:
        return can_be_left_out(change.section)
    return not meaning_of(change.section, change.name).fixed
