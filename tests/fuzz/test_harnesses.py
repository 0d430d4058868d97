"""Every harness of this folder on a few hundred inputs, where there is no fuzzer to drive it."""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest

_INPUTS = 300
_LONGEST = 200
HARNESSES = sorted(path.stem for path in Path(__file__).parent.glob("fuzz_*.py"))


def entry(name: str) -> Callable[[bytes], None]:
    """What the fuzzer would call."""
    found: Callable[[bytes], None] = importlib.import_module(f"tests.fuzz.{name}").one_input
    return found


def inputs(seed: str) -> list[bytes]:
    """The same on every machine; half of them short."""
    draw = random.Random(seed)
    lengths = (draw.randrange(_LONGEST if turn % 2 else 12) for turn in range(_INPUTS))
    return [b"", *(draw.randbytes(length) for length in lengths)]


def test_there_are_harnesses() -> None:
    assert len(HARNESSES) >= 3


@pytest.mark.parametrize("name", HARNESSES)
def test_a_harness_finds_nothing(name: str) -> None:
    try_it = entry(name)

    for data in inputs(name):
        try:
            try_it(data)
        except BaseException as found:
            found.add_note(f"input {data.hex()}")
            raise
