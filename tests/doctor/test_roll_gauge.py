"""The roll's gauge answers at once, and reckons in the background now and then."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.doctor import roll_gauge
from kiosk.doctor.roll_gauge import EVERY_S, RollGauge
from kiosk.maintenance.counters import Usage, roll_left_percent
from kiosk.runtime.terminal_state import Supply
from tests.doctor.conftest import Patient
from tests.support.manual_clock import ManualClock


@pytest.mark.parametrize(
    ("receipts", "left"), [(0, 100), (100, 80), (250, 50), (500, 0), (5000, 0)]
)
def test_what_is_left_of_a_roll(receipts: int, left: int) -> None:
    used = Usage(receipts, 0, 0, 0, 0, mean_mm=120.0)
    assert roll_left_percent(60.0, used) == left


async def test_it_reckons_in_the_background_and_not_too_often(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ManualClock()
    begun: list[Callable[[], None]] = []
    left = iter((None, 80, 40))
    monkeypatch.setattr(roll_gauge, "roll_left", lambda _settings: next(left))
    gauge = RollGauge(patient.settings(), clock, begun.append)
    assert gauge() == ()
    assert len(begun) == 1
    begun.pop()()
    assert gauge() == ()
    assert begun == []
    for percent in (80, 40):
        await clock.advance(EVERY_S)
        gauge()
        begun.pop()()
        assert gauge() == (Supply("receipt_paper", percent),)
    assert begun == []
