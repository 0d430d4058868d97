"""The glossary names what the code really has."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType

import pytest

import kiosk.domain

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
MODULES: tuple[ModuleType, ...] = tuple(
    importlib.import_module(f"kiosk.domain.{module.name}")
    for module in pkgutil.iter_modules(kiosk.domain.__path__)
)


def rows() -> list[list[str]]:
    lines = GLOSSARY.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return [row for row in cells if row[0] != "术语" and set(row[0]) != {"-"}]


def exists(name: str) -> bool:
    owner, _, member = name.partition(".")
    found = [getattr(module, owner) for module in MODULES if hasattr(module, owner)]
    if not found or not member:
        return bool(found)
    return hasattr(found[0], member) or (
        is_dataclass(found[0]) and member in {field.name for field in fields(found[0])}
    )


def test_every_row_is_complete_and_no_term_stands_twice() -> None:
    table = rows()

    assert len(table) >= 60
    assert all(len(row) == 4 and all(row) for row in table)
    assert len({row[0] for row in table}) == len(table)


@pytest.mark.parametrize("name", re.findall(r"`(\w+(?:\.\w+)?)`", GLOSSARY.read_text("utf-8")))
def test_a_name_in_code_type_exists_in_the_domain(name: str) -> None:
    assert exists(name)


def test_a_name_that_does_not_exist_would_be_noticed() -> None:
    assert not exists("Contribution")
    assert not exists("Money.cents")
