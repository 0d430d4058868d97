"""A cable is pulled, and put back."""

from __future__ import annotations

import json

from kiosk.domain.order import OrderState
from tests.journeys.conftest import Journey


def test_a_printer_unplugged_after_payment_prints_when_it_is_back(journey: Journey) -> None:
    hall = journey.play("printer-unplugged")

    (paper,) = hall.printer.papers
    assert paper.complete
    assert [order.state for order in hall.orders] == [OrderState.POSTED]


def test_the_other_card_is_asked_for_while_a_reader_is_unplugged(journey: Journey) -> None:
    journey.play("reader-unplugged")

    changes = [
        (event["status"], event["cause"])
        for event in map(json.loads, journey.log_text().splitlines())
        if event["event"] == "DEVICE_CHANGED" and event["device"] == "id_card_reader"
    ]
    assert ("offline", "disconnected") in changes
    assert changes[-1] == ("online", "")
