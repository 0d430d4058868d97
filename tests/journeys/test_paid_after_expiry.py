"""The phone pays when the order is already closed."""

from __future__ import annotations

from kiosk.domain.order import OrderState
from tests.journeys.conftest import Journey


def test_a_payment_after_expiry_goes_back(journey: Journey) -> None:
    hall = journey.play("paid-after-expiry")

    assert [order.state for order in hall.orders] == [OrderState.REFUNDED]
