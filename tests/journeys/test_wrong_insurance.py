"""The citizen chooses an insurance they cannot pay."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Journey


@pytest.mark.parametrize(
    "scenario",
    [
        "wrong-insurance",
        "enrolment-suspended",
        "already-paid",
        "deduction-in-progress",
        "several-personal-numbers",
        "no-natural-person",
    ],
)
def test_what_cannot_be_paid_is_refused_with_a_reason_and_no_order(
    journey: Journey, scenario: str
) -> None:
    hall = journey.play(scenario)

    assert hall.orders == ()
    assert journey.ledger_orders() == ()
    assert hall.printer.papers == ()
