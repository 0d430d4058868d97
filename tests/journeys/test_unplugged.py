"""A cable is pulled, and put back."""

from __future__ import annotations

from kiosk.domain.order import OrderState
from tests.journeys.conftest import Journey


def test_a_printer_unplugged_after_payment_prints_when_it_is_back(journey: Journey) -> None:
    hall = journey.play("printer-unplugged")

    (paper,) = hall.printer.papers
    assert paper.complete
    assert [order.state for order in hall.orders] == [OrderState.POSTED]


def test_a_reader_unplugged_takes_the_terminal_out_of_service_until_it_is_back(
    journey: Journey,
) -> None:
    journey.play("reader-unplugged")

    assert "reader_lost" in journey.log_text()
