"""What holds for every value of the domain."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import FrozenInstanceError, is_dataclass

import pytest

import kiosk.domain
from kiosk.domain.money import Money

VALUES = sorted(
    {
        value
        for module in pkgutil.iter_modules(kiosk.domain.__path__)
        for _, value in inspect.getmembers(
            importlib.import_module(f"kiosk.domain.{module.name}"), inspect.isclass
        )
        if is_dataclass(value)
    },
    key=lambda value: value.__name__,
)


@pytest.mark.parametrize("value", VALUES)
def test_values_cannot_change_and_take_no_further_fields(value: type) -> None:
    assert "__setattr__" in vars(value)
    assert "__slots__" in vars(value)
    assert "__hash__" in vars(value)


def test_a_value_says_so_when_somebody_tries() -> None:
    with pytest.raises(FrozenInstanceError):
        Money(1).fen = 2  # type: ignore[misc]  # the very thing that must not be possible
