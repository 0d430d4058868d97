"""Pads that say anything, as the fuzzer has them say it."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz.fuzz_pin_pad import one_input


@given(st.integers(0, 5), st.binary(max_size=300))
@example(2, bytes.fromhex("20303626812224"))
@example(5, bytes.fromhex("01 45 01 45 01 45 01 45"))
def test_nothing_names_a_figure_or_ends_a_driver(kind: int, data: bytes) -> None:
    one_input(bytes((kind,)) + data)
