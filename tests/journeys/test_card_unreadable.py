"""The card stays on the reader but cannot be read."""

from __future__ import annotations

from tests.journeys.conftest import Journey


def test_an_unreadable_card_is_told_apart_from_one_taken_away(journey: Journey) -> None:
    hall = journey.play("card-unreadable")

    assert hall.orders == ()
    assert "card_unreadable" in journey.log_text()
