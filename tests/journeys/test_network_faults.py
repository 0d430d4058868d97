"""The line to the service breaks, before and while money moves."""

from __future__ import annotations

import pytest

from kiosk.domain.order import OrderState
from tests.journeys.conftest import Journey


@pytest.mark.parametrize("scenario", ["network-lost", "network-cut"])
def test_a_line_that_breaks_before_payment_moves_no_money(journey: Journey, scenario: str) -> None:
    hall = journey.play(scenario)

    assert all(order.state is not OrderState.POSTED for order in hall.orders)


def test_a_line_that_breaks_while_the_phone_pays_loses_nothing(journey: Journey) -> None:
    hall = journey.play("network-cut-while-paying")

    assert [order.state for order in hall.orders] == [OrderState.POSTED]
    assert [order.state for order in journey.ledger_orders()] == [OrderState.POSTED]


def test_an_order_whose_answer_was_lost_is_not_opened_twice(journey: Journey) -> None:
    hall = journey.play("order-answer-lost")

    posted = [order for order in hall.orders if order.state is OrderState.POSTED]
    assert len(posted) == 1
    assert journey.ledger_is_sound()
