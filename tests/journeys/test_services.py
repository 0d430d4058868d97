"""Every service and every refusal through the real window, one after another on one kiosk.

What a citizen reads, takes and pays is in the scenarios; here is what must hold after each of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.order import OrderState
from tests.journeys.services import GOOD_DAYS, PAID_IN_THE_END, RACES, REFUSALS
from tests.journeys.sitting import Sitting, expect_nobody_left, expect_sound_books, sitting_in


@pytest.fixture(scope="module")
def sitting(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    with sitting_in("usual", qapp, tmp_path_factory.mktemp("sitting")) as begun:
        yield begun


@pytest.mark.parametrize("scenario", GOOD_DAYS)
def test_a_service_is_done_to_its_end(sitting: Sitting, scenario: str) -> None:
    journey = sitting.play(scenario)

    expect_sound_books(journey)
    expect_nobody_left(journey)
    papers = sitting.hall.state().printer.papers
    assert all(paper.complete for paper in papers)


@pytest.mark.parametrize("scenario", REFUSALS)
def test_what_is_refused_is_said_and_takes_nothing(sitting: Sitting, scenario: str) -> None:
    journey = sitting.play(scenario)

    expect_sound_books(journey)
    expect_nobody_left(journey)
    taken = [order for order in sitting.hall.state().orders if order.state is OrderState.POSTED]
    assert len(taken) == (1 if scenario in PAID_IN_THE_END else 0)


@pytest.mark.parametrize("scenario", RACES)
def test_whoever_pays_second_pays_nothing(sitting: Sitting, scenario: str) -> None:
    journey = sitting.play(scenario)

    expect_sound_books(journey)
    assert all(order.state is not OrderState.POSTED for order in sitting.hall.state().orders)
    receipts = [paper.text for paper in sitting.hall.state().printer.papers]
    assert not any("缴费小票" in receipt for receipt in receipts)
