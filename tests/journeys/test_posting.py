"""The payment has arrived; entering it takes long, or is refused."""

from __future__ import annotations

from kiosk.domain.order import OrderState
from tests.journeys.conftest import Journey


def test_a_slow_posting_is_told_and_finished_later(journey: Journey) -> None:
    hall = journey.play("posting-delayed")

    assert [order.state for order in hall.orders] == [OrderState.POSTED]


def test_a_refused_posting_sends_the_money_back(journey: Journey) -> None:
    hall = journey.play("posting-refused")

    assert [order.state for order in hall.orders] == [OrderState.REFUNDED]
