"""A base below or above the bounds."""

from __future__ import annotations

from tests.journeys.conftest import Journey


def test_a_base_out_of_bounds_never_reaches_the_service(journey: Journey) -> None:
    hall = journey.play("base-out-of-bounds")

    assert all(order.amount_fen == 312_000 for order in hall.orders)
