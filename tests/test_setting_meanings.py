"""Every setting says in Chinese what it is, and the file that is delivered says the same."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Literal, Union, get_args, get_origin

import pytest
from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kiosk.runtime.timing import Timing
from kiosk.settings import Settings
from kiosk.settings.meaning import (
    BY_HAND_ALONE,
    NEVER_TYPED,
    Choices,
    bounds_of,
    is_secret,
    unit_of,
)
from kiosk.settings.waits import WAITS

CONFIG = Path(__file__).parents[1] / "config" / "kiosk.toml"
CHINESE = re.compile(r"[一-鿿]")
# Names and signs of the trade that are Latin letters in Chinese too.
LATIN = {"TPDU"}


def models() -> Iterator[tuple[str, type[BaseModel]]]:
    for name, field in Settings.model_fields.items():
        for one in (field.annotation, *get_args(field.annotation)):
            if isinstance(one, type) and issubclass(one, BaseModel):
                yield name, one


SETTINGS = [
    (section, name, field)
    for section, model in models()
    for name, field in model.model_fields.items()
]
IDS = [f"{section}.{name}" for section, name, _ in SETTINGS]


def test_every_section_has_a_title_and_a_meaning_in_chinese() -> None:
    assert len({name for name, _ in models()}) == len(Settings.model_fields) - 1
    for name, field in Settings.model_fields.items():
        assert CHINESE.search(field.title or ""), name
        assert CHINESE.search(field.description or ""), name


@pytest.mark.parametrize(("section", "name", "field"), SETTINGS, ids=IDS)
def test_every_setting_has_a_title_and_a_meaning_in_chinese(
    section: str, name: str, field: FieldInfo
) -> None:
    title, description = field.title or "", field.description or ""
    assert CHINESE.search(title) or title in LATIN
    assert title.isprintable()
    assert len(title) <= 12
    assert CHINESE.search(description) or description.startswith("generic-80")
    assert len(description) <= 60


@pytest.mark.parametrize(("section", "model"), list(models()))
def test_no_two_settings_of_a_section_are_called_the_same(
    section: str, model: type[BaseModel]
) -> None:
    titles = [field.title for field in model.model_fields.values()]
    assert len(set(titles)) == len(titles)


def measured(field: FieldInfo) -> bool:
    return field.annotation is float or field.annotation is int


# Numbers that count, or name something by number.
WITHOUT_UNIT = re.compile(r"port|unit|\w+_key|vendor|product")


@pytest.mark.parametrize(("section", "name", "field"), SETTINGS, ids=IDS)
def test_what_is_measured_has_a_unit(section: str, name: str, field: FieldInfo) -> None:
    if measured(field):
        assert bool(unit_of(field)) is not bool(WITHOUT_UNIT.fullmatch(name))


@pytest.mark.parametrize(("section", "name", "field"), SETTINGS, ids=IDS)
def test_every_choice_in_words_has_a_name(section: str, name: str, field: FieldInfo) -> None:
    if get_origin(field.annotation) is Literal and isinstance(get_args(field.annotation)[0], str):
        (choices,) = (one for one in field.metadata if isinstance(one, Choices))
        assert [value for value, _ in choices.names] == list(get_args(field.annotation))


def test_every_wait_of_the_runtime_has_a_meaning() -> None:
    assert set(WAITS) == {one.name for one in fields(Timing)}
    for title, meaning in WAITS.values():
        assert CHINESE.search(title)
        assert CHINESE.search(meaning)


def test_what_is_never_changed_on_the_screen_is_there_and_has_a_reason() -> None:
    kept = {**BY_HAND_ALONE, **NEVER_TYPED}
    assert set(kept) <= set(IDS)
    assert all(CHINESE.search(reason) for reason in kept.values())


def comment_on(section: str, name: str) -> str:
    """The comments above a setting, up to the setting before them."""
    text = CONFIG.read_text(encoding="utf-8")
    (body,) = re.findall(rf"^#?\[{section}\]\n(.*?)(?=^#?\[|\Z)", text, re.MULTILINE | re.DOTALL)
    comment: list[str] = []
    # Several settings may stand under one comment.
    settled = False
    for line in body.splitlines():
        found = re.match(r"(?:# ?)?([a-z_]+) = ", line)
        if found is None:
            comment = [line] if settled else [*comment, line]
            settled = False
        else:
            settled = True
            if found[1] == name:
                return " ".join(comment)
    raise AssertionError(name)


def numbers_of(field: FieldInfo) -> set[float]:
    inner = field.annotation
    metadata = list(field.metadata)
    if get_origin(inner) in (Union, types.UnionType):
        for one in get_args(inner):
            metadata += list(getattr(one, "__metadata__", ()))
    limits: set[float] = set()
    for one in metadata:
        match one:
            case Ge(limit) | Le(limit) | Gt(limit) | Lt(limit) if isinstance(limit, int | float):
                limits.add(float(limit))
            case MinLen(limit) | MaxLen(limit):
                limits.add(float(limit))
            case _:
                pass
    return limits


@pytest.mark.parametrize(("section", "name", "field"), SETTINGS, ids=IDS)
def test_the_delivered_file_says_the_same_bounds(section: str, name: str, field: FieldInfo) -> None:
    # 0 and 1 are said in words, or go without saying.
    wanted = {limit for limit in numbers_of(field) if limit > 1}
    if wanted and section != "maintenance":
        said = {float(one) for one in re.findall(r"\d+", comment_on(section, name))}
        assert wanted <= said


def test_bounds_are_said_in_words() -> None:
    told = {f"{section}.{name}": bounds_of(field) for section, name, field in SETTINGS}
    assert told["screen.width_px"] == "不小于 640，不大于 8192"
    assert told["screen.width_mm"] == "大于 100，小于 2000"
    assert told["terminal.name"] == "1 到 30 个字"
    assert told["terminal.hotline"] == "最多 20 个字"
    assert told["code_scanner.port"] == "不能为空"
    assert told["acquirer.ca"] == ""


def test_no_setting_is_a_secret_today_and_one_would_be_noticed() -> None:
    assert not [f"{section}.{name}" for section, name, field in SETTINGS if is_secret(field)]
    assert is_secret(FieldInfo(annotation=str, repr=False))
