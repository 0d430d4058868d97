"""From a finger on a key to the changed figures on the glass."""

from __future__ import annotations

import time
from itertools import cycle, pairwise
from statistics import median

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture

from kiosk.screens.theme import PORTRAIT_21, SQUARE_19, WIDE_21, Look, Panel
from kiosk.screens.window import KioskWindow
from tests.bench.figures import Figures
from tests.bench.journeys import settle
from tests.bench.measuring import in_rounds, timed
from tests.bench.painting import BareKeys, Frames
from tests.screens import gallery
from tests.screens.touching import Finger, element, middle, texts

ROUNDS = 300
GROUP = "Tap to paint: a finger on a key of the keypad, until the figures have changed"
CASES = {
    "1080×1920": (PORTRAIT_21, Look.STANDARD),
    "1080×1920, large print": (PORTRAIT_21, Look.LARGE_PRINT),
    "1920×1080": (WIDE_21, Look.STANDARD),
    "1280×1024": (SQUARE_19, Look.STANDARD),
}


def bare(panel: Panel) -> float:
    """The same with one button and one label of Qt's own."""
    window = BareKeys(panel)
    window.show()
    settle()
    frames, device = Frames(window), QTest.createTouchDevice()
    at = window.key.mapTo(window, window.key.rect().center())

    def tap() -> None:
        QTest.touchEvent(window, device).press(0, at, window).commit()
        QTest.touchEvent(window, device).release(0, at, window).commit()

    seconds = median(timed(lambda: frames.until_painted(tap), ROUNDS))
    window.close()
    window.deleteLater()
    settle()
    return seconds


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("case", CASES)
def test_tap_to_paint(
    benchmark: BenchmarkFixture, figures: Figures, qapp: QApplication, case: str
) -> None:
    panel, look = CASES[case]
    qapp.setStyleSheet("")
    own = bare(panel)
    window = KioskWindow(panel, monotonic=time.monotonic, look=look)
    window.show()
    window.present(gallery.scene("base"))
    settle()
    finger, frames = Finger(window), Frames(window)
    keys = cycle(middle(window, element(window, f"key:{key}")) for key in (5, 2, 0, 0, "clear"))
    seen: list[str] = []

    def tap() -> None:
        frames.until_painted(lambda: finger.tap(next(keys)))

    def remember() -> None:
        seen.append("\n".join(texts(window)))

    taken = in_rounds(benchmark, tap, ROUNDS, setup=remember, warmup=5)

    assert all(before != after for before, after in pairwise(seen))

    figures.add(GROUP, case, taken, own=("one button, one label", own))
    window.close()
    window.deleteLater()
    settle()
