"""Which end of day nobody knows the end of, by what the trail says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.flows.requests.maintenance.money import UnansweredDay, Verdict
from kiosk.ledger import Ledger
from kiosk.maintenance.unanswered_day import unanswered_day
from tests.ledger.given import Clock, opened


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.db", Clock()) as ledger:
        yield ledger


@pytest.mark.parametrize(
    ("outcomes", "since"),
    [
        ("", None),
        ("begun", 0),
        ("begun no_answer", 0),
        ("begun abandoned", 0),
        ("begun balanced", None),
        ("begun unbalanced", None),
        ("begun refused", None),
        ("begun purchases_wait", None),
        ("begun no_batch", None),
        # A later try that never left answers nothing, and one that did is the one to tell of.
        ("begun no_answer begun purchases_wait", 0),
        ("begun no_answer begun no_answer", 2),
        ("begun begun balanced", None),
        ("begun begun purchases_wait", 0),
        ("begun no_answer begun balanced begun", 4),
    ],
)
def test_the_last_one_that_was_sent_and_not_answered(
    ledger: Ledger, outcomes: str, since: int | None
) -> None:
    for outcome in outcomes.split():
        ledger.staff_acted("C0301", "money.end_day", outcome=outcome)
    ledger.staff_acted("C0301", "money.end_day_of_another_kind", outcome="begun")
    known = None if since is None else UnansweredDay(ledger.staff_trail()[since].moment)
    assert unanswered_day(ledger) == known


def test_a_batch_that_was_named_before_says_nothing(ledger: Ledger) -> None:
    ledger.adopt_batch(1)
    ledger.staff_acted("C0301", "money.end_day", outcome="begun")
    began = ledger.staff_trail()[0].moment
    ledger.adopt_batch(1)
    assert unanswered_day(ledger) == UnansweredDay(began)
    ledger.adopt_batch(2)
    assert unanswered_day(ledger) == UnansweredDay(began, batch_over=True)


def test_no_verdict_is_forgotten() -> None:
    assert {one.value for one in Verdict} == {
        "balanced",
        "unbalanced",
        "refused",
        "purchases_wait",
        "no_batch",
        "no_answer",
    }
