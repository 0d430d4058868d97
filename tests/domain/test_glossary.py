"""The glossary names what the code really has."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType

import pytest

import kiosk.domain

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
IN_CODE_TYPE = re.compile(r"`(\w+(?:\.\w+)?)`")
# Words of computing, and of the machine.
NOT_OF_THE_TRADE = {"Condition", "DeviceStatus", "IdentityFlaw", "IdentityNumberError"}
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


@pytest.mark.parametrize("name", IN_CODE_TYPE.findall(GLOSSARY.read_text("utf-8")))
def test_a_name_in_code_type_exists_in_the_domain(name: str) -> None:
    assert exists(name)


def test_every_word_of_the_trade_is_in_it() -> None:
    named = {name.partition(".")[0] for name in IN_CODE_TYPE.findall(GLOSSARY.read_text("utf-8"))}
    kinds = {
        name: module.__name__
        for module in MODULES
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__ == module.__name__ and not name.startswith("_")
    }
    missing = {
        name
        for name, module in kinds.items()
        if name not in named and not module.endswith((".paper", ".text"))
    }
    assert missing == NOT_OF_THE_TRADE


def test_a_name_that_does_not_exist_would_be_noticed() -> None:
    assert not exists("Contribution")
    assert not exists("Money.cents")
