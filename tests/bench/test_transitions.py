"""From one screen to the next, painted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count

import pytest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture

from kiosk.screens.theme import PORTRAIT_21, Look
from kiosk.screens.window import KioskWindow
from tests.bench.figures import Figures
from tests.bench.journeys import settle
from tests.bench.measuring import in_rounds, typical
from tests.bench.painting import BarePages, Frames
from tests.screens import gallery

ROUNDS = 20
GROUPS = {
    Look.STANDARD: "Screen transition: from the waiting screen to this one, painted (1080×1920)",
    Look.LARGE_PRINT: "… in large print",
}
_numbers = count()


@pytest.fixture(scope="module")
def own(qapp: QApplication) -> float:
    """A window of Qt's own with a new page of twenty labels and buttons."""
    qapp.setStyleSheet("")
    pages = BarePages(PORTRAIT_21)
    pages.show()
    settle()
    frames = Frames(pages)
    frames.until_painted(pages.turn)
    seconds = typical(lambda: frames.until_painted(pages.turn), ROUNDS)
    pages.close()
    pages.deleteLater()
    settle()
    return seconds


@pytest.fixture(scope="module", params=GROUPS, ids=lambda look: look.value)
def window(
    request: pytest.FixtureRequest,
    own: float,
    prepared: QApplication,
) -> Iterator[KioskWindow]:
    # Both come before the window: the one is measured without our style sheet.
    del own, prepared
    window = KioskWindow(PORTRAIT_21, monotonic=time.monotonic, look=request.param)
    window.show()
    yield window
    window.close()
    window.deleteLater()
    settle()


@pytest.mark.parametrize("name", gallery.VIEWS)
def test_transition(
    benchmark: BenchmarkFixture, figures: Figures, window: KioskWindow, own: float, name: str
) -> None:
    frames = Frames(window)

    def show(screen: str) -> None:
        window.present(gallery.scene(screen, number=next(_numbers)))

    def away() -> None:
        show("starting" if name == "waiting" else "waiting")
        settle()

    away()
    frames.until_painted(lambda: show(name))
    taken = in_rounds(
        benchmark, lambda: frames.until_painted(lambda: show(name)), ROUNDS, setup=away
    )

    figures.add(GROUPS[window.look], name, taken, own=("twenty labels and buttons", own))
