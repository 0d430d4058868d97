"""The roll's gauge answers at once, and reckons in the background now and then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kiosk.doctor import roll_gauge
from kiosk.doctor.roll_gauge import EVERY_S, RollGauge
from kiosk.maintenance.counters import REPLENISHED_ROLL, Usage, roll_left_percent
from kiosk.observe import Event
from kiosk.runtime.terminal_state import Supply
from tests.doctor.conftest import Patient
from tests.support.manual_clock import ManualClock


@pytest.mark.parametrize(
    ("receipts", "left"), [(0, 100), (100, 80), (250, 50), (500, 0), (5000, 0)]
)
def test_what_is_left_of_a_roll(receipts: int, left: int) -> None:
    used = Usage(receipts, 0, 0, 0, 0, mean_mm=120.0)
    assert roll_left_percent(60.0, used) == left


def spent(papers: int) -> Usage:
    return Usage(papers, 0, 0, 0, 0, mean_mm=120.0)


@dataclass
class Watched:
    """A gauge whose reckonings are done when the test says so; ``found`` are what they find."""

    clock: ManualClock
    begun: list[Callable[[], None]]
    found: list[Usage | None]
    gauge: RollGauge

    def left(self) -> int | None:
        """Per cent, None where nothing is said."""
        return next((one.left_percent for one in self.gauge()), None)

    def reckon(self) -> None:
        self.begun.pop()()


@pytest.fixture
def watched(patient: Patient, monkeypatch: pytest.MonkeyPatch) -> Watched:
    begun: list[Callable[[], None]] = []
    found: list[Usage | None] = []
    monkeypatch.setattr(roll_gauge, "used_of_roll", lambda _settings: found.pop(0))
    clock = ManualClock()
    return Watched(clock, begun, found, RollGauge(patient.settings(), clock, begun.append))


async def test_it_reckons_in_the_background_and_once_a_day(watched: Watched) -> None:
    watched.found[:] = [None, spent(100), spent(300)]
    assert watched.left() is None
    watched.reckon()
    assert watched.left() is None
    assert watched.begun == []
    for percent in (80, 40):
        await watched.clock.advance(EVERY_S - 1)
        watched.left()
        assert watched.begun == []
        await watched.clock.advance(1)
        watched.left()
        watched.reckon()
        assert watched.left() == percent
    assert watched.gauge() == (Supply("receipt_paper", 40),)
    assert watched.begun == []


PAPERS = (
    Event.RECEIPT_PRINTED,
    Event.RECEIPT_REPRINTED,
    Event.SLIP_PRINTED,
    Event.REFERRAL_PRINTED,
)


@pytest.mark.parametrize("paper", PAPERS)
def test_between_reckonings_papers_are_counted_as_they_come_out(
    watched: Watched, paper: Event
) -> None:
    watched.found[:] = [spent(100)]
    watched.left()
    # Already in what is found.
    watched.gauge.heard(paper, {})
    watched.reckon()
    assert watched.left() == 80
    for _ in range(50):
        watched.gauge.heard(paper, {})
    watched.gauge.heard(Event.RECEIPT_FAILED, {})
    assert watched.left() == 70
    assert watched.begun == []


def test_a_paper_that_comes_out_while_it_reckons_is_not_forgotten(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(_settings: object) -> Usage:
        for _ in range(50):
            watched.gauge.heard(Event.RECEIPT_PRINTED, {})
        return spent(100)

    monkeypatch.setattr(roll_gauge, "used_of_roll", slowly)
    watched.left()
    watched.reckon()
    assert watched.left() == 70


def test_a_new_roll_is_reckoned_with_at_once(watched: Watched) -> None:
    watched.found[:] = [spent(400), spent(0)]
    watched.left()
    watched.reckon()
    watched.gauge.heard(Event.STAFF_ACTED, {"what": "replenished.toner", "outcome": "done"})
    assert watched.left() == 20
    assert watched.begun == []
    watched.gauge.heard(Event.STAFF_ACTED, {"what": REPLENISHED_ROLL, "outcome": "done"})
    assert watched.left() == 20
    watched.reckon()
    assert watched.left() == 100
