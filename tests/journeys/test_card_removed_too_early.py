"""The card leaves the reader before it is read."""

from __future__ import annotations

from tests.journeys.conftest import Journey


def test_a_card_removed_too_early_is_asked_for_again(journey: Journey) -> None:
    hall = journey.play("card-removed-too-early")

    assert hall.orders == ()
    assert "card_removed" in journey.log_text()
