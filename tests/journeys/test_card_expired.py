"""The card is genuine but no longer valid."""

from __future__ import annotations

from tests.journeys.conftest import Journey


def test_an_expired_card_logs_nobody_in(journey: Journey) -> None:
    hall = journey.play("card-expired")

    assert hall.orders == ()
    assert journey.ledger_orders() == ()
