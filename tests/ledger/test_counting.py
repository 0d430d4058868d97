"""Trace numbers: none twice in a batch, whatever happens."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.bank_card import MOST_TRACE
from kiosk.ledger import Ledger, TracesUsedUp
from kiosk.ledger.counting import Counting
from tests.ledger.given import Clock, opened


def test_traces_go_on_through_restarts_and_batches(path: Path, clock: Clock) -> None:
    with opened(path, clock) as ledger:
        assert ledger.batch() is None
        assert [ledger.next_trace(), ledger.next_trace()] == [1, 2]
        ledger.adopt_batch(7)
        assert ledger.next_trace() == 3
    with opened(path, clock) as ledger:
        assert ledger.batch() == 7
        assert ledger.next_trace() == 4
        ledger.adopt_batch(8)
        assert (ledger.batch(), ledger.next_trace()) == (8, 5)


def test_the_same_batch_again_is_no_news(ledger: Ledger) -> None:
    ledger.adopt_batch(7)
    before = ledger.entries()
    ledger.adopt_batch(7)
    assert ledger.entries() == before


@pytest.mark.parametrize("batch", [0, -1, MOST_TRACE + 1])
def test_a_batch_is_1_to_999999(ledger: Ledger, batch: int) -> None:
    ledger.adopt_batch(7)
    with pytest.raises(ValueError, match="batch"):
        ledger.adopt_batch(batch)
    assert ledger.batch() == 7


def test_a_batch_that_had_every_trace_has_no_more(ledger: Ledger, path: Path) -> None:
    ledger.adopt_batch(7)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE head SET trace = 5, traces = ?", (MOST_TRACE,))
        connection.commit()
    with pytest.raises(TracesUsedUp) as refusal:
        ledger.next_trace()
    assert refusal.value.batch == 7
    ledger.adopt_batch(8)
    assert ledger.next_trace() == 6


@given(start=st.integers(0, MOST_TRACE), taken=st.integers(0, MOST_TRACE))
def test_after_the_last_number_comes_the_first(start: int, taken: int) -> None:
    counting = Counting(1, start, taken)
    if counting.used_up:
        with pytest.raises(ValueError, match="twice"):
            counting.next()
        return
    after = counting.next()
    assert after == Counting(1, 1 if start == MOST_TRACE else start + 1, taken + 1)
    assert after.adopted(2) == Counting(2, after.trace, 0)
