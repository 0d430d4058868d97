"""The collection service is down, slow, or wrong."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Journey


@pytest.mark.parametrize(
    "scenario",
    [
        "service-down",
        "service-slow",
        "service-malformed",
        "service-other-page",
        "service-wrong-amount",
    ],
)
def test_a_failing_service_costs_nobody_anything(journey: Journey, scenario: str) -> None:
    hall = journey.play(scenario)

    assert hall.orders == ()
    assert journey.ledger_orders() == ()
