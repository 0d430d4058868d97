"""Nobody can say whether the phone has paid."""

from __future__ import annotations

from kiosk.domain.order import OrderState
from tests.journeys.conftest import Journey


def test_an_unknown_result_says_so_on_paper_and_is_found_out_later(journey: Journey) -> None:
    hall = journey.play("result-unknown")

    (order,) = hall.orders
    assert order.state is OrderState.POSTED
    (slip,) = hall.printer.papers
    assert "请勿重复缴费" in slip.text
    assert order.number in slip.text


def test_a_terminal_asks_until_it_knows(journey: Journey) -> None:
    journey.play("result-unknown")

    journey.citizen.wait_until(
        lambda: [order.state for order in journey.ledger_orders()] == [OrderState.POSTED]
    )
