"""A terminal without an A4 printer says so before anything is issued."""

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


def test_a_certificate_can_be_looked_at_and_nothing_is_begun(sitting: Sitting) -> None:
    journey = sitting.play("certificate-only-to-look-at")

    assert {one.attempts for one in Books.of(journey.settings).documents} == {0}
    expect_nobody_left(journey)
