"""Payments by card in which time goes by, and those with the other reader, pad and cipher."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.order import OrderState
from tests.journeys.sitting import Sitting, expect_nobody_left, expect_sound_books, sitting_in

# A kiosk whose clock is five minutes ahead of the service's is out of service, so no more than four
# of these are played on one.
SLOW = ("acquirer-silent", "acquirer-late-answer", "card-pin-timeout", "card-left-behind")
MOTORISED = ("motor-card-payment", "motor-card-kept", "motor-card-wanted")
PAID = frozenset({"card-left-behind", "motor-card-payment", "motor-card-kept"})


@pytest.fixture(scope="module")
def usual(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    with sitting_in("usual", qapp, tmp_path_factory.mktemp("usual")) as begun:
        yield begun


@pytest.fixture(scope="module")
def motorised(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    with sitting_in("motorised", qapp, tmp_path_factory.mktemp("motorised")) as begun:
        yield begun


def expect_told_and_booked(sitting: Sitting, scenario: str) -> None:
    journey = sitting.play(scenario)

    expect_sound_books(journey)
    expect_nobody_left(journey)
    posted = [one for one in sitting.hall.state().orders if one.state is OrderState.POSTED]
    assert len(posted) == (1 if scenario in PAID else 0)


@pytest.mark.parametrize("scenario", SLOW)
def test_whatever_takes_too_long_is_seen_through(usual: Sitting, scenario: str) -> None:
    expect_told_and_booked(usual, scenario)


@pytest.mark.parametrize("scenario", MOTORISED)
def test_cards_are_drawn_in_and_kept(motorised: Sitting, scenario: str) -> None:
    expect_told_and_booked(motorised, scenario)
