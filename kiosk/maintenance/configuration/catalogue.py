"""Every setting in the words of the maintenance screens, and its values to and from them."""

from __future__ import annotations

import math
import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, Union, get_args, get_origin

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
from kiosk.maintenance.configuration.document import Value
from kiosk.runtime.timing import Timing
from kiosk.settings import Settings
from kiosk.settings.meaning import (
    BY_HAND_ALONE,
    NEVER_TYPED,
    Choices,
    Hexadecimal,
    bounds_of,
    is_secret,
    unit_of,
)
from kiosk.settings.waits import WAITS

LONGEST = 200
NOT_SET = "（未设）"
_YES_NO = (("true", "是"), ("false", "否"))
_USER_OF_ADDRESS = re.compile(r"(?<=://)[^/@]*@")
_TIMING = "timing"


class NotAValue(ValueError):
    """What was typed is no value of that form; the text, in Chinese, says why."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is known of a setting without looking into the file. ``usual`` is its value where it is
    left out; a ``needed`` one cannot be."""

    section: str
    name: str
    title: str
    note: str
    allowed: str
    unit: str
    form: SettingForm
    choices: tuple[tuple[str, str], ...]
    needed: bool
    usual: object
    hexadecimal: bool = False

    @property
    def fixed(self) -> str:
        """Why it is not changed on the screen; empty if it is."""
        place = f"{self.section}.{self.name}"
        return BY_HAND_ALONE.get(place) or NEVER_TYPED.get(place, "")

    def written(self, value: object) -> str:
        """A value as it would be typed; an address without the user that may be in it."""
        match value:
            case None:
                return ""
            case bool():
                return "true" if value else "false"
            case int() if self.hexadecimal:
                return f"0x{value:04x}"
            case float() if value.is_integer():
                return str(int(value))
            case str():
                return "" if _USER_OF_ADDRESS.search(value) else value
            case list() | tuple():
                return " ".join(map(str, value))
            case _:
                return str(value)

    def shown(self, value: object) -> str:
        """A value for people."""
        if value is None or value == "":
            return NOT_SET
        named = dict(self.choices).get(self.written(value))
        if named is not None:
            return named
        if isinstance(value, str):
            return _USER_OF_ADDRESS.sub("***@", value)
        return f"{self.written(value)} {self.unit}".rstrip()

    def read(self, written: str) -> Value:
        """What was typed as the file has it. Raises NotAValue."""
        text = written.strip()
        if not text.isprintable() or len(text) > LONGEST:
            raise NotAValue(f"“{self.title}”只能是一行字，最多 {LONGEST} 个字。")
        try:
            match self.form:
                case SettingForm.WORDS:
                    return text
                case SettingForm.WHOLE:
                    return int(text, 0 if self.hexadecimal else 10)
                case SettingForm.NUMBER:
                    return _finite(text)
                case SettingForm.CHOICE:
                    return _chosen(text, self.choices)
        except ValueError:
            raise NotAValue(f"“{self.title}”要填{_FORMS[self.form]}。") from None


_FORMS = {
    SettingForm.WORDS: "文字",
    SettingForm.WHOLE: "整数",
    SettingForm.NUMBER: "数字",
    SettingForm.CHOICE: "列出的值之一",
}


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _chosen(text: str, choices: tuple[tuple[str, str], ...]) -> Value:
    if text not in dict(choices):
        raise ValueError(text)
    if choices == _YES_NO:
        return text == "true"
    return int(text) if all(value.isdecimal() for value, _ in choices) else text


def meanings() -> Mapping[str, tuple[Meaning, ...]]:
    """Of every section, in the order of the file. Secrets are left out."""
    return {
        section: tuple(_waits())
        if section == _TIMING
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
            section=_TIMING,
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
        return SettingForm.CHOICE, _YES_NO
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


def is_optional(section: str) -> bool:
    """Whether a file need not have it."""
    return not Settings.model_fields[section].is_required()


def sections_of(told: Mapping[str, Mapping[str, object]]) -> tuple[SettingsSection, ...]:
    """Everything, with the values of a file."""
    return tuple(
        SettingsSection(
            name=section,
            title=title_of(section),
            note=Settings.model_fields[section].description or "",
            settings=tuple(_setting(one, told.get(section, {})) for one in known),
            fitted=section in told or section == _TIMING,
            optional=is_optional(section) and section not in (_TIMING, "maintenance"),
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
    if section != _TIMING and (before is None) is not (after is None):
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


def changed_on_screen(change: Change) -> bool:
    """Whether this may be changed at the terminal at all."""
    if not change.name:
        return is_optional(change.section) and change.section not in (_TIMING, "maintenance")
    return not meaning_of(change.section, change.name).fixed
