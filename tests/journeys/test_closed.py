"""Outside its hours a terminal says so, names another one, and opens again by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.sitting import Sitting, sitting_in


@pytest.fixture
def sitting(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    with sitting_in("closes-soon", qapp, tmp_path_factory.mktemp("closes-soon")) as begun:
        yield begun


def test_it_closes_and_opens_by_itself_and_says_so_in_the_log(sitting: Sitting) -> None:
    journey = sitting.play("closed-and-open-again")

    log = journey.settings.log.path.read_text(encoding="utf-8").splitlines()
    outages = [
        (line["event"], line["cause"])
        for line in map(json.loads, log)
        if line["event"] in ("OUT_OF_SERVICE", "BACK_IN_SERVICE")
    ]
    assert outages == [
        (event, cause)
        for cause in ("closed", "planned_maintenance")
        for event in ("OUT_OF_SERVICE", "BACK_IN_SERVICE")
    ]
