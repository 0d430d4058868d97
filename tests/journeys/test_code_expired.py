"""Nobody pays in time."""

from __future__ import annotations

from kiosk.domain.order import OrderState
from tests.journeys.conftest import Journey


def test_a_code_that_expires_closes_its_order(journey: Journey) -> None:
    hall = journey.play("qr-expired")

    assert all(order.state in (OrderState.CLOSED, OrderState.POSTED) for order in hall.orders)
    assert hall.orders[0].state is OrderState.CLOSED
