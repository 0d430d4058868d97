"""The citizen chooses an insurance they cannot pay."""

from __future__ import annotations

import pytest

from sim.people import find_person
from tests.journeys.conftest import Journey


@pytest.mark.parametrize(
    "scenario",
    [
        "wrong-insurance",
        "enrolment-suspended",
        "already-paid",
        "deduction-in-progress",
        "several-personal-numbers",
    ],
)
def test_what_cannot_be_paid_is_refused_with_a_reason_and_no_order(
    journey: Journey, scenario: str
) -> None:
    hall = journey.play(scenario)

    assert hall.orders == ()
    assert journey.ledger_orders() == ()
    assert hall.printer.papers == ()


def test_who_is_not_on_record_takes_a_slip_to_the_window(journey: Journey) -> None:
    hall = journey.play("no-natural-person")

    assert hall.orders == ()
    assert journey.ledger_orders() == ()
    (slip,) = hall.printer.papers
    assert slip.complete
    assert find_person("feng-er").number not in slip.text
