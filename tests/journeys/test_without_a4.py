"""A terminal without an A4 printer says so before anybody logs in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.paper import Books
from tests.journeys.sitting import Sitting, expect_nobody_left, sitting_in


@pytest.fixture
def sitting(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    with sitting_in("without-a4", qapp, tmp_path_factory.mktemp("without-a4")) as begun:
        yield begun


def test_certificates_are_greyed_and_the_rest_goes_on(sitting: Sitting) -> None:
    journey = sitting.play("certificate-without-a4")

    assert Books.of(journey.settings).documents == ()
    expect_nobody_left(journey)
